import SourceText
import Testing

@testable import Formulas

/// Public holidays: what the notices of 2015 to 2026 say, and how other years fit beside them.
@Suite struct PublicHolidaysTests {
  private static let told = PublicHolidays(years: 2015...2026, notices: HolidayNotices.entries)

  private static func date(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(iso: text))
  }

  @Test func noticesAreReadAsTheyStand() {
    #expect(HolidayNotices.entries.count == 404)
    #expect(Self.told.computedDaysOff.isEmpty && Self.told.unknownYears.isEmpty)
    #expect(Self.told.blocks.count == 81)
    #expect(Self.told.blocks.allSatisfy { $0.origin == .notice })
    #expect(Self.told.daysOff.count == 329 && Self.told.makeUpWorkdays.count == 75)
    #expect(Self.told.blocks.map(\.makeUpWorkdays.count).reduce(0, +) == 75)
  }

  /// Each festival that is computed lies among the days off that a notice calls by its name.
  @Test func festivalsLieInTheirHolidays() {
    let calendar = LunarCalendar(covering: 2015...2026)
    let offDays = Dictionary(
      HolidayNotices.entries.filter { $0.kind == .dayOff }.map { ($0.date, $0.holidays) },
      uniquingKeysWith: { first, _ in first })
    for year in 2015...2026 {
      for holiday in PublicHoliday.allCases {
        let day = holiday.day(in: year, calendar)
        #expect(offDays[day]?.contains(holiday) == true, "\(holiday) \(day)")
      }
    }
  }

  /// The weekend beside a holiday belongs to it, whether the notice counts it or not.
  @Test func blocksAreTheWholeOfTheDaysOff() throws {
    let dragonBoat = try #require(Self.told.block(containing: try Self.date("2024-06-08")))
    #expect(dragonBoat.description == "dragonBoat 2024-06-08…2024-06-10")
    #expect(dragonBoat.days == 3 && dragonBoat.id == "dragonBoat")
    let both = try #require(Self.told.block(containing: try Self.date("2020-10-08")))
    #expect(both.label.en == "Mid-Autumn Festival and National Day")
    #expect(both.label.zh == "中秋节、国庆节" && both.id == "nationalDay")
    let victory = try #require(Self.told.block(containing: try Self.date("2015-09-03")))
    #expect(victory.holidays.isEmpty && victory.id == "other")
    #expect(victory.label.zh == "抗日战争暨世界反法西斯战争胜利70周年纪念日")
    #expect(Self.told.block(containing: try Self.date("2024-06-15")) == nil, "a mere Saturday")
    #expect(Self.told.block(containing: try Self.date("2014-12-31")) == nil)
    #expect(!Self.told.isWorkingDay(try Self.date("2024-06-15")))
    #expect(Self.told.isWorkingDay(try Self.date("2024-02-18")), "a Sunday that is worked")
  }

  /// Of 2026 a Sunday is worked nearer to Mid-Autumn than to National Day, which it is for.
  @Test func makeUpWorkdaysBelongToTheHolidayThatTheNoticeNames() throws {
    let national = try #require(Self.told.block(containing: try Self.date("2026-10-01")))
    #expect(
      national.description == "nationalDay 2026-10-01…2026-10-07 worked 2026-09-20 2026-10-10")
    let unnamed = HolidayNotices.entries.map { HolidayEntry($0.date, $0.kind) }
    let nearest = PublicHolidays(years: 2026...2026, notices: unnamed)
    let midAutumn = try #require(nearest.block(containing: try Self.date("2026-09-25")))
    #expect(midAutumn.makeUpWorkdays.map(\.description) == ["2026-09-20"])
  }

  @Test func yearsWithoutANoticeAreComputed() throws {
    let holidays = PublicHolidays(years: 2026...2028, notices: HolidayNotices.entries)
    #expect(holidays.computedDaysOff.filter { $0.year == 2027 }.count == 28)
    #expect(holidays.computedDaysOff.allSatisfy { $0.year > 2026 })
    #expect(
      holidays.blocks.filter { $0.firstDay.year == 2027 }.map(\.description) == [
        "newYear 2027-01-01…2027-01-03",
        "springFestival 2027-02-05…2027-02-13 worked 2027-01-31 2027-02-14",
        "qingming 2027-04-03…2027-04-05",
        "labourDay 2027-05-01…2027-05-05 worked 2027-05-08",
        "dragonBoat 2027-06-09…2027-06-09",
        "midAutumn 2027-09-15…2027-09-15",
        "nationalDay 2027-10-01…2027-10-07 worked 2027-09-26 2027-10-09",
      ])
    #expect(holidays.blocks.allSatisfy { ($0.origin == .computed) == ($0.lastDay.year > 2026) })
  }

  @Test func newYearOfTheNextNoticeIsKept() {
    let next = ["2026-12-31", "2027-01-01"].compactMap(CalendarDate.init(iso:)).map {
      HolidayEntry($0, .dayOff, name: "元旦")
    }
    let holidays = PublicHolidays(years: 2026...2027, notices: HolidayNotices.entries + next)
    let newYear = holidays.blocks.filter { $0.holidays == [.newYear] && $0.firstDay.year > 2025 }
    #expect(
      newYear.map(\.description) == [
        "newYear 2026-01-01…2026-01-03 worked 2026-01-04", "newYear 2026-12-31…2027-01-03",
      ])
    #expect(newYear.last?.origin == .notice)
    #expect(holidays.computedDaysOff.filter { $0.year == 2027 }.count == 25)
  }

  /// A file may hold a part of a year: what it lacks is computed, so that no holiday is lost.
  @Test func holidaysThatAFileLacksAreComputed() {
    let some = HolidayNotices.entries.filter { $0.date.year == 2024 && $0.date.month < 10 }
    let holidays = PublicHolidays(years: 2024...2024, notices: some)
    #expect(
      holidays.blocks.filter { $0.origin == .computed }.map(\.description) == [
        "nationalDay 2024-10-01…2024-10-07 worked 2024-09-29 2024-10-12"
      ])
    #expect(holidays.blocks.count == 7 && holidays.computedDaysOff.count == 7)
  }

  @Test func yearsThatNobodyCanTell() {
    let early = PublicHolidays(years: 2012...2014)
    #expect(early.unknownYears == [2012, 2013])
    #expect(early.blocks.allSatisfy { $0.firstDay.year == 2014 } && early.blocks.count == 7)
    let late = PublicHolidays(years: 2300...2301)
    #expect(late.unknownYears == [2300, 2301] && late.blocks.isEmpty)
    let day = CalendarDate(dayNumber: 150_000)
    let told = PublicHolidays(
      years: day.year...day.year, notices: [HolidayEntry(day, .dayOff, name: "某日")])
    #expect(told.blocks.count == 1 && told.blocks.first?.label.zh == "某日")
  }

  /// A day that is both is worked, as in a `WorkCalendar`.
  @Test func aDayThatIsBothIsWorked() {
    let day = CalendarDate(dayNumber: 20_003)
    let both = PublicHolidays(
      years: 2024...2024, notices: [HolidayEntry(day, .dayOff), HolidayEntry(day, .makeUpWorkday)])
    #expect(both.isWorkingDay(day) && both.block(containing: day) == nil)
  }
}
