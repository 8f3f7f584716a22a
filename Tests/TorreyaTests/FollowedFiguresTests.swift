import Foundation
import Testing
import Torreya

/// What following a year says of figures, against what can be worked out by hand.
@Suite("figures of a followed year") struct FollowedFiguresTests {
  private let trials = 8192

  /// A level of the year with noise on top, counts of rare events, and a net figure about zero.
  private var scenario: ScenarioText {
    func normal(_ mean: String, _ deviation: String) -> [String: Any] {
      ["normal": ["mean": mean, "standardDeviation": deviation]]
    }
    var noise = normal("0万元", "5万元")
    noise["drawn"] = "everyPeriod"
    return ScenarioText(
      name: "figures.json",
      members: [
        "torreya": 1, "id": "figures", "horizon": ["first": "2024-01", "periods": 12],
        "indicators": [
          ["id": "level", "unit": "万元", "value": normal("100万元", "50万元")],
          ["id": "noise", "unit": "万元", "kind": "flow", "value": noise],
          ["id": "tax", "unit": "万元", "kind": "flow", "formula": "level + noise"],
          ["id": "capped", "unit": "万元", "kind": "flow", "formula": "min(level + noise, 140万元)"],
          [
            "id": "cases", "unit": "人", "kind": "count",
            "value": ["poisson": ["mean": 0.05], "drawn": "everyPeriod"],
          ],
          [
            "id": "deaths", "unit": "人", "kind": "count",
            "value": ["poisson": ["mean": 1e-9], "drawn": "everyPeriod"],
          ],
        ],
        "targets": [
          ["id": "T", "indicator": "tax", "period": "2024", "atLeast": "2000万元"],
          ["id": "C", "indicator": "cases", "period": "2024", "atMost": "1人"],
          ["id": "M", "indicator": "tax", "period": "2024-03", "atLeast": "90万元"],
          ["id": "N", "indicator": "noise", "period": "2024", "atLeast": "5万元"],
        ],
      ])
  }

