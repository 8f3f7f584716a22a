/// The coefficients that bring a linear combination of columns nearest to a response, in the sum
/// of squares, and how well they are known.
public struct LeastSquares: Hashable, Sendable {
  /// One for each column; 0 for the dependent ones.
  public let coefficients: [Double]
  /// The response less the combination.
  public let residuals: [Double]
  public let residualSumOfSquares: Double
  /// How many columns are independent.
  public let rank: Int
  /// The columns that others determine, in ascending order: they have no coefficient of their
  /// own.
  public let dependentColumns: [Int]
  /// The residual sum of squares divided by the degrees of freedom; nil when there are none.
  public let residualVariance: Double?
  /// - Shape: columns × columns; zeros for dependent columns. `nil` without a residual variance.
  public let covariance: Matrix?

  /// Observations less independent columns.
  public var degreesOfFreedom: Int { residuals.count - rank }

  /// The standard deviations of the coefficients; nil without a residual variance.
  public var standardErrors: [Double]? {
    covariance.map { covariance in
      coefficients.indices.map { covariance[$0, $0].squareRoot() }
    }
  }

  /// Fits a response to the columns of a matrix.
  ///
  /// By a QR factorisation with exchange of columns, which are brought to one scale first, then
  /// refined: the residuals are computed to twice the digits, and coefficients and residuals
  /// corrected together.
  ///
  /// - Shape: `design` is observations × columns, `response` has as many numbers.
  /// - Parameter tolerance: a column depends on the others when what they leave of it is less
  ///   than this part of it; a few roundings when left out.
  /// - Throws: `wrongRows` when the response has another length; `notFinite`, with the column
  ///   after the last one for the response.
  /// - Accuracy: as if all arithmetic had twice the digits, then rounded, while the condition of
  ///   the scaled columns is below 1e12: the digits of the NIST sets that the data carry.
  /// - Complexity: O(observations columns²).
  /// - Source: Björck, *Numerical Methods for Least Squares Problems* (1996), 2.9.3; Higham,
  ///   *Accuracy and Stability of Numerical Algorithms*, 2nd ed. (2002), 20.5.
  public init(
    _ design: Matrix, _ response: [Double], tolerance: Double? = nil
  ) throws(LinearAlgebraError) {
    guard response.count == design.rows else {
      throw .wrongRows(expected: design.rows, found: response.count)
    }
    try design.requireFinite()
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: row, column: design.columns)
    }
    let size = Double(max(design.rows, design.columns))
    let scaled = ScaledColumns(design)
    let factors = PivotedQR(
      of: scaled.matrix, tolerance: tolerance ?? size * Double.ulpOfOne)
    var refinement = LeastSquaresRefinement(scaled.matrix, response, factors)
    refinement.run()
    var squares = DoubleDouble(0)
    for residual in refinement.residuals { squares.add(product: residual, residual) }
    rank = factors.rank
    residuals = refinement.residuals
    residualSumOfSquares = squares.value
    coefficients = zip(refinement.coefficients, scaled.scales).map { $0.value * $1 }
    dependentColumns = factors.order[factors.rank...].sorted()
    let freedom = design.rows - factors.rank
    let variance = freedom > 0 ? squares.value / Double(freedom) : nil
    residualVariance = variance
    covariance = variance.map { factors.covariance(variance: $0, scales: scaled.scales) }
  }
}

/// A matrix whose columns have lengths from 1/2 to 1, by factors that are powers of two: nothing
/// is rounded.
private struct ScaledColumns {
  private(set) var matrix: Matrix
  private(set) var scales: [Double]

  init(_ design: Matrix) {
    matrix = design
    scales = [Double](repeating: 1, count: design.columns)
    for column in 0..<design.columns {
      var largest = 0.0
      for row in 0..<design.rows { largest = max(largest, abs(design[row, column])) }
      // Far from the ends of the range, where a power of two would round.
      guard largest > 0x1p-900, largest < 0x1p900 else { continue }
      scales[column] = 1 / Double(sign: .plus, exponent: largest.exponent + 1, significand: 1)
      for row in 0..<design.rows { matrix[row, column] *= scales[column] }
    }
  }
}

extension PivotedQR {
  /// The covariance of the coefficients: variance (Rᵀ R)⁻¹ in the old order and scale.
  fileprivate func covariance(variance: Double, scales: [Double]) -> Matrix {
    var inverse: [[Double]] = []
    for column in 0..<rank {
      var unit = [Double](repeating: 0, count: rank)
      unit[column] = 1
      inverse.append(solveUpper(unit))
    }
    var result = Matrix(rows: columns, columns: columns)
    for row in 0..<rank {
      for column in 0...row {
        var sum = 0.0
        for index in row..<rank { sum += inverse[index][row] * inverse[index][column] }
        let (i, j) = (order[row], order[column])
        result[i, j] = variance * sum * scales[i] * scales[j]
        result[j, i] = result[i, j]
      }
    }
    return result
  }
}
