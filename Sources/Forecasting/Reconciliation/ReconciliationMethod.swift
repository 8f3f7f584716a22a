import LinearAlgebra

/// How forecasts that do not add up are brought to add up.
public enum ReconciliationMethod: Hashable, Sendable {
  /// The forecasts of the bottom are added up; those of the sums are not used.
  case bottomUp
  /// All errors are taken as equally large and independent.
  case ordinaryLeastSquares
  /// The variance of an error is taken as the number of series that are summed.
  ///
  /// - Source: Athanasopoulos, Hyndman, Kourentzes, Petropoulos (2017), "Forecasting with temporal
  ///   hierarchies", section 3.2.
  case structuralScaling
  /// Each error has its own variance and they are independent.
  case varianceScaling(ErrorCovariance)
  /// The smallest total variance of the errors, with their shrunken covariance.
  ///
  /// - Source: Wickramasuriya, Athanasopoulos, Hyndman (2019), "Optimal forecast reconciliation
  ///   for hierarchical and grouped time series through trace minimization".
  case minimumTrace(ErrorCovariance)

  /// The covariance of the errors of all nodes, up to a factor.
  ///
  /// A variance that is not known is that of the others, by the number of series summed; one that
  /// is next to nothing is held at a millionth of a millionth of the largest, so that a node
  /// without error is believed and nothing divides by zero.
  func covariance(of structure: SummingStructure) -> Matrix {
    let sizes = (0..<structure.count).map { Double(structure.members(of: $0).count) }
    switch self {
    case .bottomUp, .ordinaryLeastSquares:
      return Matrix(diagonal: [Double](repeating: 1, count: structure.count))
    case .structuralScaling:
      return Matrix(diagonal: sizes)
    case .varianceScaling(let errors):
      return Matrix(diagonal: completed(errors.variances, sizes))
    case .minimumTrace(let errors):
      let deviations = completed(errors.variances, sizes).map { $0.squareRoot() }
      var matrix = errors.correlations
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns {
          matrix[row, column] *= deviations[row] * deviations[column]
        }
      }
      return matrix
    }
  }

  /// How many nodes the errors are of; nil where none are needed.
  var errorCount: Int? {
    switch self {
    case .bottomUp, .ordinaryLeastSquares, .structuralScaling: nil
    case .varianceScaling(let errors), .minimumTrace(let errors): errors.variances.count
    }
  }
}

/// The variances in units of the largest, without gaps and zeros.
private func completed(_ variances: [Double], _ sizes: [Double]) -> [Double] {
  let largest = variances.lazy.filter { $0.isFinite }.max() ?? 0
  guard largest > 0 else { return sizes }
  var (sum, size) = (0.0, 0.0)
  for (variance, members) in zip(variances, sizes) where variance.isFinite {
    sum += variance / largest
    size += members
  }
  return zip(variances, sizes).map { variance, members in
    max(variance.isFinite ? variance / largest : sum / size * members, 1e-12)
  }
}