  private func followed(
    _ rows: String, asOf: String? = nil, seed: UInt64 = 1, trials: Int? = nil,
    measures: Bool = false
  ) throws -> TrackResult {
    let model = try scenario.model()
    var request = TrackRequest()
    request.asOf = asOf.flatMap(CalendarDate.init(iso:))
    request.measuresRule = measures
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(("indicator,period,value\n" + rows).utf8)),
      for: model)
    return try track(
      model, try #require(found.actuals), request,
      testSettings(trials: trials ?? self.trials, seed: seed))
  }

  private func target(_ result: TrackResult, _ id: String) throws -> TrackedTarget {
    try #require(result.targets.first { $0.judged.target.id == id })
  }

  /// The level given k months with mean m: variance 1 / (1/2500 + k/25).
  @Test("what is expected of a month is given the months before it", arguments: [1, 7, 2024])
  func expected(seed: UInt64) throws {
    let values = [200.0, 205, 198]
    let result = try followed(
      "tax,2024-01,200\ntax,2024-02,205\ntax,2024-03,198\n", seed: seed)
    let n = Double(trials)
    var squares = 0.0
    for (month, known) in result.known.enumerated() {
      let precision = 1 / 2500 + Double(month) / 25
      let mean = (100 / 2500 + values[..<month].reduce(0, +) / 25) / precision
      let deviation = (25 + 1 / precision).squareRoot()
      let (expected, spread) = (known.agreement.expected / 1e4, known.agreement.deviation / 1e4)
      // Of the regression too, as far from the mean as the months before were.
      let error = deviation * ((1 + squares) / n).squareRoot()
      #expect(abs(expected - mean) < 4.5 * error, "\(month) \(expected) \(mean)")
      #expect(abs(spread - deviation) < 4.5 * deviation / (2 * n).squareRoot(), "\(spread)")
      let surprise = (values[month] - mean) / deviation
      #expect(
        abs(known.agreement.surprise - surprise)
          < 4.5 * (error / deviation + abs(surprise) / (2 * n).squareRoot()))
      squares += surprise * surprise
    }
    // What each says beyond the ones before makes up the distance of all, with n or n - 1.
    let distance = try #require(result.conditioning).distance
    let sum = result.known.reduce(0) { $0 + $1.agreement.surprise * $1.agreement.surprise }
    #expect(abs(sum - distance) < 2 * distance / Double(trials), "\(sum) \(distance)")
  }

  @Test("the chance of figures so far off is that of the model's years", arguments: [1, 7, 2024])
  func surprise(seed: UInt64) throws {
    func isNear(_ found: Double?, _ exact: Double) -> Bool {
      abs((found ?? .nan) - exact) < 4.5 * (exact * (1 - exact) / Double(trials)).squareRoot()
    }
    // Counts: as many as one case in January, by the formula of Poisson.
    let one = try followed("cases,2024-01,1\n", seed: seed).surpriseProbability
    #expect(isNear(one, 1 - exp(-0.05)), "\(one ?? .nan)")
    let two = try followed("cases,2024-01,2\n", seed: seed).surpriseProbability
    #expect(isNear(two, 1 - exp(-0.05) * 1.05), "\(two ?? .nan)")
    // Normal figures: by chi-squared.
    let normal = try followed("tax,2024-01,170\ntax,2024-02,178\n", seed: seed)
    let distance = try #require(normal.conditioning).distance
    #expect(
      isNear(normal.surpriseProbability, chiSquareTail(beyond: distance, degreesOfFreedom: 2)))
    // None is as far off: one of all and itself.
    let none = try followed("tax,2024-01,2000\n", seed: seed).surpriseProbability
    #expect(none == 1 / Double(trials + 1))
  }

  @Test("what no trial of the model has is at least as improbable as one of them")
  func inNoTrial() throws {
    let death = try followed("tax,2024-01,110\ndeaths,2024-01,1\n")
    #expect(death.surpriseProbability == 1 / Double(trials + 1) && death.isBeyondAllTrials)
    let usual = try followed("tax,2024-01,110\ndeaths,2024-01,0\n")
    #expect(try #require(usual.surpriseProbability) > 0.5 && !usual.isBeyondAllTrials)
    #expect(try followed("deaths,2024-01,0\n").surpriseProbability == nil)
  }

  @Test("a figure in another unit is told, however few the trials are")
  func slips() throws {
    for (rows, isFarOff) in [
      ("tax,2024-01,1100000\n", true), ("tax,2024-01,-1100\n", true), ("tax,2024-01,150\n", false),
    ] {
      #expect(try followed(rows).known.contains(where: \.isFarOff) == isFarOff, "\(rows)")
    }
  }

  @Test("a figure between two that the model can have is reached by none of its years")
  func unreached() throws {
    for (rows, isUnreached) in [
      ("cases,2024-01,1.5\n", true), ("cases,2024-01,2\n", false), ("tax,2024-01,150\n", false),
      ("tax,2024-01,110\ndeaths,2024-01,1\n", false),
    ] {
      #expect(try followed(rows).known.contains(where: \.isUnreached) == isUnreached, "\(rows)")
    }
  }

  @Test("a figure at which the model has a bound is told")
  func bounds() throws {
    for (rows, isAtBound) in [
      ("capped,2024-01,140\n", true), ("capped,2024-01,139\n", false),
      ("tax,2024-01,140\n", false), ("cases,2024-01,1\n", false),
    ] {
      let found = try followed(rows)
      #expect(found.known.contains(where: \.isAtBound) == isAtBound, "\(rows)")
    }
    // Of the level beyond 140, by its deviation of 50 and the noise.
    let share = try #require(try followed("capped,2024-01,140\n").known.first)
      .agreement.shareAtBound
    let expected = 1 - StandardNormal.distributionFunction(at: 40 / 2525.0.squareRoot())
    #expect(abs(share - expected) < 0.02, "\(share) \(expected)")
  }

  /// Cancellations are drawn day by day: no line leads to one number of them, and yet it is usual.
  @Test("a count that many trials have is not called unreachable")
  func usualCount() throws {
    let text = try #require(ScenarioText.jidong)
    let model = try text.model()
    let rows = "indicator,period,value\nvisitors.studyTravel.schoolTrips.cancelled,2024-04,3\n"
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(rows.utf8)), for: model)
    var request = TrackRequest()
    request.measuresRule = false
    let result = try track(
      model, try #require(found.actuals), request, testSettings(trials: 300))
    let known = try #require(result.known.first)
    #expect(abs(known.agreement.surprise) < 1)
    #expect(known.agreement.remainderSize > known.agreement.deviation / 4)
    #expect(!known.isUnreached)
  }

  @Test("a month is decided from its end on, and a ceiling is no floor") func decided() throws {
    let result = try followed("tax,2024-01,110\ncases,2024-01,1\n", measures: true)
    let rates = try #require(result.warnings.first { $0.judged.target.id == "M" }).rates
    #expect(rates[0].falseAlarm > 0 && rates[0].falseAlarmError > 0)
    for month in 2..<12 {
      #expect(rates[month].falseAlarm == 0 && rates[month].miss == 0)
      #expect(rates[month].brier == 0 && rates[month].yellow == 0)
    }
    let ceiling = try target(result, "C")
    #expect(
      ceiling.verdict.en.contains("100 % of the ceiling used, 92 points more than the calendar"))
    #expect(ceiling.verdict.en.contains("each period to come may bring 0 人"))
    #expect(ceiling.verdict.zh.contains("余量") && !ceiling.verdict.en.contains("needs"))
    let passed = try target(try followed("cases,2024-01,2\n"), "C")
    #expect(passed.verdict.en.contains("the ceiling is passed"))
  }

  @Test("what nobody reported is an estimate, and late figures say through when") func estimates()
    throws
  {
    let gap = try target(try followed("tax,2024-01,90\ntax,2024-03,95\n"), "T")
    #expect(try #require(gap.progress).isReported == false)
    #expect(gap.verdict.en.contains("an estimated "))
    let total = try target(try followed("tax,2024-01..2024-03,300\n"), "T")
    #expect(try #require(total.progress).isReported && !total.verdict.en.contains("estimated"))
    let other = try target(try followed("cases,2024-01,0\n"), "T")
    #expect(try #require(other.progress).isReported == false)
    let late = try followed("tax,2024-01,90\ncases,2024-05,0\n", asOf: "2024-05-31")
    #expect(try target(late, "T").isLate)
    #expect(try target(late, "T").verdict.en.contains("through 2024-01 "))
    #expect(try target(late, "C").isLate == false)
    // March is over, and nobody said what it came to.
    #expect(try target(late, "M").isUnreported && target(late, "T").isUnreported == false)
    #expect(try target(late, "M").verdict.en.contains("no outcome was reported"))
  }

  @Test("the usual share is one of means, and none of a total about zero") func season() throws {
    let result = try followed("tax,2024-01,90\ntax,2024-02,95\nnoise,2024-01,1\n")
    let share = try #require(try target(result, "T").progress).seasonalShare
    #expect(abs(share.mean - 2.0 / 12) < 0.002)
    let net = try #require(try target(result, "N").progress)
    #expect(net.seasonalShare.mean.isNaN && net.seasonalShare.p10.isNaN)
    #expect(!(try target(result, "N").verdict.en.contains("season")))
  }

  @Test("a few trials that agree say nothing of their error") func fewTrials() throws {
    for trials in [1, 2] {
      let result = try followed("cases,2024-01,0\n", trials: trials)
      let point = try #require(try target(result, "T").points.last)
      #expect(point.probability == 0 && point.standardError.isNaN)
    }
    let many = try #require(try target(try followed("cases,2024-01,3\n"), "C").points.last)
    #expect(many.probability == 0 && many.standardError == 1 / Double(trials))
  }

  @Test("targets without rates are named, with the reason") func unmeasured() throws {
    let result = try followed("cases,2024-01,0\n", trials: 20, measures: true)
    let names = result.unmeasured.map(\.judged.target.id) + result.warnings.map(\.judged.target.id)
    #expect(names.sorted() == ["C", "M", "N", "T"])
    #expect(result.unmeasured.contains { $0.reason == .neverMet })
  }
}
