/// Fits a metalog to quantiles: exactly, or by least squares where there are fewer terms.
///
/// The systems have nine columns at most and their results are draws, so that they are solved
/// here, in one order of operations, and not by a library whose kernels differ by processor.
struct MetalogFit {
  /// Of Keelin's terms, the first one first.
  let coefficients: [Double]

  /// - Parameter points: at least as many as there are terms, at different probabilities.
  /// - Returns: nil where the points do not determine the terms.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), algorithm 5.2.1.
  init?(points: [(probability: Double, value: Double)], terms: Int) {
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
    _ points: [(probability: Double, value: Double)], terms: [Int]
  ) -> [Double]? {
    // Householder's reflections on the rows of the basis, with the values as a last column.
    var rows = points.map { point in
      terms.map { MetalogCurve.basis(term: $0, at: point.probability) } + [point.value]
    }
    var diagonal: [Double] = []
    for column in terms.indices {
      guard let pivot = reflect(&rows, column) else { return nil }
      diagonal.append(pivot)
    }
    var solution = [Double](repeating: 0, count: terms.count)
    for i in terms.indices.reversed() {
      var sum = rows[i][terms.count]
      for j in (i + 1)..<max(terms.count, i + 1) { sum -= rows[i][j] * solution[j] }
      solution[i] = sum / diagonal[i]
    }
    return withoutNoise(solution, rows, points.map { abs($0.value) }.max() ?? 0)
  }

  /// Makes a column zero below its diagonal; gives the diagonal, or nil where nothing is left.
  private static func reflect(_ rows: inout [[Double]], _ column: Int) -> Double? {
    let whole = rows.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot()
    let below = rows[column...].reduce(0) { $0 + $1[column] * $1[column] }.squareRoot()
    guard below > 1e-11 * whole else { return nil }
    let head = rows[column][column]
    let pivot = head > 0 ? -below : below
    // The reflector is the column less the pivot in its head.
    let reflector = rows[column...].enumerated().map { $0 == 0 ? head - pivot : $1[column] }
    let factor = -1 / (pivot * reflector[0])
    for j in (column + 1)..<rows[column].count {
      var product = 0.0
      for (i, entry) in reflector.enumerated() { product += entry * rows[column + i][j] }
      for (i, entry) in reflector.enumerated() {
        rows[column + i][j] -= factor * product * entry
      }
    }
    rows[column][column] = pivot
    for i in (column + 1)..<max(rows.count, column + 1) { rows[i][column] = 0 }
    return pivot
  }

  /// Makes zero what is only the rounding of the values.
  ///
  /// Quantiles on a straight line are those of a uniform distribution, which has no logit in it; a
  /// last digit of a logit would give it tails.
  private static func withoutNoise(
    _ solution: [Double], _ rows: [[Double]], _ largest: Double
  ) -> [Double] {
    solution.indices.map { k in
      // Row k of the inverse of the triangle: how far an error of the values moves the term.
      var row = [Double](repeating: 0, count: solution.count)
      row[k] = 1 / rows[k][k]
      for j in (k + 1)..<max(solution.count, k + 1) {
        var sum = 0.0
        for i in k..<j { sum += row[i] * rows[i][j] }
        row[j] = -sum / rows[j][j]
      }
      let reach = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return abs(solution[k]) <= 8 * .ulpOfOne * reach * largest ? 0 : solution[k]
    }
  }
}
