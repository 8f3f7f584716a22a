import ColumnPlan
import PlanFixtures
import Probability
import Testing
import Workers

@testable import Simulation

@Suite("smallest and largest values")
struct ExtremesTests {
  private static let schemes: [SamplingScheme] = [
    .pseudoRandom, .antithetic, .latinHypercube, .sobol(randomisations: 2),
  ]

  @Test(
    "are exact with the trials and without them", arguments: [1, 7, 1024, 1025, 5000], schemes)
  func exact(trials: Int, sampling: SamplingScheme) throws {
    var builder = PlanBuilder(periods: 2)
    let score = builder.apply(.normalQuantile, builder.uniforms("u", .each, periods: 2))
    builder.keepEach(score, "score", periods: 2)
    builder.keepEach(builder.apply(.exponential, score), "revenue", periods: 2)
    builder.keep(builder.constant(-7), "number")
    let plan = builder.finish()
    var settings = settings(trials: trials, threads: 2)
    settings.sampling = sampling
    let kept = try simulate(plan, settings)
    settings.quantiles = .sketch
    let sketched = try simulate(plan, settings)
    #expect(sketched.quantiles == .sketch)
    for column in plan.columns {
      let found = extremes(of: column, in: sketched)
      let values = kept.withTrials(of: column, Array.init)
      #expect(found.smallest == values.min())
      #expect(found.largest == values.max())
      #expect(extremes(of: column, in: kept) == found)
    }
    #expect(extremes(of: plan.columns.last!, in: sketched) == (-7, -7))
  }
}

@Suite("work that is handed out")
struct CollectTests {
  @Test("comes back in order, each piece once", arguments: [1, 2, 5], [0, 1, 3, 100])
  func order(threads: Int, count: Int) {
    let found = collect(count, threads: threads) { "\($0)" }
    #expect(found == (0..<count).map { "\($0)" })
  }
}
