import Foundation
import Probability
import Testing
import Torreya

/// Years with events that stand behind the figures, against what follows by hand.
@Suite("following a year in which events stand behind the figures") struct TrackEventsTests {
  private func event(_ id: String, _ probability: Double) -> [String: Any] {
    ["id": id, "unit": "share", "value": ["bernoulli": ["probability": probability]]]
  }

  private func normal(_ mean: Double, _ deviation: Double) -> [String: Any] {
    ["normal": ["mean": "\(mean)万元", "standardDeviation": "\(deviation)万元"]]
  }

  private func noise(_ id: String, _ deviation: Double) -> [String: Any] {
    var value = normal(0, deviation)
    value["drawn"] = "everyPeriod"
    return ["id": id, "unit": "万元", "kind": "flow", "value": value]
  }

  private func sum(_ id: String, _ formula: String) -> [String: Any] {
    ["id": id, "unit": "万元", "kind": "flow", "formula": formula]
  }

  private func followed(
    _ members: [String: Any], targets: [[String: Any]], _ rows: String, seed: UInt64
  ) throws -> [(probability: Double, error: Double)] {
    var all: [String: Any] = [
      "torreya": 1, "id": "events", "horizon": ["first": "2024-01", "periods": 12],
      "targets": targets,
    ]
    all.merge(members) { $1 }
    let model = try ScenarioText(name: "events.json", members: all).model()
    let (actuals, diagnostics) = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(("indicator,period,value\n" + rows).utf8)),
      for: model)
    #expect(diagnostics.isEmpty)
    var request = TrackRequest()
    request.measuresRule = false
    let result = try track(
      model, try #require(actuals), request, testSettings(trials: 8192, seed: seed))
    return result.targets.map { ($0.points.last!.probability, $0.points.last!.standardError) }
  }

  private func expect(
    _ found: (probability: Double, error: Double), _ exact: Double,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(exact > 0.02 && exact < 0.98)
    #expect(found.error < 0.03, sourceLocation: sourceLocation)
    #expect(
      abs(found.probability - exact) < 4 * found.error,
      "\(found.probability) ± \(found.error), exact \(exact)", sourceLocation: sourceLocation)
  }

  private func density(_ value: Double, _ mean: Double, _ deviation: Double) -> Double {
    exp(-pow((value - mean) / deviation, 2) / 2) / deviation
  }

  /// Two events of one half each whose scores have the correlation r happen together with the
  /// probability 1/4 + arcsin r / 2π (Sheppard 1899).
  @Test("events that go together tell of each other", arguments: [0.7, -0.5, 0.0001], [1, 7])
  func together(correlation: Double, seed: UInt64) throws {
    let found = try followed(
      [
        "indicators": [
          event("b", 0.5), event("c", 0.5), noise("e", 8), noise("f", 8),
          sum("y", "e + 15万元 * b"), sum("v", "f + 15万元 * c"),
        ],
        "correlations": [["streams": ["b.value", "c.value"], "correlation": correlation]],
      ],
      targets: [
        ["id": "B", "indicator": "b", "atLeast": 1], ["id": "C", "indicator": "c", "atLeast": 1],
      ], "y,2024-01,12万元\nv,2024-01,5万元\n", seed: seed)
    let both = 0.25 + asin(correlation) / (2 * Double.pi)
    var (all, first, second) = (0.0, 0.0, 0.0)
    for b in 0...1 {
      for c in 0...1 {
        let weight = (b == c ? both : 0.5 - both)
          * density(12, 15 * Double(b), 8) * density(5, 15 * Double(c), 8)
        all += weight
        if b == 1 { first += weight }
        if c == 1 { second += weight }
      }
    }
    expect(found[0], first / all)
    expect(found[1], second / all)
  }

  /// An event and a level have a score in common: over it the answer is an integral.
  @Test("an event that goes with a level is told apart from it", arguments: [1, 7])
  func withLevel(seed: UInt64) throws {
    let found = try followed(
      [
        "indicators": [
          event("b", 0.4), ["id": "level", "unit": "万元", "value": normal(0, 10)],
          noise("e", 8), sum("y", "level + e + 15万元 * b"),
        ],
        "correlations": [["streams": ["b.value", "level.value"], "correlation": 0.6]],
      ],
      targets: [
        ["id": "B", "indicator": "b", "atLeast": 1],
        ["id": "Y", "indicator": "y", "period": "2024", "atLeast": "150万元"],
      ], "y,2024-01,16万元\ny,2024-02,8万元\n", seed: seed)
    // What is above the quantile of 60 % happens. Ten months are open: their sum is normal.
    let threshold = StandardNormal.quantile(at: 0.6)
    var (all, happens, met) = (0.0, 0.0, 0.0)
    for step in -800...800 {
      let score = Double(step) / 100
      let chance = 1 - StandardNormal.distributionFunction(at: (threshold - 0.6 * score) / 0.8)
      for (amount, share) in [(0.0, 1 - chance), (15, chance)] {
        let mean = 10 * score + amount
        let weight = share * density(score, 0, 1) * density(16, mean, 8) * density(8, mean, 8)
        all += weight
        happens += amount > 0 ? weight : 0
        met += weight
          * (1
            - StandardNormal.distributionFunction(
              at: (150 - 24 - 10 * mean) / (8 * 10.0.squareRoot())))
      }
    }
    expect(found[0], happens / all)
    expect(found[1], met / all)
  }

  /// Given the event, the months and their amount are normal together.
  @Test("an event whose size is uncertain makes months vary more", arguments: [1, 7])
  func uncertainSize(seed: UInt64) throws {
    let found = try followed(
      [
        "indicators": [
          event("b", 0.3), ["id": "size", "unit": "万元", "value": normal(20, 4)], noise("e", 8),
          sum("y", "b * size + e"),
        ]
      ],
      targets: [
        ["id": "B", "indicator": "b", "atLeast": 1],
        ["id": "Y", "indicator": "y", "period": "2024", "atLeast": "150万元"],
      ], "y,2024-01,10万元\ny,2024-02,14万元\n", seed: seed)
    // The mean of the two months is all that they say of the amount.
    let without = 0.7 * density(12, 0, (64.0 / 2).squareRoot())
    let with = 0.3 * density(12, 20, (16.0 + 64 / 2).squareRoot())
    expect(found[0], with / (with + without))
    func open(_ mean: Double, _ variance: Double) -> Double {
      1 - StandardNormal.distributionFunction(
        at: (150 - 24 - 10 * mean) / (100 * variance + 640).squareRoot())
    }
    let variance = 1 / (1.0 / 16 + 2.0 / 64)
    let amount = variance * (20.0 / 16 + 24.0 / 64)
    let exact = (without * open(0, 0) + with * open(amount, variance)) / (with + without)
    // The amount moves as it does on the mean of all trials, with the event and without.
    #expect(abs(found[1].probability - exact) < 0.03 + 4 * found[1].error)
  }

  /// A chain of two states: forward over the known months, and over the number of months to come
  /// that are in the second one.
  @Test("the state that a year is in is told by its months", arguments: [1, 7])
  func regimes(seed: UInt64) throws {
    let known = [-2.0, 4, -20, -9, -24]
    let found = try followed(
      [
        "drivers": [
          "d": [
            "unit": "万元",
            "process": [
              "regimes": [
                "first": ["leaving": 0.05, "value": "0万元"],
                "second": ["leaving": 0.1, "value": "-25万元"], "startsInSecond": 0.3,
              ]
            ],
          ]
        ],
        "indicators": [noise("e", 12), sum("y", "drivers.d + e")],
      ],
      targets: [["id": "Y", "indicator": "y", "period": "2024", "atLeast": "-180万元"]],
      known.enumerated().map { "y,2024-0\($0 + 1),\($1)万元\n" }.joined(), seed: seed)
    var state = [0.7, 0.3]
    func next(_ state: [Double]) -> [Double] {
      [state[0] * 0.95 + state[1] * 0.1, state[0] * 0.05 + state[1] * 0.9]
    }
    for value in known {
      state = next(state)
      state = [state[0] * density(value, 0, 12), state[1] * density(value, -25, 12)]
    }
    let all = state[0] + state[1]
    // By the months in the second state, and by the state of the last one.
    var counts = [[state[0] / all, state[1] / all]]
    for _ in known.count..<12 {
      var later = [[Double]](repeating: [0, 0], count: counts.count + 1)
      for (count, state) in counts.enumerated() {
        let next = next(state)
        later[count][0] += next[0]
        later[count + 1][1] += next[1]
      }
      counts = later
    }
    let rest = Double(12 - known.count)
    let exact = counts.enumerated().reduce(0.0) { sum, count in
      let mean = known.reduce(0, +) - 25 * Double(count.offset)
      return sum + (count.element[0] + count.element[1])
        * (1
          - StandardNormal.distributionFunction(
            at: (-180 - mean) / (12 * rest.squareRoot())))
    }
    expect(found[0], exact)
  }
}
