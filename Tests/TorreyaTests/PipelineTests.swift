import Foundation
import Testing
import Torreya

/// Firms in the pipeline against the Markov chain that they follow: its powers say where a firm
/// stands after so many months, and how many of many do.
@Suite("the pipeline against its Markov chain")
struct PipelineTests {
  private static let seeds: [UInt64] = [1, 7, 20_240_326]
  private let trials = 6000

  private static let advance = [0.2, 0.3, 0.45, 0.4, 0.15]
  private static let lose = [0.12, 0.1, 0.03, 0.02, 0.01, 0.015]
  private static let names = ["lead", "talks", "signed", "registered", "rampUp", "stable", "lost"]

  private static var stages: [String: Any] {
    var stages: [String: Any] = [:]
    for (place, name) in names.prefix(6).enumerated() {
      var stage: [String: Any] = ["lose": lose[place]]
      if place < 5 { stage["advance"] = advance[place] }
      stages[name] = stage
    }
    return stages
  }

  private func scenario(periods: Int, _ group: [String: Any]) -> ScenarioText {
    var firms: [String: Any] = ["id": "firms", "mix": ["vat": 1], "stages": Self.stages]
    firms.merge(group) { _, new in new }
    let vat: [String: Any] = [
      "id": "vat", "kind": "valueAddedTax", "annual": "0万元", "localShare": 0.5,
    ]
    return ScenarioText(
      name: "pipeline.json",
      members: [
        "torreya": 1, "id": "pipeline", "horizon": ["first": "2024-01", "periods": periods],
        "fiscal": ["taxes": [vat], "payers": [firms]],
      ])
  }

  /// The transition matrix over states; with a ramp-up by time those of it are a state a month.
  ///
  /// - Returns: the matrix, and the stage of each state.
  private func chain(ramp: Int?) -> (matrix: [[Double]], stages: [Int]) {
    let months = ramp.map { $0 - 1 }
    // Lead, talks, signed, registered; the months of the ramp-up or its one state; stable, lost.
    let stages = [0, 1, 2, 3] + Array(repeating: 4, count: months ?? 1) + [5, 6]
    let lost = stages.count - 1
    var matrix = Array(repeating: Array(repeating: 0.0, count: stages.count), count: stages.count)
    for (state, stage) in stages.enumerated() {
      guard stage < 6 else {
        matrix[state][state] = 1
        continue
      }
      let out = Self.lose[stage]
      let on = stage == 5 ? 0 : stage >= 3 && ramp != nil ? 1 - out : Self.advance[stage]
      matrix[state][lost] += out
      if stage < 5 { matrix[state][state + 1] += on }
      matrix[state][state] += 1 - out - on
    }
    return (matrix, stages)
  }

