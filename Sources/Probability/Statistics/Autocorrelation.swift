/// The correlation of a series with itself `lag` steps later, about the mean of the whole.
///
/// - Returns: NaN if the lag leaves nothing, or nothing differs.
/// - Accuracy: 13 digits or more on the NIST cases, see the tests.
/// - Source: Box, Jenkins & Reinsel, *Time Series Analysis*, 3rd ed. (1994), section 2.1.5; NIST
///   StRD.
public func autocorrelation(of series: UnsafeBufferPointer<Double>, lag: Int) -> Double {
  precondition(lag >= 0, "a later number")
  guard lag < series.count else { return .nan }
  let sums = powerSums(of: series)
  let mean = sums.sum(1) / Double(sums.count)
  let (scale, shift) = (sums.scale, sums.centre * sums.scale)
  // Deviations are from the centre, and the rest of the mean is taken off each.
  var products = CompensatedSum()
  for index in 0..<(series.count - lag) {
    let earlier = series[index] * scale - shift - mean
    let later = series[index + lag] * scale - shift - mean
    products.add(earlier * later)
  }
  let square = CentralMoments(sums).m2 * Double(sums.count)
  return square == 0 ? .nan : products.value / square
}

/// The correlation of a series with itself `lag` steps later.
public func autocorrelation(of series: [Double], lag: Int) -> Double {
  series.withUnsafeBufferPointer { autocorrelation(of: $0, lag: lag) }
}
