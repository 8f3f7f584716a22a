import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import Vocabulary

/// What levers cost together: their expected cost, as the scenario's formulas say it.
struct LeverCost: Sendable {
  private let plan: Plan
  private let settings: SimulationSettings
  private let levers: [Lever]
  /// Where the cost is a plain sum of so much for each unit: a fixed part and the prices.
  private var prices: (fixed: Double, each: [Double])?

  /// - Parameter levers: those that are decided on, in the order of the decisions.
  init(_ model: ScenarioModel, _ levers: [Lever], _ settings: SimulationSettings) {
    self.levers = levers
    plan = compile(
      model, recording: .only(Set(levers.compactMap(\.costIndicator))),
      levers: levers.map(\.id)).plan
    var settings = settings
    // What is certain needs no second trial.
    if plan.columns.allSatisfy({ $0.shape == .uniform }) { settings.trials = 1 }
    self.settings = settings
    prices = plainPrices()
  }

  /// Whether it is uncertain, so that its mean is counted.
  var isUncertain: Bool { plan.columns.contains { $0.shape == .varying } }

  /// - Unit: yuan; infinity where it is no number.
  func callAsFunction(_ decision: [Double]) -> Double {
    guard let prices else { return simulated(decision) }
    return zip(prices.each, decision).reduce(prices.fixed) { $0 + $1.0 * $1.1 }
  }

  private func simulated(_ decision: [Double]) -> Double {
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
      return .infinity
    }
  }

  /// The prices, where every decision that is tried costs what they say.
  private func plainPrices() -> (fixed: Double, each: [Double])? {
    let standing = levers.map(\.value)
    let ends = levers.map { $0.bounds ?? $0.value...$0.value }
    let zero = simulated(standing)
    var each: [Double] = []
    for (axis, end) in ends.enumerated() {
      var (low, high) = (standing, standing)
      (low[axis], high[axis]) = (end.lowerBound, end.upperBound)
      let width = end.upperBound - end.lowerBound
      each.append(width > 0 ? (simulated(high) - simulated(low)) / width : 0)
    }
    let fixed = zero - zip(each, standing).reduce(0) { $0 + $1.0 * $1.1 }
    // A third, two thirds, and corners: what is not straight shows in one of them.
    for shares in [[0.0], [1.0], [1.0 / 3], [2.0 / 3], [0.2, 0.9], [0.9, 0.2]] {
      let decision = ends.enumerated().map { axis, end in
        end.lowerBound + shares[axis % shares.count] * (end.upperBound - end.lowerBound)
      }
      let plain = zip(each, decision).reduce(fixed) { $0 + $1.0 * $1.1 }
      let found = simulated(decision)
      guard abs(found - plain) <= 1e-9 * max(abs(found), abs(plain), 1) else { return nil }
    }
    return (fixed, each)
  }
}
