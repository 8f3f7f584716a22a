import Forecasting
import Formulas

/// Which effects of the calendar are asked for.
public struct CalendarEffects: Sendable {
  /// The windows around festivals.
  public var windows: [HolidayWindow]
  /// Whether the number of working days counts.
  public var hasWorkingDays: Bool
  /// Whether the length of February counts.
  public var hasLeapYears: Bool
  /// Days off and make-up workdays as notices tell them.
  public var notices: [HolidayEntry]

  /// The festivals that move, working days and leap years, or what is chosen of them.
  public init(
    windows: [HolidayWindow] = HolidayWindow.usual, hasWorkingDays: Bool = true,
    hasLeapYears: Bool = true, notices: [HolidayEntry] = []
  ) {
    self.windows = windows
    self.hasWorkingDays = hasWorkingDays
    self.hasLeapYears = hasLeapYears
    self.notices = notices
  }
}

/// Why the calendar of some periods cannot be told.
public enum CalendarFailure: Error, Hashable, Sendable {
  /// The periods lie outside of the years whose festivals are known.
  case yearsNotKnown(known: ClosedRange<Int>)
}

/// The effects of the Chinese calendar on months or quarters, as columns of a regression.
///
/// - `springFestival.before`, `.during`, `.after` and so on for each window with days: the share
///   of the window's days that falls into the period, less the mean of that share in the same
///   calendar month over 95 years. Uncentred, the shares of the periods of a window sum to one.
/// - `workingDays`: the number of working days less their mean in the same calendar month.
/// - `leapYear`: the length of February less its mean, 28.25 days.
///
/// Centred so, a column carries neither level nor season, which are the model's: its coefficient
/// is the effect of the whole window, and forecasts without the column have the right mean.
/// Windows that fall into the same periods every year, as that of a festival on a fixed day or of
/// any in years, have no column. Which columns there are does not depend on the periods asked for.
///
/// - Unit: shares of a window, days.
/// - Errors: `CalendarFailure` for windows in years outside of `LunarCalendar.supportedYears`.
/// - Complexity: O(periods + years), and 30 ms when the long-run means are first asked for.
/// - Source: Lin, Liu (2003), "Modeling lunar calendar holiday effects in Taiwan"; U.S. Census
///   Bureau, genhol and X-13ARIMA-SEATS Reference Manual, regressors by proportions of days,
///   with removal of the long-run monthly means; the leap-year regressor is X-13's `lpyear`.
public func calendarRegressors(
  from first: Period, count: Int, _ effects: CalendarEffects = CalendarEffects()
) throws(CalendarFailure) -> Regressors {
  var names: [String] = []
  var columns: [[Double]] = []
  func add(_ name: String, _ column: [Double]) {
    names.append(name)
    columns.append(column)
  }
  guard count > 0 else { return Regressors() }
  guard PeriodText.years.contains(first.year), count <= 1_000_000,
    PeriodText.years.contains(first.advanced(by: count - 1).year)
  else { throw .yearsNotKnown(known: PeriodText.years) }
  // A year holds its windows, but for a day or two of few.
  let windows = first.frequency == .yearly ? [] : effects.windows
  let calendar =
    windows.isEmpty ? nil : try calendarAround(first, through: first.advanced(by: count - 1))
  for window in windows {
    for part in HolidayWindow.Part.allCases where window.length(part) > 0 {
      let means = LongRunCalendar.shared.means(window, part, first.frequency)
      guard let calendar, let means else { continue }
      let shares = LongRunCalendar.shares(window, part, from: first, count: count, calendar)
      add(
        "\(window.holiday.rawValue).\(part.rawValue)",
        shares.indices.map { shares[$0] - means[first.advanced(by: $0).number - 1] })
    }
  }
  let years = first.year...first.advanced(by: count - 1).year
  if effects.hasWorkingDays {
    let days = WorkingDays(years: years, notices: effects.notices)
    let means = LongRunCalendar.shared.workingDays(first.frequency)
    add(
      "workingDays",
      (0..<count).map { index in
        let period = first.advanced(by: index)
        return days.count(in: period) - means[period.number - 1]
      })
  }
  if effects.hasLeapYears {
    add("leapYear", (0..<count).map { leapYear(first.advanced(by: $0)) })
  }
  return Regressors(names: names, columns: columns)
}

