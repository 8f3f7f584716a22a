import LinearAlgebra
import Testing

struct ProductsTests {
  @Test func multipliesMatrices() {
    let left = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    let right = Matrix(rows: 3, columns: 2, elements: [7, 8, 9, 10, 11, 12])
    #expect(product(left, right) == Matrix(rows: 2, columns: 2, elements: [58, 64, 139, 154]))
    #expect(product(right, left).rows == 3)
  }

  @Test func multipliesByATriangleInPlace() {
    // The 100 above the diagonal is not read.
    let lower = Matrix(rows: 2, columns: 2, elements: [2, 100, 3, 4])
    var block: [Double] = [1, 2, 3, 10, 20, 30]
    multiplyLowerTriangular(lower, into: &block, columns: 3)
    #expect(block == [2, 4, 6, 43, 86, 129])
  }

  @Test func multipliesAVectorAndColumnsByEachOther() {
    let matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(product(matrix, [1, 0, -1]) == [-2, -2])
    #expect(product(Matrix(rows: 2, columns: 0), []) == [0, 0])
    let products = columnProducts(of: matrix)
    #expect(products == product(matrix.transposed, matrix))
    #expect(products.elements == [17, 22, 27, 22, 29, 36, 27, 36, 45])
    #expect(columnProducts(of: Matrix(rows: 0, columns: 1)).elements == [0])
  }
}
