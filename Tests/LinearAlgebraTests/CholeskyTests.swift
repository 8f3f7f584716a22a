import LinearAlgebra
import Testing

struct CholeskyTests {
  @Test func givesTheFactorWhoseSquareIsTheMatrix() throws {
    let matrix = Matrix(rows: 3, columns: 3, elements: [4, 12, -16, 12, 37, -43, -16, -43, 98])
    let factor = try lowerCholesky(of: matrix)
    #expect(factor.elements == [2, 0, 0, 6, 1, 0, -8, 5, 3])
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
  }
}
