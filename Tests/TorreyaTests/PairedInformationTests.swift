import Testing
import Torreya

@testable import Reports

/// A variant that puts the mean of one of three normal values where it is anyway, and takes its
/// noise away: what knowing that value is worth before the choice is 1 / √(2π).
@Suite("what choosing a variant gains by knowing") struct PairedInformationTests {
  private let text = """
    { "torreya": 1, "id": "paired", "horizon": { "first": "2024", "periods": 1 },
      "indicators": [
        { "id": "x", "unit": "share",
          "value": { "normal": { "mean": 10, "standardDeviation": 1 } } },
        { "id": "y", "unit": "share",
          "value": { "normal": { "mean": 0, "standardDeviation": 5 } } },
        { "id": "z", "unit": "share",
          "value": { "normal": { "mean": 0, "standardDeviation": 3 } } },
        { "id": "t", "unit": "share", "formula": "x + y + z" }
      ],
      "targets": [{ "id": "P", "indicator": "t", "period": "2024", "atLeast": 10 }],
      "variants": [{ "id": "same", "set": { "indicators.x.value": 10 } }] }
    """

  @Test(
    "draws of both sides are the same ones",
    arguments: [SamplingScheme.pseudoRandom, .latinHypercube, .sobol(randomisations: 16)])
  func paired(_ sampling: SamplingScheme) throws {
    let scenario = try ScenarioText(name: "paired.json", text: text)
    var question = SensitivityQuestion()
    (question.targets, question.methods) = (["P"], [.information])
    question.variants = ["same"]
    var settings = testSettings(trials: 16384)
    settings.sampling = sampling
    let report = try analyseSensitivity(
      try SensitivityPlan(try scenario.model(), question), settings, files: scenario.files)
    let truth = 1 / (2 * Double.pi).squareRoot()
    for id in [nil, "x.value"] {
      let row = try #require(report.rows.first { $0.input?.id == id })
      let error = row.estimate.standardError
      #expect(error < 0.02)
      #expect(abs(row.estimate.value - truth) < 4.5 * error + 0.002, "\(row.estimate)")
    }
    for id in ["y.value", "z.value"] {
      let row = try #require(report.rows.first { $0.input?.id == id })
      #expect(abs(row.estimate.value) < 4.5 * row.estimate.standardError + 0.005)
    }
  }

  private let risky = """
    { "torreya": 1, "id": "risky", "horizon": { "first": "2024", "periods": 1 },
      "indicators": [
        { "id": "a", "unit": "share",
          "value": { "normal": { "mean": 100, "standardDeviation": 10 } } },
        { "id": "g", "unit": "share", "value": 50 },
        { "id": "y", "unit": "share", "formula": "a + g" }
      ],
      "targets": [{ "id": "T", "indicator": "y", "period": "2024", "atLeast": 150 }],
      "variants": [
        { "id": "risky", "set": { "g.value": { "uniform": { "low": 0, "high": 100 } } } } ] }
    """

  private func risky(_ settings: SimulationSettings) throws -> SensitivityReport {
    let scenario = try ScenarioText(name: "risky.json", text: risky)
    var question = SensitivityQuestion()
    (question.targets, question.methods) = (["T"], [.information, .ranks])
    question.variants = ["risky"]
    return try analyseSensitivity(
      try SensitivityPlan(try scenario.model(), question), settings, files: scenario.files)
  }

  /// The variant has between 0 and 100 where the scenario has 50: half of the time it is taken, and
  /// gains 25 on average. Of all else both have the same.
  @Test("what is uncertain in a variant alone is worth knowing")
  func uncertainInVariant() throws {
    let report = try risky(testSettings(trials: 16384))
    for (id, truth) in [(nil, 12.5), ("g.value", 12.5), ("a.value", 0)] {
      let row = try #require(
        report.rows.first { $0.kind == .informationValue && $0.input?.id == id }, "\(id ?? "all")")
      #expect(
        abs(row.estimate.value - truth) < 4.5 * row.estimate.standardError + 0.02,
        "\(id ?? "all") \(row.estimate)")
    }
    #expect(!report.rows.contains { $0.kind == .rankCorrelation && $0.input?.id == "g.value" })
  }

  @Test("what does not fit is refused before it is run, with what fits")
  func memory() throws {
    var settings = testSettings(trials: 1 << 16)
    settings.memory = 1 << 20
    let mistakes = #expect(throws: Diagnostics.self) { try risky(settings) }
    let first = try #require(mistakes?.all.first)
    #expect(first.code == .memoryBudget)
    #expect(first.message.en.contains("input"))
  }
}
