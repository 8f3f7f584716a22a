import Dispatch
import Synchronization
import Testing

@testable import LinearAlgebra

struct OpenBLASTests {
  /// The library is opened once, by whoever comes first; its threads end before any is at work.
  @Test func manyMayFactorAtOnce() throws {
    let size = 40
    let elements = (0..<size * size).map { index in
      let (row, column) = (index / size, index % size)
      return 1 / Double(row + column + 1) + (row == column ? 1 : 0)
    }
    let matrix = Matrix(rows: size, columns: size, elements: elements)
    let found = Mutex<Set<[Double]>>([])
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      let values = try? SymmetricEigen(of: matrix).values
      found.withLock { _ = $0.insert(values ?? []) }
    }
    #expect(found.withLock { $0 } == [try SymmetricEigen(of: matrix).values])
  }
}
