import CKernels

/// A column of which the numbers of some ranks can be told, without a copy of it.
///
/// Counts how many numbers fall into each of many bins of equal width around the middle of the
/// column, once; then collects, whenever it is asked, those of the bins in which the ranks lie: a
/// pass over the column each time and a short sort. A bin that still holds many numbers, as beside
/// an outlier, is parted in turn.
///
/// - Precondition: no NaN; the column outlives it.
/// - Complexity: O(n) for numbers that have a density; O(n log n) at worst.
struct RankedColumn {
  private let attempts: Int
  /// Nil where the numbers are few, or cannot be told apart by bins; then they are sorted.
  private let selection: BinnedSelection?
  private let sorted: [Double]

  /// - Parameter centre, spread: about where the numbers lie, such as mean and standard deviation;
  ///   they sway the time that it takes and nothing else.
  init(_ column: UnsafeBufferPointer<Double>, centre: Double, spread: Double) {
    self.init(column, centre: centre, spread: spread, attempts: 6)
  }

  private init(
    _ column: UnsafeBufferPointer<Double>, centre: Double, spread: Double, attempts: Int
  ) {
    self.attempts = attempts
    selection =
      column.count > BinnedSelection.shortest && attempts > 0
      ? BinnedSelection(column, centre: centre, spread: spread) : nil
    sorted = selection == nil ? column.sorted() : []
  }

  /// - Parameter ranks: counted from 0, in any order.
  /// - Returns: the numbers in the order of the ranks.
  func numbers(atRanks ranks: [Int]) -> [Double] {
    guard let selection else { return ranks.map { sorted[$0] } }
    return selection.numbers(atRanks: ranks) { ranks, members in
      let low = torreya_smallest(members.baseAddress, members.count)
      let high = torreya_largest(members.baseAddress, members.count)
      if low == high { return ranks.map { _ in low } }
      let part = RankedColumn(
        members, centre: low + (high - low) / 2, spread: (high - low) / 12,
        attempts: attempts - 1)
      return part.numbers(atRanks: ranks)
    }
  }
}

/// Whether one of the numbers of a column is NaN.
///
/// - Parameter moments: of the column, when they are known: a mean that is a number has been made
///   of numbers.
func holdsNaN(_ column: UnsafeBufferPointer<Double>, _ moments: Moments? = nil) -> Bool {
  if let moments, !moments.mean.isNaN { return false }
  return torreya_smallest(column.baseAddress, column.count).isNaN
}

/// How the numbers of a column are spread over bins.
private struct BinnedSelection {
  /// Fewer numbers are sorted.
  static let shortest = 2048

  private static let bins = 2048
  /// Numbers whose bins are found at once, on the stack.
  private static let piece = 1024

  private let column: UnsafeBufferPointer<Double>
  private let low, scale: Double
  /// How many numbers lie in earlier bins.
  private let before: [Int]

  /// - Errors: nil where the numbers cannot be told apart by bins of equal width.
  init?(_ column: UnsafeBufferPointer<Double>, centre: Double, spread: Double) {
    let width = 12 * spread
    let scale = Double(Self.bins) / width
    let low = centre - width / 2
    guard scale.isNormal, scale > 0, low.isFinite, low + width > low else { return nil }
    var counts = [UInt32](repeating: 0, count: 2 * Self.bins)
    counts.withUnsafeMutableBufferPointer { counts in
      Self.forEachPiece(of: column, low, scale) { numbers, bins in
        // Two counts in turn, because neighbours often share a bin, and a count that was just
        // written is slow to read.
        for i in 0..<numbers.count { counts[Int(bins[i]) &* 2 &+ (i & 1)] &+= 1 }
      }
    }
    var sum = 0
    before =
      [0]
      + (0..<Self.bins).map { bin in
        sum += Int(counts[2 * bin]) + Int(counts[2 * bin + 1])
        return sum
      }
    (self.column, self.low, self.scale) = (column, low, scale)
  }

  /// - Parameter part: gives the numbers of some ranks among the members of a bin.
  func numbers(
    atRanks ranks: [Int], part: (_ ranks: [Int], UnsafeBufferPointer<Double>) -> [Double]
  ) -> [Double] {
    let bins = Set(ranks.map(bin(ofRank:))).sorted()
    let total = bins.reduce(0) { $0 + before[$1 + 1] - before[$1] }
    if total <= max(Self.shortest, column.count / 32) {
      // Bins never fall as numbers rise: parted at their ranks, the numbers of each bin stand
      // together.
      var starts: [Int: Int] = [:]
      var end = 0
      for bin in bins {
        starts[bin] = end - before[bin]
        end += before[bin + 1] - before[bin]
      }
      let places = ranks.map { starts[bin(ofRank: $0)]! + $0 }
      var members = members(ofBins: bins, count: total)
      members.withUnsafeMutableBufferPointer {
        select(ranks: Set(places).sorted()[...], in: $0)
      }
      return places.map { members[$0] }
    }
    var found = [Double](repeating: .nan, count: ranks.count)
    for bin in bins {
      let places = ranks.indices.filter { self.bin(ofRank: ranks[$0]) == bin }
      let numbers = members(ofBins: [bin], count: before[bin + 1] - before[bin])
        .withUnsafeBufferPointer { part(places.map { ranks[$0] - before[bin] }, $0) }
      for (place, number) in zip(places, numbers) { found[place] = number }
    }
    return found
  }

  private func bin(ofRank rank: Int) -> Int {
    var (low, high) = (0, Self.bins - 1)
    while low < high {
      let middle = (low + high) / 2
      if before[middle + 1] > rank { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The numbers of some bins, in the order of the column.
  private func members(ofBins bins: [Int], count total: Int) -> [Double] {
    var isWanted = [UInt8](repeating: 0, count: Self.bins)
    for bin in bins { isWanted[bin] = 1 }
    return [Double](unsafeUninitializedCapacity: total) { members, count in
      var end = 0
      isWanted.withUnsafeBufferPointer { isWanted in
        Self.forEachPiece(of: column, low, scale) { numbers, bins in
          // Where a number stands takes the place of its bin, which is known by then. It is written
          // in any case and counted if wanted: a branch would often be guessed wrong.
          var found = 0
          for i in 0..<numbers.count {
            let step = Int(isWanted[Int(bins[i])])
            bins[found] = UInt16(truncatingIfNeeded: i)
            found &+= step
          }
          for i in 0..<found { members[end &+ i] = numbers[Int(bins[i])] }
          end += found
        }
      }
      count = end
    }
  }

  @inline(__always)
  private static func forEachPiece(
    of column: UnsafeBufferPointer<Double>, _ low: Double, _ scale: Double,
    _ body: (_ numbers: UnsafeBufferPointer<Double>, _ bins: UnsafeMutablePointer<UInt16>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: piece) { buffer in
      guard let bins = buffer.baseAddress else { return }
      for start in stride(from: 0, to: column.count, by: piece) {
        let numbers = UnsafeBufferPointer(
          rebasing: column[start..<min(start + piece, column.count)])
        torreya_bin_indexes(
          bins, numbers.baseAddress, low, scale, UInt16(Self.bins - 1), numbers.count)
        body(numbers, bins)
      }
    }
  }
}
