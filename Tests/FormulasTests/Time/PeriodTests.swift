import Testing

@testable import Formulas

@Suite struct PeriodTests {
  private static let bounds: [(String, String, String, Int)] = [
    ("2024", "2024-01-01", "2024-12-31", 366), ("2023", "2023-01-01", "2023-12-31", 365),
    ("2024-Q1", "2024-01-01", "2024-03-31", 91), ("2024-Q4", "2024-10-01", "2024-12-31", 92),
    ("2024-02", "2024-02-01", "2024-02-29", 29), ("2023-12", "2023-12-01", "2023-12-31", 31),
  ]

  @Test(arguments: bounds)
  func labelsAndBounds(label: String, first: String, last: String, days: Int) throws {
    let period = try #require(Period(label: label))
    #expect(period.label == label)
    #expect(period.firstDay.description == first)
    #expect(period.lastDay.description == last)
    #expect(period.days == days)
    #expect(period.contains(period.firstDay) && period.contains(period.lastDay))
    #expect(!period.contains(period.lastDay.adding(days: 1)))
    #expect(!period.contains(period.firstDay.adding(days: -1)))
    #expect(period.next.firstDay == period.lastDay.adding(days: 1))
    #expect(Period(period.frequency, containing: period.lastDay) == period)
  }

  @Test(arguments: [
    "", "24", "20244", "2024-", "2024-0", "2024-00", "2024-13", "2024-1", "2024-Q0", "2024-Q5",
    "2024Q1", "2024-q1", "2024-001", "2024-Q11", "2024-01-01",
  ])
  func refusesOtherLabels(label: String) {
    #expect(Period(label: label) == nil)
  }

  @Test func neighboursAcrossTheYear() throws {
    let december = try #require(Period(label: "2023-12"))
    #expect(december.next.label == "2024-01")
    #expect(december.next.year == 2024)
    #expect(december.advanced(by: -12).label == "2022-12")
    #expect(Period(.quarterly, year: 2024, number: 3).firstMonth == 7)
  }
}
