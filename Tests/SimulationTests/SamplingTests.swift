import ColumnPlan
import Foundation
import PlanFixtures
import Probability
import Testing

@testable import Simulation

@Suite("sampling schemes")
struct SamplingTests {
  static let schemes: [SamplingScheme] = [
    .pseudoRandom, .antithetic, .latinHypercube, .sobol(randomisations: 16),
    .sobol(randomisations: 2),
  ]

  @Test("neither threads nor the number of trials change a bit", arguments: schemes)
  func invariance(scheme: SamplingScheme) throws {
    let plan = RandomPlan(seed: 31, steps: 80).builder.finish()
    let reference = try simulate(plan, settings(trials: 7000, sampling: scheme))
    #expect(reference.replication == scheme.replication)
    for (trials, threads) in [(1, 1), (1023, 2), (1025, 5), (7000, 2), (7000, 5)] {
      let result = try simulate(plan, settings(trials: trials, sampling: scheme, threads: threads))
      for column in plan.columns {
        let isSame = result.withTrials(of: column) { found in
          reference.withTrials(of: column) { expected in
            memcmp(found.baseAddress!, expected.baseAddress!, found.count * 8) == 0
          }
        }
        #expect(isSame, "\(column.label) in \(column.period)")
      }
    }
  }

  @Test("the block of one trial has the numbers of the whole", arguments: schemes)
  func oneTrial(scheme: SamplingScheme) throws {
    let plan = RandomPlan(seed: 21, steps: 60).builder.finish()
    let whole = try simulate(plan, settings(trials: 5000, seed: 4, sampling: scheme))
    for trial in [0, 1024, 4999] {
      let block = try simulate(plan, trial: trial, seed: 4, sampling: scheme)
      for column in plan.columns {
        #expect(
          block.value(of: column, inTrial: trial - block.firstTrial)
            == whole.value(of: column, inTrial: trial))
      }
    }
  }

  @Test("every scheme gives uniform numbers with the right mean", arguments: schemes)
  func mean(scheme: SamplingScheme) throws {
    let plan = draws(streams: ["a", "b"], periods: 3)
    let result = try simulate(plan, settings(trials: 1 << 15, sampling: scheme))
    for period in ["0", "1", "2"] {
      let numbers = try #require(result.values("a", period))
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / Double(1 << 15)).squareRoot())
      // Different schemes, and different periods, give different numbers.
      #expect(numbers != result.values("b", period))
    }
    #expect(result.values("a", "0") != result.values("a", "1"))
  }

  @Test("what finds no dimension left is drawn from hypercubes")
  func padding() throws {
    let periods = SobolSequence.dimensions + 2
    let plan = draws(streams: ["a"], periods: periods)
    let sobol = try simulate(plan, settings(trials: 2048, sampling: .sobol(randomisations: 2)))
    let cubes = try simulate(plan, settings(trials: 2048, sampling: .latinHypercube))
    for period in (periods - 2)..<periods {
      #expect(sobol.values("a", "\(period)") == cubes.values("a", "\(period)"))
    }
    let last = "\(periods - 3)"
    #expect(sobol.values("a", last) != cubes.values("a", last))
  }

  @Test("two plans share the numbers of what both of them draw", arguments: schemes)
  func commonNumbers(scheme: SamplingScheme) throws {
    let base = draws(streams: ["a", "b"], periods: 2)
    let variant = draws(streams: ["new", "b", "a"], periods: 2)
    let settings = settings(trials: 3000, sampling: scheme)
    let order = DimensionOrder(of: base)
    let first = try simulate(base, settings)
    let second = try simulate(variant, settings, following: order)
    let block = try simulate(
      variant, trial: 2999, seed: 1, sampling: scheme, following: order)
    for stream in ["a", "b"] {
      #expect(first.values(stream, "1") == second.values(stream, "1"))
      #expect(block.values(stream, "1")?[951] == first.values(stream, "1")?[2999])
    }
  }

  @Test("different draws take different dimensions: a product has a small error")
  func errorShrinks() throws {
    var builder = PlanBuilder(periods: 1)
    var product = builder.constant(1)
    for stream in 0..<3 {
      let u = builder.uniforms("u\(stream)", .once, periods: 1)
      product = builder.apply(.multiply, product, builder.apply(.add, u, u))
    }
    builder.keep(product, "product")
    let plan = builder.finish()
    // Three means, each 1: with 16,384 pseudo-random trials the error of the product would be
    // sqrt((4/3)^3 - 1) / 128 = 0.009.
    let sobol = try simulate(
      plan, settings(trials: 1 << 14, sampling: .sobol(randomisations: 4)))
    let values = try #require(sobol.values("product"))
    #expect(abs(values.reduce(0, +) / Double(values.count) - 1) < 2e-4)
  }

  /// A plan that keeps every draw in every period.
  private func draws(streams: [String], periods: Int) -> Plan {
    var builder = PlanBuilder(periods: periods)
    for stream in streams {
      builder.keepEach(
        builder.uniforms(stream, .each, periods: periods), stream, periods: periods)
    }
    return builder.finish()
  }
}
