import Dispatch
import Synchronization

/// What `body` gives for each number below `count`, in order, computed by several workers.
///
/// - Parameter body: may depend on the number alone, so that neither the number of workers nor
///   their order can show in a result.
func inParallel<Result: Sendable>(
  _ count: Int, workers: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard workers > 1, count > 1 else { return (0..<count).map(body) }
  let places = UnsafeMutableBufferPointer<Result?>.allocate(capacity: count)
  places.initialize(repeating: nil)
  defer {
    places.deinitialize()
    places.deallocate()
  }
  let results = ResultPlaces(places)
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < count else { return }
      results.write(body(piece), at: piece)
    }
  }
  return places.map { $0! }
}

/// Lets each worker write the results of its own pieces.
private struct ResultPlaces<Result: Sendable>: @unchecked Sendable {
  private let places: UnsafeMutableBufferPointer<Result?>

  init(_ places: UnsafeMutableBufferPointer<Result?>) { self.places = places }

  func write(_ result: Result, at index: Int) { places[index] = result }
}
