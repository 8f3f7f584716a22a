import ColumnPlan
import Probability
import Simulation

/// What a result is like while one input is held and everything else is drawn.
public struct TornadoEnd: Hashable, Sendable {
  public let mean, median, p10, p90: Double

  init(_ values: [Double]) {
    mean = Planning.mean(values)
    let found = values.withUnsafeBufferPointer { QuantileEstimates(of: $0, at: [0.1, 0.5, 0.9]) }
    (p10, median, p90) = (found.values[0], found.values[1], found.values[2])
  }
}

/// An input that a tornado moves, and between which two of its quantiles.
public struct TornadoInput: Hashable, Sendable {
  public let stream: RandomStream
  /// The probabilities at whose quantiles it is held.
  public let low, high: Double

  public init(_ stream: RandomStream, low: Double = 0.1, high: Double = 0.9) {
    (self.stream, self.low, self.high) = (stream, low, high)
  }
}

/// A bar of a tornado: a result with an input held low and held high.
public struct TornadoBar: Hashable, Sendable {
  public let low, high: TornadoEnd
  /// How much the mean rises from low to high, from the same trials.
  public let swing: SensitivityEstimate

  /// - Precondition: the trials of the two have the same random numbers.
  public init(low: [Double], high: [Double], _ replication: Replication) {
    (self.low, self.high) = (TornadoEnd(low), TornadoEnd(high))
    swing = Planning.swing(low, high, replication)
  }
}

/// The bars of a tornado for all outputs of a run.
public struct TornadoAnalysis: Sendable {
  /// Those that were analysed: fewer than asked for when it was stopped.
  public let inputs: [TornadoInput]
  /// For each output what it is like with everything drawn.
  public let base: [TornadoEnd]
  /// For each input one bar for each output.
  public let bars: [[TornadoBar]]
  /// For each input whether others that a copula joins with it were drawn given its value.
  public let othersFollow: [Bool]
  public let evaluations: Int
}

/// Holds one input at a time at a low and at a high quantile, with everything else drawn, and says
/// what the results are like. What is drawn in several periods is held by its score over all of
/// them (`DrawChoice.fixed`), so that its ends are as likely as those of what is drawn once.
///
/// Where a Gaussian copula joins the input with others, these are drawn given its value, because
/// that is what is to be expected of them then. All runs have the same random numbers, so the
/// swing is the input's and not the noise's.
///
/// - Complexity: trials × (2 inputs + 1) evaluations of the plan.
/// - Source: Howard, *Decision Analysis: Practice and Promise*, Management Science 34 (1988), for
///   the diagram; with everything else drawn in place of held at its base value, since a plan in
///   which nothing else happens is none.
public func tornado(
  of inputs: [TornadoInput], in run: SensitivityRun, progress: SensitivityProgress? = nil
) throws(SimulationError) -> TornadoAnalysis {
  let base = try run.values(.plain)
  var done: [TornadoInput] = []
  var bars: [[TornadoBar]] = []
  for input in inputs {
    if run.isStopped() { break }
    let low = try run.values(DrawChoice(fixed: [input.stream: input.low]))
    let high = try run.values(DrawChoice(fixed: [input.stream: input.high]))
    if run.isStopped() { break }
    bars.append(
      base.indices.map { output in
        TornadoBar(low: low[output], high: high[output], run.replication)
      })
    done.append(input)
    progress?(Double(done.count) / Double(inputs.count))
  }
  let joined = run.plan.correlations.filter { $0.spread == nil && $0.draws.count > 1 }
    .flatMap { $0.draws.map(\.stream) }
  return TornadoAnalysis(
    inputs: done, base: base.map(TornadoEnd.init), bars: bars,
    othersFollow: done.map { joined.contains($0.stream) },
    evaluations: run.settings.trials * (2 * done.count + 1))
}

/// The mean of the differences of paired trials.
private func swing(
  _ low: [Double], _ high: [Double], _ replication: Replication
) -> SensitivityEstimate {
  let differences = zip(low, high).map { $1 - $0 }
  let value = mean(differences)
  let error = errorOfMean(residuals: differences.map { $0 - value }, replication)
  // A difference that is the same in all trials differs by what rounding makes of it.
  let rounding = 1e-14 * (abs(mean(low)) + abs(mean(high)))
  return SensitivityEstimate(value, standardError: error <= rounding ? 0 : error)
}
