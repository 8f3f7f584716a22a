/// The names that every formula knows: facts about the period in which it is evaluated.
///
/// Their prefix `period.` is reserved: no indicator may begin with it.
public enum BuiltInSeries: String, CaseIterable, Sendable {
  /// The first moment of the period, a date.
  case start = "period.start"
  /// The moment at which the period ends, a date: the day after its last day. So
  /// `finish <= period.end` says that something was finished within the period or before.
  case end = "period.end"
  /// The number of days of the period.
  case days = "period.days"
  /// The month in which the period begins, 1 to 12.
  case month = "period.month"
  /// The calendar year of the period.
  case year = "period.year"
  /// The number of periods that came before it: 0 in the first.
  case index = "period.index"

  /// The unit of its values.
  public var unit: UnitOfMeasure {
    switch self {
    case .start, .end: .date
    case .days: .day
    case .month, .year, .index: .one
    }
  }

  /// Its value in one period of a horizon, in base units.
  public func value(at index: Int, of horizon: Horizon) -> Double {
    let period = horizon[index]
    return switch self {
    case .start: Double(period.firstDay.dayNumber)
    case .end: Double(period.next.firstDay.dayNumber)
    case .days: Double(period.days)
    case .month: Double(period.firstMonth)
    case .year: Double(period.year)
    case .index: Double(index)
    }
  }
}

/// The values of a built-in name such as `period.days` over a horizon, as a series; nil when the
/// name is none of theirs.
public func builtInSeries(_ name: String, horizon: Horizon) -> Formula? {
  guard let series = BuiltInSeries(rawValue: name) else { return nil }
  let values = (0..<horizon.count).map { series.value(at: $0, of: horizon) }
  return Formula(.series(values, series.unit))
}
