/// Fits a metalog to quantiles: exactly, or by least squares where there are fewer terms.
///
/// The terms are solved for with twice the digits of a double, because the logits of neighbouring
/// probabilities are much alike: what the last digit of a logit says would be lost otherwise. With
/// nine columns at most, it is no work for a library whose kernels differ by processor.
struct MetalogFit {
  /// Of Keelin's terms, the first one first.
  let coefficients: [Double]

  /// - Parameter points: at least as many as there are terms, at different probabilities, with the
  ///   values on the scale that has no bounds.
  /// - Returns: nil where the points do not determine the terms.
  init?(points: [(probability: Double, value: DoubleDouble)], terms: Int) {
    if let fitted = Self.solve(points, terms: Array(1...terms)) {
      coefficients = fitted
      return
    }
    // The first seven terms hold four odd functions around the median, and seven quantiles that
    // lie symmetrically around it have three pairs: the eighth term, which is even, takes the
    // place of the seventh.
    guard terms == 7, let fitted = Self.solve(points, terms: [1, 2, 3, 4, 5, 6, 8]) else {
      return nil
    }
    coefficients = fitted.prefix(6) + [0, fitted[6]]
  }

  private static func solve(
    _ points: [(probability: Double, value: DoubleDouble)], terms: [Int]
  ) -> [Double]? {
    let columns = terms.map { term in
      points.map { MetalogCurve.preciseBasis(term: term, at: $0.probability) }
    }
    func product(_ a: [DoubleDouble], _ b: [DoubleDouble]) -> DoubleDouble {
      zip(a, b).reduce(DoubleDouble(0)) { $0 + $1.0 * $1.1 }
    }
    // The normal equations square the condition, which the digits allow.
    guard
      let normal = SymmetricSystem(columns.map { column in columns.map { product(column, $0) } })
    else { return nil }
    let solution = normal.solve(columns.map { product($0, points.map(\.value)) })
    // Quantiles on a straight line are those of a uniform distribution, which has no logit in it;
    // the rounding of the values would give it tails. A term is noise when it is no more than an
    // ulp of every value could make it.
    let largest = points.map { abs($0.value.value) }.max() ?? 0
    return solution.indices.map { k in
      var unit = [DoubleDouble](repeating: DoubleDouble(0), count: terms.count)
      unit[k] = DoubleDouble(1)
      let reach = normal.solve(unit)[k].value.squareRoot()
      let term = solution[k].value
      return abs(term) <= 4 * .ulpOfOne * reach * largest ? 0 : term
    }
  }
}

/// A symmetric positive definite system of equations as the factors L D Lᵀ.
///
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), section 4.1.2.
private struct SymmetricSystem {
  private var lower: [[DoubleDouble]]
  private var diagonal: [DoubleDouble] = []

  /// Nil where a column is all but a sum of multiples of earlier ones.
  init?(_ matrix: [[DoubleDouble]]) {
    lower = matrix
    for j in matrix.indices {
      var pivot = matrix[j][j]
      for k in 0..<j { pivot = pivot - lower[j][k] * lower[j][k] * diagonal[k] }
      guard pivot.value > 1e-22 * matrix[j][j].value else { return nil }
      for i in (j + 1)..<max(matrix.count, j + 1) {
        var sum = matrix[i][j]
        for k in 0..<j { sum = sum - lower[i][k] * lower[j][k] * diagonal[k] }
        lower[i][j] = sum / pivot
      }
      diagonal.append(pivot)
    }
  }

  func solve(_ right: [DoubleDouble]) -> [DoubleDouble] {
    var x = right
    for i in x.indices {
      for k in 0..<i { x[i] = x[i] - lower[i][k] * x[k] }
    }
    for i in x.indices.reversed() {
      x[i] = x[i] / diagonal[i]
      for k in (i + 1)..<max(x.count, i + 1) { x[i] = x[i] - lower[k][i] * x[k] }
    }
    return x
  }
}

extension MetalogCurve {
  /// What a term, counted from 1, is multiplied with.
  static func preciseBasis(term: Int, at p: Double) -> DoubleDouble {
    let d = DoubleDouble.sum(of: p, -0.5)
    func logit() -> DoubleDouble { (DoubleDouble(p) / .sum(of: 1, -p)).logarithm }
    return switch term {
    case 1: DoubleDouble(1)
    case 2: logit()
    case 3: d * logit()
    case 4: d
    case 5: d * d
    case 6: d * d * logit()
    case 7: d * d * d
    case 8: d * d * d * logit()
    default: d * d * (d * d)
    }
  }
}
