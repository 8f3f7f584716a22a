import Foundation
import Testing
import Torreya

/// Months that are independent and normal, of which some are known with an error, and a total.
@Suite("a total beside months that are known with an error") struct InexactMonthsTests {
  private var scenario: ScenarioText {
    func target(_ id: String, _ month: String, _ bound: String) -> [String: Any] {
      ["id": id, "indicator": "a", "period": month, "atLeast": bound]
    }
    return ScenarioText(
      name: "inexact.json",
      members: [
        "torreya": 1, "id": "inexact", "horizon": ["first": "2024-01", "periods": 12],
        "indicators": [
          [
            "id": "a", "unit": "万元", "kind": "flow",
            "value": [
              "normal": ["mean": "100万元", "standardDeviation": "10万元"], "drawn": "everyPeriod",
            ],
          ]
        ],
        "targets": [target("january", "2024-01", "108万元"), target("february", "2024-02", "98万元")],
      ])
  }

  private func read(_ rows: [String], _ model: ScenarioModel) -> (Actuals?, [Diagnostic]) {
    let text = (["indicator,period,value,error,known"] + rows).joined(separator: "\n") + "\n"
    let found = readActuals(SourceFile(name: "a.csv", bytes: Array(text.utf8)), for: model)
    return (found.actuals, found.diagnostics)
  }

  /// The first two months are normal given what is known: their precisions add up.
  private func exact(
    january: (value: Double, error: Double)?, february: (value: Double, error: Double)?,
    total: (value: Double, error: Double)
  ) -> (january: Double, february: Double) {
    func precision(_ one: (value: Double, error: Double)?) -> Double {
      one.map { 1 / ($0.error * $0.error) } ?? 0
    }
    // An exact total is one with hardly an error.
    let sum = 1 / pow(max(total.error, 1e-4), 2)
    let a = 0.01 + precision(january) + sum
    let b = 0.01 + precision(february) + sum
    let right = (
      1 + precision(january) * (january?.value ?? 0) + sum * total.value,
      1 + precision(february) * (february?.value ?? 0) + sum * total.value
    )
    let determinant = a * b - sum * sum
    let means = (
      (b * right.0 - sum * right.1) / determinant, (a * right.1 - sum * right.0) / determinant
    )
    func atLeast(_ bound: Double, _ mean: Double, _ variance: Double) -> Double {
      1 - StandardNormal.distributionFunction(at: (bound - mean) / variance.squareRoot())
    }
    return (
      atLeast(108, means.0, b / determinant), atLeast(98, means.1, a / determinant)
    )
  }

  @Test(
    "is what it is, and months move within it", arguments: [0.0, 5, 20], [UInt64(1), 7, 2024])
  func total(error: Double, seed: UInt64) throws {
    let model = try scenario.model()
    let sum = "a,2024-01..2024-02,\(error == 0 ? "210" : "215"),\(error == 0 ? "" : "\(error)"),"
    for (rows, january, february) in [
      (["a,2024-01,120,10,"], (120.0, 10.0), nil as (Double, Double)?),
      (["a,2024-01,105,10,", "a,2024-02,95,20,"], (105, 10), (95, 20)),
    ] {
      let (actuals, mistakes) = read(rows + [sum], model)
      #expect(mistakes.isEmpty, "\(mistakes.map(\.message.en))")
      var request = TrackRequest()
      request.measuresRule = false
      let result = try track(
        model, try #require(actuals), request, testSettings(trials: 8192, seed: seed))
      let exact = exact(
        january: january, february: february, total: (error == 0 ? 210 : 215, error))
      for (target, expected) in zip(result.targets, [exact.january, exact.february]) {
        let point = try #require(target.points.last)
        #expect(
          abs(point.probability - expected) < 4.5 * point.standardError,
          "\(point.probability) ± \(point.standardError), exact \(expected)")
        #expect(point.standardError < 0.01)
      }
      #expect(result.known.count == rows.count + 1)
    }
  }

  @Test("is refused where they contradict it by more than errors explain")
  func contradiction() throws {
    let model = try scenario.model()
    let months = ["a,2024-01,105,10,", "a,2024-02,105,10,"]
    #expect(read(months + ["a,2024-01..2024-02,260,,"], model).1.isEmpty)
    let mistakes = read(months + ["a,2024-01..2024-02,300,,"], model).1
    #expect(mistakes.map(\.code) == [.invalidValue])
    #expect(mistakes.first?.expected?.en == "210 万元" && mistakes.first?.found?.en == "300 万元")
    // Facts leave nothing to be known of a total that has an error.
    let facts = ["a,2024-01,105,,", "a,2024-02,105,,"]
    #expect(read(facts + ["a,2024-01..2024-02,225,5,"], model).1.isEmpty)
    #expect(read(facts + ["a,2024-01..2024-02,235,5,"], model).1.count == 1)
  }
}
