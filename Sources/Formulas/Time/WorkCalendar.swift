import SourceText

/// On which days work goes on.
///
/// A moment is a number of days since the start of 1970-01-01, so `19783.5` is noon of
/// 2024-03-01. Work goes on evenly through each working day, from midnight to midnight, and not
/// at all on the others. The *working-day number* of a moment counts the working days that have
/// elapsed since 1970-01-01: it rises by one through a working day and stands still through a
/// day off. Its inverse gives the *earliest* moment with that number, so a finish falls at the
/// end of the last day that was worked on and not at the start of the next one.
///
/// With a five-day week, two working days from Thursday 2024-02-29 on:
/// the start is the moment 19782, its working-day number `n`; `n + 2` is reached at the moment
/// 19784, the end of Friday 1 March. Work that follows may start at that same moment: its number
/// is that of Monday morning too, so one more day ends with Monday 4 March, at the moment 19788.
public struct WorkCalendar: Sendable {
  /// The name in formulas: `calendars.<id>`.
  public let id: String
  /// The name that people read.
  public let label: BilingualText
  /// The days of the week on which work usually goes on; Monday is 1, Sunday is 7.
  public let workingWeekdays: Set<Int>
  /// The months in which work usually goes on, 1 to 12.
  public let workingMonths: Set<Int>
  /// Days off that fall on a working weekday, such as holidays.
  public let daysOff: Set<CalendarDate>
  /// Working days on other weekdays or in other months, such as Sundays worked in exchange for a
  /// holiday. A day in both sets is a working day.
  public let extraWorkingDays: Set<CalendarDate>
  /// Where the planner declared it.
  public let origin: SourceRange?

  /// The days by weekday and month.
  let pattern: WorkPattern
  /// The days that differ from the pattern, in order.
  private let exceptions: [Exception]

  private struct Exception: Sendable {
    let dayNumber: Int
    /// Working days that this and the earlier exceptions add to the pattern; negative when they
    /// take away.
    let total: Int
  }

  /// A calendar of weekly working days with exceptions.
  ///
  /// - Precondition: `workingWeekdays` holds at least one of 1...7 and nothing else,
  ///   `workingMonths` at least one of 1...12 and nothing else.
  public init(
    id: String, label: BilingualText, workingWeekdays: Set<Int> = [1, 2, 3, 4, 5],
    workingMonths: Set<Int> = Set(1...12), daysOff: Set<CalendarDate> = [],
    extraWorkingDays: Set<CalendarDate> = [], origin: SourceRange? = nil
  ) {
    pattern = WorkPattern(weekdays: workingWeekdays, months: workingMonths)
    self.id = id
    self.label = label
    self.workingWeekdays = workingWeekdays
    self.workingMonths = workingMonths
    self.daysOff = daysOff
    self.extraWorkingDays = extraWorkingDays
    self.origin = origin
    exceptions = Self.exceptions(
      pattern: pattern, daysOff: daysOff, extraWorkingDays: extraWorkingDays)
  }

  /// Whether work goes on that day.
  public func isWorkingDay(_ date: CalendarDate) -> Bool {
    if extraWorkingDays.contains(date) { return true }
    return pattern.contains(date) && !daysOff.contains(date)
  }

  /// The working days that have elapsed at a moment, since the start of 1970-01-01.
  ///
  /// - Unit: days since 1970-01-01 in, working days out; both negative before that day.
  /// - Accuracy: exact for whole days.
  /// - Complexity: O(log e) for e days off and extra working days.
  public func workingDayNumber(of moment: Double) -> Double {
    let date = CalendarDate(containing: moment)
    let elapsed = Double(workingDays(before: date.dayNumber))
    return isWorkingDay(date) ? elapsed + (moment - Double(date.dayNumber)) : elapsed
  }

