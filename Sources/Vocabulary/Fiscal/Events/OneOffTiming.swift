import Formulas
import SourceText

/// When a one-off may come: within a window of periods, each as likely; or every year, by month.
enum OneOffTiming {
  case window(ClosedRange<Int>)
  /// Twelve shares, January first, that sum to one.
  case months([Double])

  static let first = Field("first", .period, .optional, zh: "最早月份", en: "the earliest period")
  static let last = Field("last", .period, .optional, zh: "最晚月份", en: "the latest period")
  static let months = Field(
    "months", .profile, .optional, zh: "各月可能性，代替最早、最晚月份",
    en: "instead of a window: how likely each month of a year is, the twelve summing to one")

  /// - Errors: nil, with a diagnostic, when there is no window or profile.
  init?(_ reader: ObjectReader) {
    let window = [Self.first, Self.last].filter(reader.has)
    if reader.has(Self.months) {
      for field in window {
        reader.reportInvalid(
          field,
          .init(
            zh: "一次性税收写“months”，或写“first”和“last”，不能都写",
            en: "a one-off has either 'months' or 'first' and 'last'"), suggestion: .removeOne)
      }
      guard let months = reader.profile(Self.months) else { return nil }
      self = .months(months)
      return
    }
    let indexes = window.compactMap { Self.index($0, reader) }
    guard window.count == 2 else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(
            zh: "没有写明一次性税收可能在什么时候发生",
            en: "nothing says when the one-off may come"), at: reader.node.range,
          path: reader.path.description,
          expected: .init(
            zh: "\"first\" 和 \"last\"，或 \"months\"",
            en: "\"first\" and \"last\", or \"months\"")))
      return nil
    }
    guard indexes.count == 2 else { return nil }
    guard indexes[0] <= indexes[1] else {
      reader.reportInvalid(
        Self.last,
        .init(zh: "最晚月份早于最早月份", en: "the latest period comes before the earliest"))
      return nil
    }
    self = .window(indexes[0]...indexes[1])
  }

  private static func index(_ field: Field, _ reader: ObjectReader) -> Int? {
    guard let period = reader.period(field) else { return nil }
    let horizon = reader.context.horizon
    if let index = horizon.index(of: period) { return index }
    reader.context.report(
      Diagnostic(
        .periodOutsideHorizon,
        .init(
          zh: "“\(period.label)”不是预测期内的时段",
          en: "'\(period.label)' is no period of the horizon"),
        at: reader.member(field)?.node.range,
        path: reader.path.appending(key: field.key).description,
        expected: .init(
          zh: "\(horizon.label) 之内的时段", en: "a period in \(horizon.label)")))
    return nil
  }

  /// How much of the possibility lies in each period: they sum to one over the window, or over
  /// the months of a year.
  func weights(_ horizon: Horizon) -> [Double] {
    horizon.periods.indices.map { index in
      switch self {
      case .window(let range): range.contains(index) ? 1 / Double(range.count) : 0
      case .months(let shares): shares[Self.months(of: horizon[index])].reduce(0, +)
      }
    }
  }

  /// For each period the part of the interval from 0 to 1 that falls to it, by months.
  static func cells(_ shares: [Double], _ horizon: Horizon) -> [(from: Double, to: Double)] {
    let ends = shares.indices.map { shares[...$0].reduce(0, +) }
    let last = shares.lastIndex { $0 > 0 } ?? 11
    return horizon.periods.map { period in
      let months = months(of: period)
      // Nothing is lost to rounding at the end of the year.
      let to = months.upperBound > last ? 1 : ends[months.upperBound - 1]
      return (months.lowerBound == 0 ? 0 : min(ends[months.lowerBound - 1], to), to)
    }
  }

  private static func months(of period: Period) -> Range<Int> {
    let first = period.firstMonth - 1
    return first..<(first + period.frequency.monthsPerPeriod)
  }
}
