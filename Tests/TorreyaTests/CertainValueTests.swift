import Testing
import Torreya

@Suite("a change that makes a correlated value certain")
struct CertainValueTests {
  /// Three values that move together, of which the second one is drawn behind the first.
  private static func scenario(
    _ correlation: String, x: String = uncertain
  ) throws -> ScenarioText {
    let other = uncertain
    return try ScenarioText(
      name: "together.json",
      text: """
        { "torreya": 1, "id": "together", "horizon": { "first": "2024", "periods": 1 },
          "indicators": [
            { "id": "x", "unit": "万元", "kind": "flow", "value": \(x) },
            { "id": "y", "unit": "万元", "kind": "flow", "value": \(other) },
            { "id": "z", "unit": "万元", "kind": "flow", "value": \(other) },
            { "id": "sum", "unit": "万元", "kind": "flow", "formula": "x + y + z" } ],
          "correlations": [{ "streams": ["x.value", "y.value", "z.value"], \(correlation) }],
          "targets": [{ "id": "T", "indicator": "sum", "period": "2024", "atLeast": "300万元" }] }
        """)
  }

  private static let uncertain = #"{ "uniform": { "low": "50万元", "high": "150万元" } }"#

  private func values(_ id: String, in result: SimulationResult) throws -> [Double] {
    let column = try #require(result.column(id, period: "2024"))
    return (0..<result.trials).map { result.value(of: column, inTrial: $0) }
  }

  @Test(
    "the others keep their numbers, whatever the correlations are of",
    arguments: [
      #""correlation": 0.6"#, #""correlation": 0.6, "measure": "productMoment""#,
      #""correlation": 0.6, "copula": { "studentT": { "degreesOfFreedom": 4 } }"#,
    ])
  func othersKeepTheirs(_ correlation: String) throws {
    let text = try Self.scenario(correlation)
    let model = try text.model()
    let figures = try model.figures(targets: ["T"], indicators: ["x", "y", "z"])
    let settings = testSettings(trials: 500, seed: 3)
    let supposed = try Variant(supposing: "x.value=120万元", in: model)
    let found = try FigureComparison(model, with: [supposed], figures, settings, files: text.files)
    let compared = try #require(found.variants.first)
    #expect(compared.certainStreams == ["x.value"])
    // The target on their sum, then x, y and z.
    let expected = Moments(of: try values("x", in: found.base).map { 1_200_000 - $0 })
    let own = compared.differences[1]
    #expect(own.variantMean == 1_200_000)
    #expect(abs(own.difference.mean - expected.mean) < 1e-6)
    #expect(abs(own.difference.standardDeviation - expected.standardDeviation) < 1e-6)
    #expect(compared.isChanged == [true, true, false, false])

    // A session and a sweep put the same question in other ways.
    var session = try WhatIfSession(model, figures, settings, files: text.files)
    #expect(try session.ask(supposed))
    let asked = session.comparison.variants[0]
    #expect(asked.certainStreams == ["x.value"])
    for (left, right) in zip(asked.differences, compared.differences) {
      #expect(left.variantMean == right.variantMean)
      #expect(left.difference.quantiles == right.difference.quantiles)
    }
    #expect(asked.attainments == compared.attainments)
    let whatIf = WhatIf(model, figures, levers: [], settings, files: text.files)
    let axes = try Sweep.axes(places: ["x.value=120万元,130万元"], in: model)
    let points = try Sweep(whatIf, axes).points()
    #expect(points.map(\.certainStreams) == [["x.value"], ["x.value"]])
    #expect(points[0].figures[2].difference == 0 && points[0].figures[0].difference != 0)
  }

  @Test("in the scenario itself it stays a mistake, and so does a name that never was one")
  func mistakes() throws {
    let fixed = try Self.scenario(#""correlation": 0.6"#, x: #""120万元""#)
    let mistakes = load(try fixed.source, files: fixed.files).diagnostics
    #expect(mistakes.map(\.code) == [.correlation])
    let model = try Self.scenario(#""correlation": 0.6"#).model()
    let variant = try Variant(
      supposing: #"correlations=[{"streams":["y.value","w.value"],"correlation":0.5}]"#, in: model)
    let found = load(variant, of: model, files: fixed.files)
    #expect(found.model == nil && found.diagnostics.map(\.code) == [.correlation])
  }

  @Test("values that erred together: the one that goes on keeps its numbers")
  func residuals() throws {
    let text = try #require(ScenarioText.fitHistory)
    let model = try text.model()
    let figures = try model.figures(targets: ["vat", "visits"])
    let supposed = try Variant(supposing: "vatReceipts.value=350万元", in: model)
    let found = try FigureComparison(
      model, with: [supposed], figures, testSettings(trials: 200), files: text.files)
    let compared = try #require(found.variants.first)
    #expect(compared.certainStreams == ["vatReceipts.value.shock"])
    #expect(compared.isChanged[0] && !compared.isChanged[1])
  }

  @Test("a fact of a year that is followed: it leaves its group, and the others keep their numbers")
  func facts() throws {
    let text = try Self.scenario(#""correlation": 0.6"#)
    let base = try text.model()
    let file = SourceFile(
      name: "facts.json", bytes: Array(#"{"set": {"x.value": "120万元"}}"#.utf8))
    let (facts, mistakes) = readFacts(file, horizon: base.scenario.horizon)
    #expect(mistakes.isEmpty)
    let supposed = try #require(facts)
    let current = try #require(load(supposed, of: base, files: text.files).model)
    var request = TrackRequest()
    request.asOf = CalendarDate(iso: "2024-12-31")
    request.measuresRule = false
    let settings = testSettings(trials: 500, seed: 3)
    let result = try track(base, facts: current, nil, request, settings)
    #expect(result.compiled.model.model.certainStreams == ["x.value"])
    let before = try simulate(compile(base).plan, settings)
    let known = try simulate(compile(result.compiled.model).plan, result.settings)
    #expect(try values("x", in: known).allSatisfy { $0 == 1_200_000 })
    for id in ["y", "z"] { #expect(try values(id, in: known) == values(id, in: before), "\(id)") }
    let met = try values("sum", in: known).count { $0 >= 3_000_000 }
    let point = try #require(result.targets[0].points.last)
    #expect(point.probability == Double(met) / 500)
    #expect(point.probability != result.targets[0].before.probability)
  }
}
