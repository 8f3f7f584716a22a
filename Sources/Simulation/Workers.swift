import Dispatch
import LinearAlgebra
import Synchronization

/// Hands numbered pieces of work to workers, each piece to whichever worker is free.
///
/// The pieces must not depend on each other; what a piece writes depends on its number alone, so
/// neither the number of workers nor their order can show in a result.
///
/// - Parameter body: called once on each worker, with a function that gives the next piece.
func onWorkers(_ workers: Int, pieces: Int, _ body: @Sendable (() -> Int?) -> Void) {
  let next = PieceCounter(pieces: pieces)
  let count = max(1, min(workers, pieces))
  if count == 1 {
    body(next.take)
    return
  }
  DispatchQueue.concurrentPerform(iterations: count) { _ in body(next.take) }
}

private final class PieceCounter: Sendable {
  private let next = Atomic<Int>(0)
  private let pieces: Int

  init(pieces: Int) { self.pieces = pieces }

  func take() -> Int? {
    let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return piece < pieces ? piece : nil
  }
}

/// Readies the process for a run while its scenario is still being read: a worker starts, and as
/// its first work ends the threads with which BLAS came.
///
/// Changes no result; whoever leaves it out waits for both later.
public func prepareWorkers() {
  DispatchQueue.global().async { useOneBLASThread() }
}
