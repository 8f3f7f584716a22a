import Foundation
import Testing
import Torreya

@Suite("levers that are not seen to help") struct ThriftTests {
  /// Of 2000 trials the trifle changes about one: that is no gain for which to pay.
  @Test("no money goes where it is not seen to help", arguments: 1...6 as ClosedRange<UInt64>)
  func thrift(seed: UInt64) throws {
    let model = try ScenarioText(
      name: "town.json",
      text: """
        { "torreya": 1, "id": "town", "horizon": { "first": "2024", "periods": 1 },
          "levers": [
            { "id": "visits", "unit": "次", "default": 0, "bounds": [0, 3], "cost": "1万元" },
            { "id": "trifle", "unit": "次", "default": 0, "bounds": [0, 3], "cost": "1万元" }
          ],
          "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } } },
          "indicators": [
            { "id": "firms", "unit": "1", "kind": "level",
              "formula": "drivers.luck + levers.visits / 1次 + levers.trifle / 1000次" }
          ],
          "targets": [{ "id": "T", "indicator": "firms", "period": "2024", "atLeast": 2 }],
          "variants": [ { "id": "hard", "set": { "drivers.luck.value.normal.mean": -1 } } ] }
        """
    ).model()
    let settings = testSettings(trials: 2000, seed: seed)
    let question = try LeverQuestion(model, .budget(60_000), futures: ["hard"])
    let found = try optimise(
      question, LeverSearchSettings(freshTrials: 4000, frontierBudgets: 7), settings,
      files: DiskFiles(scenario: nil))
    #expect(found.best?.decision == [3, 0] && found.best?.cost == 30_000)
    #expect(found.frontier.map(\.decision) == [0, 1, 2, 3, 3, 3, 3].map { [$0, 0] })
    // Nor do the choices for several futures pay for it.
    let robust = found.choices.filter { [.worstCase, .leastRegret].contains($0.role) }
    #expect(robust.map(\.decision) == [[3, 0], [3, 0]])
    // The search has seen what fresh trials see, but for chance that it states.
    for choice in found.frontier {
      #expect(abs(choice.optimism) <= 4.5 * choice.optimismError)
    }
    #expect(found.standing?.optimism == 0 && found.standing?.optimismError == 0)
    #expect((found.best?.optimismError ?? 0) > 0)
  }
}
