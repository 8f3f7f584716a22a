/// How one activity waits for another.
struct TaskTie: Hashable {
  enum Link: Int {
    case finishToFinish, finishToStart, startToFinish, startToStart

    /// Whether it holds back the start of what comes after.
    var limitsStart: Bool { self == .finishToStart || self == .startToStart }
    /// Whether it looks at the finish of what comes before.
    var looksAtFinish: Bool { self == .finishToStart || self == .finishToFinish }
  }

  let before: Int
  let link: Link
  /// In days, negative for a lead.
  let lag: Double
  /// Whether the lag goes on over days off.
  let isElapsed: Bool

  func json(_ ids: [String]) -> JSONText {
    if link == .finishToStart, lag == 0 { return .string(ids[before]) }
    var members: [(String, JSONText)] = [("activity", .string(ids[before]))]
    if link != .finishToStart { members.append(("link", .string("\(link)"))) }
    if lag != 0 {
      members.append(("lag", .number(lag)))
      members.append(("lagIn", .string(isElapsed ? "calendarDays" : "workingDays")))
    }
    return .object(members)
  }
}

/// Reads the links of all tasks; those of summary tasks become links of what they contain.
struct TieReading {
  private let outline: TaskOutline
  private let days: TaskDays
  private let log: ImportLog
  /// For each task, what it waits for; none for summaries.
  private(set) var ties: [[TaskTie]]

  /// A link as the file has it, before summaries are spread.
  private struct Link {
    let element: XMLElement
    let after: Int
    let tie: TaskTie
  }

  init(_ outline: TaskOutline, _ days: TaskDays, _ log: ImportLog) {
    self.outline = outline
    self.days = days
    self.log = log
    ties = Array(repeating: [], count: outline.tasks.count)
    let links = outline.tasks.indices.flatMap { after in
      outline.tasks[after].element.children("PredecessorLink").compactMap { read($0, of: after) }
    }
    let isSummary = outline.tasks.map(\.isSummary)
    for link in links where !isSummary[link.tie.before] && !isSummary[link.after] {
      add(link.tie, to: link.after)
    }
    // What is first and last in a summary is known only once the links of single tasks are.
    let inner = ties
    for link in links where isSummary[link.tie.before] || isSummary[link.after] {
      spread(link, inner)
    }
  }

  private mutating func add(_ tie: TaskTie, to after: Int) {
    if !ties[after].contains(tie) { ties[after].append(tie) }
  }

  // MARK: Reading

  private func read(_ element: XMLElement, of after: Int) -> Link? {
    if element.flag("CrossProject") {
      let project = element.text("CrossProjectName")
      log.lost(
        element,
        .init(
          zh: "任务等待另一个计划的任务：\(project ?? "未知")",
          en: "the task waits for one of another project: \(project ?? "unknown")"),
        becomes: .init(
          zh: "链接未采用：请在“after”或“notBefore”里写明那项工程",
          en: "the link is left out: name the other work in 'after' or 'notBefore'"))
      return nil
    }
    guard let uid = element.text("PredecessorUID"), let before = outline.places[uid] else {
      let uid = element.text("PredecessorUID")
      log.lost(
        element,
        .init(
          zh: "任务等待的任务没有采用：UID \(uid ?? "缺失")",
          en: "the task waits for one that is not taken over: UID \(uid ?? "missing")"),
        becomes: .linkLeftOut)
      return nil
    }
    let inside =
      outline.tasks[after].summaries.contains(before)
      || outline.tasks[before].summaries.contains(after)
    guard before != after, !inside else {
      log.lost(
        element,
        .init(zh: "任务等待它自己，或包含它的任务", en: "the task waits for itself or for what contains it"),
        becomes: .linkLeftOut)
      return nil
    }
    let type = element.integer("Type") ?? 1
    guard let link = TaskTie.Link(rawValue: type) else {
      if let type = element.child("Type") {
        log.unreadable(
          type, expected: .init(zh: "0 到 3 的链接类型", en: "a link type from 0 to 3"),
          becomes: .linkLeftOut)
      }
      return nil
    }
    let (lag, isElapsed) = days.lag(of: element, before: before, after: after, log)
    return Link(
      element: element, after: after,
      tie: TaskTie(before: before, link: link, lag: lag, isElapsed: isElapsed))
  }

  // MARK: Summary tasks

  /// From a summary: its finish is the last finish of its parts. Into one: all its parts wait.
  private mutating func spread(_ link: Link, _ inner: [[TaskTie]]) {
    let tie = link.tie
    let sources = self.sources(link, inner)
    let whole = outline.tasks[link.after]
    let targets = tie.link.limitsStart ? first(in: whole, inner) : last(in: whole, inner)
    if whole.isSummary, !tie.link.limitsStart, targets.count > 1 {
      log.lost(
        link.element,
        .init(zh: "链接限制摘要任务的完成", en: "the link holds back the finish of a summary task"),
        becomes: .init(
          zh: "其下所有末端任务都等待，可能更晚", en: "all that is last in it waits, which can be later"))
    }
    for target in targets {
      for source in sources {
        add(
          TaskTie(before: source, link: tie.link, lag: tie.lag, isElapsed: tie.isElapsed),
          to: target)
      }
    }
  }

  private func sources(_ link: Link, _ inner: [[TaskTie]]) -> [Int] {
    let task = outline.tasks[link.tie.before]
    if link.tie.link.looksAtFinish { return last(in: task, inner) }
    let first = first(in: task, inner)
    let earliest = first.min { left, right in
      let moments = [left, right].map { outline.tasks[$0].element.moment("Start") }
      guard let one = moments[0], let other = moments[1] else { return moments[0] != nil }
      return one < other
    }
    guard let earliest, first.count > 1 else { return first }
    log.lost(
      link.element,
      .init(
        zh: "链接从有几个首端任务的摘要任务的开始算起",
        en: "the link starts from the start of a summary task with several first parts"),
      becomes: .init(
        zh: "从文件中最早开始的“\(outline.tasks[earliest].name)”算起",
        en: "it starts from the one that is first in the file, "
          + "'\(outline.tasks[earliest].name)'"))
    return [earliest]
  }

  /// The parts that no other part holds back: when they may start, so may all.
  private func first(in task: ProjectTask, _ inner: [[TaskTie]]) -> [Int] {
    let parts = Set(task.leaves)
    return task.leaves.filter { part in
      !inner[part].contains { $0.link.limitsStart && $0.lag >= 0 && parts.contains($0.before) }
    }
  }

  /// The parts after whose finish no other part must come.
  private func last(in task: ProjectTask, _ inner: [[TaskTie]]) -> [Int] {
    let parts = Set(task.leaves)
    var passed: Set<Int> = []
    for part in task.leaves where !outline.tasks[part].hasBegun {
      for tie in inner[part] where tie.link.looksAtFinish && tie.lag >= 0 {
        if parts.contains(tie.before) { passed.insert(tie.before) }
      }
    }
    return task.leaves.filter { !passed.contains($0) }
  }

  /// The parts of a summary from which its span begins, and those with which it ends.
  func span(of task: ProjectTask) -> (from: [Int], to: [Int]) {
    let first = Set(first(in: task, ties))
    let from = task.leaves.filter { outline.tasks[$0].hasBegun || first.contains($0) }
    let to = last(in: task, ties)
    // Links in a circle have neither; what is wrong with them is told when they are read.
    return (from.isEmpty ? task.leaves : from, to.isEmpty ? task.leaves : to)
  }
}
