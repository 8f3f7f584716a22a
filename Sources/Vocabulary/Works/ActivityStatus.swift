import Formulas
import SourceText

/// What is known of an activity on the status date: the past is fixed, and the rest is forecast.
struct ActivityStatus: Component {
  static let started = Field(
    "started", .date, zh: "实际开始日", en: "the day on which it started")
  static let finished = Field(
    "finished", .date, .optional, zh: "实际完成日", en: "the day on which it finished")
  static let remaining = Field(
    "remaining", .value(.day), .optional, zh: "剩余工期",
    en: "how much longer it takes after the status date",
    called: BilingualText(zh: "剩余工期", en: "remaining duration"))

  static let descriptor = ObjectDescriptor(
    "activityStatus", zh: "实际进展", en: "what is known of an activity on the status date",
    fields: [started, finished, remaining])

  let started, finished: CalendarDate?
  let remaining: Formula?
  /// From which on what remains is worked; nil where nothing says.
  let moment: Double?
  /// When so much remained; nil where that is the same moment. What was worked since then is gone.
  let told: CalendarDate?

  /// - Parameter date: the day at whose end this was known; nil where the scenario has none.
  init(_ reader: ObjectReader, on date: CalendarDate?) {
    started = reader.date(Self.started)
    finished = reader.date(Self.finished)
    remaining = reader.value(Self.remaining)
    moment = date.map { Double($0.dayNumber + 1) }
    told = nil
    reportContradictions(reader, date)
  }

  /// What came since.
  ///
  /// A start alone leaves the work as long as it was planned, from that day on; and what has not
  /// finished by the day for which all is known goes on after it.
  ///
  /// - Parameter day: the day at whose end it is known.
  init(_ declared: ActivityStatus?, _ known: WorksProgress.Known, on day: CalendarDate) {
    let end = known.finished ?? declared?.finished ?? known.finishedBy
    finished = end
    started = known.started ?? declared?.started ?? end ?? known.remaining?.at
    let since: Double?
    if end != nil {
      (remaining, since) = (nil, nil)
    } else if let left = known.remaining {
      (remaining, since) = (.constant(left.days, .day), Double(left.at.dayNumber + 1))
    } else if let declared, declared.remaining != nil {
      (remaining, since) = (declared.remaining, declared.moment)
    } else {
      (remaining, since) = (nil, started.map { Double($0.dayNumber) })
    }
    moment = since.map { max($0, Double(day.dayNumber + 1)) }
    told = since.map { CalendarDate(dayNumber: Int($0)) }
  }

  /// The days of work that are gone since it was told how much remained: as if none was lost to
  /// the weather.
  func worked(on line: ActivityLine) -> Double {
    guard let told, let moment, Double(told.dayNumber) < moment else { return 0 }
    let last = CalendarDate(dayNumber: Int(moment) - 1)
    return line.shares(from: told, through: last).reduce(0, +)
  }

  private func reportContradictions(_ reader: ObjectReader, _ date: CalendarDate?) {
    guard let date else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "实际进展要有截至的日期", en: "a status needs the day on which it was known"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "在 \"works\" 中写 \"statusDate\"，或在情景中写 \"asOf\"",
            en: "\"statusDate\" in \"works\", or \"asOf\" in the scenario")))
      return
    }
    reportDays(reader, upTo: date)
    if finished != nil, reader.has(Self.remaining) {
      reader.reportInvalid(
        Self.remaining,
        BilingualText(
          zh: "已完成的作业没有剩余工期", en: "nothing is left of what has finished"),
        suggestion: BilingualText(
          zh: "删去“remaining”或“finished”", en: "remove 'remaining' or 'finished'"))
    }
    if started != nil, finished == nil, !reader.has(Self.finished), remaining == nil {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "已开始、未完成的作业还要若干天",
            en: "what has started and not finished lasts some more days"),
          at: reader.node.range, path: reader.path.description,
          expected: Self.remaining.asWritten))
    }
    if let least = reader.knownNumbers(Self.remaining).min(), least < 0 {
      reader.reportInvalid(
        Self.remaining,
        BilingualText(
          zh: "剩余工期不得为负", en: "no work is left that takes less than no time"))
    }
  }

  private func reportDays(_ reader: ObjectReader, upTo date: CalendarDate) {
    let days = [
      (field: Self.started, day: started, what: BilingualText(zh: "开始", en: "started")),
      (field: Self.finished, day: finished, what: BilingualText(zh: "完成", en: "finished")),
    ]
    for (field, day, what) in days {
      guard let day, day > date else { continue }
      reader.reportInvalid(
        field,
        BilingualText(
          zh: "\(what.zh)日晚于状态日", en: "nothing has \(what.en) after the status date"),
        expected: BilingualText(zh: "不晚于 \(date) 的日子", en: "a day up to \(date)"))
    }
    if let started, let finished, finished < started {
      reader.reportInvalid(
        Self.finished,
        BilingualText(zh: "完成早于开始", en: "it finished before it started"),
        expected: .day(from: started))
    }
  }
}
