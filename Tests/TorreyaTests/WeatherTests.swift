import Foundation
import Testing
import Torreya

/// The weather of days has moments that are known on paper: of two-state Markov chains, and of
/// closures that follow strikes. The simulation must come within its own Monte Carlo error of them,
/// from whatever seed.
///
/// - Source: Wilks, *Statistical Methods in the Atmospheric Sciences*, 3rd ed. (2011), section 9.2:
///   a chain with the share π and the autocorrelation r has in n days the mean n π and the variance
///   π (1 − π) (n + 2 Σ (n − k) rᵏ); r = 1 − 1 / (L (1 − π)) with the mean spell L.
@Suite("weather by day")
struct WeatherTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]
  private let trials = 8000

  private func run(
    _ first: String, _ periods: Int, _ weather: [String: Any], _ others: [String: Any] = [:],
    seed: UInt64 = 1
  ) throws -> RunResult {
    var members: [String: Any] = [
      "torreya": 1, "id": "days", "horizon": ["first": first, "periods": periods],
      "weather": weather,
    ]
    members.merge(others) { _, new in new }
    return try ScenarioText(name: "days.json", members: members).run(trials: trials, seed: seed)
  }

  private func months(_ numbers: [Int: Double]) -> [Double] { (1...12).map { numbers[$0] ?? 0 } }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private func variance(_ values: [Double]) -> Double {
    let mean = mean(values)
    return values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count - 1)
  }

  /// Four standard errors, of which the values themselves tell the size.
  private func expectMean(
    _ values: [Double], _ known: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = (variance(values) / Double(values.count)).squareRoot()
    #expect(abs(mean(values) - known) < 4 * error + 1e-9, sourceLocation: sourceLocation)
  }

  private func expectVariance(
    _ values: [Double], _ known: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let centre = mean(values)
    let fourth = mean(values.map { pow($0 - centre, 4) })
    let error = ((fourth - known * known) / Double(values.count)).squareRoot()
    #expect(abs(variance(values) - known) < 4 * error, sourceLocation: sourceLocation)
  }

  /// The variance of the number of days with a state, of n days of a stationary chain.
  private func varianceOfCount(_ days: Int, share: Double, meanSpell: Double) -> Double {
    let r = 1 - 1 / (meanSpell * (1 - share))
    let sum = (1..<days).reduce(0.0) { $0 + Double(days - $1) * pow(r, Double($1)) }
    return share * (1 - share) * (Double(days) + 2 * sum)
  }

  @Test("wet days and their spells", arguments: seeds, [(12.0, 2.2), (24, 8), (3, 1.2)])
  func wetDays(seed: UInt64, _ normal: (days: Double, spell: Double)) throws {
    let starts: [String: Any] = [
      "id": "starts", "kind": "count", "unit": "次",
      "formula": "sumOverDays(if(previous(weather.wet, 1), 0, weather.wet)) * 1次",
    ]
    let result = try run(
      "2024-04", 1,
      ["wet": ["days": months([4: normal.days]), "meanSpell": normal.spell]],
      ["indicators": [starts]], seed: seed)
    let days = try result.values("weather.wetDays", "2024-04")
    let share = normal.days / 30
    expectMean(days, normal.days)
    expectVariance(days, varianceOfCount(30, share: share, meanSpell: normal.spell))
    // Spells that begin on the second to the thirtieth day: each lasts for the mean spell.
    expectMean(
      try result.values("starts", "2024-04"), 29 * share / normal.spell)
  }

  @Test("each month has its normal", arguments: seeds)
  func monthsOfAYear(seed: UInt64) throws {
    let wet = [12.0, 3, 27, 14, 14, 0, 30, 13, 12, 8, 10, 9]
    let hot = [0.0, 0, 0, 0, 1, 3, 20, 12, 2, 0, 0, 0]
    let result = try run(
      "2023-01", 12,
      ["wet": ["days": wet], "hot": ["days": hot, "meanSpell": 6], "cold": ["days": wet]],
      seed: seed)
    for month in 0..<12 {
      let period = Period(.monthly, year: 2023, number: month + 1).label
      expectMean(try result.values("weather.wetDays", period), wet[month])
      expectMean(try result.values("weather.hotDays", period), hot[month])
      expectMean(try result.values("weather.coldDays", period), wet[month])
    }
  }

  /// The expected wet days of n in which the chain nears the share s from m.
  private func expected(_ days: Int, share: Double, from start: Double, _ r: Double) -> Double {
    Double(days) * share + (start - share) * r * (1 - pow(r, Double(days))) / (1 - r)
  }

  @Test("the wet days of the plum rain", arguments: seeds)
  func plumRain(seed: UInt64) throws {
    let result = try run(
      "2024-06", 2,
      [
        "wet": ["days": months([6: 6, 7: 6])],
        "plumRain": ["onset": "06-11", "end": "07-10", "wetDayShare": 0.6, "meanSpell": 4],
      ], seed: seed)
    let (june, july) = try (
      result.values("weather.plumWetDays", "2024-06"),
      result.values("weather.plumWetDays", "2024-07")
    )
    let r = 1 - 1 / (4 * 0.4)
    expectMean(zip(june, july).map(+), expected(30, share: 0.6, from: 0.2, r))
    #expect(try result.values("weather.plumDays", "2024-06").allSatisfy { $0 == 20 })
    // The first ten days of June have the share of the month.
    let all = try result.values("weather.wetDays", "2024-06")
    expectMean(zip(all, june).map(-), 10 * 0.2)
  }

  @Test("a share so high that spells grow", arguments: seeds)
  func highShare(seed: UInt64) throws {
    let result = try run(
      "2024-06", 1,
      [
        "plumRain": [
          "onset": "06-01", "end": "06-30", "wetDayShare": ["discrete": ["0.3": 0.5, "0.9": 0.5]],
        ]
      ], seed: seed)
    // Two wet days follow each other on average at 0.3. At 0.9 a dry day stands alone, and of the
    // wet ones 1 / 0.9 - 1 end: r = 2 - 1/0.9 - 1.
    let low = expected(30, share: 0.3, from: 0, 1 - 1 / (2 * 0.7))
    let high = expected(30, share: 0.9, from: 0, 1 - 1 / 0.9)
    expectMean(try result.values("weather.wetDays", "2024-06"), (low + high) / 2)
  }

  @Test("onset and end may go together", arguments: seeds)
  func correlatedSeason(seed: UInt64) throws {
    func day(_ mean: String) -> [String: Any] {
      ["normal": ["mean": mean, "standardDeviation": 5]]
    }
    let result = try run(
      "2024-01", 12, ["plumRain": ["onset": day("06-10"), "end": day("07-20")]],
      [
        "correlations": [
          ["streams": ["weather.plumRain.onset", "weather.plumRain.end"], "correlation": 0.6]
        ]
      ], seed: seed)
    let days = try result.values("weather.plumDays", "2024")
    expectMean(days, 41)
    // Whole days add the variance of a rounding to each end.
    expectVariance(days, 25 + 25 - 2 * 0.6 * 25 + 2.0 / 12)
  }

  @Test("typhoons and the days that they close", arguments: seeds)
  func typhoons(seed: UInt64) throws {
    let result = try run(
      "2024-07", 4,
      [
        "typhoons": [
          "rates": months([7: 2, 8: 6, 9: 3]),
          "closureDays": ["discrete": ["1": 0.5, "2": 0.35, "3": 0.15]],
        ]
      ], seed: seed)
    let rates = [2.0 / 31, 6.0 / 31, 3.0 / 30, 0]
    let lengths = [31, 31, 30, 31]
    let daily = zip(rates, lengths).flatMap { Array(repeating: $0, count: $1) }
    let lasting = [1, 0.5, 0.15]
    var day = 0
    for (month, length) in lengths.enumerated() {
      var closed = 0.0
      for _ in 0..<length {
        let open = lasting.enumerated().reduce(1.0) { open, strike in
          day < strike.offset ? open : open * (1 - daily[day - strike.offset] * strike.element)
        }
        closed += 1 - open
        day += 1
      }
      let period = "2024-\(month + 7 < 10 ? "0" : "")\(month + 7)"
      expectMean(try result.values("weather.closedDays", period), closed)
      expectMean(
        try result.values("weather.typhoons", period), rates[month] * Double(length))
    }
    let august = try result.values("weather.typhoons", "2024-08")
    expectVariance(august, 31 * rates[1] * (1 - rates[1]))
  }

  @Test("the same days stop the works and keep the visitors away")
  func oneWeatherForAll() throws {
    let activity: [String: Any] = [
      "id": "build", "duration": 60, "notBefore": "2024-08-01", "weather": ["closed": 1],
    ]
    let result = try run(
      "2024-07", 6,
      [
        "typhoons": [
          "rates": months([8: 2]), "closureDays": ["discrete": ["1": 0.5, "4": 0.5]],
        ]
      ],
      [
        "calendars": [["id": "all", "week": "sevenDay"]],
        "visitors": ["segments": [["id": "a", "annual": 12000, "weather": ["closed": 1]]]],
        "works": ["projects": [["id": "road", "calendar": "all", "activities": [activity]]]],
      ])
    let finish = try result.values("works.road.finish", "2024-07/2024-12")
    let closed = try (8...9).map { try result.values("weather.closedDays", "2024-0\($0)") }
    let visitors = try result.values("visitors.a.arrivals", "2024-08")
    // Without weather the sixtieth day is 29 September.
    let planned = Double(try #require(CalendarDate(iso: "2024-09-29")).dayNumber)
    for trial in 0..<trials {
      #expect(finish[trial] == planned + closed[0][trial] + closed[1][trial])
      #expect(abs(visitors[trial] - 1000 * (1 - closed[0][trial] / 31)) < 1e-9)
    }
    #expect(Set(closed[0]).count > 4)
  }

  /// Three pieces of work one after the other, of which the last minds no weather: in all they take
  /// their working days and the closed working days of the first two, in every trial.
  @Test("closed working days are lost once, closed weekends never", arguments: seeds)
  func worksOfAWeek(seed: UInt64) throws {
    func activity(_ id: String, _ days: Int, after: [String], minds: Bool) -> [String: Any] {
      var members: [String: Any] = ["id": id, "duration": days, "after": after]
      if minds { members["weather"] = ["closed": 1] }
      return members
    }
    let activities = [
      activity("build", 30, after: [], minds: true),
      activity("pave", 40, after: ["build"], minds: true),
      activity("accept", 5, after: ["pave"], minds: false),
    ]
    let indicators: [[String: Any]] = [
      [
        "id": "lost", "kind": "flow", "unit": "天",
        "formula": "sumOverDays(if(day.weekday <= 5, weather.closed, 0)) * 1天",
      ],
      [
        "id": "took", "unit": "天",
        "formula": """
          workingDay(works.road.finish + 1天, calendars.week) \
          - workingDay(date(2024, 8, 1), calendars.week)
          """,
      ],
    ]
    // Closures end before the paving does: 70 working days from August on.
    let result = try run(
      "2024-08", 6,
      [
        "typhoons": [
          "rates": months([8: 6]), "closureDays": ["uniform": ["low": 0.5, "high": 5]],
        ]
      ],
      [
        "calendars": [["id": "week", "week": "fiveDay"]], "indicators": indicators,
        "works": ["projects": [["id": "road", "calendar": "week", "activities": activities]]],
      ], seed: seed)
    let lost = try ["2024-08", "2024-09"].map { try result.values("lost", $0) }
    let took = try result.values("took", "2024-08/2025-01")
    let finished = try (8...12).map {
      try result.values("works.road.finished", "2024-\($0 < 10 ? "0" : "")\($0)")
    }
    #expect(result.simulation.share(ofCounted: "works.road.build.critical") == 1)
    for trial in 0..<trials {
      #expect(took[trial] == 75 + lost[0][trial] + lost[1][trial])
      #expect(finished[0][trial] == 0 && finished[4][trial] == 1)
    }
  }
}
