import LinearAlgebra
import Testing

struct CholeskyTests {
  @Test func givesTheFactorWhoseSquareIsTheMatrix() throws {
    let matrix = Matrix(rows: 3, columns: 3, elements: [4, 12, -16, 12, 37, -43, -16, -43, 98])
    let factor = try lowerCholesky(of: matrix)
    #expect(factor.elements == [2, 0, 0, 6, 1, 0, -8, 5, 3])
    #expect(try lowerSemidefiniteCholesky(of: matrix) == factor)
    let solution = try solve(
      withCholeskyFactor: factor, Matrix(rows: 3, columns: 1, elements: [-20, -43, 192]))
    // 4x + 12y - 16z = -20 and so on, at (1, 2, 3) and by hand.
    #expect(solution.elements == [1, 2, 3])
  }

  @Test(arguments: [
    ([0.0, 0, 0, 1], 1), ([1, 2, 2, 1], 2), ([1, 0, 0, -1], 2),
  ]) func namesTheFirstFailingMinor(elements: [Double], minor: Int) {
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: minor)) {
      try lowerCholesky(of: Matrix(rows: 2, columns: 2, elements: elements))
    }
  }

  @Test func takesTheEmptyMatrix() throws {
    #expect(try lowerCholesky(of: Matrix(rows: 0, columns: 0)).elements.isEmpty)
    #expect(try lowerSemidefiniteCholesky(of: Matrix(rows: 0, columns: 0)).elements.isEmpty)
  }

  @Test func refusesWhatIsNoNumber() {
    let matrix = Matrix(rows: 2, columns: 2, elements: [1, 0, .nan, 1])
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try lowerCholesky(of: matrix)
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try lowerSemidefiniteCholesky(of: matrix)
    }
  }

  /// Two variables that are the same, two that mirror each other, one that two others determine:
  /// 0.6 of the first and 0.8 of the second.
  @Test(arguments: [
    [1.0, 1, 1, 1], [1, -1, -1, 1], [0, 0, 0, 2], [1, 0, 0.6, 0, 1, 0.8, 0.6, 0.8, 1],
    [1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1],
  ]) func factorsSemidefiniteMatrices(elements: [Double]) throws {
    let size = elements.count == 4 ? 2 : 3
    let matrix = Matrix(rows: size, columns: size, elements: elements)
    let factor = try lowerSemidefiniteCholesky(of: matrix)
    let square = product(factor, factor.transposed)
    for (found, given) in zip(square.elements, elements) { #expect(abs(found - given) < 1e-15) }
    #expect(throws: LinearAlgebraError.self) { try lowerCholesky(of: matrix) }
  }

  /// A pair that is the same but moves differently with a third cannot be.
  @Test(arguments: [
    ([1.0, 2, 2, 1], 2), ([-1, 0, 0, 1], 1), ([1, 1, 0.5, 1, 1, 0.4, 0.5, 0.4, 1], 3),
    ([0, 1, 1, 1], 2),
  ]) func namesTheMinorThatIsNegative(elements: [Double], minor: Int) {
    let size = elements.count == 4 ? 2 : 3
    #expect(throws: LinearAlgebraError.notPositiveSemidefinite(leadingMinor: minor)) {
      try lowerSemidefiniteCholesky(of: Matrix(rows: size, columns: size, elements: elements))
    }
  }

  @Test func agreesWithMoreDigits() throws {
    for row in try ReferenceTable("linear-algebra").rows() {
      let size = Int(try row.numbers("size")[0])
      let matrix = Matrix(rows: size, columns: size, elements: try row.numbers("spd"))
      let right = Matrix(rows: size, columns: 1, elements: try row.numbers("right"))
      let expected = try row.numbers("cholesky")
      for factor in try [lowerCholesky(of: matrix), lowerSemidefiniteCholesky(of: matrix)] {
        for (found, given) in zip(factor.elements, expected) {
          #expect(abs(found - given) < 1e-14)
        }
        let solution = try solve(withCholeskyFactor: factor, right)
        for (found, given) in zip(solution.elements, try row.numbers("spdSolution")) {
          #expect(abs(found - given) < 1e-13 * max(1, abs(given)))
        }
      }
    }
  }
}
