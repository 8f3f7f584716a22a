import CKernels
import Probability

/// The scale on which errors of a series are compared: logarithms where all values are above zero,
/// for then errors are shares of the level, else the values themselves.
enum WorkingScale: Hashable, Sendable {
  case logarithmic
  case level

  init(of series: TimeSeries) {
    let observed = series.values.filter { !$0.isNaN }
    self = !observed.isEmpty && observed.allSatisfy { $0 > 0 } ? .logarithmic : .level
  }

  func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .logarithmic: value > 0 ? logarithm(value) : -.infinity
    case .level: value
    }
  }

  /// Takes values back from the scale.
  func invert(_ values: inout [Double]) {
    guard self == .logarithmic else { return }
    values.withUnsafeMutableBufferPointer { lanes in
      torreya_exp(lanes.baseAddress, lanes.baseAddress, lanes.count)
    }
  }
}
