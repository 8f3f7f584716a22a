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
}
