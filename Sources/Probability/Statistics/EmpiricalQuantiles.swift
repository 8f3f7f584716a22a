/// Exact quantiles of a column: for each probability the smallest of the numbers at which the
/// empirical distribution function reaches it.
///
/// - Parameter probabilities: in any order, each from 0 to 1; 0 gives the smallest number.
/// - Returns: one number for each probability; NaN if the column is empty or holds a NaN.
/// - Complexity: O(n) for numbers that have a density, O(n log n) at worst; no copy of the column.
/// - Source: definition 1 of Hyndman & Fan (1996), "Sample quantiles in statistical packages".
public func quantiles(of column: UnsafeBufferPointer<Double>, at probabilities: [Double])
  -> [Double]
{
  let moments = Moments(of: column)
  guard !column.isEmpty, !holdsNaN(column, moments) else {
    return probabilities.map { _ in .nan }
  }
  return quantiles(of: column, at: probabilities, like: moments)
}

/// Exact quantiles of a column of finite numbers whose moments are known.
///
/// - Parameter moments: say where to look; others give the same quantiles, later.
public func quantiles(
  of column: UnsafeBufferPointer<Double>, at probabilities: [Double], like moments: Moments
) -> [Double] {
  guard !column.isEmpty else { return probabilities.map { _ in .nan } }
  let ranked = RankedColumn(column, centre: moments.mean, spread: moments.standardDeviation)
  return ranked.numbers(atRanks: probabilities.map { rank(of: $0, among: column.count) })
}

/// Exact quantiles of an array.
public func quantiles(of column: [Double], at probabilities: [Double]) -> [Double] {
  column.withUnsafeBufferPointer { quantiles(of: $0, at: probabilities) }
}

/// The place, counted from 0, of the quantile among the sorted numbers.
public func rank(of probability: Double, among count: Int) -> Int {
  let n = Double(count)
  var rank = (probability * n).rounded(.up)
  // The product may round to either side of the whole number that it should be.
  if rank >= 1, (rank - 1) / n >= probability { rank -= 1 }
  return min(max(Int(rank) - 1, 0), count - 1)
}
