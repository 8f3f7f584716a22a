/// Least squares by factors, corrected until nothing changes: coefficients and residuals are
/// together the solution of `r + A x = b`, `Aᵀ r = 0`.
///
/// - Source: Björck, *Iterative refinement of linear least squares solutions* (1967).
struct LeastSquaresRefinement {
  private let matrix: Matrix
  private let response: [Double]
  private let factors: PivotedQR
  /// In the order of the columns, in more digits than a double has.
  private(set) var coefficients: [DoubleDouble]
  private(set) var residuals: [Double]

  init(_ matrix: Matrix, _ response: [Double], _ factors: PivotedQR) {
    self.matrix = matrix
    self.response = response
    self.factors = factors
    coefficients = [DoubleDouble](repeating: DoubleDouble(0), count: matrix.columns)
    residuals = [Double](repeating: 0, count: matrix.rows)
  }

  mutating func run() {
    // The first step is the solution itself; each further one gains the digits that the
    // condition leaves. Where it leaves none, corrections stop getting smaller.
    var last = Double.infinity
    for _ in 0..<10 {
      let (errors, products) = misfits()
      let correction = solution(of: errors, products)
      let size = correction.coefficients.map(abs).max() ?? 0
      let total = coefficients.map { abs($0.high) }.max() ?? 0
      guard size < last / 2 || last == .infinity else { break }
      apply(correction)
      if size <= total * 0x1p-80 { break }
      last = size
    }
  }

  /// `b - r - A x` and `-Aᵀ r`, in twice the digits.
  private func misfits() -> (errors: [Double], products: [Double]) {
    var errors = response
    var products = [DoubleDouble](repeating: DoubleDouble(0), count: matrix.columns)
    for row in 0..<matrix.rows {
      var sum = DoubleDouble(response[row]) + -residuals[row]
      for column in 0..<matrix.columns {
        sum.add(product: -matrix[row, column], coefficients[column])
        products[column].add(product: -matrix[row, column], residuals[row])
      }
      errors[row] = sum.value
    }
    return (errors, products.map(\.value))
  }

  private struct Correction {
    let coefficients: [Double]
    let residuals: [Double]
  }

  private func solution(of errors: [Double], _ products: [Double]) -> Correction {
    let rank = factors.rank
    var reflected = factors.reflect(errors, transposed: true)
    let lower = factors.solveLower(factors.order.prefix(rank).map { products[$0] })
    let upper = factors.solveUpper(
      (0..<rank).map { reflected[$0] - lower[$0] })
    for index in 0..<rank { reflected[index] = lower[index] }
    var changes = [Double](repeating: 0, count: matrix.columns)
    for (index, column) in factors.order.prefix(rank).enumerated() {
      changes[column] = upper[index]
    }
    return Correction(
      coefficients: changes, residuals: factors.reflect(reflected, transposed: false))
  }

  private mutating func apply(_ correction: Correction) {
    for (column, change) in correction.coefficients.enumerated() {
      coefficients[column] = coefficients[column] + change
    }
    for (row, change) in correction.residuals.enumerated() { residuals[row] += change }
  }
}
