import Formulas
import SourceText

/// The part of a year's visits that falls on each day of a horizon.
///
/// The months have the shares that the planner gives them, whatever their holidays; the days of a
/// month divide its share in the proportion of their factors. So the whole days of a calendar year
/// have the sum 1, leap year or not.
struct DayShares {
  let values: [Double]

  /// - Parameters:
  ///   - profile: twelve shares, January first; nil for months alike, or as many days as the season
  ///     has in them.
  init(
    profile: [Double]?, _ factors: DayFactors, _ reader: ObjectReader
  ) {
    let horizon = reader.context.horizon
    var values = [Double](repeating: 0, count: horizon.dayCount)
    for period in 0..<horizon.count {
      for days in horizon.months(ofPeriod: period) {
        let month = Period(.monthly, containing: horizon.day(at: days.lowerBound))
        let share = profile.map { $0[month.number - 1] } ?? Self.share(of: month, factors.season)
        let sum = factors.values[days].reduce(0, +)
        if sum > 0 {
          for day in days { values[day] = share * (factors.values[day] / sum) }
        } else if share > 0 {
          Self.report(month, share, reader)
        }
      }
    }
    self.values = values
  }

  /// The share of a month where no profile says it.
  private static func share(of month: Period, _ season: [ClosedRange<CalendarDate>]?) -> Double {
    guard let season else { return 1.0 / 12 }
    func days(_ period: Period) -> Int {
      season.reduce(0) { sum, span in
        let first = max(span.lowerBound, period.firstDay)
        let last = min(span.upperBound, period.lastDay)
        return sum + max(0, last.dayNumber - first.dayNumber + 1)
      }
    }
    let year = days(Period(.yearly, year: month.year))
    return year == 0 ? 0 : Double(days(month)) / Double(year)
  }

  private static func report(_ month: Period, _ share: Double, _ reader: ObjectReader) {
    let percent = (share * 1000).rounded() / 10
    reader.context.report(
      Diagnostic(
        .invalidValue,
        "\(month.label) has \(percent.inMessage) % of the year, but no day on which anybody comes",
        at: reader.node.range, path: reader.path.description,
        expected: "a day with a factor above 0 in each month that has a share",
        suggestion: "take the month out of 'profile', or widen 'season'"))
  }
}

extension Horizon {
  /// The months of a period, as the indexes of their days.
  func months(ofPeriod index: Int) -> [Range<Int>] {
    let first = Period(.monthly, containing: self[index].firstDay)
    return (0..<frequency.monthsPerPeriod).map { number in
      let month = first.advanced(by: number)
      let start = month.firstDay.dayNumber - firstDay.dayNumber
      return start..<(start + month.days)
    }
  }
}
