import ColumnPlan
import Foundation
import Probability
import Testing

@testable import Simulation

@Suite("runs that stop at a wished precision")
struct StoppingTests {
  private func plan() -> Plan {
    var builder = PlanBuilder(periods: 1)
    let draw = builder.uniforms("u", .once, periods: 1)
    builder.keep(builder.apply(.normalQuantile, draw), "score")
    return builder.finish()
  }

  /// Until the standard error of the mean is at most `error`.
  private func settings(
    error: Double, trials: Int = 1000, limit: Int = 400_000, threads: Int = 1,
    _ quantiles: QuantileMethod = .exact, judged: Recorded<Int> = Recorded()
  ) -> SimulationSettings {
    SimulationSettings(
      trials: trials, seed: 3, threads: threads, memory: 1 << 30, quantiles: quantiles,
      stopping: Stopping(trialLimit: limit) { result in
        judged.append(result.trials)
        return summary(of: result.plan.columns[0], in: result).standardError / error
      })
  }

  @Test("in whole rounds, as soon as it is reached", arguments: [QuantileMethod.exact, .sketch])
  func reached(method: QuantileMethod) throws {
    let judged = Recorded<Int>()
    let result = try simulate(plan(), settings(error: 0.004, method, judged: judged))
    // One deviation over the root of 62,500 trials.
    #expect((55_000...85_000).contains(result.trials))
    #expect(result.trials % (16 * blockTrials) == 0)
    #expect(judged.all.first == 16 * blockTrials)
    #expect(judged.all == judged.all.sorted())
    #expect(judged.all.last == result.trials)
    #expect(summary(of: result.plan.columns[0], in: result).standardError <= 0.004)
    let before = judged.all[judged.all.count - 2]
    #expect(before >= result.trials * 3 / 4 - 16 * blockTrials)
  }

  @Test(
    "the trials of a plain run of as many, on any number of workers", arguments: [1, 2, 5],
    [QuantileMethod.exact, .sketch])
  func prefix(threads: Int, method: QuantileMethod) throws {
    let result = try simulate(plan(), settings(error: 0.006, threads: threads, method))
    var plain = settings(error: 1, method)
    plain.stopping = nil
    plain.trials = result.trials
    let expected = try simulate(plan(), plain)
    #expect(result.quantiles == expected.quantiles)
    #expect(
      summary(of: result.plan.columns[0], in: result)
        == summary(of: result.plan.columns[0], in: expected))
    if method == .exact { #expect(result.values("score") == expected.values("score")) }
  }

  @Test("no further than allowed, and at least what is asked for")
  func limits() throws {
    let round = 16 * blockTrials
    let most = try simulate(plan(), settings(error: 1e-9, limit: 3 * round + 5))
    #expect(most.trials == 3 * round)
    let least = try simulate(plan(), settings(error: 1, trials: 2 * round + 1))
    #expect(least.trials == 3 * round)
    let both = try simulate(plan(), settings(error: 1e-9, trials: 2 * round, limit: 10))
    #expect(both.trials == 2 * round)
  }

  @Test(
    "told to stop, the blocks that are done are those of a shorter run", arguments: [1, 2, 5],
    [QuantileMethod.exact, .sketch])
  func told(threads: Int, method: QuantileMethod) throws {
    var wished = settings(error: 1, trials: 4_000_000, threads: threads, method)
    wished.stopping = nil
    let asked = Recorded<Int>()
    let result = try simulate(plan(), wished, isStopped: {
      asked.append(1)
      return asked.all.count > 100
    })
    #expect(!result.isComplete)
    #expect(result.trials % blockTrials == 0)
    #expect((50 * blockTrials...200 * blockTrials).contains(result.trials))
    wished.trials = result.trials
    let short = try simulate(plan(), wished)
    #expect(short.isComplete)
    #expect(
      summary(of: result.plan.columns[0], in: result)
        == summary(of: result.plan.columns[0], in: short))
    if method == .exact { #expect(result.values("score") == short.values("score")) }
  }

  @Test("told to stop at once, there is one block for each worker at most")
  func toldAtOnce() throws {
    for stopping in [true, false] {
      var wished = settings(error: 1e-9, trials: 400_000, threads: 2)
      if !stopping { wished.stopping = nil }
      let result = try simulate(plan(), wished, isStopped: { true })
      #expect(!result.isComplete && result.trials > 0 && result.trials <= 2 * blockTrials)
    }
    // A run that is no longer than that is whole.
    var brief = settings(error: 1, trials: 100)
    brief.stopping = nil
    let result = try simulate(plan(), brief, isStopped: { true })
    #expect(result.isComplete && result.trials == 100)
  }

  @Test("progress never leaves 0 ... 1")
  func progress() throws {
    let shares = Recorded<Double>()
    _ = try simulate(plan(), settings(error: 0.005, threads: 2)) { shares.append($0) }
    #expect(shares.all.allSatisfy { $0 > 0 && $0 <= 1 })
    #expect(shares.all.count > 16)
  }
}
