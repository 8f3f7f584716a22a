import LinearAlgebra
import Testing

struct SolveTests {
  @Test func agreesWithMoreDigits() throws {
    for row in try ReferenceTable("linear-algebra").rows() {
      let size = Int(try row.numbers("size")[0])
      let matrix = Matrix(rows: size, columns: size, elements: try row.numbers("matrix"))
      let right = Matrix(rows: size, columns: 1, elements: try row.numbers("right"))
      let solution = try solve(matrix, right)
      let expected = try row.numbers("solution")
      let largest = expected.map(abs).max() ?? 0
      for (found, given) in zip(solution.values.elements, expected) {
        #expect(abs(found - given) <= solution.relativeErrorBounds[0] * largest)
      }
      #expect(solution.relativeErrorBounds[0] < 1e-13)
      #expect(solution.reciprocalCondition > 1e-4 && solution.reciprocalCondition <= 1)
      #expect(abs(try spectralRadius(of: matrix) - row.numbers("radius")[0]) < 1e-14)
    }
  }

  @Test func solvesForSeveralRightSides() throws {
    let matrix = Matrix(rows: 2, columns: 2, elements: [0, 2, 4, 0])
    let right = Matrix(rows: 2, columns: 3, elements: [2, 4, 6, 4, 8, 12])
    #expect(try solve(matrix, right).values.elements == [1, 2, 3, 1, 2, 3])
    #expect(try solve(Matrix(rows: 1, columns: 1, elements: [4]),
      Matrix(rows: 1, columns: 1, elements: [2])).values.elements == [0.5])
    #expect(try solve(Matrix(rows: 0, columns: 0), Matrix(rows: 0, columns: 2)).values.rows == 0)
  }

  @Test func namesTheDependentColumn() {
    let right = Matrix(rows: 3, columns: 1, elements: [1, 2, 3])
    let matrix = Matrix(rows: 3, columns: 3, elements: [1, 2, 0, 2, 4, 0, 0, 0, 1])
    #expect(throws: LinearAlgebraError.singular(column: 1)) { try solve(matrix, right) }
    #expect(throws: LinearAlgebraError.wrongRows(expected: 3, found: 1)) {
      try solve(matrix, Matrix(rows: 1, columns: 1))
    }
  }

  /// The Hilbert matrix of 14 rows has a condition of about 10¹⁸.
  @Test func refusesAMatrixThatCanBeInvertedOnlyInName() {
    var hilbert = Matrix(rows: 14, columns: 14)
    for row in 0..<14 {
      for column in 0..<14 { hilbert[row, column] = 1 / Double(row + column + 1) }
    }
    #expect {
      try solve(hilbert, Matrix(rows: 14, columns: 1, elements: Array(repeating: 1, count: 14)))
    } throws: { error in
      guard case .nearlySingular(let condition) = error as? LinearAlgebraError else { return false }
      return condition < 1e-15
    }
  }

  @Test func solvesTriangles() throws {
    let lower = Matrix(rows: 2, columns: 2, elements: [2, 100, 3, 4])
    let right = Matrix(rows: 2, columns: 1, elements: [4, 14])
    #expect(try solveTriangular(lower, .plain, right).elements == [2, 2])
    #expect(try solveTriangular(lower, .transposed, right).elements == [-3.25, 3.5])
    #expect(throws: LinearAlgebraError.singular(column: 1)) {
      try solveTriangular(Matrix(rows: 2, columns: 2, elements: [1, 0, 1, 0]), .plain, right)
    }
  }

  /// A rotation by 60 degrees that shrinks by 0.9: its eigenvalues are complex.
  @Test func findsTheRadiusOfComplexEigenvalues() throws {
    let (c, s) = (0.45, 0.9 * 0.75.squareRoot())
    let matrix = Matrix(rows: 2, columns: 2, elements: [c, -s, s, c])
    #expect(abs(try spectralRadius(of: matrix) - 0.9) < 1e-15)
    #expect(try spectralRadius(of: Matrix(rows: 0, columns: 0)) == 0)
    #expect(try spectralRadius(of: Matrix(rows: 1, columns: 1, elements: [-3])) == 3)
  }
}
