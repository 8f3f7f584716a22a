import Foundation
import Testing
import Torreya

/// Crops against what is known on paper.
@Suite("crops: analytic answers")
struct CropTests {
  private static let seeds: [UInt64] = [1, 20_240_326]
  private let trials = 40_000
  private let usual = 280_000.0

  private func scenario(_ crop: [String: Any], years: Int = 3, others: [String: Any] = [:])
    -> ScenarioText
  {
    let base: [String: Any] = [
      "id": "nuts", "area": "1万亩", "yield": "28kg/亩", "harvest": "09-05",
    ]
    return ScenarioText(
      name: "crop",
      members: [
        "torreya": 1, "id": "crop", "horizon": ["first": "2024-01", "periods": 12 * years],
        "crops": [base.merging(crop) { $1 }],
      ].merging(others) { $1 })
  }

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double, fourth: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return (mean, variance, values.reduce(0) { $0 + pow($1 - mean, 4) } / count)
  }

  /// Four standard errors of the mean and of the variance.
  private func expect(
    _ values: [Double], mean: Double, variance: Double? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = moments(values)
    let count = Double(values.count)
    #expect(
      abs(found.mean - mean) < 4 * (found.variance / count).squareRoot() + 1e-9 * abs(mean),
      sourceLocation: sourceLocation)
    guard let variance else { return }
    let spread = ((found.fourth - found.variance * found.variance) / count).squareRoot()
    #expect(
      abs(found.variance - variance) < 4 * spread + 1e-12, sourceLocation: sourceLocation)
  }

  private func relative(_ result: RunResult, _ year: String) throws -> [Double] {
    try result.values("crops.nuts.output", year).map { $0 / usual }
  }

  @Test("alternate bearing is lognormal with mean 1 and carries over", arguments: seeds)
  func stationary(seed: UInt64) throws {
    let (carry, spread) = (-0.5, 0.3)
    let result = try scenario(["alternateBearing": ["carryOver": carry, "variation": spread]])
      .run(trials: trials, seed: seed)
    let years = try ["2024", "2025", "2026"].map { try relative(result, $0) }
    let square = spread * spread
    for values in years { expect(values, mean: 1, variance: exp(square) - 1) }
    for lag in 1...2 {
      let products = zip(years[0], years[lag]).map(*)
      expect(products, mean: exp(square * pow(carry, Double(lag))))
    }
  }

  @Test("last year's harvest decides what is expected of this one", arguments: seeds)
  func afterAnOnYear(seed: UInt64) throws {
    let (carry, spread, last) = (-0.6, 0.25, 1.3)
    let result = try scenario([
      "alternateBearing": ["carryOver": carry, "variation": spread], "lastOutput": "364吨",
    ]).run(trials: trials, seed: seed)
    let half = spread * spread / 2
    for (number, year) in ["2024", "2025", "2026"].enumerated() {
      // The logarithm is normal, with what is left of the start as its mean.
      let left = pow(carry, Double(number + 1))
      let mean = left * (log(last) + half)
      let variance = spread * spread * (1 - left * left)
      expect(
        try relative(result, year).map(log), mean: mean - half, variance: variance)
    }
  }

  @Test("a survey moves the first year only, by its precision", arguments: seeds)
  func survey(seed: UInt64) throws {
    let (carry, spread, error) = (-0.6, 0.25, 0.1)
    let result = try scenario([
      "alternateBearing": [
        "carryOver": carry, "variation": spread, "survey": ["output": "308吨", "error": error],
      ], "lastOutput": "280吨",
    ]).run(trials: trials, seed: seed)
    let half = spread * spread / 2
    let prior = (mean: carry * half, variance: spread * spread * (1 - carry * carry))
    let precision = 1 / prior.variance + 1 / (error * error)
    let mean = (prior.mean / prior.variance + (log(1.1) + half) / (error * error)) / precision
    expect(
      try relative(result, "2024").map(log), mean: mean - half, variance: 1 / precision)
    expect(
      try relative(result, "2025").map(log), mean: carry * mean - half,
      variance: carry * carry / precision + prior.variance)
  }

  /// Wet days by a chain with the share w and spells of 2 days: what follows a dry day is wet with
  /// w / (2 (1 − w)).
  private let rain: [String: Any] = [
    "weather": ["wet": ["days": [Any](repeating: 12, count: 12), "meanSpell": "2天"]]
  ]

  /// The distribution of the wet days among so many, by the chain of 30-day months.
  private func wetDays(_ days: Int, share: Double) -> [Double] {
    let (stay, begin) = (0.5, share * 0.5 / (1 - share))
    var dry = [1 - share] + [Double](repeating: 0, count: days)
    var wet = [0, share] + [Double](repeating: 0, count: days - 1)
    for _ in 1..<days {
      var (nextDry, nextWet) = (dry, wet)
      for number in 0...days {
        nextDry[number] = dry[number] * (1 - begin) + wet[number] * (1 - stay)
        nextWet[number] =
          number == 0 ? 0 : dry[number - 1] * begin + wet[number - 1] * stay
      }
      (dry, wet) = (nextDry, nextWet)
    }
    return zip(dry, wet).map(+)
  }

  @Test("wet days beyond the usual take their part of the harvest", arguments: seeds)
  func wetDaysLoss(seed: UInt64) throws {
    let loss: [String: Any] = [
      "id": "pollination", "from": "04-10", "to": "04-30", "usualDays": "8天", "lossPerDay": "4%/天",
    ]
    let result = try scenario(["losses": [loss]], years: 1, others: rain)
      .run(trials: trials, seed: seed)
    let chances = wetDays(21, share: 12.0 / 30)
    func kept(_ days: Int) -> Double { 1 - 0.04 * Double(max(0, days - 8)) }
    let mean = chances.enumerated().reduce(0) { $0 + $1.element * kept($1.offset) }
    let square = chances.enumerated().reduce(0) { $0 + $1.element * pow(kept($1.offset), 2) }
    expect(try relative(result, "2024"), mean: mean, variance: square - mean * mean)
    let days = chances.enumerated().reduce(0) { $0 + $1.element * Double($1.offset) }
    expect(try result.values("crops.nuts.losses.pollination.days", "2024"), mean: days)
    #expect(abs(days - 21 * 0.4) < 1e-9)
  }

  @Test("the record counts for the first year, the simulated window for the next")
  func yearBefore() throws {
    let loss: [String: Any] = [
      "id": "pollination", "from": "04-10", "to": "04-30", "usualDays": "8天", "lossPerDay": "4%/天",
      "yearsBefore": 1, "daysBefore": "13天",
    ]
    let result = try scenario(["losses": [loss]], years: 2, others: rain).run(trials: 500)
    #expect(try relative(result, "2024").allSatisfy { abs($0 - 0.8) < 1e-12 })
    let days = try result.values("crops.nuts.losses.pollination.days", "2024")
    for (harvest, days) in zip(try relative(result, "2025"), days) {
      #expect(abs(harvest - (1 - 0.04 * max(0, days - 8))) < 1e-12)
    }
  }

  @Test("each harvest is sold once, the old one first")
  func sales() throws {
    let result = try scenario([
      "alternateBearing": ["carryOver": -0.4, "variation": 0.2], "lastOutput": "200吨",
      "sales": [0.1, 0.05, 0, 0, 0, 0, 0, 0, 0.25, 0.3, 0.2, 0.1], "price": "100元/kg",
      "netShare": "60%",
    ], years: 2).run(trials: 50)
    let output = try ["2024", "2025"].map { try result.values("crops.nuts.output", $0) }
    let sold = try ["2024", "2025"].map { try result.values("crops.nuts.sold", $0) }
    let net = try result.values("crops.nuts.netIncome", "2024")
    for trial in 0..<50 {
      #expect(abs(sold[0][trial] - (0.15 * 200_000 + 0.85 * output[0][trial])) < 1e-6)
      #expect(
        abs(sold[1][trial] - (0.15 * output[0][trial] + 0.85 * output[1][trial])) < 1e-6)
      #expect(abs(net[trial] - 60 * sold[0][trial]) < 1e-4)
    }
  }

  @Test("trees of several ages bear their parts")
  func ages() throws {
    var members = scenario([:], years: 1).members
    members["crops"] = [
      [
        "id": "nuts", "yield": "28kg/亩", "harvest": "09-05",
        "ageClasses": [
          ["id": "old", "area": "6000亩"], ["id": "young", "area": "8000亩", "bearing": "50%"],
        ],
      ]
    ]
    let result = try ScenarioText(name: "ages", members: members).run(trials: 2)
    #expect(try relative(result, "2024").allSatisfy { abs($0 - 1) < 1e-12 })
  }
}
