import LinearAlgebra
import Testing

struct SymmetricEigenTests {
  @Test func agreesWithMoreDigits() throws {
    for row in try ReferenceTable("linear-algebra").rows() {
      let size = Int(try row.numbers("size")[0])
      let matrix = Matrix(rows: size, columns: size, elements: try row.numbers("spd"))
      let eigen = try SymmetricEigen(of: matrix)
      let expected = try row.numbers("eigenvalues")
      let largest = expected[size - 1]
      for (found, given) in zip(eigen.values, expected) {
        #expect(abs(found - given) < Double(size) * 1e-15 * largest)
      }
      let again = eigen.matrix(withValues: eigen.values)
      for (found, given) in zip(again.elements, matrix.elements) {
        #expect(abs(found - given) < Double(size) * 2e-15 * largest)
      }
      let products = columnProducts(of: eigen.vectors)
      for i in 0..<size {
        for j in 0..<size { #expect(abs(products[i, j] - (i == j ? 1 : 0)) < 1e-14) }
      }
    }
  }

  @Test func givesVectorsInColumnsWithFixedSigns() throws {
    let eigen = try SymmetricEigen(of: Matrix(rows: 2, columns: 2, elements: [2, -1, -1, 2]))
    #expect(abs(eigen.values[0] - 1) < 1e-15 && abs(eigen.values[1] - 3) < 1e-15)
    let half = 0.5.squareRoot()
    for (found, given) in zip(eigen.vectors.elements, [half, half, half, -half]) {
      #expect(abs(found - given) < 1e-15)
    }
  }

  @Test func takesSmallMatricesAndRefusesOthers() throws {
    #expect(try SymmetricEigen(of: Matrix(rows: 0, columns: 0)).values.isEmpty)
    let single = try SymmetricEigen(of: Matrix(rows: 1, columns: 1, elements: [-2]))
    #expect(single.values == [-2] && single.vectors.elements == [1])
    #expect(throws: LinearAlgebraError.notSymmetric(row: 1, column: 0)) {
      try SymmetricEigen(of: Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 1)) {
      try SymmetricEigen(of: Matrix(rows: 2, columns: 2, elements: [1, .infinity, 3, 4]))
    }
  }
}
