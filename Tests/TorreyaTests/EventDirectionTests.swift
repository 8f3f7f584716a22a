import Testing
import Torreya

@testable import Reports

/// A result to which an event adds 20 and jumps add 10, beside noise.
@Suite("events raise what they raise, in ranks and tornadoes") struct EventDirectionTests {
  private let text = """
    { "torreya": 1, "id": "events", "horizon": { "first": "2024-01", "periods": 12 },
      "drivers": {
        "state": { "unit": "1", "process": { "regimes": {
          "first": { "leaving": "0.1%", "value": 0 }, "second": { "leaving": "0.1%", "value": 20 },
          "startsInSecond": "40%" } } },
        "bursts": { "unit": "1", "process": { "jumps": { "probability": "20%", "size": 10 } } }
      },
      "indicators": [
        { "id": "noise", "unit": "1",
          "value": { "normal": { "mean": 0, "standardDeviation": 5 }, "drawn": "everyPeriod" } },
        { "id": "flag", "unit": "1", "value": { "bernoulli": { "probability": 0.25 } } },
        { "id": "own", "unit": "1",
          "value": { "normal": { "mean": 0, "standardDeviation": 1 } } },
        { "id": "score", "unit": "1", "formula": "2 * flag + own" },
        { "id": "result", "unit": "1", "kind": "flow",
          "formula": "drivers.state + drivers.bursts + noise" }
      ],
      "targets": [
        { "id": "R", "indicator": "result", "period": "2024", "atLeast": 100 },
        { "id": "S", "indicator": "score", "period": "2024", "atLeast": 1 }
      ] }
    """

  private func report(_ methods: [SensitivityQuestion.Method], _ targets: [String])
    throws -> SensitivityReport
  {
    let scenario = try ScenarioText(name: "events.json", text: text)
    var question = SensitivityQuestion()
    (question.targets, question.methods) = (targets, methods)
    return try analyseSensitivity(
      try SensitivityPlan(try scenario.model(), question), testSettings(trials: 4096),
      files: scenario.files)
  }

  @Test("the result goes up with what raises it")
  func ranks() throws {
    let report = try report([.ranks], ["R"])
    for id in ["drivers.state.start", "drivers.bursts.happens"] {
      for row in report.rows where row.input?.id == id && !row.isAttainment {
        #expect(row.estimate.value > 4.5 * row.estimate.standardError, "\(id) \(row.estimate)")
      }
      #expect(report.rows.contains { $0.input?.id == id })
    }
  }

  @Test("from seldom to often")
  func tornado() throws {
    let report = try report([.tornado], ["R"])
    for id in ["drivers.state.start", "drivers.bursts.happens"] {
      let bar = try #require(report.bars.first { $0.input.id == id })
      #expect(bar.value.swing.value > 4.5 * bar.value.swing.standardError, "\(id)")
    }
  }

  /// Of a yes or no with probability p, √(12 p (1 − p)) times how much more often than not the
  /// result is greater with it.
  @Test("the ranks are those of the values, not of the numbers behind them")
  func discrete() throws {
    let report = try report([.ranks], ["S"])
    let row = try #require(
      report.rows.first {
        $0.input?.id == "flag.value" && $0.kind == .rankCorrelation && !$0.isAttainment
      })
    let greater = StandardNormal.distributionFunction(at: 2 / (2.0).squareRoot())
    let exact = (12 * 0.25 * 0.75).squareRoot() * (greater - 0.5)
    #expect(
      abs(row.estimate.value - exact) < 4.5 * row.estimate.standardError,
      "\(row.estimate) \(exact)")
    #expect(row.estimate.standardError < 0.02)
  }
}
