import SeededNumbers
import SourceText
import Testing

@testable import Formulas

/// Calendars over two centuries, against days that are told off one by one.
@Suite struct WorkCalendarYearsTests {
  /// A day of 1900 to 2100 as one finds it by turning the leaves of a calendar.
  private struct Leaf {
    let number, year, month, day, weekday: Int
  }

  /// From Monday 1900-01-01, which is day -25567, through 2100-12-31.
  private static let leaves: [Leaf] = {
    var leaves: [Leaf] = []
    var (number, weekday) = (-25567, 1)
    for year in 1900...2100 {
      // Leap years between 1900 and 2100: neither of these two is one.
      let february = year % 4 == 0 && year != 1900 && year != 2100 ? 29 : 28
      for (index, days) in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...days {
          leaves.append(
            Leaf(number: number, year: year, month: index + 1, day: day, weekday: weekday))
          number += 1
          weekday = weekday % 7 + 1
        }
      }
    }
    return leaves
  }()

  private static func calendar(_ generator: inout SeededGenerator) -> WorkCalendar {
    let weekdays = Set((1...7).filter { _ in Bool.random(using: &generator) })
    let months = Set((1...12).filter { _ in Bool.random(using: &generator) })
    func days() -> Set<CalendarDate> {
      Set(
        (0..<300).map { _ in
          CalendarDate(dayNumber: leaves[Int.random(in: leaves.indices, using: &generator)].number)
        })
    }
    return WorkCalendar(
      id: "test", label: BilingualText(zh: "测试", en: "test"),
      workingWeekdays: weekdays.isEmpty ? [2] : weekdays,
      workingMonths: months.isEmpty ? [2] : months, daysOff: days(), extraWorkingDays: days())
  }

  private static func isWorked(_ leaf: Leaf, _ calendar: WorkCalendar) -> Bool {
    let date = CalendarDate(dayNumber: leaf.number)
    if calendar.extraWorkingDays.contains(date) { return true }
    return calendar.workingWeekdays.contains(leaf.weekday)
      && calendar.workingMonths.contains(leaf.month) && !calendar.daysOff.contains(date)
  }

  @Test(arguments: 1...6) func everyDayOfTwoCenturies(seed: UInt64) throws {
    var generator = SeededGenerator(seed)
    let calendar = Self.calendar(&generator)
    let leaves = Self.leaves
    let first = CalendarDate(dayNumber: leaves[0].number)
    let last = CalendarDate(dayNumber: leaves[leaves.count - 1].number)
    #expect(last.description == "2100-12-31")
    let shares = calendar.workedShares(from: first, through: last)
    let table = calendar.table(from: first, through: last)
    #expect(shares.count == leaves.count && table.count == leaves.count + 1)
    // The count is 0 at the start of 1970-01-01.
    var elapsed = -Double(leaves.count { $0.number < 0 && Self.isWorked($0, calendar) })
    for (index, leaf) in leaves.enumerated() {
      let isWorked = Self.isWorked(leaf, calendar)
      guard shares[index] == (isWorked ? 1 : 0), table[index] == elapsed,
        calendar.isWorkingDay(CalendarDate(dayNumber: leaf.number)) == isWorked,
        calendar.workingDayNumber(of: Double(leaf.number) + 0.25) == elapsed + (isWorked ? 0.25 : 0)
      else {
        Issue.record("\(leaf) of \(calendar.workingWeekdays), \(calendar.workingMonths)")
        return
      }
      if isWorked {
        elapsed += 1
        // There and back again: the end of a worked day is the first moment with its number.
        guard calendar.date(ofWorkingDay: elapsed) == Double(leaf.number + 1),
          calendar.date(ofWorkingDay: elapsed - 0.5) == Double(leaf.number) + 0.5
        else {
          Issue.record("back from \(elapsed) to \(leaf)")
          return
        }
      }
    }
    #expect(table[leaves.count] == elapsed)
  }

  /// 400 years are whole weeks, so far away days are counted like near ones.
  @Test func thousandsOfYearsAway() {
    var generator = SeededGenerator(9)
    let source = Self.calendar(&generator)
    let plain = WorkCalendar(
      id: "plain", label: source.label, workingWeekdays: source.workingWeekdays,
      workingMonths: source.workingMonths)
    let perCycle = plain.workingDayNumber(of: 146_097)
    for cycles in [-12.0, 1, 7, 2000] {
      let (day, number) = (cycles * 146_097, cycles * perCycle)
      #expect(plain.workingDayNumber(of: day + 5000) == number + plain.workingDayNumber(of: 5000))
      #expect(
        plain.date(ofWorkingDay: number + 777.5) == day + plain.date(ofWorkingDay: 777.5))
    }
  }

  @Test func aWindowOfMonths() throws {
    var generator = SeededGenerator(10)
    let calendar = Self.calendar(&generator)
    let window = try #require(calendar.restricted(toMonths: calendar.workingMonths.union([1])))
    let months = calendar.workingMonths.union([1])
    for leaf in Self.leaves {
      let date = CalendarDate(dayNumber: leaf.number)
      let isWorked = months.contains(leaf.month) && Self.isWorked(leaf, calendar)
      guard window.isWorkingDay(date) == isWorked else {
        Issue.record("\(leaf)")
        return
      }
    }
    let june = WorkCalendar(id: "june", label: calendar.label, workingMonths: [6])
    #expect(june.restricted(toMonths: [1, 2]) == nil)
  }

  @Test func everyDayCountsTheDays() {
    let calendar = WorkCalendar.everyDay(id: "all", label: BilingualText(zh: "日历日", en: "days"))
    for moment in [-20_000.5, -1, 0, 0.25, 19_782.75, 47_846] {
      #expect(calendar.workingDayNumber(of: moment) == moment)
      #expect(calendar.date(ofWorkingDay: moment) == moment)
    }
  }
}
