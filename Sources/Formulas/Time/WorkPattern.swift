/// The days that are worked by their weekday and month alone.
///
/// The Gregorian calendar comes again after 400 years, which are whole weeks: what is counted once
/// for the months of 400 years holds for ever.
struct WorkPattern: Sendable {
  /// Monday is 1, Sunday is 7.
  let weekdays: Set<Int>
  /// 1 to 12.
  let months: Set<Int>
  /// The working days before each month of the 400 years from 1970 on, and before the month after
  /// them; empty where all months are worked.
  private let totals: [Int]

  /// - Precondition: at least one of 1...7 and one of 1...12, and nothing else.
  init(weekdays: Set<Int>, months: Set<Int>) {
    precondition(
      !weekdays.isEmpty && weekdays.isSubset(of: 1...7),
      "weekdays are 1 to 7, and one of them is worked")
    precondition(
      !months.isEmpty && months.isSubset(of: 1...12),
      "months are 1 to 12, and one of them is worked")
    self.weekdays = weekdays
    self.months = months
    guard months.count < 12 else {
      totals = []
      return
    }
    var totals = [0]
    var first = 0
    for index in 0..<Self.monthsOfCycle {
      let next = first + CalendarDate.days(inMonth: index % 12 + 1, of: 1970 + index / 12)
      let days =
        months.contains(index % 12 + 1)
        ? Self.weekdayCount(weekdays, before: next) - Self.weekdayCount(weekdays, before: first)
        : 0
      totals.append(totals[index] + days)
      first = next
    }
    self.totals = totals
  }

  private static let monthsOfCycle = 4800
  private static let daysOfCycle = 146_097

  func contains(_ date: CalendarDate) -> Bool {
    weekdays.contains(date.weekday) && (totals.isEmpty || months.contains(date.month))
  }

  /// Its days from 1970-01-01 up to a day, without that day; negative before 1970.
  ///
  /// - Complexity: constant.
  func days(before dayNumber: Int) -> Int {
    guard let cycleTotal = totals.last else {
      return Self.weekdayCount(weekdays, before: dayNumber)
    }
    let (cycles, day) = floorDivision(dayNumber, by: Self.daysOfCycle)
    let date = CalendarDate(dayNumber: day)
    let before = cycles * cycleTotal + totals[(date.year - 1970) * 12 + date.month - 1]
    guard months.contains(date.month) else { return before }
    return before + Self.weekdayCount(weekdays, before: day)
      - Self.weekdayCount(weekdays, before: day - date.day + 1)
  }

  /// A day near that at whose end so many of its days have elapsed since 1970.
  func approximateDay(ofWorkingDay ordinal: Int) -> Int {
    guard let cycleTotal = totals.last else {
      return floorDivision(ordinal, by: weekdays.count).quotient * 7
    }
    let (cycles, rest) = floorDivision(ordinal, by: cycleTotal)
    return cycles * Self.daysOfCycle + rest * Self.daysOfCycle / cycleTotal
  }

  private static func weekdayCount(_ weekdays: Set<Int>, before dayNumber: Int) -> Int {
    let (weeks, rest) = floorDivision(dayNumber, by: 7)
    let partial = (0..<rest).count { weekdays.contains(CalendarDate(dayNumber: $0).weekday) }
    return weeks * weekdays.count + partial
  }
}
