import LinearAlgebra
import Testing

struct LeastSquaresTests {
  @Test func givesTheLineThroughPointsOnALine() throws {
    let design = Matrix(rows: 3, columns: 2, elements: [1, 0, 1, 1, 1, 2])
    let fit = try LeastSquares(design, [5, 7, 9])
    #expect(fit.coefficients == [5, 2])
    // 0 on most processors; on some the kernels of OpenBLAS leave 3e-94.
    #expect(fit.residualSumOfSquares < 1e-60)
    #expect((fit.rank, fit.degreesOfFreedom) == (2, 1))
  }

  /// y = 1, 2, 2 at 0, 1, 2: slope 1/2, intercept 7/6, residual sum 1/6, and the variances of
  /// intercept and slope 1/6 · 5/6 and 1/6 · 1/2.
  @Test func statesHowWellCoefficientsAreKnown() throws {
    let design = Matrix(rows: 3, columns: 2, elements: [1, 0, 1, 1, 1, 2])
    let fit = try LeastSquares(design, [1, 2, 2])
    let errors = try #require(fit.standardErrors)
    #expect(abs(fit.coefficients[0] - 7.0 / 6) < 1e-15)
    #expect(abs(fit.coefficients[1] - 0.5) < 1e-15)
    #expect(abs(fit.residualSumOfSquares - 1.0 / 6) < 1e-15)
    #expect(abs(errors[0] * errors[0] - 5.0 / 36) < 1e-15)
    #expect(abs(errors[1] * errors[1] - 1.0 / 12) < 1e-15)
    #expect(abs(try #require(fit.covariance)[0, 1] + 1.0 / 12) < 1e-15)
  }

  /// The third column is the sum of the others; the second set's scale must not hide it.
  @Test(arguments: [1.0, 1e12, 1e-300]) func findsDependentColumns(scale: Double) throws {
    let columns: [[Double]] = [[1, 1, 1, 1], [0, 1, 2, 4], [1, 2, 3, 5]]
    var design = Matrix(rows: 4, columns: 3)
    for row in 0..<4 {
      for column in 0..<3 { design[row, column] = columns[column][row] }
      design[row, 2] *= scale
    }
    let response = [1.0, 3, 2, 7]
    let fit = try LeastSquares(design, response)
    #expect(fit.rank == 2)
    #expect(fit.dependentColumns.count == 1)
    #expect(fit.coefficients[fit.dependentColumns[0]] == 0)
    #expect(try #require(fit.standardErrors)[fit.dependentColumns[0]] == 0)
    // Nothing is left of the residuals in the direction of any column.
    for column in columns {
      let product = zip(column, fit.residuals).map(*).reduce(0, +)
      #expect(abs(product) < 1e-14)
    }
    let whole = try LeastSquares(
      Matrix(rows: 4, columns: 2, elements: [1, 0, 1, 1, 1, 2, 1, 4]), response)
    #expect(abs(fit.residualSumOfSquares - whole.residualSumOfSquares) < 1e-13)
  }

  @Test func takesFewAndNoObservations() throws {
    let wide = try LeastSquares(Matrix(rows: 1, columns: 2, elements: [1, 3]), [6])
    #expect(wide.rank == 1)
    #expect(wide.coefficients == [0, 2])
    #expect(wide.residualVariance == nil && wide.standardErrors == nil)
    let empty = try LeastSquares(Matrix(rows: 0, columns: 2), [])
    #expect(empty.coefficients == [0, 0] && empty.dependentColumns == [0, 1])
    let without = try LeastSquares(Matrix(rows: 2, columns: 0), [3, 4])
    #expect(without.residualSumOfSquares == 25 && without.residualVariance == 12.5)
    let zeros = try LeastSquares(Matrix(rows: 2, columns: 1), [3, 4])
    #expect(zeros.rank == 0 && zeros.coefficients == [0])
  }

  @Test func refusesWhatIsNoNumber() {
    let design = Matrix(rows: 2, columns: 1, elements: [1, .nan])
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try LeastSquares(design, [1, 2])
    }
    let ones = Matrix(rows: 2, columns: 1, elements: [1, 1])
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 1)) {
      try LeastSquares(ones, [.infinity, 2])
    }
    #expect(throws: LinearAlgebraError.wrongRows(expected: 2, found: 1)) {
      try LeastSquares(ones, [1])
    }
  }
}
