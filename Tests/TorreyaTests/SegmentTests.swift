import Foundation
import Testing
import Torreya

/// Days of segments whose distribution is known on paper.
@Suite("segments by day")
struct SegmentTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]
  private let trials = 4000

  /// One month of 30 days with 100 visits a day at an even profile, and what else is said.
  private func april(_ segment: [String: Any], _ others: [String: Any] = [:]) -> ScenarioText {
    var segment = segment
    segment["id"] = "a"
    segment["annual"] = segment["annual"] ?? "3.6万人次"
    var members: [String: Any] = [
      "torreya": 1, "id": "april", "horizon": ["first": "2024-04", "periods": 1],
      "visitors": ["segments": [segment]],
    ]
    members.merge(others) { _, new in new }
    return ScenarioText(name: "april.json", members: members)
  }

  /// Mean and variance within four standard errors of what they are on paper; those of the variance
  /// by the fourth moment of the sample.
  private func expect(
    _ values: [Double], mean: Double, variance: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    #expect(abs(found - mean) < 4 * (variance / count).squareRoot(), sourceLocation: sourceLocation)
    let deviations = values.map { ($0 - mean) * ($0 - mean) }
    let foundVariance = deviations.reduce(0, +) / count
    let fourth = deviations.map { $0 * $0 }.reduce(0, +) / count
    let error = ((fourth - foundVariance * foundVariance) / count).squareRoot()
    #expect(abs(foundVariance - variance) < 4 * error, sourceLocation: sourceLocation)
  }

  @Test("a month of negative binomial days has their sums as mean and variance", arguments: seeds)
  func negativeBinomial(seed: UInt64) throws {
    let result = try april(["overdispersion": 0.4, "weekdays": ["weekend": 3]])
      .run(trials: trials, seed: seed)
    // Eight days of weekends with three parts each and 22 with one make 46 parts of 3000.
    let (ordinary, weekend) = (3000.0 / 46, 9000.0 / 46)
    func variance(_ mean: Double) -> Double { mean + 0.16 * mean * mean }
    expect(
      try result.values("visitors.a.arrivals", "2024-04"), mean: 3000,
      variance: 22 * variance(ordinary) + 8 * variance(weekend))
  }

  @Test("without a swing of its own the sum of Poisson days is Poisson", arguments: seeds)
  func poisson(seed: UInt64) throws {
    let values = try april(["annual": "240人次", "overdispersion": 0])
      .run(trials: trials, seed: seed).values("visitors.a.arrivals", "2024-04")
    expect(values, mean: 20, variance: 20)
    #expect(values.allSatisfy { $0 == $0.rounded() })
    // By the distribution function: P(N ≤ 20) of the mean 20 is 0.559093.
    let share = Double(values.count { $0 <= 20 }) / Double(trials)
    #expect(abs(share - 0.559093) < 4 * (0.559093 * 0.440907 / Double(trials)).squareRoot())
  }

  @Test("known wet days thin the counts of their days", arguments: seeds)
  func thinning(seed: UInt64) throws {
    let weather: [String: Any] = ["plumRain": ["onset": "04-11", "end": "04-20"]]
    let result = try april(
      ["overdispersion": 0.3, "weather": ["wet": 0.4]], ["weather": weather]
    ).run(trials: trials, seed: seed)
    // Ten days with 60 visits and twenty with 100: what is left of each is negative binomial with
    // the same shape.
    func variance(_ mean: Double) -> Double { mean + 0.09 * mean * mean }
    expect(
      try result.values("visitors.a.arrivals", "2024-04"), mean: 2600,
      variance: 20 * variance(100) + 10 * variance(60))
  }

  @Test("segments move together by drivers they share, and not by their counts", arguments: seeds)
  func sharedDriver(seed: UInt64) throws {
    let driver = ["normal": ["mean": 0, "standardDeviation": 0.1]]
    let segments = ["a", "b"].map { id -> [String: Any] in
      ["id": id, "annual": "3.6万人次", "follows": ["activity": 1], "overdispersion": 0.5]
    }
    let result = try april(
      [:], ["drivers": ["activity": ["value": driver]], "visitors": ["segments": segments]]
    ).run(trials: trials, seed: seed)
    let values = try ["a", "b"].map { try result.values("visitors.\($0).arrivals", "2024-04") }
    // Cov = Var(E) and Var = Var(E) + E(Var), with E = 3000 e^X and
    // Var = 3000 e^X + 0.25 · 300000 e^2X.
    let (first, second) = (exp(0.005), exp(0.02))
    let shared = 9e6 * (second - first * first)
    let own = 3000 * first + 0.25 * 300_000 * second
    let expected = shared / (shared + own)
    let means = values.map { $0.reduce(0, +) / Double(trials) }
    func moment(_ i: Int, _ j: Int) -> Double {
      zip(values[i], values[j]).map { ($0 - means[i]) * ($1 - means[j]) }.reduce(0, +)
    }
    let found = moment(0, 1) / (moment(0, 0) * moment(1, 1)).squareRoot()
    let error = (1 - expected * expected) / Double(trials).squareRoot()
    #expect(abs(found - expected) < 4.5 * error)
  }

  @Test("the days of a calendar year have the year's visits, whatever their factors")
  func wholeYears() throws {
    let segment: [String: Any] = [
      "id": "a", "annual": "1万人次", "weekdays": ["friday": 1.5, "weekend": 2.5, "holiday": 3.2],
      "holidays": ["every.dayBefore": 1.4, "springFestival": 4, "springFestival.first": 0.2],
      "festivals": ["market": 1.7], "vacation": 1.3,
    ]
    let calendar: [String: Any] = [
      "schoolTerms": [["id": "term", "from": "09-01", "to": "01-15"]],
      "festivals": [["id": "market", "lunarDays": [5, 10, 15, 20, 25, 30]]],
    ]
    for (first, periods) in [("2023-01", 24), ("2024-Q1", 8), ("2024", 2)] {
      let result = try ScenarioText(
        name: "years.json",
        members: [
          "torreya": 1, "id": "years", "horizon": ["first": first, "periods": periods],
          "calendar": calendar, "visitors": ["segments": [segment]],
        ]
      ).run(trials: 1)
      let year = first.hasPrefix("2023") ? "2023" : "2025"
      let total = try result.values("visitors.a.arrivals", year)[0]
      #expect(abs(total - 10_000) < 1e-8)
      if periods == 24 {
        // The leap year too, and each month its share.
        #expect(abs(try result.values("visitors.a.arrivals", "2024")[0] - 10_000) < 1e-8)
        #expect(abs(try result.values("visitors.a.arrivals", "2024-02")[0] - 10_000.0 / 12) < 1e-9)
      }
    }
  }

  @Test("holiday totals are the sums of the days off, and the calendar keeps each day")
  func holidaysAndCalendar() throws {
    let segment: [String: Any] = [
      "weekdays": ["weekend": 2, "holiday": 3], "overdispersion": 0.3,
    ]
    let scenario = april(
      segment,
      [
        "horizon": ["first": "2024-04", "periods": 2],
      ]
    ).setting(["visitors", "calendar"], to: true)
    let result = try scenario.run(trials: 200)
    let layout = try #require(result.compiled.model.scenario.visitors)
    #expect(layout.holidays.map(\.period) == ["qingming.2024", "labourDay.2024"])
    #expect(layout.calendar.count == 61)
    for holiday in layout.holidays {
      let days = (holiday.firstDay.dayNumber...holiday.lastDay.dayNumber).map {
        CalendarDate(dayNumber: $0).description
      }
      let daily = try days.map { try result.values(layout.total.dailyArrivals, $0) }
      for group in [layout.total, layout.groups[0]] {
        let total = try result.values(group.holidayArrivals, holiday.period)
        for trial in 0..<200 { #expect(total[trial] == daily.reduce(0) { $0 + $1[trial] }) }
      }
    }
    let month = try result.values("visitors.a.arrivals", "2024-05")
    let may = try layout.calendar.filter { $0.month == 5 }.map {
      try result.values(layout.total.dailyArrivals, $0.description)
    }
    for trial in 0..<200 { #expect(month[trial] == may.reduce(0) { $0 + $1[trial] }) }
  }
}
