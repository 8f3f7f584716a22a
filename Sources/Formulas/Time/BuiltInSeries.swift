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

/// The names that every formula knows of the day for which it is evaluated.
///
/// A formula that uses one has a value for each day. Their prefix `day.` is reserved.
public enum BuiltInDaySeries: String, CaseIterable, Sendable {
  /// The first moment of the day, a date.
  case start = "day.start"
  /// The day of the week: 1 for Monday, 7 for Sunday.
  case weekday = "day.weekday"
  /// The month in which it lies, 1 to 12.
  case month = "day.month"
  /// The number of the day within its month, from 1.
  case ofMonth = "day.ofMonth"
  /// The number of days of the horizon that came before it: 0 on the first.
  case index = "day.index"

  /// The unit of its values.
  public var unit: UnitOfMeasure { self == .start ? .date : .one }

  /// Its value on one day of a horizon, in base units.
  public func value(at index: Int, of horizon: Horizon) -> Double {
    let day = horizon.day(at: index)
    return switch self {
    case .start: Double(day.dayNumber)
    case .weekday: Double(day.weekday)
    case .month: Double(day.month)
    case .ofMonth: Double(day.day)
    case .index: Double(index)
    }
  }
}

/// Whether every formula knows a name, such as `period.days` or `day.weekday`.
public func isBuiltIn(_ name: String) -> Bool {
  BuiltInSeries(named: name) != nil || BuiltInDaySeries(named: name) != nil
}

extension BuiltInSeries {
  /// The series of a name; what most names begin with tells at once that they are none.
  init?(named name: String) {
    guard name.utf8.starts(with: NameTable.periodPrefix.utf8) else { return nil }
    self.init(rawValue: name)
  }
}

extension BuiltInDaySeries {
  /// The series of a name, told as quickly.
  init?(named name: String) {
    guard name.utf8.starts(with: NameTable.dayPrefix.utf8) else { return nil }
    self.init(rawValue: name)
  }
}

/// The values of a built-in name such as `period.days` or `day.weekday` over a horizon, as a
/// series; nil when the name is none of theirs.
public func builtInSeries(_ name: String, horizon: Horizon) -> Formula? {
  if let series = BuiltInSeries(named: name) {
    let values = (0..<horizon.count).map { series.value(at: $0, of: horizon) }
    return Formula(.series(values, series.unit))
  }
  guard let series = BuiltInDaySeries(named: name) else { return nil }
  let values = (0..<horizon.dayCount).map { series.value(at: $0, of: horizon) }
  return Formula(.daySeries(values, series.unit))
}
