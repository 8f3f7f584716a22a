import Foundation
import Testing

@testable import Formulas

/// The Chinese calendar against that of the system, and against itself.
@Suite struct LunarCalendarTests {
  private static let calendar = LunarCalendar(covering: 1972...2200)

  private static func days(_ first: String, _ last: String) throws -> ClosedRange<Int> {
    let first = try #require(CalendarDate(iso: first))
    return first.dayNumber...(try #require(CalendarDate(iso: last))).dayNumber
  }

  /// All 25,933 days but one: of 28 September 2057 the system makes a day 0 of month 9, which no
  /// month has. The new moon falls 44 seconds after that day ends.
  @Test func agreesWithTheSystemOnEveryDayFrom1990To2060() throws {
    var system = Calendar(identifier: .chinese)
    system.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
    var differences: [String] = []
    for number in try Self.days("1990-01-01", "2060-12-31") {
      let date = CalendarDate(dayNumber: number)
      let noon = Date(timeIntervalSince1970: Double(number) * 86_400 + 4 * 3600)
      let parts = system.dateComponents([.month, .day, .isLeapMonth], from: noon)
      let own = try #require(Self.calendar.lunarDate(of: date))
      if own.month != parts.month || own.day != parts.day || own.isLeapMonth != parts.isLeapMonth {
        differences.append("\(date) is \(own), for the system \(parts.month!)-\(parts.day!)")
      }
    }
    #expect(differences == ["2057-09-28 is 2057-08-30, for the system 9-0"])
  }

  /// The lunar year is that of the day on which its first month begins.
  @Test func everyDayHasOneDateAndEveryDateOneDay() throws {
    let eve = try #require(CalendarDate(iso: "1971-12-31"))
    var previous = try #require(Self.calendar.lunarDate(of: eve))
    for number in try Self.days("1972-01-01", "2200-12-31") {
      let date = CalendarDate(dayNumber: number)
      guard let lunar = Self.calendar.lunarDate(of: date), Self.calendar.date(of: lunar) == date
      else {
        Issue.record("\(date) has no date, or that of another day")
        return
      }
      let isNewYear = (lunar.month, lunar.day, lunar.isLeapMonth) == (1, 1, false)
      let year = isNewYear ? date.year : previous.year
      if lunar.year != year || (isNewYear && previous.year != year - 1) {
        Issue.record("\(date) is \(lunar), and the day before \(previous)")
      }
      previous = lunar
    }
  }

  @Test func monthsHave29Or30DaysAndYears12Or13Months() {
    #expect(Self.calendar.months.allSatisfy { [29, 30].contains($0.days) })
    for year in 1972...2200 {
      let months = Self.calendar.months.filter { $0.year == year }
      #expect(months.filter { !$0.isLeap }.map(\.number) == Array(1...12))
      #expect(months.filter(\.isLeap).count <= 1)
    }
    // Seven leap months in nineteen years.
    let leap = Self.calendar.months.filter { $0.isLeap && (1982...2190).contains($0.year) }
    #expect(leap.count == 77)
  }

  /// The first days of the year, as the yearly notices on holidays give them.
  @Test(arguments: [
    "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25",
    "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
  ])
  func newYearOfTheNotices(text: String) throws {
    let date = try #require(CalendarDate(iso: text))
    let lunar = LunarDate(year: date.year, month: 1, day: 1)
    #expect(LunarCalendar(covering: date.year...date.year).date(of: lunar) == date)
  }

  /// In 2033 the month after the eighth has no major term, but there are only twelve months between
  /// the solstices: the leap month is the eleventh.
  @Test func theLeapMonthOf2033() throws {
    #expect(Self.calendar.months.first { $0.year == 2033 && $0.isLeap }?.number == 11)
    let newYear = try #require(Self.calendar.month(1, of: 2034))
    #expect(newYear.firstDay.description == "2034-02-19")
  }

  @Test func knowsNothingOfDatesThatAreNone() {
    let leap = LunarDate(year: 2024, month: 2, isLeapMonth: true, day: 1)
    #expect(Self.calendar.date(of: leap) == nil && leap.description == "2024-02L-01")
    #expect(Self.calendar.date(of: LunarDate(year: 2024, month: 12, day: 30)) == nil)
    #expect(Self.calendar.date(of: LunarDate(year: 2024, month: 12, day: 29)) != nil)
    #expect(Self.calendar.date(of: LunarDate(year: 2024, month: 13, day: 1)) == nil)
    #expect(Self.calendar.date(of: LunarDate(year: 2024, month: 1, day: 0)) == nil)
    #expect(Self.calendar.date(of: LunarDate(year: 2250, month: 1, day: 1)) == nil)
    #expect(Self.calendar.lunarDate(of: CalendarDate(dayNumber: -1000)) == nil)
    #expect(Self.calendar.lunarDate(of: CalendarDate(dayNumber: 100_000)) == nil)
  }
}
