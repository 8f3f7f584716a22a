import Probability

/// Whether a series repeats itself from year to year: whether its autocorrelation at the length
/// of the year is larger than chance would have it.
///
/// The limit is Bartlett's, for a series whose autocorrelations at shorter lags are as observed.
///
/// - Parameter values: without gaps.
/// - Parameter isTwoSided: whether a strong negative autocorrelation counts too, as the Theta
///   method has it.
/// - Parameter score: the limit in standard errors; 1.645 is a test at 10 %.
/// - Returns: false below two years and where nothing differs.
/// - Source: Assimakopoulos, Nikolopoulos (2000), "The theta model", section 4; Bartlett (1946),
///   "On the theoretical specification and sampling properties of autocorrelated time-series".
public func isSeasonal(
  _ values: [Double], period: Int, isTwoSided: Bool = true,
  score: Double = 1.644_853_626_951_472_7
) -> Bool {
  guard period >= 2, values.count >= 2 * period else { return false }
  let count = Double(values.count)
  let mean = values.reduce(0) { $0 + $1 / count }
  let deviations = values.map { $0 - mean }
  let square = product(deviations, lag: 0)
  guard square > 0, square.isFinite else { return false }
  var squares = 0.0
  for lag in 1..<period {
    let correlation = product(deviations, lag: lag) / square
    squares += correlation * correlation
  }
  let correlation = product(deviations, lag: period) / square
  let limit = score * ((1 + 2 * squares) / count).squareRoot()
  return (isTwoSided ? abs(correlation) : correlation) > limit
}

private func product(_ deviations: [Double], lag: Int) -> Double {
  deviations.withUnsafeBufferPointer { deviations in
    var sum = 0.0
    for step in lag..<deviations.count { sum += deviations[step] * deviations[step - lag] }
    return sum
  }
}
