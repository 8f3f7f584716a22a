import Formulas

/// A time for which results are told: a period of the horizon, several of them together, or the
/// year up to one of them.
struct ReportedPeriod: Hashable {
  enum Sort: String, CaseIterable { case month, quarter, yearToDate, year }

  let sort: Sort
  /// As `2024-03`, also for the year up to it.
  let label: String
  /// Counted from January of year 0, as the ordinals of months are.
  let months: Range<Int>

  /// The same of the year before.
  var monthsOfYearBefore: Range<Int> { months.lowerBound - 12..<months.upperBound - 12 }

  init(_ sort: Sort, _ period: Period) {
    self.sort = sort
    label = period.label
    let months = period.months
    self.months = sort == .yearToDate ? period.year * 12..<months.upperBound : months
  }

  /// The times of a horizon, sort by sort; of a year only what ends within the horizon, and
  /// quarters and years only where all of them does.
  static func all(_ horizon: Horizon) -> [ReportedPeriod] {
    let periods = horizon.periods
    let years = horizon.years.map { ReportedPeriod(.year, Period(.yearly, year: $0.year)) }
    let toDate = periods.map { ReportedPeriod(.yearToDate, $0) }
    switch horizon.frequency {
    case .yearly: return years
    case .quarterly: return periods.map { ReportedPeriod(.quarter, $0) } + toDate + years
    case .monthly:
      let last = horizon.last.next.ordinal
      let quarters = periods.filter { $0.ordinal % 3 == 0 && $0.ordinal + 3 <= last }
        .map { ReportedPeriod(.quarter, Period(.quarterly, ordinal: $0.ordinal / 3)) }
      return periods.map { ReportedPeriod(.month, $0) } + quarters + toDate + years
    }
  }
}

extension Period {
  /// Its months, counted from January of year 0.
  var months: Range<Int> {
    let length = frequency.monthsPerPeriod
    return ordinal * length..<(ordinal + 1) * length
  }
}
