import ColumnPlan
import Probability
import Simulation

/// The Shapley effects of inputs for all outputs of a run: shares of the variance that add up to
/// one, also where inputs depend on each other.
public struct ShapleyAnalysis: Sendable {
  public let inputs: [SensitivityInput]
  /// For each input one share for each output; NaN where the output does not vary.
  public let shares: [[SensitivityEstimate]]
  /// How many pairs of orders were gone through: fewer than asked for when it was stopped.
  public let pairs: Int
  public let evaluations: Int
}

/// Works out Shapley effects by drawing the inputs again one after another, in random orders.
///
/// Half of the mean squared change of the result when some inputs are drawn again, given those
/// that stay, is the variance that is left when only those that stay are known. What an input adds
/// to it when its turn comes, over all orders, is its Shapley effect. Each order is gone through
/// backwards too, with trials of its own shared by the two; so an input is met as often early as
/// late.
///
/// Inputs that a copula joins, Gaussian or Student's, are drawn given those of them that stay,
/// exactly.
///
/// - Parameter pairs: orders, each forwards and backwards; every pair has `settings.trials` trials
///   of its own, so that the spread between pairs gives the standard errors.
/// - Complexity: 2 × pairs × inputs × trials evaluations of the plan.
/// - Source: Owen, *Sobol' indices and Shapley value*, SIAM/ASA Journal on Uncertainty
///   Quantification 2 (2014); Song, Nelson and Staum, *Shapley effects for global sensitivity
///   analysis*, ibid. 4 (2016), for dependent inputs; Goda, *A simple algorithm for global
///   sensitivity analysis with Shapley effects*, Reliability Engineering & System Safety 213
///   (2021), for the unbiased steps along an order.
public func shapleyEffects(
  of inputs: [SensitivityInput], in run: SensitivityRun, pairs: Int,
  progress: SensitivityProgress? = nil
) throws(SimulationError) -> ShapleyAnalysis {
  let outputs = run.outputs.count
  // For each input and output the sums of each pair; and the variance of each pair.
  var steps = [[[Double]]](
    repeating: [[Double]](repeating: [], count: outputs), count: inputs.count)
  var variances = [[Double]](repeating: [], count: outputs)
  var done = 0
  for pair in 0..<pairs {
    if run.isStopped() { break }
    let walk = try OrderWalk(inputs, run, pair: pair)
    if run.isStopped() { break }
    for output in 0..<outputs {
      for input in inputs.indices { steps[input][output].append(walk.steps[input][output]) }
      variances[output].append(walk.variances[output])
    }
    done += 1
    progress?(Double(done) / Double(pairs))
  }
  let shares = inputs.indices.map { input in
    (0..<outputs).map { output in
      done == 0
        ? SensitivityEstimate(.nan, standardError: .nan)
        : ratio(steps[input][output], variances[output], .trials)
    }
  }
  return ShapleyAnalysis(
    inputs: inputs, shares: shares, pairs: done,
    evaluations: 2 * done * inputs.count * run.settings.trials)
}

/// One order, forwards and backwards, over trials of its own.
private struct OrderWalk {
  /// For each input and output what it adds, the mean of both ways.
  private(set) var steps: [[Double]]
  /// For each output the mean half square of the change when everything is drawn again.
  private(set) var variances: [Double]

  init(_ inputs: [SensitivityInput], _ run: SensitivityRun, pair: Int) throws(SimulationError) {
    let key = RandomStream(name: "sensitivity.order").key(seed: run.settings.seed)
    let forwards = randomOrder(of: inputs.count, key, period: pair)
    let seed = RandomStream(name: "sensitivity.pair \(pair)").key(seed: run.settings.seed).bits
    steps = [[Double]](
      repeating: [Double](repeating: 0, count: run.outputs.count), count: inputs.count)
    let base = try run.values(.plain, seed: seed)
    let otherSeed = RandomStream(name: "sensitivity.other \(pair)").key(seed: seed).bits
    let all = try run.values(
      run.redrawn(inputs.flatMap(\.streams), otherSeed: otherSeed), seed: seed)
    variances = base.indices.map { halfSquare(base[$0], all[$0]) }
    for order in [forwards, forwards.reversed()] {
      var before = [Double](repeating: 0, count: base.count)
      var redrawn: [RandomStream] = []
      for (place, input) in order.enumerated() {
        redrawn += inputs[input].streams
        let values =
          place + 1 < order.count && !run.isStopped()
          ? try run.values(run.redrawn(redrawn, otherSeed: otherSeed), seed: seed) : all
        for output in base.indices {
          let after = halfSquare(base[output], values[output])
          steps[input][output] += (after - before[output]) / 2
          before[output] = after
        }
      }
    }
  }
}

/// Half of the mean squared difference.
private func halfSquare(_ left: [Double], _ right: [Double]) -> Double {
  zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(2 * left.count)
}

/// The numbers below `count` in an order in which every order is as likely.
///
/// - Source: Knuth, *The Art of Computer Programming* 2, 3rd ed. (1997), algorithm 3.4.2 P.
func randomOrder(of count: Int, _ key: StreamKey, period: Int) -> [Int] {
  var order = Array(0..<count)
  for place in stride(from: count - 1, to: 0, by: -1) {
    let other = Int(key.uniform(period: period, trial: place) * Double(place + 1))
    order.swapAt(place, min(other, place))
  }
  return order
}