  /// The earliest moment at which so many working days have elapsed.
  ///
  /// A number that misses a whole one by no more than `wholeDayTolerance` is taken for it, lest
  /// a rounding error push a finish from Friday evening to Monday morning.
  ///
  /// - Unit: working days in, days since 1970-01-01 out.
  /// - Complexity: O(log² e) for e days off and extra working days.
  public func date(ofWorkingDay number: Double) -> Double {
    let nearest = number.rounded()
    let number = abs(number - nearest) <= Self.wholeDayTolerance ? nearest : number
    let ordinal = number.rounded(.up)
    let day = day(ofWorkingDay: Int(ordinal))
    return Double(day) + (number - (ordinal - 1))
  }

  /// How close to a whole number of working days counts as whole; about a tenth of a millisecond.
  public static let wholeDayTolerance = 1e-9

  /// The working-day numbers of successive midnights, for the plan's look-up.
  ///
  /// Between two midnights the number rises linearly, so the table says all of the days it spans.
  ///
  /// - Returns: the number at the start of each day from `first` through `last`, and at the end
  ///   of `last`: one more than there are days.
  /// - Precondition: `first` is not after `last`.
  public func table(from first: CalendarDate, through last: CalendarDate) -> [Double] {
    var elapsed = Double(workingDays(before: first.dayNumber))
    // Sums of whole numbers are exact.
    return [elapsed]
      + workedShares(from: first, through: last).map { share in
        elapsed += share
        return elapsed
      }
  }

  /// How much of each day is worked: 1 on a working day, 0 on any other.
  ///
  /// - Shape: one share for each day from `first` through `last`.
  /// - Precondition: `first` is not after `last`.
  public func workedShares(from first: CalendarDate, through last: CalendarDate) -> [Double] {
    precondition(first <= last, "the first day comes before the last")
    return (first.dayNumber...last.dayNumber).map {
      isWorkingDay(CalendarDate(dayNumber: $0)) ? 1 : 0
    }
  }
}

extension WorkCalendar {
  private static func exceptions(
    pattern: WorkPattern, daysOff: Set<CalendarDate>, extraWorkingDays: Set<CalendarDate>
  ) -> [Exception] {
    let changes =
      daysOff.subtracting(extraWorkingDays)
      .filter(pattern.contains).map { ($0.dayNumber, -1) }
      + extraWorkingDays.filter { !pattern.contains($0) }.map { ($0.dayNumber, 1) }
    var total = 0
    return changes.sorted { $0.0 < $1.0 }.map { dayNumber, change in
      total += change
      return Exception(dayNumber: dayNumber, total: total)
    }
  }

  /// The working days from 1970-01-01 up to a day, without that day; negative before 1970.
  private func workingDays(before dayNumber: Int) -> Int {
    pattern.days(before: dayNumber) + exceptionTotal(before: dayNumber)
      - exceptionTotal(before: 0)
  }

  private func exceptionTotal(before dayNumber: Int) -> Int {
    // The exceptions below `lower` are before the day, those from `upper` on are not.
    var (lower, upper) = (0, exceptions.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if exceptions[middle].dayNumber < dayNumber {
        lower = middle + 1
      } else {
        upper = middle
      }
    }
    return lower == 0 ? 0 : exceptions[lower - 1].total
  }

  /// The day at whose end the count of working days reaches `ordinal` for the first time.
  private func day(ofWorkingDay ordinal: Int) -> Int {
    func isReached(byEndOf day: Int) -> Bool { workingDays(before: day + 1) >= ordinal }
    let guess = pattern.approximateDay(ofWorkingDay: ordinal)
    var (lower, upper, step) = (guess, guess, 8)
    while isReached(byEndOf: lower) { (lower, step) = (lower - step, 2 * step) }
    step = 8
    while !isReached(byEndOf: upper) { (upper, step) = (upper + step, 2 * step) }
    // Not reached by the end of `lower`, but by that of `upper`.
    while upper - lower > 1 {
      let middle = lower + (upper - lower) / 2
      if isReached(byEndOf: middle) { upper = middle } else { lower = middle }
    }
    return upper
  }
}
