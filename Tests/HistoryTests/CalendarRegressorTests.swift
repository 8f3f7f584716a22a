import Formulas
import History
import Testing

/// The effects of the Chinese calendar, against dates that everybody can look up.
@Suite struct CalendarRegressorTests {
  /// 20 days before the eve, the week from the eve on, 15 days behind it.
  private let window = HolidayWindow.springFestival

  private func days(_ part: HolidayWindow.Part, _ label: String, _ count: Int) throws -> [Double] {
    try windowShares(window, part, from: period(label), count: count).map {
      $0 * Double(window.length(part))
    }
  }

  /// Spring Festival 2023-01-22: eve 01-21, week 01-21…01-27, before 01-01…01-20, after
  /// 01-28…02-11.
  @Test func theFestivalOf2023LiesInJanuary() throws {
    #expect(closeTo(try days(.before, "2023-01", 3), [20, 0, 0]))
    #expect(closeTo(try days(.during, "2023-01", 3), [7, 0, 0]))
    #expect(closeTo(try days(.after, "2023-01", 3), [4, 11, 0]))
  }

  /// 2024-02-10: eve 02-09, week 02-09…02-15, before 01-20…02-08, after 02-16…03-01.
  @Test func theFestivalOf2024LiesInFebruary() throws {
    #expect(closeTo(try days(.before, "2024-01", 3), [12, 8, 0]))
    #expect(closeTo(try days(.during, "2024-01", 3), [0, 7, 0]))
    #expect(closeTo(try days(.after, "2024-01", 3), [0, 14, 1]))
  }

  /// 2025-01-29: eve 01-28, week 01-28…02-03, before 01-08…01-27, after 02-04…02-18.
  @Test func theFestivalOf2025LiesInBoth() throws {
    #expect(closeTo(try days(.before, "2025-01", 3), [20, 0, 0]))
    #expect(closeTo(try days(.during, "2025-01", 3), [4, 3, 0]))
    #expect(closeTo(try days(.after, "2025-01", 3), [0, 15, 0]))
  }

  @Test(arguments: ["2000-01", "1990-07", "2060-01"])
  func theSharesOfAYearSumToOne(_ label: String) throws {
    for window in HolidayWindow.usual + [.nationalDay] {
      for part in HolidayWindow.Part.allCases where window.length(part) > 0 {
        let first = try period(label)
        let shares = try windowShares(window, part, from: first, count: 240)
        #expect(abs(shares.reduce(0, +) - 20) < 1e-9, "\(window.holiday) \(part)")
        #expect(shares.allSatisfy { (0...1).contains($0) })
        let quarter = Period(.quarterly, containing: first.firstDay)
        let quarters = try windowShares(window, part, from: quarter, count: 80)
        #expect(abs(quarters.reduce(0, +) - 20) < 1e-9)
      }
    }
  }

  @Test func aWindowMayReachOverNewYear() throws {
    let window = HolidayWindow(.newYear, before: 10, during: 1, after: 0)
    let shares = try windowShares(window, .before, from: period("2022-12"), count: 2)
    #expect(shares == [1, 0])
    // Beyond the end of the table too: the window of 2024 lies in December 2023.
    #expect(try windowShares(window, .before, from: period("2023-12"), count: 1) == [1])
  }

