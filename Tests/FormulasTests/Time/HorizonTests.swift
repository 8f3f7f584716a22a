import Testing

@testable import Formulas

@Suite struct HorizonTests {
  private func horizon(_ first: String, _ count: Int) throws -> Horizon {
    Horizon(first: try #require(Period(label: first)), count: count)
  }

  private static let horizons: [(String, Int, String)] = [
    ("2024-01", 12, "2024"), ("2024", 1, "2024"), ("2024-Q1", 4, "2024"),
    ("2024-01", 18, "2024-01/2025-06"), ("2024", 3, "2024/2026"), ("2024-Q2", 4, "2024-Q2/2025-Q1"),
    ("2024-03", 1, "2024-03"), ("2024-02", 12, "2024-02/2025-01"),
  ]

  @Test(arguments: horizons)
  func labelOfTheWhole(first: String, count: Int, label: String) throws {
    #expect(try horizon(first, count).label == label)
  }

  @Test func wholeYearsOnly() throws {
    let horizon = try horizon("2023-11", 27)
    #expect(horizon.last.label == "2026-01")
    #expect(horizon.years.map(\.year) == [2024, 2025])
    #expect(horizon.years.map(\.periods) == [2..<14, 14..<26])
    #expect(horizon.touchedYears == 2023...2026)
    #expect(horizon.yearIndex(ofPeriod: 0) == 0)
    #expect(horizon.yearIndex(ofPeriod: 2) == 1)
    #expect(horizon.yearIndex(ofPeriod: 26) == 3)
    #expect(try self.horizon("2024-02", 11).years.isEmpty)
    #expect(try self.horizon("2024", 2).years.map(\.periods) == [0..<1, 1..<2])
  }

  @Test func findsPeriodsAndDays() throws {
    let horizon = try horizon("2024-03", 6)
    #expect(horizon.periods.map(\.label).last == "2024-08")
    #expect(horizon.index(of: try #require(Period(label: "2024-05"))) == 2)
    #expect(horizon.index(of: try #require(Period(label: "2024-02"))) == nil)
    #expect(horizon.index(of: try #require(Period(label: "2024-09"))) == nil)
    #expect(horizon.index(of: try #require(Period(label: "2024-Q2"))) == nil)
    #expect(horizon.index(containing: try #require(CalendarDate(iso: "2024-08-31"))) == 5)
    #expect(horizon.index(containing: try #require(CalendarDate(iso: "2024-09-01"))) == nil)
    #expect(horizon.index(containing: try #require(CalendarDate(iso: "2024-02-29"))) == nil)
  }

  @Test func factsAboutPeriods() throws {
    let horizon = try horizon("2024-Q1", 3)
    func values(_ name: String) -> [Double]? {
      guard case .series(let values, _)? = builtInSeries(name, horizon: horizon)?.node else {
        return nil
      }
      return values
    }
    #expect(values("period.days") == [91, 91, 92])
    #expect(values("period.month") == [1, 4, 7])
    #expect(values("period.year") == [2024, 2024, 2024])
    #expect(values("period.index") == [0, 1, 2])
    #expect(values("period.start") == [19723, 19814, 19905])
    // The end of a period is the start of the next.
    #expect(values("period.end") == [19814, 19905, 19997])
    #expect(values("period.week") == nil)
  }
}

@Suite("several periods that are looked at as one")
struct PeriodSpanTests {
  private let months = Horizon(first: Period(label: "2023-11")!, count: 27)

  @Test(
    "quarters, halves and whatever else periods make up",
    arguments: [
      ("2024-Q2", "2024-Q2", 5...7), ("2024-01..2024-06", "2024-01..2024-06", 2...7),
      ("2024-01/2024-06", "2024-01..2024-06", 2...7),
      ("2024-02 .. 2024-03", "2024-02..2024-03", 3...4),
      ("2024-Q1..2024-Q2", "2024-01..2024-06", 2...7),
      ("2023-11..2026-01", "2023-11..2026-01", 0...26),
      ("2024-H1", "2024-01..2024-06", 2...7), ("2024年上半年", "2024-01..2024-06", 2...7),
      ("2024-01..2024-Q2", "2024-01..2024-06", 2...7),
    ])
  func spans(text: String, label: String, periods: ClosedRange<Int>) throws {
    let span = try #require(months.span(label: text))
    #expect(span.label == label)
    #expect(span.periods == periods)
  }

  @Test(
    "what is a period or a year by itself, divides a period or lies elsewhere is none",
    arguments: [
      "2024-03", "2024", "2024-01..2024-12", "2023-Q4", "2024-06..2024-01", "2024-Q2..2024-04",
      "2023-10..2023-12", "2026-01..2026-02", "2024-01..", "..", "2024-01..2024-02..2024-03", "",
    ])
  func others(text: String) {
    #expect(months.span(label: text) == nil)
  }

  @Test("quarters of a horizon of quarters, and months that divide them")
  func quarters() throws {
    let horizon = Horizon(first: Period(label: "2024-Q1")!, count: 6)
    #expect(try #require(horizon.span(label: "2024-Q1..2024-Q2")).periods == 0...1)
    #expect(try #require(horizon.span(label: "2024-04..2024-12")).label == "2024-Q2..2024-Q4")
    #expect(horizon.span(label: "2024-02..2024-06") == nil)
    #expect(horizon.span(label: "2024-01..2024-03") == nil)
  }
}
