import CBLAS

/// The solution of linear equations, with what is known of its errors.
public struct LinearSolution: Hashable, Sendable {
  /// - Shape: n × k, a column for each right side.
  public let values: Matrix
  /// An estimate of 1 / (‖A‖ ‖A⁻¹‖) in the 1-norm, after rows and columns were brought to one
  /// scale: about 1 for the best matrices, below 1e-16 for those that cannot be inverted.
  public let reciprocalCondition: Double
  /// For each right side a bound of the largest error relative to the largest value.
  public let relativeErrorBounds: [Double]
}

/// Solves `A X = B` for a general square matrix, by elimination with exchange of rows, scaling
/// and iterative refinement.
///
/// - Shape: `matrix` is n × n, `rightSides` n × k.
/// - Throws: `wrongRows` when the right sides have not n rows; `notFinite`; `singular` with the
///   first column that depends on the ones before it; `nearlySingular` when no digit would be
///   right.
/// - Accuracy: `relativeErrorBounds` states it.
/// - Complexity: O(n³ + n² k).
/// - Source: LAPACK `dgesvx`; Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed.
///   (2002), chapters 9 and 12.
public func solve(_ matrix: Matrix, _ rightSides: Matrix) throws(LinearAlgebraError)
  -> LinearSolution
{
  precondition(matrix.rows == matrix.columns, "as many equations as unknowns")
  guard rightSides.rows == matrix.rows else {
    throw .wrongRows(expected: matrix.rows, found: rightSides.rows)
  }
  try matrix.requireFinite()
  try rightSides.requireFinite()
  guard !rightSides.elements.isEmpty else {
    return LinearSolution(values: rightSides, reciprocalCondition: 1, relativeErrorBounds: [])
  }
  var elimination = Elimination(matrix, rightSides)
  elimination.run()
  let info = Int(elimination.info)
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  if info > matrix.rows {
    throw .nearlySingular(reciprocalCondition: elimination.reciprocalCondition)
  }
  guard info == 0 else { throw .singular(column: info - 1) }
  return LinearSolution(
    values: Matrix(
      rows: rightSides.columns, columns: rightSides.rows, elements: elimination.solution
    ).transposed,
    reciprocalCondition: elimination.reciprocalCondition,
    relativeErrorBounds: elimination.forwardErrors)
}

/// The buffers of LAPACK's expert driver.
private struct Elimination {
  var matrix, rightSides, factors, solution: [Double]
  var rowScales, columnScales, forwardErrors, backwardErrors, work: [Double]
  var pivots, integers: [Int32]
  var order, count: Int32
  var reciprocalCondition = 0.0
  var info: Int32 = 0

  init(_ matrix: Matrix, _ rightSides: Matrix) {
    let (size, count) = (matrix.rows, rightSides.columns)
    // LAPACK wants columns.
    self.matrix = matrix.transposed.elements
    self.rightSides = rightSides.transposed.elements
    factors = self.matrix
    solution = self.rightSides
    rowScales = [Double](repeating: 0, count: size)
    columnScales = rowScales
    forwardErrors = [Double](repeating: 0, count: count)
    backwardErrors = forwardErrors
    work = [Double](repeating: 0, count: 4 * size)
    pivots = [Int32](repeating: 0, count: size)
    integers = pivots
    (order, self.count) = (blasInt(size), blasInt(count))
  }

  mutating func run() {
    var (equilibrate, plain, scaled) = (
      CChar(UInt8(ascii: "E")), CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "N"))
    )
    var (leading, factorLeading, rightLeading, solutionLeading) = (order, order, order, order)
    blas.dgesvx(
      &equilibrate, &plain, &order, &count, &matrix, &leading, &factors, &factorLeading, &pivots,
      &scaled, &rowScales, &columnScales, &rightSides, &rightLeading, &solution,
      &solutionLeading, &reciprocalCondition, &forwardErrors, &backwardErrors, &work, &integers,
      &info)
  }
}
