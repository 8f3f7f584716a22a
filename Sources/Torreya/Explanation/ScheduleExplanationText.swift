import Formulas
import Reports
import Scheduling
import SourceText
import Vocabulary

extension ScheduleExplanation {
  /// The explanation as lines.
  public func text(_ language: Language) -> String {
    let words = ScheduleWords(language)
    var lines = [
      words.text("试验 \(trial)，种子 \(seed)", "trial \(trial), seed \(seed)"), heading(words), "",
      words.text("由完工往回看，是什么决定了它：", "What brought it about, from the end back:"),
    ]
    for index in account.parts.indices { lines += self.lines(of: index, words) }
    lines += ["", words.text("推迟的原因（日历日）：", "The delay by cause, in days:")]
    let shown = causes.filter { abs($0.days) >= 0.005 }
    let names = shown.map { words.name(of: $0.cause, self) } + [words.text("合计", "in all")]
    let days = shown.map(\.days) + [finish - plannedFinish]
    let width = names.map(\.displayWidth).max() ?? 0
    for (name, days) in zip(names, days) {
      let blank = String(repeating: " ", count: width - name.displayWidth)
      let number = words.signed(days)
      lines.append(
        "  " + name + blank + String(repeating: " ", count: max(1, 10 - number.count)) + number)
    }
    return lines.joined(separator: "\n")
  }

  private func heading(_ words: ScheduleWords) -> String {
    let label = activity?.label ?? project.label
    let (found, planned) = (words.day(finish), words.day(plannedFinish))
    let late = finish - plannedFinish
    let much = plainNumber(abs(late), significantDigits: 6)
    switch late {
    case 0:
      return words.text(
        "\(label.zh)：\(found) 完工，与计划相同", "\(label.en): finished \(found), as planned")
    case ..<0:
      return words.text(
        "\(label.zh)：\(found) 完工，计划 \(planned)，早 \(much) 天",
        "\(label.en): finished \(found), planned \(planned), \(words.days(much)) earlier")
    default:
      return words.text(
        "\(label.zh)：\(found) 完工，计划 \(planned)，晚 \(much) 天",
        "\(label.en): finished \(found), planned \(planned), \(words.days(much)) later")
    }
  }

  // MARK: The chain

  private func lines(of index: Int, _ words: ScheduleWords) -> [String] {
    let part = account.parts[index]
    let place = part.step.event.activity
    guard isShown(place) else { return [] }
    switch part.step.reason {
    case .work, .passedOn, .underWay, .done:
      return head(of: part, words) + work(part, words)
    case .link(let link):
      // What ends by a link has no line of its own yet.
      let head = part.step.event.isEnd ? self.head(of: part, words) : []
      return head + [line(of: link, before: index, words)] + waiting(part, place, words)
    case .notBefore(let start):
      let isStatus = statusMoment == start
      return [
        "    "
          + words.text(
            isStatus ? "状态日之后开始：\(words.day(start))" : "最早 \(words.day(start)) 可开始",
            isStatus
              ? "could begin after the status date, on \(words.day(start))"
              : "could not begin before \(words.day(start))")
      ] + waiting(part, place, words)
    }
  }

  /// Whether there is something to be told of an activity: a round of rework that does not take
  /// place only passes on what comes before it.
  private func isShown(_ place: Int) -> Bool {
    made.occurs(place) || !schedule.isFurtherRound(place)
  }

  /// The moment at which what had not begun on the status date can begin; nil where there is none.
  private var statusMoment: Double? {
    let activities = schedule.network.activities
    guard activities.contains(where: { $0.begun != nil }) else { return nil }
    return activities.filter { $0.begun == nil }.compactMap(\.notBefore).map(made.number).min()
  }

  private func head(of part: DelayPart, _ words: ScheduleWords) -> [String] {
    let place = part.step.event.activity
    let begins = made.dates[place, .start]
    let finish = made.dates[place, .finish]
    let span = begins == finish ? words.day(finish) : "\(words.day(begins)) … \(words.day(finish))"
    let late = part.moment - part.planned
    let rounded = (late * 100).rounded() / 100
    let delay =
      rounded == 0
      ? words.text("与计划相同", "as planned")
      : words.text("比计划 ", "against the plan ") + words.signed(rounded)
    return ["  \(name(of: place, words))  \(span)  \(delay)"]
  }

