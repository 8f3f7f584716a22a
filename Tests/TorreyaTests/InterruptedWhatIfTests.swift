import Foundation
import Synchronization
import Testing
import Torreya

@Suite("what-ifs that are told to stop") struct InterruptedWhatIfTests {
  private let text = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024", "periods": 1 },
      "levers": [
        { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6], "cost": "1万元" }
      ],
      "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } } },
      "indicators": [
        { "id": "firms", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.visits / 1次" }
      ],
      "targets": [{ "id": "T", "indicator": "firms", "period": "2024", "atLeast": 3 }],
      "variants": [
        { "id": "both", "levers": { "visits": 4 },
          "set": { "drivers.luck.value": { "normal": { "mean": 1, "standardDeviation": 2 } } } }
      ] }
    """

  /// Asks whether to stop, and is told to after so many answers.
  private final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func isStopped() -> Bool {
      left.withLock { left in
        left -= 1
        return left < 0
      }
    }
  }

  @Test(
    "an interrupt is heard within a point and within a set of changes",
    arguments: [["visits=0,4,6"], []])
  func interrupted(levers: [String]) throws {
    let model = try ScenarioText(name: "town.json", text: text).model()
    let places = levers.isEmpty ? ["levers.visits.default=0,4,6"] : []
    let axes = try Sweep.axes(levers: levers, places: places, in: model)
    // Forty blocks each.
    let settings = testSettings(trials: 40 * 1024)
    let whatIf = WhatIf(
      model, try model.figures(), levers: axes.map(\.id), settings,
      files: DiskFiles(scenario: nil))
    let sweep = try Sweep(whatIf, axes)
    let countdown = Countdown(20)
    #expect(try sweep.points(isStopped: { countdown.isStopped() }).isEmpty)
    let early = try Sweep(whatIf, axes, isStopped: { true })
    #expect(!early.base.isComplete && early.base.trials < settings.trials)
    #expect(try early.points().isEmpty)
    let second = Countdown(20)
    let waterfall = try VariantWaterfall(
      model, of: model.scenario.variants[0], try model.figures(), settings,
      files: DiskFiles(scenario: nil), isStopped: { second.isStopped() })
    #expect(waterfall.simulations == 0 && waterfall.finished?.done == 0)
    #expect(waterfall.parts.isEmpty)
  }
}
