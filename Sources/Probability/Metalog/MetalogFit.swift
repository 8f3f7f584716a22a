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
    // The first seven terms hold four odd functions around the median, and seven quantiles that
    // lie symmetrically around it have three pairs: the eighth term, which is even, takes the
    // place of the seventh.
    let choices = terms == 7 ? [Array(1...7), [1, 2, 3, 4, 5, 6, 8]] : [Array(1...terms)]
    for terms in choices {
      if let fitted = Self.coefficients(points, terms: terms) {
        coefficients = fitted
        return
      }
    }
    return nil
  }

  /// The coefficients of some terms, and 0 for the others; nil if the points do not determine them.
  ///
  /// Quantiles on a straight line are those of a uniform distribution, which has no logit in it;
  /// the rounding of their values would give it tails. So a term that an ulp of every value could
  /// make is left out, and the others are solved for again.
  private static func coefficients(
    _ points: [(probability: Double, value: DoubleDouble)], terms: [Int]
  ) -> [Double]? {
    let largest = points.map { abs($0.value.value) }.max() ?? 0
    var terms = terms
    while true {
      guard let solution = solve(points, terms: terms) else { return nil }
      let kept = terms.indices.filter { k in
        abs(solution[k].value) > 4 * .ulpOfOne * solution[k].reach * largest
      }
      guard kept.count < terms.count, !kept.isEmpty else {
        var coefficients = [Double](repeating: 0, count: MetalogCurve.termsMaximum)
        for (term, solved) in zip(terms, solution) { coefficients[term - 1] = solved.value }
        return coefficients
      }
      terms = kept.map { terms[$0] }
    }
  }

  /// The value of each term, and how far errors of the values reach: the root of the sum of the
  /// squares of what the term gains by one of each value.
  private static func solve(
    _ points: [(probability: Double, value: DoubleDouble)], terms: [Int]
  ) -> [(value: Double, reach: Double)]? {
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
    return solution.indices.map { k in
      var unit = [DoubleDouble](repeating: DoubleDouble(0), count: terms.count)
      unit[k] = DoubleDouble(1)
      return (solution[k].value, normal.solve(unit)[k].value.squareRoot())
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
