/// Why a simulation gave no result.
public enum SimulationError: Error, Hashable, Sendable {
  /// The kept columns would not fit. Bytes needed and allowed, and the most trials that fit.
  case memory(needed: Int, allowed: Int, fittingTrials: Int)
  /// A value that is not a finite number, in the first trial that has one.
  case nonFinite(label: String, period: String, trial: Int, value: Double)
}
