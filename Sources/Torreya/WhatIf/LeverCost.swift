import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Synchronization
import Vocabulary

/// What levers cost together: their expected cost, as the scenario's formulas say it.
struct LeverCost: Sendable {
  private let compiled: CompiledScenario
  private let settings: SimulationSettings
  private let levers: [Lever]
  /// Where the cost is a plain sum of so much for each unit: a fixed part and the prices.
  private var prices: (fixed: Double, each: [Double])?
  private let firstFailure = FirstFailure()

  /// What went wrong first; a search asks for costs where it cannot hear of that.
  private final class FirstFailure: Sendable {
    let diagnostics = Mutex<Diagnostics?>(nil)
  }

  private var plan: Plan { compiled.plan }

  /// - Parameter levers: those that are decided on, in the order of the decisions.
  /// - Throws: what is wrong with the costs where the levers stand, or between their bounds.
  init(
    _ model: ScenarioModel, _ levers: [Lever], _ settings: SimulationSettings
  ) throws(Diagnostics) {
    self.levers = levers
    compiled = compile(
      model, recording: .only(Set(levers.compactMap(\.costIndicator))),
      levers: levers.map(\.id))
    var settings = settings
    // What is certain needs no second trial.
    if compiled.plan.columns.allSatisfy({ $0.shape == .uniform }) { settings.trials = 1 }
    self.settings = settings
    prices = try plainPrices()
  }

  /// What went wrong with a cost that was asked for, first of all; nil where nothing has.
  var failure: Diagnostics? { firstFailure.diagnostics.withLock { $0 } }

  /// Whether it is uncertain, so that its mean is counted.
  var isUncertain: Bool { plan.columns.contains { $0.shape == .varying } }

  /// - Unit: yuan; infinity where it cannot be known, for which `failure` has the reason.
  func callAsFunction(_ decision: [Double]) -> Double {
    if let prices { return zip(prices.each, decision).reduce(prices.fixed) { $0 + $1.0 * $1.1 } }
    do throws(Diagnostics) {
      return try simulated(decision)
    } catch {
      firstFailure.diagnostics.withLock { $0 = $0 ?? error }
      return .infinity
    }
  }

  private func simulated(_ decision: [Double]) throws(Diagnostics) -> Double {
    guard !plan.columns.isEmpty else { return 0 }
    var settings = settings
    settings.parameters = Dictionary(
      uniqueKeysWithValues: zip(levers, decision).map { ($0.indicator, $1) })
    do throws(SimulationError) {
      let result = try simulate(plan, settings)
      return plan.columns.reduce(0) { sum, column in
        sum + result.withTrials(of: column) { Moments(of: $0).mean }
      }
    } catch {
      throw Diagnostics([compiled.diagnostic(error)])
    }
  }

  /// The prices, where every decision that is tried costs what they say. What exclusions forbid is
  /// tried too: what cannot be known there is no mistake.
  private func plainPrices() throws(Diagnostics) -> (fixed: Double, each: [Double])? {
    let standing = levers.map(\.value)
    let ends = levers.map { $0.bounds ?? $0.value...$0.value }
    let zero = try simulated(standing)
    var each: [Double] = []
    for (axis, end) in ends.enumerated() {
      var (low, high) = (standing, standing)
      (low[axis], high[axis]) = (end.lowerBound, end.upperBound)
      let width = end.upperBound - end.lowerBound
      each.append(width > 0 ? (try simulated(high) - simulated(low)) / width : 0)
    }
    let fixed = zero - zip(each, standing).reduce(0) { $0 + $1.0 * $1.1 }
    // A third, two thirds, and corners: what is not straight shows in one of them.
    for shares in [[0.0], [1.0], [1.0 / 3], [2.0 / 3], [0.2, 0.9], [0.9, 0.2]] {
      let decision = ends.enumerated().map { axis, end in
        end.lowerBound + shares[axis % shares.count] * (end.upperBound - end.lowerBound)
      }
      let plain = zip(each, decision).reduce(fixed) { $0 + $1.0 * $1.1 }
      guard let found = known(decision), abs(found - plain) <= 1e-9 * max(abs(found), abs(plain), 1)
      else { return nil }
    }
    return (fixed, each)
  }

  private func known(_ decision: [Double]) -> Double? {
    do throws(Diagnostics) { return try simulated(decision) } catch { return nil }
  }
}