  /// Where a firm stands after so many months, by stage.
  private func occupancy(from start: Int, after months: Int, ramp: Int?) -> [Double] {
    let (matrix, stages) = chain(ramp: ramp)
    var row = stages.indices.map { $0 == start ? 1.0 : 0 }
    for _ in 0..<months {
      row = stages.indices.map { column in
        stages.indices.reduce(0) { $0 + row[$1] * matrix[$1][column] }
      }
    }
    return (0..<7).map { stage in
      zip(stages, row).reduce(0) { $1.0 == stage ? $0 + $1.1 : $0 }
    }
  }

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, squares / Double(values.count - 1))
  }

  private func month(_ index: Int) -> String { Period(.monthly, year: 2024, number: 1)
    .advanced(by: index).label }

  @Test("a single firm stands where the powers of the matrix say", arguments: seeds)
  func singleFirm(seed: UInt64) throws {
    for (start, ramp) in [(0, nil), (1, nil), (1, 5), (3, 1)] as [(Int, Int?)] {
      var firm: [String: Any] = [
        "id": "a", "startStage": Self.names[start], "annualTax": "120万元",
      ]
      if let ramp { firm["rampMonths"] = ramp }
      let result = try scenario(periods: 18, ["pipeline": [firm]]).run(trials: trials, seed: seed)
      for index in [0, 1, 5, 17] {
        let expected = occupancy(from: start, after: index + 1, ramp: ramp)
        for (stage, name) in Self.names.enumerated() {
          let values = try result.values("fiscal.firms.inStage.\(name)", month(index))
          let p = expected[stage]
          let error = (p * (1 - p) / Double(trials)).squareRoot()
          #expect(
            abs(moments(values).mean - p) <= 4.5 * error + 1e-12,
            "\(name) after \(index + 1) months from \(Self.names[start]), ramp \(ramp ?? 0)")
        }
      }
    }
  }

  @Test("counts that start somewhere are multinomial", arguments: seeds)
  func startingCounts(seed: UInt64) throws {
    let number = 40
    for ramp in [nil, 4] as [Int?] {
      var leads: [String: Any] = [
        "id": "a", "start": ["talks": number], "annualTax": "120万元",
      ]
      if let ramp { leads["rampMonths"] = ramp }
      let result = try scenario(periods: 14, ["leads": [leads]]).run(trials: trials, seed: seed)
      for index in [0, 3, 13] {
        let expected = occupancy(from: 1, after: index + 1, ramp: ramp)
        let columns = try Self.names.map {
          try result.values("fiscal.firms.inStage.\($0)", month(index))
        }
        for (stage, values) in columns.enumerated() {
          expectBinomial(values, Double(number), expected[stage], Self.names[stage])
        }
        let (signed, lost) = (moments(columns[2]).mean, moments(columns[6]).mean)
        let products = zip(columns[2], columns[6]).map { ($0 - signed) * ($1 - lost) }
        let covariance = -Double(number) * expected[2] * expected[6]
        let found = moments(products)
        let error = (found.variance / Double(trials)).squareRoot()
        #expect(abs(found.mean - covariance) < 4.5 * error + 1e-9)
        for trial in 0..<trials {
          #expect(columns.reduce(0) { $0 + $1[trial] } == Double(number))
        }
      }
    }
  }

  /// Mean and variance of a binomial number, within their Monte Carlo errors.
  private func expectBinomial(
    _ values: [Double], _ number: Double, _ p: Double, _ name: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let found = moments(values)
    let variance = number * p * (1 - p)
    // The fourth central moment of a binomial number.
    let fourth = variance * (1 + 3 * (number - 2) * p * (1 - p))
    let count = Double(values.count)
    let errors = (
      (variance / count).squareRoot(), ((fourth - variance * variance) / count).squareRoot()
    )
    #expect(
      abs(found.mean - number * p) <= 4.5 * errors.0 + 1e-12, "\(name): mean",
      sourceLocation: sourceLocation)
    #expect(
      abs(found.variance - variance) <= 4.5 * errors.1 + 1e-12, "\(name): variance",
      sourceLocation: sourceLocation)
  }

  @Test("leads that come by Poisson stay Poisson in every stage", arguments: seeds)
  func poissonCounts(seed: UInt64) throws {
    let rate = 3.0
    let leads: [String: Any] = ["id": "a", "rate": rate, "annualTax": "120万元", "rampMonths": 3]
    let result = try scenario(periods: 12, ["leads": [leads]]).run(trials: trials, seed: seed)
    for index in [2, 6, 11] {
      let rows = (0...index).map { occupancy(from: 0, after: $0, ramp: 3) }
      for (stage, name) in Self.names.enumerated() {
        let found = moments(try result.values("fiscal.firms.inStage.\(name)", month(index)))
        let mean = rate * rows.reduce(0) { $0 + $1[stage] }
        let count = Double(trials)
        #expect(abs(found.mean - mean) <= 4.5 * (mean / count).squareRoot() + 1e-12, "\(name)")
        // The fourth central moment is m + 3 m².
        let error = ((mean + 2 * mean * mean) / count).squareRoot()
        #expect(abs(found.variance - mean) <= 4.5 * error + 1e-12, "\(name)")
      }
    }
  }

  @Test("one firm counted and one with a name have the same law of revenue", arguments: [0, 6])
  func bothForms(ramp: Int) throws {
    var firm: [String: Any] = ["id": "a", "startStage": "signed", "annualTax": "120万元"]
    var leads: [String: Any] = ["id": "a", "start": ["signed": 1], "annualTax": "120万元"]
    if ramp > 0 {
      firm["rampMonths"] = ramp
      leads["rampMonths"] = ramp
    }
    let single = try scenario(periods: 12, ["pipeline": [firm]]).run(trials: trials, seed: 5)
    let counted = try scenario(periods: 12, ["leads": [leads]]).run(trials: trials, seed: 6)
    for period in ["2024-03", "2024-09", "2024"] {
      let one = moments(try single.values("fiscal.firms.revenue", period))
      let other = moments(try counted.values("fiscal.firms.revenue", period))
      let error = ((one.variance + other.variance) / Double(trials)).squareRoot()
      #expect(abs(one.mean - other.mean) < 4.5 * error)
      #expect(abs(one.variance / other.variance - 1) < 0.12)
    }
  }

  @Test("a lever moves the probability to advance")
  func lever() throws {
    var text = scenario(
      periods: 6,
      [
        "pipeline": [["id": "a", "startStage": "lead", "annualTax": "120万元"]],
        "stages": [
          "lead": ["advance": ["formula": "levers.visits / 60次"]],
          "talks": ["advance": 0], "signed": ["advance": 0], "registered": ["advance": 0],
          "rampUp": ["advance": 0],
        ],
      ])
    for visits in [0, 15, 90] {
      text.members["levers"] = [["id": "visits", "unit": "次", "default": visits]]
      let values = try text.run(trials: trials).values("fiscal.firms.inStage.lead", "2024-04")
      // Beyond 60 visits the formula leads beyond 1: the firm is sure to advance.
      let p = pow(max(0, 1 - Double(visits) / 60), 4)
      #expect(
        abs(moments(values).mean - p) <= 4.5 * (p * (1 - p) / Double(trials)).squareRoot() + 1e-12)
    }
  }
}
