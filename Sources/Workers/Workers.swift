import Dispatch
import Synchronization

/// Hands numbered pieces of work to workers, each piece to whichever worker is free.
///
/// The pieces must not depend on each other; what a piece writes depends on its number alone, so
/// neither the number of workers nor their order can show in a result.
///
/// - Parameter body: called once on each worker, with a function that gives the next piece.
public func onWorkers(_ workers: Int, pieces: Int, _ body: @Sendable (() -> Int?) -> Void) {
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

/// What `body` gives for each number below `count`, in order.
///
/// - Parameter body: called once for each number, by whichever worker is free; what it gives may
///   depend on the number alone.
public func collect<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  let results = UnsafeMutableBufferPointer<Result?>.allocate(capacity: count)
  results.initialize(repeating: nil)
  defer {
    results.deinitialize()
    results.deallocate()
  }
  let places = ResultPlaces(results)
  onWorkers(threads, pieces: count) { next in
    while let index = next() { places.write(body(index), at: index) }
  }
  return results.map { $0! }
}

/// Lets each worker write the results of its own pieces.
private struct ResultPlaces<Result: Sendable>: @unchecked Sendable {
  private let results: UnsafeMutableBufferPointer<Result?>

  init(_ results: UnsafeMutableBufferPointer<Result?>) { self.results = results }

  func write(_ result: Result, at index: Int) { results[index] = result }
}
