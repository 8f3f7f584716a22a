import Probability

/// The likelihood of a structural model in its variances: the coefficients of the regressors are
/// eliminated by generalised least squares, as diffuse as the starting state.
struct StructuralLikelihood {
  let filter: StructuralFilter
  /// Which of the variances of irregular, level, slope and season are searched.
  let estimated: [Int]
  /// The coefficients of the regressors at the variances last asked for.
  private(set) var coefficients: [Double]
  /// The lower Cholesky factor of their information, row by row.
  private(set) var factor: [Double]
  /// The weighted sum of squared errors, and the variance to which it points.
  private(set) var quadratic = 0.0
  private(set) var scale = 1.0
  /// The variances that the filter was last run with and what that gave, which need no second run.
  private var known: (variances: SIMD4<Double>, constant: Double?)?

  init(_ filter: StructuralFilter, estimated: [Int]) {
    self.filter = filter
    self.estimated = estimated
    let regressors = filter.laneCount - 1
    coefficients = [Double](repeating: 0, count: regressors)
    factor = [Double](repeating: 0, count: regressors * regressors)
  }

  private var regressorCount: Int { coefficients.count }

  /// The errors that remain to estimate the variances from.
  var freedom: Int { filter.ordinaryCount - regressorCount }

  /// The least scale told from rounding, of a series whose values span about 1.
  static let leastScale = 1e-20

  /// The series is met exactly, whatever the variances.
  var isExact: Bool { scale <= Self.leastScale }

  /// The diffuse log-likelihood at the variances times `scale`, at which it is largest.
  mutating func concentrated(at variances: SIMD4<Double>) -> Double {
    guard let constant = run(variances) else { return -.infinity }
    let freedom = Double(freedom)
    scale = max(quadratic / freedom, Self.leastScale)
    return constant - 0.5 * (freedom * logarithm(scale) + quadratic / scale)
  }

  /// The diffuse log-likelihood at the variances.
  ///
  /// - Source: Durbin, Koopman (2012), equation 7.4.
  mutating func full(at variances: SIMD4<Double>) -> Double {
    guard let constant = run(variances) else { return -.infinity }
    scale = 1
    return constant - 0.5 * quadratic
  }

  /// - Returns: the likelihood without the weighted squares; nil where it is not defined.
  private mutating func run(_ variances: SIMD4<Double>) -> Double? {
    if let known, known.variances == variances { return known.constant }
    let constant = filtered(variances)
    known = (variances, constant)
    return constant
  }

  private mutating func filtered(_ variances: SIMD4<Double>) -> Double? {
    guard filter.filterCovariances(variances), filter.unresolvedCount == 0 else { return nil }
    filter.filterMeans(
      filter.data, lanes: filter.laneCount, errors: filter.errors, states: filter.states)
    var logSum = filter.logVarianceSum
    if regressorCount > 0 {
      guard let logDeterminant = eliminateRegressors() else { return nil }
      logSum += logDeterminant
    }
    quadratic = 0
    let lanes = filter.laneCount
    for step in 0..<filter.count {
      let error = filter.errors[step * lanes]
      quadratic += error * error * filter.precisions[step]
    }
    guard quadratic.isFinite else { return nil }
    return -0.5 * (Double(filter.observedCount) * logarithm(2 * .pi) + logSum)
  }

  /// Finds the coefficients, takes the regressors out of the errors of the series and turns
  /// theirs until their weighted products are the identity.
  ///
  /// - Returns: the logarithm of the determinant of the information.
  private mutating func eliminateRegressors() -> Double? {
    let lanes = filter.laneCount
    let regressors = regressorCount
    var moments = [Double](repeating: 0, count: regressors)
    var sizes = moments
    for index in factor.indices { factor[index] = 0 }
    for step in 0..<filter.count where filter.precisions[step] > 0 {
      let row = filter.errors + step * lanes
      for first in 0..<regressors {
        let number = filter.data[step * lanes + first + 1]
        sizes[first] += number * number * filter.precisions[step]
        let weighted = row[first + 1] * filter.precisions[step]
        moments[first] += weighted * row[0]
        for second in 0...first {
          factor[first * regressors + second] += weighted * row[second + 1]
        }
      }
    }
    for first in 0..<regressors where factor[first * (regressors + 1)] <= 1e-20 * sizes[first] {
      // The components explain all of the column.
      return nil
    }
    guard choleskyInPlace(&factor, size: regressors) else { return nil }
    coefficients = forwardSolved(factor, moments)
    coefficients = backwardSolved(factor, coefficients)
    for step in 0..<filter.count {
      let row = filter.errors + step * lanes
      for first in 0..<regressors { row[0] -= coefficients[first] * row[first + 1] }
      for first in 0..<regressors {
        var rest = row[first + 1]
        for second in 0..<first { rest -= factor[first * regressors + second] * row[second + 1] }
        row[first + 1] = rest / factor[first * regressors + first]
      }
    }
    return 2 * (0..<regressors).reduce(0) { $0 + logarithm(factor[$1 * regressors + $1]) }
  }

  /// The derivatives of the log-likelihood by the variances times `scale`, and the average of
  /// observed and expected information.
  ///
  /// - Precondition: the likelihood was asked for last at these variances.
  func derivatives() -> (score: SIMD4<Double>, information: [Double]) {
    let sums = filter.smooth()
    let score =
      0.5
      * (sums.squares / (scale * scale) + (sums.regressorSquares - sums.expected) / scale)
    let half = 0.5 / (scale * scale * scale)
    return (score, filter.workingProducts().map { $0 * half })
  }

  /// The log-likelihood that has the starting state and the coefficients among its parameters,
  /// with the scale of the variances at its maximum.
  mutating func profile(at variances: SIMD4<Double>) -> Double {
    guard concentrated(at: variances) > -.infinity else { return -.infinity }
    let squares = quadratic
    var variances = variances
    // A filter of its own, so that what this one holds remains.
    let filter = StructuralFilter(
      layout: self.filter.layout, lanes: [self.filter.isObserved.map { $0 ? 0 : .nan }])
    if !filter.filterCovariances(variances, knownStart: true) {
      // A start that meets the first values exactly has no density; an error that is too small
      // to matter gives it one.
      variances[0] = 1e-8 * variances.sum()
      guard filter.filterCovariances(variances, knownStart: true) else { return -.infinity }
    }
    let count = Double(filter.observedCount)
    let scale = max(squares / count, Self.leastScale)
    return -0.5
      * (count * (logarithm(2 * .pi) + logarithm(scale)) + filter.logVarianceSum
        + squares / scale)
  }
}
