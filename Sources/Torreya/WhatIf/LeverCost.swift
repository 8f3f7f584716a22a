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
  private let known = KnownCosts()

  /// What has been simulated: the same decisions are paid for again and again.
  private final class KnownCosts: Sendable {
    let costs = Mutex<[[Double]: Double]>([:])
  }

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
    prices = try plainPrices(isPlain: Self.isPlain(model, levers))
  }

  /// Whether it is so much for each unit of each lever, whatever the others are.
  var isPlain: Bool { prices != nil }

  /// Whether no price depends on any of the levers: what a lever costs is its price times its
  /// value, so the cost is then straight, and nothing that is tried can prove it otherwise.
  private static func isPlain(_ model: ScenarioModel, _ levers: [Lever]) -> Bool {
    let prices = Set(levers.compactMap(\.priceIndicator))
    guard !prices.isEmpty else { return true }
    return compile(model, recording: .only(prices), levers: levers.map(\.id)).plan
      .readParameters.isEmpty
  }

  /// What went wrong with a cost that was asked for, first of all; nil where nothing has.
  var failure: Diagnostics? { firstFailure.diagnostics.withLock { $0 } }

  /// Whether it is uncertain, so that its mean is counted.
  var isUncertain: Bool { plan.columns.contains { $0.shape == .varying } }

  /// - Unit: yuan; infinity where it cannot be known, for which `failure` has the reason.
  func callAsFunction(_ decision: [Double]) -> Double {
    if let prices { return zip(prices.each, decision).reduce(prices.fixed) { $0 + $1.0 * $1.1 } }
    if let known = known.costs.withLock({ $0[decision] }) { return known }
    do throws(Diagnostics) {
      let found = try simulated(decision)
      known.costs.withLock { $0[decision] = found }
      return found
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

  /// The prices, where the cost is plain.
  ///
  /// - Throws: what goes wrong where the levers stand, or with one of them at a bound.
  private func plainPrices(isPlain: Bool) throws(Diagnostics) -> (fixed: Double, each: [Double])? {
    let standing = levers.map(\.value)
    let zero = try simulated(standing)
    var each: [Double] = []
    for (axis, lever) in levers.enumerated() {
      let bounds = lever.bounds ?? lever.value...lever.value
      var (low, high) = (standing, standing)
      (low[axis], high[axis]) = (bounds.lowerBound, bounds.upperBound)
      let width = bounds.upperBound - bounds.lowerBound
      each.append(width > 0 ? (try simulated(high) - simulated(low)) / width : 0)
    }
    let fixed = zero - zip(each, standing).reduce(0) { $0 + $1.0 * $1.1 }
    return isPlain ? (fixed, each) : nil
  }
}
