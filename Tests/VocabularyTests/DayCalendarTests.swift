import SourceText
import Testing
import Torreya

@testable import Formulas
@testable import Vocabulary

/// What a scenario's calendar makes of the days of a horizon.
@Suite("the kinds of days")
struct DayCalendarTests {
  /// Notices of some days of 2024 only; without names, as a planner may write them.
  private struct Notices: ProjectFiles {
    func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
      let text = """
        date,kind
        2024-02-04,makeUpWorkday
        2024-02-10,dayOff
        2024-02-11,dayOff
        2024-02-12,dayOff
        2024-02-13,dayOff
        2024-02-14,dayOff
        2024-02-15,dayOff
        2024-02-16,dayOff
        2024-02-18,makeUpWorkday
        2024-04-04,dayOff
        2024-06-10,dayOff

        """
      return .success(SourceFile(name: name, text: text))
    }
  }

  private static func calendar(_ fields: String, first: String = "2024-01", periods: Int = 12)
    throws -> (days: DayCalendar, scenario: Scenario)
  {
    let source = SourceFile(
      name: "days.json",
      text: """
        { "torreya": 1, "id": "days", "horizon": { "first": "\(first)", "periods": \(periods) },
          "calendar": { \(fields) } }
        """)
    let (document, mistakes) = read(source, files: Notices())
    #expect(mistakes.isEmpty)
    let (scenario, diagnostics) = check(try #require(document), files: Notices())
    #expect(diagnostics.map(\.message.en) == [])
    let found = try #require(scenario)
    return (try #require(found.days), found)
  }

  private static func date(_ text: String) throws -> CalendarDate {
    try #require(CalendarDate(iso: text))
  }

  @Test func aHolidayWithItsEveAndTheDayAfter() throws {
    let (days, scenario) = try Self.calendar(#""holidays": "notices.csv""#)
    func day(_ text: String) throws -> CalendarDay { days[try Self.date(text)] }
    #expect(days.days.count == 366)
    let eve = try day("2024-02-09")
    #expect(eve.holidayOfNextDay?.id == "springFestival" && eve.isWorkingDay && eve.place == nil)
    #expect(eve.holidayOfPreviousDay == nil && eve.holiday == nil && eve.weekday == 5)
    #expect(try day("2024-02-10").place == .first)
    #expect(try day("2024-02-13").place == .middle)
    let last = try day("2024-02-17")
    #expect(last.place == .last && last.holiday?.days == 8 && !last.isMereWeekend)
    #expect(last.holidayOfNextDay == nil && last.holidayOfPreviousDay == nil)
    let after = try day("2024-02-18")
    #expect(after.holidayOfPreviousDay?.holidays == [.springFestival])
    #expect(after.isMakeUpWorkday && after.isWorkingDay && after.weekday == 7)
    #expect(try day("2024-04-04").place == .single)
    #expect(try day("2024-02-24").isMereWeekend)
    #expect(try day("2024-12-31").holidayOfNextDay?.id == "newYear", "that of 2025")
    #expect(last.dayOfHoliday == 8 && after.dayOfHoliday == nil)
    // Not in the file: New Year 1 (of 3), Labour Day 5, Mid-Autumn 3, National Day 7.
    #expect(scenario.assumptions.map(\.id) == ["calendar.computedDaysOff2024"])
    #expect(scenario.assumptions.map(\.value) == [16])
    #expect(
      days.holidaysOfHorizon.filter { $0.origin == .notice }.map(\.id)
        == ["springFestival", "qingming", "dragonBoat"])
    #expect(days.holidaysOfHorizon.count == 7)
  }

  @Test func computedYearsAreTold() throws {
    let (days, scenario) = try Self.calendar(
      #""holidays": "notices.csv""#, first: "2024", periods: 3)
    let told = scenario.assumptions.map { "\($0.id) \($0.value ?? 0) \($0.text)" }
    #expect(
      told == [
        "calendar.computedDaysOff2024 16.0 computed",
        "calendar.computedDaysOff2025 28.0 computed",
        "calendar.computedDaysOff2026 32.0 computed",
      ])
    let national = days[try Self.date("2025-10-08")]
    #expect(national.place == .last && national.holiday?.origin == .computed)
    #expect(national.holiday?.holidays == [.midAutumn, .nationalDay])
    #expect(days[try Self.date("2024-06-10")].holiday?.origin == .notice)
  }

  @Test func withoutAFileEverythingIsComputed() throws {
    let (days, scenario) = try Self.calendar("")
    #expect(scenario.assumptions.map(\.id) == ["calendar.computedDaysOff2024"])
    let standard = DayCalendar.standard(scenario.horizon)
    #expect(standard.holidaysOfHorizon == days.holidaysOfHorizon)
    #expect(standard.holidaysOfHorizon.count == 7)
    #expect(standard.terms.isEmpty && !standard.isVacation(standard.days[0]))
  }

  @Test func schoolTermsByDateAndByYear() throws {
    let (days, _) = try Self.calendar(
      """
      "schoolTerms": [
        { "id": "spring", "from": "2024-02-19", "to": "2024-06-28" },
        { "id": "autumn", "label": { "zh": "秋季学期", "en": "Autumn" },
          "from": "09-01", "to": "01-20" } ]
      """)
    func day(_ text: String) throws -> CalendarDay { days[try Self.date(text)] }
    // The autumn term that began in 2023.
    #expect(try day("2024-01-19").term == "autumn" && day("2024-01-19").isSchoolDay)
    #expect(try days.isVacation(day("2024-01-21")) && day("2024-01-21").term == nil)
    #expect(try day("2024-02-19").term == "spring" && day("2024-06-28").term == "spring")
    #expect(try days.isVacation(day("2024-06-29")) && !days.isVacation(day("2024-06-28")))
    // In term, but a holiday; in term, and a Saturday that is worked.
    #expect(try !day("2024-05-01").isSchoolDay && day("2024-05-01").term == "spring")
    #expect(try day("2024-05-11").isSchoolDay && day("2024-05-11").isMakeUpWorkday)
    #expect(try day("2024-12-31").term == "autumn")
    #expect(days.terms.map(\.label.zh) == ["spring", "秋季学期"])
  }

  @Test func festivalsOfEveryKind() throws {
    let (days, _) = try Self.calendar(
      """
      "festivals": [
        { "id": "torreya", "from": "2024-09-08", "to": "2024-09-10" },
        { "id": "single", "from": "2025-03-03" },
        { "id": "leapDay", "from": "02-29" },
        { "id": "overNewYear", "from": "12-30", "to": "01-02" },
        { "id": "doubleNinth", "lunar": "09-09" },
        { "id": "eve", "lunar": "12-30", "days": 2 },
        { "id": "market", "lunarDays": [4, 9, 14, 19, 24, 29] },
        { "id": "nightMarket", "weekdays": [6, 7], "from": "07-01", "to": "08-31" } ]
      """, first: "2024", periods: 2)
    func dates(_ id: String) -> [String] {
      days.days.filter { $0.festivals.contains(id) }.map(\.date.description)
    }
    #expect(dates("torreya") == ["2024-09-08", "2024-09-09", "2024-09-10"])
    #expect(dates("single") == ["2025-03-03"])
    #expect(dates("leapDay") == ["2024-02-29", "2025-02-28"])
    #expect(
      dates("overNewYear") == [
        "2024-01-01", "2024-01-02", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-02",
        "2025-12-30", "2025-12-31",
      ])
    #expect(dates("doubleNinth") == ["2024-10-11", "2025-10-29"])
    // The last month of 2023 has 30 days, that of 2024 only 29.
    #expect(dates("eve") == ["2024-02-09", "2024-02-10", "2025-01-28", "2025-01-29"])
    // Every fifth day of the Chinese month, which began on 13 December and 11 January.
    #expect(
      dates("market").prefix(7) == [
        "2024-01-05", "2024-01-10", "2024-01-14", "2024-01-19", "2024-01-24", "2024-01-29",
        "2024-02-03",
      ])
    #expect(dates("nightMarket").count == 9 + 9 - 1 + 9 + 9)
    #expect(dates("nightMarket").first == "2024-07-06")
  }

  /// Where nothing is known of holidays there are weekends.
  @Test(arguments: ["0001", "1965", "2013", "2201", "8999"])
  func yearsWithoutKnownHolidays(year: String) throws {
    let horizon = Horizon(first: try #require(Period(label: year)), count: 1)
    let days = DayCalendar.standard(horizon)
    #expect(days.holidaysOfHorizon.isEmpty)
    #expect(days.days.allSatisfy { $0.isMereWeekend == ($0.weekday > 5) })
    #expect(days.days.count == 365)
  }

  /// A horizon in which the Chinese calendar is known in part only.
  @Test func theEndOfTheKnownYears() throws {
    let (days, _) = try Self.calendar("", first: "2200", periods: 1)
    #expect(days.holidaysOfHorizon.count == 7)
    #expect(days[try Self.date("2200-12-31")].holidayOfNextDay == nil, "2201 is not known")
  }
}
