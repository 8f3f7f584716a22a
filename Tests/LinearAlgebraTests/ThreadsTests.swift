import Dispatch
import Synchronization
import Testing

@testable import LinearAlgebra

struct ThreadsTests {
  /// Threads of BLAS that end while they are at work would leave half a result.
  @Test func manyMayFactorAtOnce() throws {
    let size = 40
    let elements = (0..<size * size).map { index in
      let (row, column) = (index / size, index % size)
      return 1 / Double(row + column + 1) + (row == column ? 1 : 0)
    }
    let matrix = Matrix(rows: size, columns: size, elements: elements)
    let expected = try SymmetricEigen(of: matrix).values
    let others = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      useOneBLASThread()
      if (try? SymmetricEigen(of: matrix).values) != expected { others.withLock { $0 += 1 } }
    }
    #expect(others.withLock { $0 } == 0)
  }
}
