/// Moves the numbers of the given ranks to their sorted places, with none larger before and none
/// smaller after each.
///
/// All ranks are found in one descent: the middle rank parts the column, and the others concern
/// one side of it each. Pivots come from a sorted sample, so that a part rarely has to be gone
/// through more than twice; a part that does not shrink is sorted.
///
/// - Parameter ranks: ascending, each once.
/// - Precondition: no NaN.
/// - Source: Floyd & Rivest (1975), "Expected time bounds for selection".
public func select(ranks: ArraySlice<Int>, in column: UnsafeMutableBufferPointer<Double>) {
  select(ranks, column, 0, column.count, attempts: 24)
}

private func select(
  _ ranks: ArraySlice<Int>, _ column: UnsafeMutableBufferPointer<Double>, _ start: Int, _ end: Int,
  attempts: Int
) {
  guard !ranks.isEmpty, end - start > 1 else { return }
  if end - start <= 64 || attempts == 0 {
    return column[start..<end].sort()
  }
  let middle = ranks[ranks.startIndex + ranks.count / 2]
  let (lower, upper) = pivots(around: middle, column, start, end)
  let (below, notAbove) = part(column, start, end, lower, upper)
  // Now start..<below is less than lower, below..<notAbove lies between, the rest above upper.
  let firstInside = ranks.firstIndex { $0 >= below } ?? ranks.endIndex
  let firstAbove = ranks.firstIndex { $0 >= notAbove } ?? ranks.endIndex
  select(ranks[..<firstInside], column, start, below, attempts: attempts - 1)
  if lower < upper {
    select(ranks[firstInside..<firstAbove], column, below, notAbove, attempts: attempts - 1)
  }
  select(ranks[firstAbove...], column, notAbove, end, attempts: attempts - 1)
}

/// Two numbers of the column that most likely have the rank between them, and little else.
private func pivots(
  around rank: Int, _ column: UnsafeMutableBufferPointer<Double>, _ start: Int, _ end: Int
) -> (lower: Double, upper: Double) {
  let count = end - start
  let size = min(count / 16 + 8, 512)
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { buffer in
    var sample = buffer
    // Trials come in no particular order; a regular step with jitter is as good as chance, and
    // gives the same work every time.
    var bits: UInt64 = 0x9e37_79b9_7f4a_7c15 &* UInt64(count)
    for i in 0..<size {
      bits = mixed(bits &+ 0x9e37_79b9_7f4a_7c15)
      sample[i] = column[start + Int(bits % UInt64(count))]
    }
    sample.sort()
    let place = Double(rank - start) / Double(count) * Double(size)
    // Two and a half standard deviations of the rank's place in the sample.
    let share = Double(rank - start) / Double(count)
    let margin = 2.5 * (share * (1 - share) * Double(size)).squareRoot() + 1
    let lower = Int(max(place - margin, 0))
    let upper = Int(min(place + margin, Double(size - 1)))
    return (sample[lower], sample[upper])
  }
}

/// Parts a range in three: less than `lower`, from `lower` to `upper`, more than `upper`.
///
/// Each pass moves every number without a branch that the processor could guess wrong.
private func part(
  _ column: UnsafeMutableBufferPointer<Double>, _ start: Int, _ end: Int, _ lower: Double,
  _ upper: Double
) -> (below: Int, notAbove: Int) {
  let below = moveForward(column, start, end) { $0 < lower }
  let notAbove = moveForward(column, below, end) { $0 <= upper }
  return (below, notAbove)
}

/// Moves the numbers that qualify to the front, and returns where they end.
@inline(__always)
private func moveForward(
  _ column: UnsafeMutableBufferPointer<Double>, _ start: Int, _ end: Int,
  _ qualifies: (Double) -> Bool
) -> Int {
  var boundary = start
  for i in start..<end {
    let number = column[i]
    column[i] = column[boundary]
    column[boundary] = number
    boundary += qualifies(number) ? 1 : 0
  }
  return boundary
}
