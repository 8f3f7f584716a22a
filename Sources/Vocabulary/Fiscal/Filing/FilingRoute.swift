import Formulas

/// How what accrues by one filing pattern comes to fall due over a horizon, as numbers of each
/// period: exact for periods of any length and a horizon that begins in any month.
///
/// What falls due in a period is a sum over lags of a share times the balance so many periods
/// before. The balance is what has accrued since the accrual period began, or, where accrual
/// periods are no whole number of periods, what accrued in the period alone; its months then have
/// the shares that the season gives them.
struct FilingRoute: Equatable, Sendable {
  /// What fell due, or is to fall due, of the accrual before the horizon, as shares of a year.
  struct Past: Equatable, Sendable {
    /// The share of a year's accrual that falls due in each period.
    var due: [Double]
    /// The share that had not fallen due when the horizon began.
    var open = 0.0
  }

  /// For each period whether the balance of the period before is kept, as 1 or 0; nil where the
  /// balance is what accrues in the period.
  let kept: [Double]?
  /// By lag in periods the share of the balance that falls due, for each period.
  private(set) var shares: [Int: [Double]]
  /// Of the calendar years before that of the first period.
  private(set) var lastYear: Past
  /// Of the months of the first period's calendar year that come before it.
  private(set) var thisYear: Past

  private let rules: [FilingRule]
  private let horizon: Horizon
  private let calendar: WorkCalendar

  /// - Parameters:
  ///   - rules: the shares of those that cover a month sum to one.
  ///   - season: twelve shares of a year's accrual, January first.
  init(_ rules: [FilingRule], season: [Double], over horizon: Horizon, in calendar: WorkCalendar) {
    self.rules = rules
    self.horizon = horizon
    self.calendar = calendar
    let zeros = [Double](repeating: 0, count: horizon.count)
    (lastYear, thisYear) = (Past(due: zeros), Past(due: zeros))
    shares = [:]
    let periods = rules.map(\.accrual).wholePeriods(of: horizon.frequency)
    kept = periods.map { starts in
      horizon.periods.map { starts.contains($0.firstMonth) ? 0 : 1 }
    }
    if periods == nil { routePeriods(season) } else { routeBalances() }
    routePast(season)
    fillBeforeFirst()
  }

  static func == (left: FilingRoute, right: FilingRoute) -> Bool {
    left.kept == right.kept && left.shares == right.shares && left.lastYear == right.lastYear
      && left.thisYear == right.thisYear
  }

  // MARK: Within the horizon

  /// The period of a month that is counted from the start of year 0; nil outside the horizon.
  private func period(ofMonth month: Int) -> Int? {
    let index = month / horizon.frequency.monthsPerPeriod - horizon.first.ordinal
    return (0..<horizon.count).contains(index) ? index : nil
  }

  private var firstMonth: Int { horizon.first.year * 12 + horizon.first.firstMonth - 1 }

  private mutating func add(_ share: Double, dueIn month: Int, accruedIn period: Int) {
    guard share > 0, let due = self.period(ofMonth: month) else { return }
    precondition(due >= period, "nothing falls due before it accrues")
    shares[due - period, default: [Double](repeating: 0, count: horizon.count)][due] += share
  }

  /// Balances at the end of accrual periods.
  private mutating func routeBalances() {
    for year in horizon.touchedYears {
      for rule in rules {
        guard let end = period(ofMonth: year * 12 + rule.accrual.upperBound - 1) else { continue }
        let month = rule.dueMonthNumber(ofYear: year, in: calendar)
        add(rule.share, dueIn: month, accruedIn: end)
      }
    }
  }

  /// What accrues in a period, month by month.
  private mutating func routePeriods(_ season: [Double]) {
    let length = horizon.frequency.monthsPerPeriod
    for (index, period) in horizon.periods.enumerated() {
      let months = period.firstMonth..<(period.firstMonth + length)
      let whole = months.reduce(0) { $0 + season[$1 - 1] }
      for month in months {
        let weight = whole > 0 ? season[month - 1] / whole : 1 / Double(length)
        for rule in rules where rule.accrual.contains(month) {
          let due = rule.dueMonthNumber(ofYear: period.year, in: calendar)
          add(weight * rule.share, dueIn: due, accruedIn: index)
        }
      }
    }
  }

  // MARK: Before the horizon

  private mutating func routePast(_ season: [Double]) {
    let thisYearStarts = horizon.first.year * 12
    // A deadline at the end of the next year may slide into the one after it.
    for month in (thisYearStarts - 24)..<firstMonth {
      let number = (month % 12 + 12) % 12 + 1
      let year = (month + 1 - number) / 12
      for rule in rules where rule.accrual.contains(number) {
        let due = rule.dueMonthNumber(ofYear: year, in: calendar)
        guard due >= firstMonth else { continue }
        let share = season[number - 1] * rule.share
        let index = period(ofMonth: due)
        if month < thisYearStarts {
          lastYear.open += share
          if let index { lastYear.due[index] += share }
        } else {
          thisYear.open += share
          if let index { thisYear.due[index] += share }
        }
      }
    }
  }

  /// Where a lag reaches back before the horizon there is nothing, whatever the share: one that
  /// makes the series a single number saves a product.
  private mutating func fillBeforeFirst() {
    for (lag, series) in shares where lag > 0 {
      let rest = series[lag...]
      guard let share = rest.first, rest.allSatisfy({ $0 == share }) else { continue }
      shares[lag] = [Double](repeating: share, count: series.count)
    }
  }
}

extension [ClosedRange<Int>] {
  /// The months in which accrual periods begin, where each is a whole number of periods and no
  /// two of them overlap in part; nil also where each is one period, whose balance needs no sum.
  fileprivate func wholePeriods(of frequency: Frequency) -> Set<Int>? {
    let length = frequency.monthsPerPeriod
    let distinct = Set(self).sorted { $0.lowerBound < $1.lowerBound }
    let isWhole = distinct.allSatisfy {
      ($0.lowerBound - 1) % length == 0 && $0.upperBound % length == 0
    }
    let isApart = zip(distinct, distinct.dropFirst()).allSatisfy {
      $0.upperBound < $1.lowerBound
    }
    guard isWhole, isApart, distinct.contains(where: { $0.count > length }) else { return nil }
    return Set(distinct.map(\.lowerBound))
  }
}
