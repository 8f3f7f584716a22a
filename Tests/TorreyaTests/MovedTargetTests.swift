import Testing
import Torreya

@testable import Reports

/// A point of a sweep and a future of an optimisation are held against the targets that they set.
@Suite("what-ifs that set targets") struct MovedTargetTests {
  private let text = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 1 },
      "simulation": { "trials": 1000, "seed": 1 },
      "levers": [
        { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 8], "cost": "1万元" }
      ],
      "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } } },
      "indicators": [
        { "id": "firms", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.visits / 1次" },
        { "id": "waiting", "unit": "1", "kind": "level",
          "formula": "100 * drivers.luck - 100 * levers.visits / 1次" }
      ],
      "targets": [
        { "id": "T", "indicator": "firms", "period": "2024-01", "atLeast": 3 },
        { "id": "U", "indicator": "firms", "period": "2024-01", "atMost": 9 }
      ],
      "variants": [
        { "id": "bolder", "set": { "targets.T.atLeast": 6 } },
        { "id": "other", "set": { "targets.T": { "indicator": "waiting", "atLeast": -100 } } }
      ] }
    """

  private func model() throws -> ScenarioModel {
    try ScenarioText(name: "town.json", text: text).model()
  }

  private func compared(_ line: String, targets: [String]?) throws -> FigureComparison {
    let model = try model()
    return try FigureComparison(
      model, with: [try Variant(supposing: line, in: model)], try model.figures(targets: targets),
      testSettings(trials: 1000), files: DiskFiles(scenario: nil))
  }

  @Test("a point that sets a target is judged by it, alone and with others, as a variant is")
  func sweep() throws {
    let model = try model()
    let axes = try Sweep.axes(
      levers: ["visits=2,5"], places: ["targets.T.atLeast=3,6"], in: model)
    let whatIf = WhatIf(
      model, try model.figures(), levers: ["visits"], testSettings(trials: 1000),
      files: DiskFiles(scenario: nil))
    let points = try Sweep(whatIf, axes).points()
    let lines = ["visits=2 T=3", "visits=2 T=6", "visits=5 T=3", "visits=5 T=6"]
    for (point, line) in zip(points, lines) {
      let variant = try compared(line, targets: nil)
      #expect(point.figures[0].attainment == variant.variants[0].attainments[0])
      #expect(point.figures[1].attainment == variant.variants[0].attainments[1])
      #expect(point.joint == variant.variants[0].joint)
    }
    // Who is to have three more, and makes three more visits, is where he was.
    let shifted = try #require(points[3].figures[0].attainment)
    #expect(shifted.difference == 0 && shifted.differenceError == 0)
    #expect(try #require(points[1].figures[0].attainment).difference < -0.2)
  }

  @Test("a future that sets a target elsewhere, or on another result, is judged by that")
  func futures() throws {
    let model = try model()
    let question = try LeverQuestion(
      model, targets: ["T"], .budget(80_000), futures: ["bolder", "other"])
    let found = try optimise(
      question, LeverSearchSettings(freshTrials: 1000), testSettings(trials: 1000),
      files: DiskFiles(scenario: nil))
    #expect(found.futures == ["base", "bolder", "other"])
    for (choice, row) in zip(found.choices, found.outcomes) {
      // In one set of trials: three more to reach are three visits less.
      #expect(row[1].probability < row[0].probability)
      #expect(row[1].baseProbability < row[0].baseProbability)
      // Luck of at least visits - 1, where more visits do harm.
      let visits = choice.decision[0]
      let exact = StandardNormal.distributionFunction(at: (1 - visits) / 2)
      let error = (exact * (1 - exact) / 1000).squareRoot()
      #expect(abs(row[2].probability - exact) < 4.5 * max(error, 0.001), "\(visits)")
    }
    let best = Dictionary(
      uniqueKeysWithValues: found.choices.map { ($0.role.name, $0.decision[0]) })
    #expect(best["bestIn:bolder"] == 8)
    #expect(best["bestIn:other"] == 0)
  }

  @Test("words of JSON at a place of the document are what JSON means by them")
  func words() throws {
    let model = try model()
    // As a text 'true' would be the wrong type.
    let axes = try Sweep.axes(places: ["levers.visits.whole=true,false"], in: model)
    let whatIf = WhatIf(
      model, try model.figures(targets: ["T"]), levers: [], testSettings(trials: 100),
      files: DiskFiles(scenario: nil))
    let points = try Sweep(whatIf, axes).points()
    #expect(points.map { $0.figures[0].difference } == [0, 0])
    #expect(points.map { $0.values[0].shown } == [.text("true"), .text("false")])
  }
}
