import Testing

@testable import Formulas

/// The rule for years without a notice: against the notices, and against the law.
@Suite struct HolidayArrangementTests {
  private static let told = PublicHolidays(years: 2015...2026, notices: HolidayNotices.entries)

  /// Block by block: days off, weekends beside them, days worked in exchange.
  @Test func theRuleGivesTheNoticesButForFiveBlocks() {
    let computed = Set(PublicHolidays(years: 2015...2026).blocks.map(\.description))
    let missed = Self.told.blocks.map(\.description).filter { !computed.contains($0) }
    #expect(
      missed == [
        "other 2015-09-03…2015-09-05 worked 2015-09-06", "midAutumn 2015-09-26…2015-09-27",
        "nationalDay 2015-10-01…2015-10-07 worked 2015-10-10",
        "labourDay 2019-05-01…2019-05-04 worked 2019-04-28 2019-05-05",
        "springFestival 2020-01-24…2020-02-02 worked 2020-01-19",
      ])
  }

  /// The notice for 2014 (国办发明电〔2013〕28号), which is not in the seeds.
  @Test func theYear2014() {
    #expect(
      PublicHolidays(years: 2014...2014).blocks.map(\.description) == [
        "newYear 2014-01-01…2014-01-01",
        "springFestival 2014-01-31…2014-02-06 worked 2014-01-26 2014-02-08",
        "qingming 2014-04-05…2014-04-07", "labourDay 2014-05-01…2014-05-03 worked 2014-05-04",
        "dragonBoat 2014-05-31…2014-06-02", "midAutumn 2014-09-06…2014-09-08",
        "nationalDay 2014-10-01…2014-10-07 worked 2014-09-28 2014-10-11",
      ])
  }

  /// People have as many weekdays off as the law gives, 11 in a year and 13 from 2025 on: who gets
  /// more works on a weekend for it.
  @Test func everyYearHasTheDaysOfTheLaw() {
    let calendar = LunarCalendar(covering: 2014...2200)
    for year in 2014...2200 {
      let blocks = HolidayArrangement(year: year, calendar).blocks
      var won = 0
      for block in blocks {
        let days = block.days.lowerBound.dayNumber...block.days.upperBound.dayNumber
        won += days.filter { CalendarDate(dayNumber: $0).weekday < 6 }.count
        won -= block.makeUpWorkdays.count
        for worked in block.makeUpWorkdays {
          let isOff = blocks.contains { $0.days.contains(worked) }
          #expect(worked.weekday > 5 && !isOff, "\(worked) is worked")
        }
        for holiday in block.holidays {
          let lawful = HolidayLaw.days(of: holiday, in: year, calendar)
          let isWhole =
            block.days.contains(lawful.lowerBound) && block.days.contains(lawful.upperBound)
          #expect(isWhole, "\(holiday) \(year)")
        }
      }
      #expect(won == (year < 2025 ? 11 : 13), "\(year)")
      #expect(Set(blocks.flatMap(\.holidays)).count == 7)
      let makeUps = blocks.flatMap(\.makeUpWorkdays)
      #expect(Set(makeUps).count == makeUps.count, "\(year): a day is worked once")
    }
  }

  /// From 2025 on nobody works for more than six days in a row around a holiday, but in two years:
  /// there Mid-Autumn is a Thursday and ends eight days before National Day, a Monday.
  @Test func noMoreThanSixDaysOfWorkInARow() throws {
    let holidays = PublicHolidays(years: 2025...2199)
    let first = try #require(CalendarDate(iso: "2025-01-01"))
    let last = try #require(CalendarDate(iso: "2199-12-31"))
    var inRow = 0
    var seventhDays: [String] = []
    for number in first.dayNumber...last.dayNumber {
      let date = CalendarDate(dayNumber: number)
      inRow = holidays.isWorkingDay(date) ? inRow + 1 : 0
      if inRow > 6 { seventhDays.append(date.description) }
    }
    #expect(seventhDays == ["2040-09-29", "2108-09-29"])
  }

  @Test func daysByLaw() {
    let calendar = LunarCalendar(covering: 2008...2026)
    func days(_ holiday: PublicHoliday, _ year: Int) -> String {
      let days = HolidayLaw.days(of: holiday, in: year, calendar)
      return "\(days.lowerBound) \(days.upperBound)"
    }
    #expect(days(.springFestival, 2013) == "2013-02-09 2013-02-11")
    #expect(days(.springFestival, 2014) == "2014-01-31 2014-02-02")
    #expect(days(.springFestival, 2024) == "2024-02-10 2024-02-12")
    #expect(days(.springFestival, 2025) == "2025-01-28 2025-01-31")
    #expect(days(.labourDay, 2024) == "2024-05-01 2024-05-01")
    #expect(days(.labourDay, 2025) == "2025-05-01 2025-05-02")
    #expect(days(.nationalDay, 2008) == "2008-10-01 2008-10-03")
    #expect(days(.qingming, 2026) == "2026-04-05 2026-04-05")
  }
}
