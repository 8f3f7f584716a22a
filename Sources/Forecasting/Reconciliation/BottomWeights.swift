import LinearAlgebra

/// How the reconciled bottom follows from the base forecasts.
enum BottomWeights: Sendable {
  /// It is the base forecast of the bottom.
  case kept
  /// The base forecast of the bottom, and for each of these sums a share of what it has more than
  /// its members.
  case correction(sums: [Int], Matrix)
  /// A weighted sum of these nodes.
  case regression(nodes: [Int], Matrix)
}

/// The weights where all of the bottom is forecast, and the covariance of the reconciled bottom.
///
/// With the sums' rows of the structure `C` and `U' = (I, -C)`, coherent values have `U' y = 0`.
/// The bottom moves by the regression of its errors on the gaps `U' y`.
func correction(
  _ structure: SummingStructure, _ covariance: Matrix, _ sums: [Int]
) throws(ReconciliationError) -> (BottomWeights, Matrix) {
  let (bottom, sumCount) = (structure.bottomCount, structure.sums.count)
  var own = Matrix(rows: bottom, columns: bottom)
  for row in 0..<bottom {
    for column in 0..<bottom { own[row, column] = covariance[sumCount + row, sumCount + column] }
  }
  guard !sums.isEmpty else { return (.kept, own) }
  // Of every node with every gap.
  var withGaps = Matrix(rows: structure.count, columns: sums.count)
  for node in 0..<structure.count {
    for (column, sum) in sums.enumerated() {
      var value = covariance[node, sum]
      for member in structure.sums[sum] { value -= covariance[node, sumCount + member] }
      withGaps[node, column] = value
    }
  }
  var gaps = Matrix(rows: sums.count, columns: sums.count)
  for (row, sum) in sums.enumerated() {
    for column in sums.indices {
      var value = withGaps[sum, column]
      for member in structure.sums[sum] { value -= withGaps[sumCount + member, column] }
      gaps[row, column] = value
    }
  }
  var across = Matrix(rows: sums.count, columns: bottom)
  for row in 0..<bottom {
    for column in sums.indices { across[column, row] = withGaps[sumCount + row, column] }
  }
  do {
    let shares = try solve(withCholeskyFactor: definiteCholesky(of: gaps), across)
    // The gap is the sum less its members: the bottom errs by the regression on it, and that is
    // taken off.
    var gain = shares.transposed
    let explained = product(gain, across)
    for row in 0..<bottom {
      for column in sums.indices { gain[row, column] = -gain[row, column] }
      for column in 0..<bottom { own[row, column] -= explained[row, column] }
    }
    return (.correction(sums: sums, gain), own)
  } catch {
    throw .covariance
  }
}

/// The weights where some of the bottom is not forecast: generalised least squares on the nodes
/// that are, and the covariance of the reconciled bottom.
func regression(
  _ structure: SummingStructure, _ covariance: Matrix, _ nodes: [Int]
) throws(ReconciliationError) -> (BottomWeights, Matrix) {
  let bottom = structure.bottomCount
  var summing = Matrix(rows: nodes.count, columns: bottom)
  var spread = Matrix(rows: nodes.count, columns: nodes.count)
  for (row, node) in nodes.enumerated() {
    for member in structure.members(of: node) { summing[row, member] = 1 }
    for (column, other) in nodes.enumerated() { spread[row, column] = covariance[node, other] }
  }
  do {
    // Whole numbers: a pivot that is zero tells a series that the others do not determine.
    let pivots = try lowerSemidefiniteCholesky(of: columnProducts(of: summing))
    if let open = (0..<bottom).first(where: { pivots[$0, $0] < 1e-6 }) {
      throw ReconciliationError.undetermined(bottom: open)
    }
    let factor = try definiteCholesky(of: spread)
    let scaled = try solveTriangular(factor, .plain, summing)
    let normal = try definiteCholesky(of: columnProducts(of: scaled))
    let right = try solveTriangular(factor, .transposed, scaled)
    let matrix = try solve(withCholeskyFactor: normal, right.transposed)
    let identity = Matrix(diagonal: [Double](repeating: 1, count: bottom))
    let remaining = try solve(withCholeskyFactor: normal, identity)
    return (.regression(nodes: nodes, matrix), remaining)
  } catch let error as ReconciliationError {
    throw error
  } catch {
    throw .covariance
  }
}

/// The Cholesky factor, after the diagonal was raised in proportion where that is needed: errors
/// that determine each other leave nothing to divide by.
private func definiteCholesky(of matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
  var raised = matrix
  var share = 0.0
  while true {
    for index in 0..<matrix.rows { raised[index, index] = matrix[index, index] * (1 + share) }
    do {
      let factor = try lowerCholesky(of: raised)
      // A pivot that is rounding only is as bad as none.
      let isSound = (0..<matrix.rows).allSatisfy {
        factor[$0, $0] * factor[$0, $0] > 1e-13 * matrix[$0, $0]
      }
      if isSound || share > 0 { return factor }
    } catch {
      guard case .notPositiveDefinite = error, share < 1e-3 else { throw error }
    }
    share = share == 0 ? 1e-10 : share * 100
  }
}
