import Foundation
import Testing
import Torreya

@testable import Reports

/// The tables of visitors say what the trials say.
@Suite("tables of visitors")
struct VisitorTablesTests {
  /// Two segments, one of them counted, a car park, weather, campaigns and study travel, by day.
  private static let town: ScenarioText = {
    let text = """
      { "torreya": 1, "id": "town", "horizon": { "first": "2023-12", "periods": 14 },
        "weather": { "wet": { "days": [12, 12, 15, 14, 14, 13, 12, 13, 12, 8, 10, 9] } },
        "visitors": {
          "calendar": true,
          "segments": [
            { "id": "trips", "annual": { "uniform": { "low": 60000, "high": 90000 } },
              "weekdays": { "weekend": 2.5, "holiday": 3 }, "holidays": { "nationalDay": 4 },
              "weather": { "wet": "30%" }, "volatility": "12%", "overdispersion": "35%",
              "spendingPerVisit": "70元/人次" },
            { "id": "guests", "annual": "2万人次", "volatility": "10%", "lengthOfStay": 1.5,
              "spendingPerVisit": { "uniform": { "low": "200元/人次", "high": "400元/人次" } } }
          ],
          "campaigns": [
            { "id": "videos", "timesPerYear": 6, "probability": "30%", "uplift": "50%",
              "halfLife": "12天" }
          ],
          "capacity": [
            { "id": "carPark", "amount": 180, "users": { "trips": 0.3, "guests": 0.4 },
              "excess": { "toNeighbours": "30%", "toLaterDays": "40%", "delay": 7 } }
          ],
          "studyTravel": { "products": [
            { "id": "trips", "groupsPerYear": 60, "groupSize": 40, "cancellation": "20%",
              "variation": "15%", "spendingPerVisit": "80元/人次",
              "windows": [{ "id": "spring", "from": "03-01", "to": "06-08" }] }
          ] }
        } }
      """
    guard let scenario = try? ScenarioText(name: "town.json", text: text) else {
      preconditionFailure("the scenario is JSON")
    }
    return scenario
  }()

