import Formulas
import SourceText

/// Writes one task as an activity, or a summary task as the span of its parts.
struct ActivityWriting {
  let task: Int
  let works: WorksWriting
  let element: XMLElement
  private var log: ImportLog { works.log }
  private var id: String { works.ids[task] }
  private var name: String { works.outline.tasks[task].name }

  init(_ task: Int, _ works: WorksWriting) {
    (self.task, self.works) = (task, works)
    element = works.outline.tasks[task].element
  }

  private var head: [(String, JSONText)] {
    var members: [(String, JSONText)] = [("id", .string(id))]
    if !name.isEmpty { members.append(("label", label(name))) }
    if let notes = element.text("Notes") { members.append(("note", .string(notes))) }
    return members
  }

  // MARK: Summary tasks

  /// The span from the first to the last of its parts.
  func summary() -> JSONText {
    let span = works.ties.span(of: works.outline.tasks[task])
    var members = head
    func names(_ tasks: [Int]) -> JSONText { .list(tasks.map { .string(works.ids[$0]) }) }
    members.append(("hammock", .object([("from", names(span.from)), ("to", names(span.to))])))
    let constraint = constraint(isSummary: true)
    if let deadline = constraint.deadline {
      members.append(("deadline", .string(deadline.description)))
    }
    if let fixed = works.money.amount(element, "FixedCost"), fixed != 0 {
      members.append(("cost", .object([("fixed", works.money.json(fixed))])))
    }
    return .object(members)
  }

  // MARK: Activities

  /// The activity, and behind it the milestone of a finish that must not be too early.
  func activity() -> [JSONText] {
    reportSpecialTasks()
    var members = head
    let isElapsed = works.days.units(task).isElapsed
    let length = self.length(isElapsed)
    members.append(("duration", length.json))
    if isElapsed, length.days > 0 { members.append(("measuredIn", .string("calendarDays"))) }
    if let calendar = works.calendarID(task) { members.append(("calendar", .string(calendar))) }
    let constraint = self.constraint(isSummary: false)
    let ties = works.ties.ties[task]
    var after = ties.map { $0.json(works.ids) }
    var extra: [JSONText] = []
    if let day = constraint.earliestFinish {
      let milestone = works.extra.make(id + "Earliest", kind: "task", uid: "")
      after.append(
        .object([("activity", .string(milestone)), ("link", .string("finishToFinish"))]))
      extra = [earliestFinish(milestone, day.adding(days: 1))]
    }
    if !after.isEmpty { members.append(("after", .list(after))) }
    let isFree = !ties.contains { $0.link.limitsStart }
    let begin = [constraint.notBefore, isFree ? works.startDay : nil].compactMap { $0 }.max()
    if let begin, !works.outline.tasks[task].hasBegun {
      members.append(("notBefore", .string(begin.description)))
    }
    if let deadline = constraint.deadline {
      members.append(("deadline", .string(deadline.description)))
    }
    members += works.resources.members(task, days: length.days, element)
    if let status = status(length.days, isElapsed) { members.append(("status", status)) }
    return [.object(members)] + extra
  }

  private func earliestFinish(_ milestone: String, _ day: CalendarDate) -> JSONText {
    let note = BilingualText(
      zh: "\(id) 不得早于这一天开始时完成", en: "\(id) may not finish before this day begins")
    return .object([
      ("id", .string(milestone)), ("label", label(name)), ("duration", .number(0)),
      ("note", .string(note[works.options.language])),
      ("notBefore", .string(day.description)),
    ])
  }

  private func reportSpecialTasks() {
    if let flag = element.child("IsSubproject"), element.flag("IsSubproject") {
      let name = element.text("SubprojectName")
      log.lost(
        flag,
        .init(
          zh: "任务代表另一个文件：\(name ?? "没有名称")",
          en: "the task stands for another file, \(name ?? "without a name")"),
        becomes: .init(
          zh: "这里是一个作业：请把那个文件也导入，并在“after”里写出它的作业",
          en: "it is one activity: import that file too, and name its works in 'after'"))
    }
    if let flag = element.child("ExternalTask"), element.flag("ExternalTask") {
      log.lost(
        flag, .init(zh: "任务属于另一个计划", en: "the task belongs to another project"),
        becomes: .init(
          zh: "作为本计划的作业，不早于文件中的开始日期",
          en: "it is an activity of this one, not before its start in the file"))
    }
    let length = works.days.plannedMinutes(task) ?? 0
    if let flag = element.child("Milestone"), element.flag("Milestone"), length > 0 {
      log.lost(
        flag, .init(zh: "任务是带工期的里程碑", en: "the task is a milestone with a duration"),
        becomes: .init(zh: "保留工期", en: "it keeps its duration"))
    }
  }

