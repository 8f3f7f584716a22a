import Formulas

/// The correlations of several fits, from what each of them missed one step ahead in the same
/// periods.
///
/// The correlations of a few periods are drawn to none by the share that is expected to err least.
///
/// - Source: Schäfer, Strimmer (2005), "A shrinkage approach to large-scale covariance matrix
///   estimation", section 3 and target D of table 2, for standardised values.
struct ResidualCorrelation: Hashable, Sendable {
  /// So many periods are needed in common.
  static let leastPeriods = 8

  /// Row by row, with a unit diagonal.
  let entries: [Double]
  /// How much is taken off each correlation, from 0 to 1.
  let shrinkage: Double

  /// - Parameter columns: for each fit its residuals in the common periods.
  /// - Errors: nil where a column does not vary, or there are fewer than three periods.
  init?(_ columns: [[Double]]) {
    let standardised = columns.compactMap(Self.standardised)
    guard standardised.count == columns.count else { return nil }
    let count = columns.count
    var raw = [Double](repeating: 0, count: count * count)
    var (variances, squares) = (0.0, 0.0)
    for row in 0..<count {
      for column in 0..<row {
        let (mean, variance) = Self.correlation(standardised[row], standardised[column])
        let correlation = min(max(mean, -1), 1)
        raw[row * count + column] = correlation
        raw[column * count + row] = correlation
        variances += variance
        squares += correlation * correlation
      }
    }
    shrinkage = squares > 0 ? min(1, variances / squares) : 1
    let kept = 1 - shrinkage
    entries = raw.indices.map { $0 / count == $0 % count ? 1 : raw[$0] * kept }
  }

  /// The correlation of standardised values, and an estimate of its variance.
  private static func correlation(_ left: [Double], _ right: [Double]) -> (Double, Double) {
    let n = Double(left.count)
    let products = zip(left, right).map { $0 * $1 }
    let mean = products.reduce(0, +) / n
    let scatter = products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (n / (n - 1) * mean, n / ((n - 1) * (n - 1) * (n - 1)) * scatter)
  }

  /// With mean 0 and the variance 1, over n − 1.
  private static func standardised(_ values: [Double]) -> [Double]? {
    guard values.count > 2 else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    guard variance > 0, variance.isFinite else { return nil }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
