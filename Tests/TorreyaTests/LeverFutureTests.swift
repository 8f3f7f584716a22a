import Probability
import Testing
import Torreya

@Suite("levers in several futures") struct LeverFutureTests {
  private func model(_ rest: String) throws -> ScenarioModel {
    try ScenarioText(
      name: "town.json",
      text: """
        { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 1 }, \(rest) }
        """
    ).model()
  }

  private func found(_ question: LeverQuestion, trials: Int) throws -> LeverOptimisation {
    try optimise(
      question, LeverSearchSettings(freshTrials: trials), testSettings(trials: trials),
      files: DiskFiles(scenario: nil))
  }

  @Test("a future must not set a lever that is to be decided, and moves one that is not")
  func settled() throws {
    let model = try model(
      """
      "levers": [
        { "id": "a", "unit": "次", "default": 0, "bounds": [0, 2], "cost": "1万元" },
        { "id": "b", "unit": "次", "default": 0, "bounds": [0, 5], "cost": "1万元" }
      ],
      "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } } },
      "indicators": [
        { "id": "f", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.a / 1次 + levers.b / 1次" } ],
      "targets": [{ "id": "T", "indicator": "f", "period": "2024-01", "atLeast": 3 }],
      "variants": [
        { "id": "moved", "levers": { "b": 3 } },
        { "id": "patched", "set": { "levers.b": { "default": 3 } } },
        { "id": "bounded", "set": { "levers.b": { "bounds": [0, 4] } } }
      ]
      """)
    for future in ["moved", "patched"] {
      let error = try #require(throws: QuestionError.self) {
        _ = try LeverQuestion(model, .budget(20_000), futures: [future])
      }
      #expect(error.message.en.contains("'\(future)' sets the lever 'b'"))
      #expect(error.message.en.contains("--levers") && error.message.zh.contains("“b”"))
    }
    _ = try LeverQuestion(model, .budget(20_000), futures: ["bounded"])
    let found = try found(
      try LeverQuestion(model, levers: ["a"], .budget(20_000), futures: ["moved"]), trials: 2000)
    #expect(found.futures == ["base", "moved"] && found.outcomes.count == found.choices.count)
    for (choice, row) in zip(found.choices, found.outcomes) {
      for (outcome, other) in zip(row, [0.0, 3]) {
        let exact = StandardNormal.distributionFunction(at: (choice.decision[0] + other - 3) / 2)
        let error = (exact * (1 - exact) / 2000).squareRoot()
        #expect(abs(outcome.probability - exact) < 4.5 * error)
      }
    }
  }

  /// By enumeration of all (p, q, r) with p + q + r ≤ 7 and not both q and r, with Φ of SciPy
  /// 1.x: the least of the three probabilities is greatest at (3, 4, 0), 0.788 before 0.768 at
  /// (4, 3, 0); the greatest regret is least there too, 0.204 before 0.230. What is best in each
  /// future is another decision.
  @Test("the best worst case and the least regret of three futures: what enumeration finds")
  func robust() throws {
    let model = try model(
      """
      "levers": [
        { "id": "p", "unit": "次", "default": 0, "bounds": [0, 8], "cost": "1万元" },
        { "id": "q", "unit": "次", "default": 0, "bounds": [0, 8], "cost": "1万元" },
        { "id": "r", "unit": "次", "default": 0, "bounds": [0, 4], "cost": "1万元",
          "excludes": ["q"] }
      ],
      "drivers": {
        "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 3 } } },
        "w": { "value": 1 }
      },
      "indicators": [
        { "id": "f", "unit": "1", "kind": "level",
          "formula": "drivers.luck + drivers.w * levers.p / 1次 \
      + (2 - drivers.w) * levers.q / 1次 + 0.9 * levers.r / 1次" } ],
      "targets": [{ "id": "T", "indicator": "f", "period": "2024-01", "atLeast": 4 }],
      "variants": [
        { "id": "qgood", "set": { "drivers.w.value": 0.2 } },
        { "id": "pgood", "set": { "drivers.w.value": 1.6 } }
      ]
      """)
    let found = try found(
      try LeverQuestion(model, .budget(70_000), futures: ["qgood", "pgood"]), trials: 4000)
    let decisions = Dictionary(
      uniqueKeysWithValues: found.choices.map { ($0.role.name, $0.decision) })
    #expect(decisions["bestIn:qgood"] == [0, 7, 0] && decisions["bestIn:pgood"] == [7, 0, 0])
    #expect(decisions["worstCase"] == [3, 4, 0] && decisions["leastRegret"] == [3, 4, 0])
    let place = try #require(found.choices.firstIndex { $0.role == .worstCase })
    for (outcome, exact) in zip(found.outcomes[place], [0.841345, 0.897363, 0.788145]) {
      #expect(abs(outcome.probability - exact) < 4.5 * (exact * (1 - exact) / 4000).squareRoot())
    }
  }
}