  /// The duration in days, for the arithmetic and as it is written.
  private func length(_ isElapsed: Bool) -> (days: Double, json: JSONText) {
    guard let minutes = works.days.plannedMinutes(task) else {
      if let duration = element.child("Duration"), !duration.text.isEmpty {
        log.unreadable(
          duration,
          expected: .init(zh: "小时和分钟，如 PT40H0M0S", en: "hours and minutes such as PT40H0M0S"),
          becomes: .init(zh: "工期为 0：请手工填写", en: "the duration is 0: write it by hand"))
      } else if !element.flag("Milestone") {
        log.lost(
          element, .init(zh: "任务没有工期", en: "the task has no duration"),
          becomes: .init(zh: "工期为 0", en: "the duration is 0"))
      }
      return (0, .number(0))
    }
    let days = works.days.days(minutes, of: task, isElapsed: isElapsed)
    let perDay = isElapsed ? 1440 : works.days.minutesPerDay(task)
    return (days, works.points.json(element, days: days, minutesPerDay: perDay) ?? .number(days))
  }

  // MARK: Constraints

  private struct Constraint {
    var notBefore: CalendarDate?
    var earliestFinish: CalendarDate?
    var deadline: CalendarDate?
  }

  private func constraint(isSummary: Bool) -> Constraint {
    var constraint = Constraint()
    if let moment = element.moment("Deadline") { constraint.deadline = last("Deadline", moment) }
    if element.flag("ExternalTask") {
      constraint.notBefore = element.moment("Start").map(works.firstDay)
    }
    if element.flag("Manual"), !isSummary, let flag = element.child("Manual") {
      let moment = element.moment("ManualStart") ?? element.moment("Start")
      constraint.notBefore = moment.map(works.firstDay)
      log.lost(
        flag, .init(zh: "任务是手动计划的", en: "the task is scheduled by hand"),
        becomes: .init(
          zh: "不早于文件中的开始日期，并在所等待的任务之后开始",
          en: "it begins not before its start in the file, and after what it waits for"))
    }
    guard let type = element.child("ConstraintType"), let code = Int(type.text), code != 0 else {
      return constraint
    }
    if code == 1 {
      log.lost(
        type, .init(zh: "“越晚越好”无法表达", en: "as late as possible is not represented"),
        becomes: .init(zh: "尽早开始", en: "it begins as soon as it can"))
      return constraint
    }
    guard (2...7).contains(code), let moment = element.moment("ConstraintDate") else {
      log.lost(
        type, .init(zh: "限制没有日期，或类型不认识", en: "the constraint has no date or no known type"),
        becomes: .leftOut)
      return constraint
    }
    apply(code, type, moment, isSummary, &constraint)
    return constraint
  }

  private func apply(
    _ code: Int, _ type: XMLElement, _ moment: ProjectMoment, _ isSummary: Bool,
    _ constraint: inout Constraint
  ) {
    if isSummary, code != 7 {
      log.lost(
        type,
        .init(zh: "摘要任务对开始或完成有限制", en: "a summary task has a constraint on its start or finish"),
        becomes: .init(
          zh: "未采用：请给其首端作业写“notBefore”", en: "it is left out: give its first activities 'notBefore'"
        ))
      return
    }
    switch code {
    case 2:
      constraint.notBefore = works.firstDay(moment)
      log.lost(
        type,
        .init(zh: "必须开始于 \(works.firstDay(moment))", en: "must start on \(works.firstDay(moment))"),
        becomes: .init(
          zh: "不早于那天开始，需要等待时会更晚", en: "it begins not before that day, and later when it has to wait"
        ))
    case 3:
      constraint.earliestFinish = works.lastDay(moment)
      limit(&constraint, last("ConstraintDate", moment), type)
      log.lost(
        type,
        .init(zh: "必须完成于 \(works.lastDay(moment))", en: "must finish on \(works.lastDay(moment))"),
        becomes: .init(
          zh: "不早于那天完成，那天也是期限，需要等待时会更晚",
          en: "it finishes not before that day, which is its deadline too, and later when it "
            + "has to wait"))
    case 4: constraint.notBefore = max(constraint.notBefore, works.firstDay(moment))
    case 5:
      log.lost(
        type,
        .init(
          zh: "不得晚于 \(works.firstDay(moment)) 开始",
          en: "starts no later than \(works.firstDay(moment))"),
        becomes: .init(
          zh: "未采用：若要概率，请在其开始之后加一个带此期限的里程碑",
          en: "it is left out: for the probability, add a milestone after its start with "
            + "this deadline"))
    case 6: constraint.earliestFinish = works.lastDay(moment)
    default: limit(&constraint, last("ConstraintDate", moment), type)
    }
  }