  private func work(_ part: DelayPart, _ words: ScheduleWords) -> [String] {
    let place = part.step.event.activity
    if case .done = part.step.reason { return ["    " + words.text("已完成", "had finished")] }
    guard made.occurs(place) else {
      return ["    " + words.text("本次试验中未发生", "did not take place in this trial")]
    }
    guard part.time.worked + part.time.lost + part.time.off > 0 else { return [] }
    let worked = plainNumber(part.time.worked, significantDigits: 4)
    var lines = ["    " + words.text("工期 \(worked) 天", "\(words.days(worked)) of work")]
    let special = part.causes.filter { cause, days in
      ![.slack, .weather, .daysOff].contains(cause) && abs(days) >= 0.005
    }
    let reasons = special.map { cause, days in
      words.name(of: cause, self) + " " + words.signed(days)
    }
    if !reasons.isEmpty {
      lines[0] += words.text("：", ": ") + reasons.joined(separator: words.text("，", ", "))
    }
    if part.time.lost > 0 { lines.append("    " + weather(part.time, words)) }
    if part.time.off > 0 { lines.append("    " + daysOff(part.time, words)) }
    return lines
  }

  private func weather(_ time: TrialTime, _ words: ScheduleWords) -> String {
    let lost = plainNumber(time.lost, significantDigits: 4)
    var byStates: [(states: UInt8, days: [Int])] = []
    for (day, states) in time.wetDays {
      if let index = byStates.firstIndex(where: { $0.states == states }) {
        byStates[index].days.append(day)
      } else {
        byStates.append((states, [day]))
      }
    }
    let told = byStates.map { states, days in
      words.states(states, schedule, model) + " " + words.spans(days)
    }
    return words.text("天气损失 \(lost) 天：", "\(words.days(lost)) lost to weather: ")
      + told.joined(separator: words.text("；", "; "))
  }

  private func daysOff(_ time: TrialTime, _ words: ScheduleWords) -> String {
    let off = plainNumber(time.off, significantDigits: 4)
    // Single days off are weekends; longer spans are worth naming.
    let long = words.runs(time.daysOff).filter { $0.count >= 3 }.flatMap(Array.init)
    let named = long.isEmpty ? "" : words.text("，其中 ", ", among them ") + words.spans(long)
    return words.text("停工日 \(off) 天", words.days(off) + " off") + named
  }

  private func line(of link: Network.Link, before index: Int, _ words: ScheduleWords) -> String {
    let others = account.parts.dropFirst(index + 1).map(\.step.event.activity)
    let other = name(of: others.first(where: isShown) ?? link.predecessor, words)
    let lag = made.number(link.lag)
    let kind = words.kind(link.kind)
    guard lag != 0 else { return "    " + words.text("等", "waited for ") + other + kind }
    let days = plainNumber(abs(lag), significantDigits: 4)
    let amount =
      link.lagLine == nil
      ? words.text(days + "日历日", words.days(days, "calendar "))
      : words.text(days + "工日", words.days(days, "working "))
    let sign = lag < 0 ? words.text("提前", "less ") : words.text("再加", "and ")
    return "    " + words.text("等", "waited for ") + other + kind + words.text("，", ", ") + sign
      + amount
  }

  private func waiting(_ part: DelayPart, _ place: Int, _ words: ScheduleWords) -> [String] {
    guard part.step.waited > 1e-6, !part.step.event.isEnd else { return [] }
    let days = plainNumber(part.step.waited, significantDigits: 4)
    let holders = holders(of: place).map { name(of: $0, words) }
    if holders.isEmpty {
      return ["    " + words.text("等资金 \(days) 天", "waited \(words.days(days)) for money")]
    }
    let names = holders.joined(separator: words.text("、", ", "))
    return [
      "    "
        + words.text(
          "等班组或设备 \(days) 天：用于\(names)",
          "waited \(words.days(days)) for crews or machines, which were at \(names)")
    ]
  }

  /// The activities whose end released what another one waited for.
  private func holders(of place: Int) -> [Int] {
    let activities = schedule.network.activities
    let wanted = Set(activities[place].demands.map(\.resource))
    return activities.indices.filter { other in
      other != place && abs(made.ends(other) - made.begins(place)) < 1e-6
        && activities[other].demands.contains { wanted.contains($0.resource) }
    }
  }

  /// The label of an activity; of a further round with a word that it is one.
  func name(of place: Int, _ words: ScheduleWords) -> String {
    let own = schedule.ownName(at: place)
    let found = model.scenario.projects.flatMap(\.activities).first { $0.name == own }
    let label = found?.label[words.language] ?? own
    let other = own.hasPrefix(project.name + ".") ? "" : own.split(separator: ".")[1] + "."
    let again = schedule.isFurtherRound(place) ? words.text("（返工）", " (again)") : ""
    return other + label + again
  }
}