  private static let scenarios = [town] + [ScenarioText.jidong].compactMap { $0 }

  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-12 * max(1, abs(left), abs(right))
  }

  private func sums(_ columns: [[Double]]) -> [Double] {
    columns[0].indices.map { trial in columns.reduce(0) { $0 + $1[trial] } }
  }

  @Test("quarters and years are the months of each trial", arguments: scenarios)
  func totals(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: 40)
    let rows = try TableRows("visitors.csv", result)
    let horizon = result.compiled.scenario.horizon
    let indicators = result.compiled.scenario.definitions.indicators
    var checked = 0
    for row in rows.rows where rows.text("periodKind", row) != "month" {
      let period = try #require(Period(label: rows.text("period", row)))
      let id = rows.text("indicator", row)
      let indicator = try #require(indicators.first { $0.id == id })
      let months = horizon.periods.filter { period.months.contains($0.ordinal) }
      let parts = try months.map { try result.values(id, $0.label) }
      let isMean = rows.text("measure", row) == "occupancy"
      let values = sums(parts).map {
        indicator.unit.value(ofBase: $0) / (isMean ? Double(months.count) : 1)
      }
      #expect(isClose(try #require(rows.number("mean", row)), Moments(of: values).mean))
      for (name, probability) in [("p10", 0.1), ("p50", 0.5), ("p90", 0.9)] {
        let quantile = quantiles(of: values, at: [probability])[0]
        #expect(isClose(try #require(rows.number(name, row)), quantile), "\(id) \(period.label)")
      }
      checked += 1
    }
    let times = ReportedPeriod.all(horizon).filter { $0.sort != .yearToDate }
    let longer = times.filter { $0.sort != .month }.count
    #expect(checked > 0 && checked * times.count == rows.rows.count * longer)
    #expect(
      Set(rows.rows.map { rows.text("by", $0) })
        == ["segment", "studyTravel", "product", "total", "capacity"])
  }

  @Test("a holiday has the visitors of its days, a month those of its own, in every trial")
  func days() throws {
    for scenario in Self.scenarios {
      let compiled = try scenario.compiled()
      let seeds: [UInt64] = scenario.name == Self.town.name ? [1, 2, 20_240_326, 99_991] : [1]
      for seed in seeds {
        let result = try Torreya.run(compiled, testSettings(trials: 60, seed: seed))
        let layout = try #require(result.compiled.scenario.visitors)
        let horizon = result.compiled.scenario.horizon
        func ofDays(_ days: [CalendarDate]) throws -> [Double] {
          sums(try days.map { try result.values(layout.total.dailyArrivals, $0.description) })
        }
        for holiday in layout.holidays {
          let days = (0..<holiday.days).map { holiday.firstDay.adding(days: $0) }
          let found = try result.values(layout.total.holidayArrivals, holiday.period)
          #expect(zip(found, try ofDays(days)).allSatisfy { isClose($0, $1) }, "\(holiday.period)")
        }
        for index in 0..<horizon.count {
          let days = horizon.days(ofPeriod: index).map(horizon.day(at:))
          let found = try result.values(layout.total.indicator(.arrivals), horizon[index].label)
          #expect(zip(found, try ofDays(days)).allSatisfy { isClose($0, $1) })
        }
      }
    }
  }

  @Test("the calendar has every day, with the figures of its trials and the chance that it is full")
  func calendar() throws {
    let result = try Self.town.run(trials: 200)
    let rows = try TableRows("calendar.csv", result)
    let horizon = result.compiled.scenario.horizon
    #expect(rows.rows.map { rows.text("date", $0) } == horizon.days.map(\.description))
    for row in rows.rows {
      let date = rows.text("date", row)
      let values = try result.values("visitors.total.daily.arrivals", date)
      #expect(isClose(try #require(rows.number("mean", row)), Moments(of: values).mean))
      #expect(rows.number("p10", row) == quantiles(of: values, at: [0.1])[0])
      #expect(rows.number("p90", row) == quantiles(of: values, at: [0.9])[0])
    }
    #expect(
      rows.rows.allSatisfy { row in
        rows.number("fullProbability", row).map { $0 == ($0 * 200).rounded() / 200 } ?? false
      })
    var fullDays = 0.0
    for (index, period) in horizon.periods.enumerated() {
      let days = rows.rows[horizon.days(ofPeriod: index)]
      let expected = try days.map { try #require(rows.number("fullProbability", $0)) }.reduce(0, +)
      let found = try result.values("visitors.capacity.carPark.daysAtCapacity", period.label)
      #expect(isClose(expected, Moments(of: found).mean))
      fullDays += expected
    }
    #expect(fullDays > 1)
  }

  @Test("kinds of days")
  func kinds() throws {
    let rows = try TableRows("calendar.csv", try Self.town.run(trials: 5))
    func kind(_ date: String) throws -> [String] {
      let row = try #require(rows.rows(["date": date]).first)
      return ["weekday", "kind", "holiday", "dayOfHoliday", "labelEn"].map { rows.text($0, row) }
    }
    // Saturday 11 May is worked for Labour Day; the Sunday after it is a weekend.
    #expect(try kind("2024-05-01") == ["3", "holiday", "labourDay", "1", "Labour Day"])
    #expect(try kind("2024-05-06") == ["1", "workday", "", "", "Workday"])
    #expect(try kind("2024-05-11") == ["6", "makeUpWorkday", "", "", "Make-up workday"])
    #expect(try kind("2024-05-12") == ["7", "weekend", "", "", "Weekend"])
  }

  @Test("holidays: the groups add up to all, and the shares are of the year")
  func holidays() throws {
    let result = try Self.town.run(trials: 100)
    let rows = try TableRows("holidays.csv", result)
    // New Year's Day of 2025 alone: the Spring Festival goes on beyond the horizon.
    let ids = ["2023": 0, "2024": 7, "2025": 1]
    for (year, count) in ids {
      #expect(Set(rows.rows(["year": year]).map { rows.text("holiday", $0) }).count == count)
    }
    let visitors = try TableRows("visitors.csv", result)
    for row in rows.rows(["group": "total"]) {
      let key = ["holiday": rows.text("holiday", row), "year": rows.text("year", row)]
      let parts = rows.rows(key).filter { rows.text("group", $0) != "total" }
      #expect(parts.map { rows.text("by", $0) } == ["segment", "segment", "studyTravel"])
      let mean = try #require(rows.number("mean", row))
      #expect(isClose(mean, try parts.map { try #require(rows.number("mean", $0)) }.reduce(0, +)))
      let days = try #require(Double(rows.text("days", row)))
      #expect(isClose(try #require(rows.number("meanPerDay", row)) * days, mean))
    }
    for row in rows.rows {
      let year = visitors.rows([
        "group": rows.text("group", row), "measure": "arrivals", "period": rows.text("year", row),
      ])
      guard let all = year.first.flatMap({ visitors.number("mean", $0) }) else {
        #expect(rows.text("year", row) == "2025" && rows.number("shareOfYear", row) == nil)
        continue
      }
      let share = try #require(rows.number("shareOfYear", row))
      #expect(isClose(share * all, try #require(rows.number("mean", row))))
    }
  }

  @Test("files are there for what is simulated, whatever the threads")
  func files() throws {
    func names(_ scenario: ScenarioText) throws -> [String] {
      try scenario.run(trials: 5).tables(threads: 1, withTrials: false).map(\.fileName)
        .filter(["visitors.csv", "holidays.csv", "calendar.csv"].contains)
    }
    let all = ["visitors.csv", "holidays.csv", "calendar.csv"]
    #expect(try names(Self.town) == all)
    let withoutCalendar = Self.town.setting(["visitors", "calendar"], to: false)
    #expect(try names(withoutCalendar) == Array(all.prefix(2)))
    let monthly: [String: Any] = ["segments": [["id": "a", "annual": 1200]]]
    let text = Self.town.setting(["visitors"], to: monthly)
    #expect(try names(text) == ["visitors.csv"])
    // Days are told where they are asked for, also of what is known by month only.
    #expect(try names(text.setting(["visitors", "calendar"], to: true)) == all)
    var none = text
    none.members["visitors"] = nil
    #expect(try names(none) == [])
    let result = try Self.town.run(trials: 30)
    for name in all {
      let (one, four) = try (
        TableRows(name, result), TableRows(name, result, threads: 4)
      )
      #expect(one.rows == four.rows)
    }
  }

  @Test("without the trials there are no quarters that months make, and all else")
  func sketched() throws {
    let compiled = try Self.town.compiled()
    var settings = testSettings(trials: 2100)
    let exact = try Torreya.run(compiled, settings)
    settings.quantiles = .sketch
    let result = try Torreya.run(compiled, settings)
    for name in ["visitors.csv", "holidays.csv", "calendar.csv"] {
      let (rows, kept) = (try TableRows(name, result), try TableRows(name, exact))
      let wanted = kept.rows.filter {
        name != "visitors.csv" || kept.text("periodKind", $0) != "quarter"
      }
      #expect(rows.rows.count == wanted.count)
      for (row, exact) in zip(rows.rows, wanted) {
        let mean = try #require(kept.number("mean", exact))
        #expect(abs(try #require(rows.number("mean", row)) - mean) <= 1e-12 * abs(mean))
        let (p90, error) = (rows.number("p90", row), rows.number("sketchError", row))
        let off = abs(try #require(p90) - kept.number("p90", exact)!)
        #expect(off <= (try #require(error)) * (1 + 1e-9) + 1e-9)
      }
    }
  }
}
