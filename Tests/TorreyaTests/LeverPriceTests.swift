import Probability
import Testing
import Torreya

@Suite("what levers cost") struct LeverPriceTests {
  private func model(_ levers: String, _ more: String = "") throws -> ScenarioModel {
    try ScenarioText(
      name: "town.json",
      text: """
        { "torreya": 1, "id": "town", "horizon": { "first": "2024", "periods": 1 },
          "levers": [ \(levers) ],
          "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 1 } } } },
          \(more) }
        """
    ).model()
  }

  @Test(
    "an amount is the cost of one of the declared unit, a rate says of what",
    arguments: [
      ("亩", "\"3000元\"", 10, 30_000), ("亩", "\"3000元/亩\"", 10, 30_000),
      ("亩", "\"4.5万元/公顷\"", 10, 30_000), ("万元", "\"1万元\"", 5, 50_000),
      ("万元", "\"1元/元\"", 5, 50_000), ("%", "\"3万元\"", 2, 60_000),
      ("%", "\"3万元/%\"", 2, 60_000), ("km", "\"8万元\"", 3, 240_000),
      ("吨", "\"500元\"", 2, 1000), ("万人次", "\"2万元\"", 3, 60_000),
      ("次", "\"1.2万元\"", 20, 240_000), ("次", "\"1.2万元/次\"", 20, 240_000),
      ("亩", "{ \"formula\": \"2 * 1500元\" }", 10, 30_000),
    ] as [(String, String, Double, Double)])
  func price(unit: String, cost: String, amount: Double, yuan: Double) throws {
    let lever = """
      { "id": "a", "unit": "\(unit)", "default": "0\(unit)", "bounds": ["0\(unit)", "50\(unit)"],
        "whole": false, "cost": \(cost) }
      """
    let model = try model(
      lever,
      """
      "indicators": [
        { "id": "y", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.a / 1\(unit)" } ],
      "targets": [{ "id": "T", "indicator": "y", "period": "2024", "atLeast": 0 }]
      """)
    let whatIf = WhatIf(
      model, try model.figures(), levers: ["a"], testSettings(trials: 10),
      files: DiskFiles(scenario: nil))
    let value = amount * model.scenario.levers[0].unit.scale
    let result = try whatIf.simulated(try whatIf.plan(with: []), levers: ["a": value])
    #expect(abs(whatIf.cost(in: result) - yuan) < 1e-6, "\(whatIf.cost(in: result))")
  }

  @Test("a cost that rises in steps is no straight line: nothing over the budget is taken")
  func steps() throws {
    // Every ten begun cost 10万元; a straight line between the ends would let 95 cost 95万元.
    let model = try model(
      """
      { "id": "a", "unit": "次", "default": 0, "bounds": [0, 300], "cost":
        { "formula": "ceiling(levers.a / 10次) * 10万元 / max(levers.a / 1次, 1)" } }
      """,
      """
      "indicators": [
        { "id": "y", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.a / 150次 - 0.5" } ],
      "targets": [{ "id": "T", "indicator": "y", "period": "2024", "atLeast": 0 }]
      """)
    let found = try optimise(
      try LeverQuestion(model, .budget(950_000)), LeverSearchSettings(freshTrials: 1000),
      testSettings(trials: 2000), files: DiskFiles(scenario: nil))
    let best = try #require(found.best)
    #expect(abs(best.cost - 900_000) < 1e-3 && best.decision[0] > 80 && best.decision[0] <= 90)
  }
}
