import LinearAlgebra
import Testing

@testable import Probability

struct NearestCorrelationTests {
  /// Higham (2002), section 1: by symmetry a and b with b = 2a² - 1 and 4a³ - a - 1 = 0.
  @Test func repairsHighamsExample() {
    let nearest = nearestCorrelationMatrix(to: [1, 1, 0, 1, 1, 1, 0, 1, 1], variables: 3)
    let a = 0.760_689_853_402_284
    #expect(abs(4 * a * a * a - a - 1) < 1e-14)
    let expected = [1, a, 2 * a * a - 1, a, 1, a, 2 * a * a - 1, a, 1]
    for (found, wanted) in zip(nearest, expected) { #expect(abs(found - wanted) < 3e-8) }
    #expect(abs(nearest[1] - 0.7607) < 5e-5 && abs(nearest[2] - 0.1573) < 5e-5)
  }

  /// The tridiagonal matrix of the manual of NAG's g02aaf, with the figures printed there.
  @Test func repairsATridiagonalMatrix() {
    let given: [Double] = [2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2]
    let unit = given.enumerated().map { $0.offset % 5 == 0 ? 1 : $0.element }
    let nearest = nearestCorrelationMatrix(to: unit, variables: 4)
    let expected = [
      1, -0.8084, 0.1916, 0.1068, -0.8084, 1, -0.6562, 0.1916, 0.1916, -0.6562, 1, -0.8084,
      0.1068, 0.1916, -0.8084, 1,
    ]
    for (found, wanted) in zip(nearest, expected) { #expect(abs(found - wanted) < 5.1e-5) }
  }

  @Test(arguments: 0..<12) func noOtherCorrelationsAreNearer(seed: Int) throws {
    var state = UInt64(seed + 1)
    func number() -> Double {
      state = mixed(state &+ 0x9e37_79b9_7f4a_7c15)
      return Double(state >> 11) * 0x1p-53
    }
    let size = 3 + seed % 5
    var given = [Double](repeating: 1, count: size * size)
    for row in 0..<size {
      for column in 0..<row {
        given[row * size + column] = 2 * number() - 1
        given[column * size + row] = given[row * size + column]
      }
    }
    let nearest = nearestCorrelationMatrix(to: given, variables: size)
    _ = try CorrelationMatrix(variables: size, entries: nearest)
    let eigen = try SymmetricEigen(of: Matrix(rows: size, columns: size, elements: nearest))
    #expect(eigen.values[0] > 1e-10)
    // Seen from the nearest point of a convex set, the given one lies on the other side of
    // everything in it; the extreme points v vᵀ of signs are the hardest to beat.
    func advantage(_ other: [Double]) -> Double {
      var sum = 0.0
      for index in given.indices {
        sum += (given[index] - nearest[index]) * (other[index] - nearest[index])
      }
      return sum
    }
    for signs in 0..<(1 << size) {
      let vector = (0..<size).map { signs >> $0 & 1 == 0 ? 1.0 : -1 }
      #expect(advantage((0..<size * size).map { vector[$0 / size] * vector[$0 % size] }) < 1e-6)
    }
    for _ in 0..<200 {
      let rows = (0..<size).map { _ -> [Double] in
        let row = (0..<2).map { _ in number() - 0.5 }
        let length = row.map { $0 * $0 }.reduce(0, +).squareRoot()
        return row.map { $0 / length }
      }
      let other = (0..<size * size).map { index in
        zip(rows[index / size], rows[index % size]).map(*).reduce(0, +)
      }
      #expect(advantage(other) < 1e-6)
    }
  }

  @Test func leavesWhatCanBe() {
    let given = [1, 0.5, 0.2, 0.5, 1, -0.3, 0.2, -0.3, 1]
    let nearest = nearestCorrelationMatrix(to: given, variables: 3)
    for (found, wanted) in zip(nearest, given) { #expect(abs(found - wanted) < 1e-12) }
  }
}
