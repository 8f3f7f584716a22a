import Forecasting
import Formulas
import History
import Testing

@Suite("interventions") struct InterventionTests {
  @Test(arguments: [
    ("2020-02", "2020-02", "2020-02", "2020-02"),
    ("closure=2020-02..2020-04", "closure", "2020-02", "2020-04"),
    ("2021-Q3..2022", "2021-Q3..2022", "2021-Q3", "2022"),
    ("road=2023-07..", "road", "2023-07", ""),
  ])
  func areRead(text: String, name: String, first: String, last: String) throws {
    let intervention = try #require(Intervention(parsing: text))
    #expect(intervention.name == name)
    #expect(intervention.first == (try period(first)))
    #expect(intervention.last == (last.isEmpty ? nil : try period(last)))
  }

  @Test(arguments: [
    "", "..", "soon", "=2020-02", "2020-02..2020-01", "2020..2019-12", "..2020-01", "x=",
    "2020-02..later", "2020-13", "2020-02...",
  ])
  func otherTextsAreRefused(text: String) { #expect(Intervention(parsing: text) == nil) }

  @Test func aShareIsThatOfTheDays() throws {
    let months = try #require(Intervention(parsing: "2020-02..2020-04"))
    #expect(months.share(of: try period("2020-01")) == 0)
    #expect(months.share(of: try period("2020-03")) == 1)
    // 29 and 31 of the 91 days of the first quarter of a leap year.
    #expect(months.share(of: try period("2020-Q1")) == 60.0 / 91)
    #expect(months.share(of: try period("2020")) == 90.0 / 366)
    let lasting = try #require(Intervention(parsing: "2023-07.."))
    #expect(lasting.share(of: try period("2023")) == 184.0 / 365)
    #expect(lasting.share(of: try period("2031-01")) == 1)
  }

  @Test func columnsReachBeyondTheHistoryAndItsCalendar() throws {
    let rows = (2095...2099).flatMap { year in
      (1...12).map { "\(year)-\($0 < 10 ? "0" : "")\($0),\(50 + $0 * 7 % 11)" }
    }
    let history = try readOne("period,value\n" + rows.joined(separator: "\n"))
    let road = try #require(Intervention(parsing: "road=2097-07.."))
    let columns = history.eventRegressors([road], stepCount: 84)
      .joined(with: history.knownCalendar(stepCount: 84))
    #expect(columns.stepCount == 84)
    #expect(columns.column("road")?[29] == 0 && columns.column("road")?[30] == 1)
    #expect(columns.column("road")?[83] == 1)
    let known = LunarCalendar.supportedYears.upperBound
    let festival = try #require(columns.column("springFestival.during"))
    let lastKnown = (known - 2095 + 1) * 12
    #expect(festival[..<min(60, lastKnown)].contains { $0 != 0 })
    #expect(festival.dropFirst(lastKnown).allSatisfy { $0 == 0 })
  }

  @Test func onlyAChangeWithinTheHistoryCanBeTold() throws {
    let history = try readOne("period,value\n2020-01,1\n2020-02,2\n2020-03,3\n2020-04,4\n")
    func happened(_ text: String) throws -> Bool {
      try #require(Intervention(parsing: text)).happened(during: history)
    }
    #expect(try happened("2020-02"))
    #expect(try happened("2020-04.."))
    #expect(try !happened("2020-05.."))
    #expect(try !happened("2019-02.."))
    #expect(try !happened("2019-01..2019-12"))
  }
}
