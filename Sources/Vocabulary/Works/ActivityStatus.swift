import Formulas
import SourceText

/// What is known of an activity on the status date: the past is fixed, and the rest is forecast.
struct ActivityStatus: Component {
  static let started = Field(
    "started", .date, zh: "实际开工日", en: "the day on which it started")
  static let finished = Field(
    "finished", .date, .optional, zh: "实际完成日", en: "the day on which it finished")
  static let remaining = Field(
    "remaining", .value(.day), .optional, zh: "剩余工期",
    en: "how much longer it takes after the status date")

  static let descriptor = ObjectDescriptor(
    "activityStatus", zh: "实际进展", en: "what is known of an activity on the status date",
    fields: [started, finished, remaining])

  let started, finished: CalendarDate?
  let remaining: Formula?
  /// From which on what remains is worked; nil where nothing says.
  let moment: Double?

  /// - Parameter date: the day at whose end this was known; nil where the scenario has none.
  init(_ reader: ObjectReader, on date: CalendarDate?) {
    started = reader.date(Self.started)
    finished = reader.date(Self.finished)
    remaining = reader.value(Self.remaining)
    moment = date.map { Double($0.dayNumber + 1) }
    reportContradictions(reader, date)
  }

  /// What came since.
  ///
  /// A start alone leaves the work as long as it was planned, from that day on.
  init(_ declared: ActivityStatus?, _ known: WorksProgress.Known) {
    let end = known.finished ?? declared?.finished ?? known.finishedBy
    finished = end
    started = known.started ?? declared?.started ?? end ?? known.remaining?.at
    if end != nil {
      (remaining, moment) = (nil, nil)
    } else if let left = known.remaining {
      (remaining, moment) = (.constant(left.days, .day), Double(left.at.dayNumber + 1))
    } else if let declared, declared.remaining != nil {
      (remaining, moment) = (declared.remaining, declared.moment)
    } else {
      (remaining, moment) = (nil, started.map { Double($0.dayNumber) })
    }
  }

  private func reportContradictions(_ reader: ObjectReader, _ date: CalendarDate?) {
    guard let date else {
      reader.context.report(
        Diagnostic(
          .missingKey, "a status needs the day on which it was known", at: reader.node.range,
          path: reader.path.description,
          expected: "\"statusDate\" in \"works\", or \"asOf\" in the scenario"))
      return
    }
    for (field, day, what) in [
      (Self.started, started, "started"), (Self.finished, finished, "finished"),
    ] {
      guard let day, day > date else { continue }
      reader.reportInvalid(
        field, "nothing has \(what) after the status date", expected: "a day up to \(date)")
    }
    if let started, let finished, finished < started {
      reader.reportInvalid(
        Self.finished, "it finished before it started", expected: "a day from \(started) on")
    }
    if finished != nil, reader.has(Self.remaining) {
      reader.reportInvalid(
        Self.remaining, "nothing is left of what has finished",
        suggestion: "remove 'remaining' or 'finished'")
    }
    if started != nil, finished == nil, !reader.has(Self.finished), remaining == nil {
      reader.context.report(
        Diagnostic(
          .missingKey, "what has started and not finished lasts some more days",
          at: reader.node.range, path: reader.path.description,
          expected: "\"remaining\": \(Self.remaining.shape.expectation)"))
    }
    if let least = reader.knownNumbers(Self.remaining).min(), least < 0 {
      reader.reportInvalid(Self.remaining, "no work is left that takes less than no time")
    }
  }
}
