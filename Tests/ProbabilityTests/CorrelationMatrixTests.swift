import Testing

@testable import Probability

struct CorrelationMatrixTests {
  @Test(arguments: [
    (2, [1.0, 0.5, 0.5], CorrelationError.wrongSize(expected: 4, found: 3)),
    (2, [1, 1.5, 1.5, 1], .outOfRange(row: 0, column: 1)),
    (2, [1, .nan, 0, 1], .outOfRange(row: 0, column: 1)),
    (2, [1, 0, 0, 0.9], .diagonalNotOne(variable: 1)),
    (2, [1, 0.2, 0.3, 1], .asymmetric(row: 1, column: 0)),
    (3, [1, 1, 0.5, 1, 1, 0.4, 0.5, 0.4, 1], .notPositiveDefinite(variable: 2)),
    (3, [1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1], .notPositiveDefinite(variable: 2)),
  ]) func refusesWhatCannotBe(variables: Int, entries: [Double], error: CorrelationError) {
    #expect(throws: error) { try CorrelationMatrix(variables: variables, entries: entries) }
  }

  @Test func correlatesBlocks() throws {
    let matrix = try CorrelationMatrix(variables: 2, entries: [1, 0.6, 0.6, 1])
    var normals: [Double] = [1, 0, 2, 0, 1, -1]
    matrix.factor.correlate(normals: &normals, trials: 3)
    let expected = [1, 0, 2, 0.6, 0.8, 0.4]
    for (found, wanted) in zip(normals, expected) { #expect(abs(found - wanted) < 1e-15) }
  }

  @Test(arguments: [1.0, -1]) func takesPerfectCorrelations(sign: Double) throws {
    let matrix = try CorrelationMatrix(variables: 2, entries: [1, sign, sign, 1])
    var normals: [Double] = [0.3, -2, 5, 7]
    matrix.factor.correlate(normals: &normals, trials: 2)
    #expect(normals == [0.3, -2, sign * 0.3, sign * -2])
  }
}