/// The share of the days of a window that falls into each of some periods in a row.
///
/// - Shape: `count` numbers from 0 to 1; those of one year's window sum to one over all periods
///   that it touches.
/// - Errors: `CalendarFailure` for years outside of `LunarCalendar.supportedYears`.
public func windowShares(
  _ window: HolidayWindow, _ part: HolidayWindow.Part, from first: Period, count: Int
) throws(CalendarFailure) -> [Double] {
  guard count > 0 else { return [] }
  let calendar = try calendarAround(first, through: first.advanced(by: count - 1))
  return LongRunCalendar.shares(window, part, from: first, count: count, calendar)
}

/// The Chinese calendar of the years of some periods, and of those next to them: a window may
/// reach over New Year.
private func calendarAround(_ first: Period, through last: Period) throws(CalendarFailure)
  -> LunarCalendar
{
  let supported = LunarCalendar.supportedYears
  guard supported.contains(first.year), supported.contains(last.year) else {
    throw .yearsNotKnown(known: supported)
  }
  let years = max(first.year - 1, supported.lowerBound)...min(last.year + 1, supported.upperBound)
  return LunarCalendar(covering: years)
}

/// How much longer or shorter than on average the February of a period is.
private func leapYear(_ period: Period) -> Double {
  guard period.firstMonth <= 2, period.firstMonth + period.frequency.monthsPerPeriod > 2 else {
    return 0
  }
  return CalendarDate.isLeap(year: period.year) ? 0.75 : -0.25
}

/// Means over five cycles of 19 years, after which the festivals fall on nearly the same days.
private final class LongRunCalendar: Sendable {
  static let shared = LongRunCalendar()
  private static let years = 2014...2108

  private let calendar = LunarCalendar(covering: 2013...2109)
  /// The mean number of working days of each calendar month.
  private let workingDaysOfMonths: [Double]

  private init() {
    let days = WorkingDays(years: Self.years)
    var sums = [Double](repeating: 0, count: 12)
    for year in Self.years {
      for month in 1...12 {
        sums[month - 1] += days.count(in: Period(.monthly, year: year, number: month))
      }
    }
    workingDaysOfMonths = sums.map { $0 / Double(Self.years.count) }
  }

  /// The mean share of a window for each number of a period within the year; nil where the shares
  /// are the same in all years.
  func means(_ window: HolidayWindow, _ part: HolidayWindow.Part, _ frequency: Frequency)
    -> [Double]?
  {
    let perYear = frequency.periodsPerYear
    let first = Period(frequency, year: Self.years.lowerBound)
    let shares = Self.shares(
      window, part, from: first, count: Self.years.count * perYear, calendar)
    var sums = [Double](repeating: 0, count: perYear)
    for (index, share) in shares.enumerated() { sums[index % perYear] += share }
    let means = sums.map { $0 / Double(Self.years.count) }
    let varies = shares.enumerated().contains { abs($1 - means[$0 % perYear]) > 1e-9 }
    return varies ? means : nil
  }

  func workingDays(_ frequency: Frequency) -> [Double] {
    let months = frequency.monthsPerPeriod
    return (0..<frequency.periodsPerYear).map { number in
      workingDaysOfMonths[(number * months)..<((number + 1) * months)].reduce(0, +)
    }
  }

  /// The shares by the windows of all years of a calendar.
  static func shares(
    _ window: HolidayWindow, _ part: HolidayWindow.Part, from first: Period, count: Int,
    _ calendar: LunarCalendar
  ) -> [Double] {
    var shares = [Double](repeating: 0, count: count)
    let length = Double(window.length(part))
    guard length > 0 else { return shares }
    for year in calendar.years {
      let days = window.days(part, in: year, calendar)
      var day = days.lowerBound
      while day < days.upperBound {
        let period = Period(first.frequency, containing: CalendarDate(dayNumber: day))
        let end = min(days.upperBound, period.next.firstDay.dayNumber)
        let index = period.ordinal - first.ordinal
        if shares.indices.contains(index) { shares[index] += Double(end - day) / length }
        day = end
      }
    }
    return shares
  }
}

/// What the names of columns of changed definitions begin with.
public let levelShiftPrefix = "levelShift."

extension History {
  /// The columns of a regression that its changed definitions ask for: 0 before each, 1 from it
  /// on.
  ///
  /// - Parameter count: the number of periods from the first on, those of a forecast included.
  public func levelShiftRegressors(count: Int) -> Regressors {
    Regressors(
      names: levelShifts.map { levelShiftPrefix + $0.definition },
      columns: levelShifts.map { shift in (0..<count).map { $0 < shift.step ? 0 : 1 } })
  }
}