  /// The earlier of a deadline and a constraint on the finish.
  private func limit(_ constraint: inout Constraint, _ day: CalendarDate, _ type: XMLElement) {
    guard let deadline = constraint.deadline, deadline != day else {
      constraint.deadline = day
      return
    }
    constraint.deadline = min(deadline, day)
    log.lost(
      type,
      .init(
        zh: "限制（\(day)）与期限（\(deadline)）不同",
        en: "the constraint (\(day)) and the deadline (\(deadline)) differ"),
      becomes: .init(
        zh: "以较早的 \(min(deadline, day)) 为期限",
        en: "the earlier one is the deadline, \(min(deadline, day))"))
  }

  /// The last day of a limit; midnight is told, since some programs mean the day that it begins.
  private func last(_ key: String, _ moment: ProjectMoment) -> CalendarDate {
    let day = works.lastDay(moment)
    if moment.minute == 0, let child = element.child(key) {
      log.lost(
        child,
        .init(zh: "<\(key)> 是零点，即那一天的开头", en: "<\(key)> is at midnight, when the day begins"),
        becomes: .init(zh: "最后一天是 \(day)", en: "the last day is \(day)"))
    }
    return day
  }

  // MARK: What is done

  private func status(_ days: Double, _ isElapsed: Bool) -> JSONText? {
    guard works.outline.tasks[task].hasBegun else { return nil }
    let share = element.number("PercentComplete") ?? 0
    guard let started = element.moment("ActualStart") ?? element.moment("Start") else {
      log.lost(
        element, .init(zh: "已经开始，而文件没有写明何时", en: "work has begun, and the file does not say when"),
        becomes: .init(zh: "按未开始计", en: "it counts as not begun"))
      return nil
    }
    if element.moment("ActualStart") == nil {
      log.lost(
        element.child("PercentComplete") ?? element,
        .init(zh: "已经开始，而没有实际开始日期", en: "work has begun without an actual start"),
        becomes: .init(
          zh: "采用计划开始日期 \(started.day)", en: "its planned start is taken, \(started.day)"))
    }
    var members: [(String, JSONText)] = [("started", .string(started.day.description))]
    if let finished = finish(share) {
      let day = max(works.lastDay(finished), started.day)
      members.append(("finished", .string(day.description)))
    } else {
      members.append(("remaining", .number(remaining(days, share, isElapsed))))
      reportResume()
    }
    return .object(members)
  }

  private func finish(_ share: Double) -> ProjectMoment? {
    if let finish = element.moment("ActualFinish") { return finish }
    guard share >= 100, let finish = element.moment("Finish") else { return nil }
    log.lost(
      element.child("PercentComplete") ?? element,
      .init(zh: "已经完工，而没有实际完成日期", en: "work is done without an actual finish"),
      becomes: .init(zh: "采用计划完成日期 \(finish.day)", en: "its planned finish is taken, \(finish.day)")
    )
    return finish
  }

  private func remaining(_ days: Double, _ share: Double, _ isElapsed: Bool) -> Double {
    if let minutes = element.text("RemainingDuration").flatMap(minutes(ofDuration:)), minutes >= 0 {
      return works.days.days(minutes, of: task, isElapsed: isElapsed)
    }
    return days * max(0, 100 - share) / 100
  }

  private func reportResume() {
    guard let resume = element.child("Resume"), let moment = projectMoment(resume.text),
      let status = works.statusDate, works.firstDay(moment) > status
    else { return }
    log.lost(
      resume,
      .init(zh: "剩余工作于 \(moment.day) 恢复", en: "the rest of the work resumes on \(moment.day)"),
      becomes: .init(zh: "从状态日期 \(status) 起继续", en: "it goes on from the status date, \(status)"))
  }
}

private func max(_ one: CalendarDate?, _ other: CalendarDate) -> CalendarDate {
  one.map { Swift.max($0, other) } ?? other
}
