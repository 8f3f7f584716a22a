import Formulas
import SourceText

/// The part of a year's visits that falls on each day of a horizon.
///
/// Usually the months have the shares that the planner gives them, whatever their holidays, and the
/// days of a month divide its share in the proportion of their factors. Where the profile tells of
/// ordinary days only, a month with a holiday has more, and the days of the calendar year divide
/// the whole. Either way those of a calendar year have the sum 1, leap year or not.
struct DayShares {
  static let profileOf = Field(
    "profileOf", .choice(["allDays", "ordinaryDays"]), .defaults(to: "allDays"),
    zh: "月度分布的口径：allDays 含节假日，各月占比不变；ordinaryDays 只比较普通日，节假日另计，随其所在月份移动",
    en: "what the profile tells: allDays, the shares of all visits, which months keep; "
      + "ordinaryDays, how ordinary days compare, so that holidays that move take visits along")

  let values: [Double]

  /// - Parameter profile: twelve shares, January first; nil for months alike, or as many days as
  ///   the season has in them.
  init(profile: [Double]?, _ factors: DayFactors, _ reader: ObjectReader) {
    let horizon = reader.context.horizon
    if reader.choice(Self.profileOf) == "ordinaryDays" {
      values = Self.sharesOfYears(horizon, profile, factors, reader)
    } else {
      values = Self.sharesOfMonths(horizon, profile, factors, reader)
    }
  }

  // MARK: Months that keep their shares

  private static func sharesOfMonths(
    _ horizon: Horizon, _ profile: [Double]?, _ factors: DayFactors, _ reader: ObjectReader
  ) -> [Double] {
    let factorOfDay = factors.values(horizon)
    var values = [Double](repeating: 0, count: horizon.dayCount)
    for days in horizon.months {
      let month = Period(.monthly, containing: horizon.day(at: days.lowerBound))
      let share = profile.map { $0[month.number - 1] } ?? Self.share(of: month, factors.season)
      let sum = factorOfDay[days].reduce(0, +)
      if sum > 0 {
        for day in days { values[day] = share * (factorOfDay[day] / sum) }
      } else if share > 0 {
        report(month, share, reader)
      }
    }
    return values
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
        BilingualText(
          zh: "\(month.label) 占全年 \(percent.inMessage) %，却没有一天有人来",
          en: "\(month.label) has \(percent.inMessage) % of the year, "
            + "but no day on which anybody comes"),
        at: reader.node.range, path: reader.path.description,
        expected: BilingualText(
          zh: "有占比的每个月都有系数大于 0 的日子",
          en: "a day with a factor above 0 in each month that has a share"),
        suggestion: BilingualText(
          zh: "把该月在“profile”中改为 0，或放宽“season”",
          en: "take the month out of 'profile', or widen 'season'")))
  }

  // MARK: Years whose months have what their days are worth

  private static func sharesOfYears(
    _ horizon: Horizon, _ profile: [Double]?, _ factors: DayFactors, _ reader: ObjectReader
  ) -> [Double] {
    // The days of a year that lie beyond the horizon have their part of it too; festivals are
    // known within the horizon only, so that those beyond count as ordinary days.
    let years = horizon.touchedYears
    let whole = Horizon(first: Period(.monthly, year: years.lowerBound), count: 12 * years.count)
    var weights = factors.values(whole)
    let isEven = profile == nil && factors.season != nil
    for days in whole.months where !isEven {
      let month = whole.day(at: days.lowerBound).month
      let ofDay = (profile?[month - 1] ?? 1.0 / 12) / Double(days.count)
      for day in days { weights[day] *= ofDay }
    }
    for year in whole.years {
      let days = whole.days(ofPeriod: year.periods.lowerBound).lowerBound
        ..< whole.days(ofPeriod: year.periods.upperBound - 1).upperBound
      let sum = weights[days].reduce(0, +)
      for day in days { weights[day] = sum > 0 ? weights[day] / sum : 0 }
      if sum <= 0 {
        report(Period(.yearly, year: year.year), 1, reader)
      }
    }
    let start = horizon.firstDay.dayNumber - whole.firstDay.dayNumber
    return Array(weights[start..<(start + horizon.dayCount)])
  }
}

extension Horizon {
  /// The months, as the indexes of their days.
  fileprivate var months: [Range<Int>] {
    (0..<(count * frequency.monthsPerPeriod)).map { number in
      let month = Period(.monthly, containing: firstDay).advanced(by: number)
      let start = month.firstDay.dayNumber - firstDay.dayNumber
      return start..<(start + month.days)
    }
  }
}
