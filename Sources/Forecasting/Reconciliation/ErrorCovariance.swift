import LinearAlgebra

/// The covariance of the one-step errors of several series, drawn towards no correlation as much
/// as the shortness of the series asks.
///
/// - Source: Schäfer, Strimmer (2005), "A shrinkage approach to large-scale covariance matrix
///   estimation", target D; about zero instead of the mean, as in Wickramasuriya, Athanasopoulos,
///   Hyndman (2019), section 2.4.
public struct ErrorCovariance: Hashable, Sendable {
  /// The mean square of each series' errors; NaN where there is none.
  public let variances: [Double]
  /// The correlations after shrinking: positive semidefinite with ones on the diagonal.
  ///
  /// - Shape: row by row, as many rows as series.
  public let correlations: Matrix
  /// How much of the correlations was taken away: 0 for nothing, 1 for all.
  public let shrinkage: Double

  /// Estimates the covariance of errors that end at the same step.
  ///
  /// Series may have different lengths and gaps: a correlation is of the steps that both have,
  /// less as much as their part of all steps is smaller, which keeps the matrix semidefinite.
  ///
  /// - Parameter errors: the errors of each series, oldest first; NaN where there is none.
  /// - Complexity: O(n² T) for n series of T steps, by BLAS.
  public init(of errors: [[Double]]) {
    let count = errors.count
    let length = errors.map(\.count).max() ?? 0
    var variances = [Double](repeating: .nan, count: count)
    // The errors over their root mean square and over the root of their number; 0 where missing.
    var scores = Matrix(rows: length, columns: count)
    for (series, values) in errors.enumerated() {
      // The largest error as the unit, so that no square overflows.
      let unit = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
      let found = values.lazy.filter(\.isFinite)
      guard !found.isEmpty else { continue }
      let number = Double(found.count)
      guard unit > 0 else {
        variances[series] = 0
        continue
      }
      let sum = found.reduce(0.0) { $0 + ($1 / unit) * ($1 / unit) }
      variances[series] = min(sum / number * unit * unit, .greatestFiniteMagnitude)
      let factor = 1 / sum.squareRoot()
      let offset = length - values.count
      for (step, value) in values.enumerated() where value.isFinite {
        scores[offset + step, series] = value / unit * factor
      }
    }
    self.variances = variances
    (correlations, shrinkage) = Self.shrunken(scores)
  }

  /// The intensity is the sum of the estimated variances of the correlations over the sum of
  /// their squares.
  private static func shrunken(_ scores: Matrix) -> (Matrix, Double) {
    let (length, count) = (scores.rows, scores.columns)
    var correlations = columnProducts(of: scores)
    var squares = scores
    for row in 0..<length {
      for column in 0..<count { squares[row, column] *= squares[row, column] }
    }
    let fourth = columnProducts(of: squares)
    var (noise, signal) = (0.0, 0.0)
    let number = Double(length)
    for row in 0..<count {
      for column in 0..<row {
        let correlation = correlations[row, column]
        // The scores were divided by the root of the number of steps.
        let spread = number * fourth[row, column] - correlation * correlation
        noise += max(0, spread) / max(number - 1, 1)
        signal += correlation * correlation
      }
    }
    let intensity = length < 2 || signal == 0 ? 1 : min(1, noise / signal)
    for row in 0..<count {
      for column in 0..<count {
        correlations[row, column] = row == column ? 1 : (1 - intensity) * correlations[row, column]
      }
    }
    return (correlations, intensity)
  }
}
