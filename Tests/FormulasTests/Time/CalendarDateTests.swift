import Testing

@testable import Formulas

@Suite struct CalendarDateTests {
  /// Counts from 1970-01-01 day by day, forwards and backwards, by the rule of leap years alone.
  @Test func agreesWithCountingDayByDay() {
    var (year, month, day, number) = (1970, 1, 1, 0)
    while year < 2401 {
      let date = CalendarDate(dayNumber: number)
      guard (date.year, date.month, date.day) == (year, month, day),
        CalendarDate(year: year, month: month, day: day) == date
      else {
        Issue.record("day \(number) is \(date), not \(year)-\(month)-\(day)")
        return
      }
      number += 1
      day += 1
      if day > slowDaysInMonth(month, year) { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(number == 157_420)
    (year, month, day, number) = (1970, 1, 1, 0)
    while year >= 1199 {
      let date = CalendarDate(dayNumber: number)
      guard (date.year, date.month, date.day) == (year, month, day),
        CalendarDate(year: year, month: month, day: day) == date
      else {
        Issue.record("day \(number) is \(date), not \(year)-\(month)-\(day)")
        return
      }
      number -= 1
      day -= 1
      if day == 0 {
        month -= 1
        if month == 0 { (year, month) = (year - 1, 12) }
        day = slowDaysInMonth(month, year)
      }
    }
  }

  private func slowDaysInMonth(_ month: Int, _ year: Int) -> Int {
    let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  @Test func weekdaysOfKnownDays() {
    #expect(CalendarDate(iso: "1970-01-01")?.weekday == 4)
    #expect(CalendarDate(iso: "2024-02-29")?.weekday == 4)
    #expect(CalendarDate(iso: "2024-03-03")?.weekday == 7)
    #expect(CalendarDate(iso: "2024-03-04")?.weekday == 1)
    #expect(CalendarDate(iso: "1949-10-01")?.weekday == 6)
  }

  @Test(arguments: ["2024-02-29", "1970-01-01", "0001-12-31", "9999-12-31", "1900-02-28"])
  func readsAndPrintsISO(text: String) throws {
    #expect(try #require(CalendarDate(iso: text)).description == text)
  }

  @Test(arguments: [
    "", "2024", "2024-2-29", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31",
    "2024-04-00", "2024/04/01", "2024-04-01T00", " 2024-04-1", "２０２４-04-01", "20a4-04-01",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(CalendarDate(iso: text) == nil)
  }

  @Test func momentsWithinAndAtTheEndOfDays() {
    #expect(CalendarDate(containing: 19783.99).dayNumber == 19783)
    #expect(CalendarDate(containing: -0.5).dayNumber == -1)
    // Work that ends at the midnight after Friday was finished on Friday.
    #expect(CalendarDate(endingAt: 19784).description == "2024-03-01")
    #expect(CalendarDate(endingAt: 19784.25).description == "2024-03-02")
  }
}
