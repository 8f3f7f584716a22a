import Foundation
import Testing
import Torreya

/// What holds for whole scenarios under every sampling scheme.
@Suite("sampling schemes on scenarios")
struct SamplingLawTests {
  static let schemes: [SamplingScheme] = [
    .pseudoRandom, .antithetic, .latinHypercube, .sobol(randomisations: 16),
  ]

  /// The starting scenario, and the town's plan where it is there.
  static let scenarios = [ScenarioText.starting] + [ScenarioText.jidong].compactMap { $0 }

  @Test("workers change no byte of any file", arguments: scenarios, schemes)
  func threads(scenario: ScenarioText, scheme: SamplingScheme) throws {
    let compiled = try scenario.compiled()
    let written = try [1, 2, 5].map { threads in
      let settings = testSettings(trials: 1100, sampling: scheme, threads: threads)
      return try Torreya.run(compiled, settings).tables(threads: threads, withTrials: false)
        .map { $0.file(.plain).bytes }
    }
    #expect(written[0].count >= 3)
    #expect(written[1] == written[0])
    #expect(written[2] == written[0])
  }

  @Test("a trial is explained with the numbers of the run", arguments: schemes)
  func explanation(scheme: SamplingScheme) throws {
    let scenario = ScenarioText.starting
    let model = try scenario.model()
    let result = try Torreya.run(compile(model), testSettings(trials: 1500, sampling: scheme))
    let id = "visitors.total.spending"
    let resolved = try #require(
      model.model.indicators.first { $0.indicator.id == id }).indicator
    let period = model.model.horizon[2].label
    for trial in [3, 1499] {
      let text = try Explanation(
        of: id, in: model, trial: trial, period: period, seed: 1, sampling: scheme
      ).text(depth: 0, language: .en)
      let base = try result.values(id, period)[trial]
      let shown = plainNumber(resolved.unit.value(ofBase: base), significantDigits: 6)
      #expect(text.contains("= \(shown) "), "\(text)")
    }
  }

  @Test("a variant that draws more differs by its change only")
  func comparison() throws {
    let scenario = ScenarioText.starting
    let drawn: [String: Any] = [
      "id": "more", "unit": "次", "value": ["poisson": ["mean": 3]],
    ]
    let scheme = SamplingScheme.sobol(randomisations: 2)
    let settings = testSettings(trials: 100, sampling: scheme)
    let base = compile(try scenario.model())
    let wider = compile(try scenario.adding(drawn, to: "indicators").model())
    let first = try Torreya.run(base, settings)
    let second = try Torreya.run(wider, settings, following: DimensionOrder(of: base.plan))
    for column in base.plan.columns {
      let values = try first.values(column.label, column.period)
      #expect(try second.values(column.label, column.period) == values, "\(column.label)")
    }
  }

  @Test("the error of a mean under Sobol is a small part of that under pseudo-random numbers")
  func errors() throws {
    let compiled = try ScenarioText.starting.compiled()
    func means(_ scheme: SamplingScheme) throws -> [Double] {
      try (UInt64(1)...6).map { seed in
        let settings = testSettings(trials: 4096, seed: seed, sampling: scheme, threads: 2)
        let values = try Torreya.run(compiled, settings)
          .values("fiscal.total.recurring", "2025")
        return values.reduce(0, +) / Double(values.count)
      }
    }
    let pseudoRandom = Self.spread(try means(.pseudoRandom))
    let sobol = Self.spread(try means(.sobol(randomisations: 4)))
    #expect(sobol < pseudoRandom / 2, "\(sobol) of \(pseudoRandom)")
  }

  private static func spread(_ means: [Double]) -> Double {
    let mean = means.reduce(0, +) / Double(means.count)
    let squares = means.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(means.count - 1)).squareRoot()
  }
}