  @Test func columnsHaveNoMeanInAnyCalendarMonthOverTheLongRun() throws {
    let table = try calendarRegressors(from: period("2014-01"), count: 95 * 12)
    #expect(
      table.names == [
        "springFestival.before", "springFestival.during", "springFestival.after",
        "dragonBoat.during", "midAutumn.during", "workingDays", "leapYear",
      ])
    for (name, column) in zip(table.names, table.columns) where name != "leapYear" {
      for month in 0..<12 {
        let sum = stride(from: month, to: column.count, by: 12).reduce(0) { $0 + column[$1] }
        #expect(abs(sum) < 1e-8, "\(name) in month \(month + 1)")
      }
    }
  }

  /// Qingming is on 4 or 5 April, and its three days never leave the month.
  @Test func aFestivalThatKeepsToItsMonthHasNoColumn() throws {
    let table = try calendarRegressors(
      from: period("2020-01"), count: 60,
      CalendarEffects(
        windows: [.nationalDay, .qingming], hasWorkingDays: false, hasLeapYears: false))
    #expect(table.names.isEmpty && table.columns.isEmpty)
  }

  @Test func workingDaysAreThoseOfTheNotices() throws {
    let file = try repositoryFile("seeds/holidays-cn.csv")
    let table = try #require(readCSVTable(file))
    let notices = table.compactMap { row -> HolidayEntry? in
      guard let date = CalendarDate(iso: row[0]), let kind = HolidayEntry.Kind(rawValue: row[2])
      else { return nil }
      return HolidayEntry(date, kind, name: row[1])
    }
    let days = WorkingDays(years: 2023...2024, notices: notices)
    func count(_ label: String) throws -> Double { days.count(in: try period(label)) }
    // Widely published: 2024 had 251 working days, October 2023 had 19, February 2024 had 18.
    #expect(try count("2024") == 251)
    #expect(try count("2023-10") == 19)
    #expect(try count("2024-02") == 18)
    let computed = WorkingDays(years: 2023...2024)
    for month in 1...12 {
      let period = Period(.monthly, year: 2023, number: month)
      #expect(days.count(in: period) == computed.count(in: period), "\(period)")
    }
  }

  @Test func workingDaysOfEarlyYearsAreWeekdaysWithoutTheFestival() throws {
    let days = WorkingDays(years: 1960...2015)
    // February 1996 had 21 weekdays; the festival of 1996-02-19 took Sunday 18 to Saturday 24.
    #expect(days.count(in: try period("1996-02")) == 16)
    #expect(days.count(in: try period("1960-02")) == 21)
  }

  @Test func theColumnsDoNotDependOnThePeriods() throws {
    let all = try calendarRegressors(from: period("2014-01"), count: 120)
    let part = try calendarRegressors(from: period("2016-07"), count: 2)
    #expect(part.names == all.names)
    for (long, short) in zip(all.columns, part.columns) { #expect(Array(long[30..<32]) == short) }
  }

  @Test func februariesOfLeapYearsAreLonger() throws {
    let table = try calendarRegressors(
      from: period("2023-01"), count: 24, CalendarEffects(windows: [], hasWorkingDays: false))
    let column = try #require(table.column("leapYear"))
    #expect(column[1] == -0.25 && column[13] == 0.75)
    #expect(column.count { $0 != 0 } == 2)
  }

  @Test func yearsBeyondTheCalendarAreRefused() throws {
    #expect(throws: CalendarFailure.yearsNotKnown(known: 1972...2200)) {
      _ = try calendarRegressors(from: period("1949-01"), count: 12)
    }
    #expect(throws: CalendarFailure.self) {
      _ = try calendarRegressors(from: period("2200-01"), count: 13)
    }
    #expect(try calendarRegressors(from: period("1949-01"), count: 0).names.isEmpty)
    #expect(throws: CalendarFailure.yearsNotKnown(known: 1...9998)) {
      _ = try calendarRegressors(from: Period(.monthly, year: 9998, number: 12), count: 2)
    }
    for label in ["1972-01", "2199-01"] {
      let edge = try calendarRegressors(from: period(label), count: 24)
      #expect(edge.columns.allSatisfy { column in column.allSatisfy { $0.isFinite } })
    }
  }

  @Test func yearsKnowOnlyWorkingDaysAndLeapYears() throws {
    let table = try calendarRegressors(from: period("2015"), count: 10)
    #expect(table.names == ["workingDays", "leapYear"])
  }

  private func closeTo(_ found: [Double], _ expected: [Double]) -> Bool {
    zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 } && found.count == expected.count
  }
}
