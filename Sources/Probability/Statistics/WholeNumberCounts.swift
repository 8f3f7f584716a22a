import CKernels

/// How often each whole number occurs among many numbers: what quantiles, mean and shares of days
/// need, without the numbers themselves.
///
/// - Accuracy: exact, whatever the order in which numbers come or counts are merged.
public struct WholeNumberCounts: Sendable {
  /// The number that the first count is of.
  private var first = 0
  /// Two counts of each number, which are raised in turn: neighbours are often equal, and a count
  /// that was just written is slow to read.
  private var counts: [Int] = []
  /// How many numbers there are.
  public private(set) var total = 0

  /// Numbers beside those that came first, for which there is room from the beginning.
  private static let margin = 32

  public init() {}

  /// Takes in some numbers.
  ///
  /// - Returns: false where one of them is not finite; then none is taken in.
  /// - Precondition: whole numbers that lie no further apart than memory reaches, such as days.
  /// - Complexity: O(n); allocates only where a number lies further off than any before.
  @discardableResult
  public mutating func add(_ numbers: UnsafeBufferPointer<Double>) -> Bool {
    let counted = count(numbers)
    if counted < numbers.count {
      // Nearly always there is room, so who lies outside is asked only when somebody does.
      let least = torreya_smallest(numbers.baseAddress, numbers.count)
      let most = torreya_largest(numbers.baseAddress, numbers.count)
      takeBack(numbers[..<counted])
      guard least.isFinite, most.isFinite else { return false }
      makeRoom(from: Int(least), to: Int(most))
      _ = count(numbers)
    }
    total += numbers.count
    return true
  }

  /// Counts numbers until one is met for which there is no room.
  ///
  /// - Returns: how many were counted.
  private mutating func count(_ numbers: UnsafeBufferPointer<Double>) -> Int {
    counts.withUnsafeMutableBufferPointer {
      torreya_count_whole_numbers(
        $0.baseAddress, Double(first), Double($0.count / 2), numbers.baseAddress, numbers.count)
    }
  }

  private mutating func takeBack(_ numbers: Slice<UnsafeBufferPointer<Double>>) {
    for (index, number) in zip(numbers.indices, numbers) {
      counts[2 * (Int(number) - first) + index % 2] -= 1
    }
  }

  /// Takes in what others have counted.
  public mutating func merge(_ other: WholeNumberCounts) {
    guard other.total > 0 else { return }
    makeRoom(from: other.first, to: other.first + other.counts.count / 2 - 1)
    let offset = 2 * (other.first - first)
    for place in other.counts.indices { counts[offset + place] += other.counts[place] }
    total += other.total
  }

  private mutating func makeRoom(from least: Int, to most: Int) {
    let end = first + counts.count / 2
    guard counts.isEmpty || least < first || most >= end else { return }
    let low = counts.isEmpty ? least - Self.margin : min(first, least - Self.margin)
    let high = counts.isEmpty ? most + Self.margin : max(end, most + Self.margin)
    var wider = [Int](repeating: 0, count: 2 * (high - low + 1))
    let offset = 2 * (first - low)
    for place in counts.indices { wider[offset + place] = counts[place] }
    (first, counts) = (low, wider)
  }

  /// How often a number occurs.
  public func count(of number: Int) -> Int {
    let place = 2 * (number - first)
    return counts.indices.contains(place) ? counts[place] + counts[place + 1] : 0
  }

  /// The mean; NaN if nothing was counted.
  public var mean: Double {
    var sum = 0
    for place in counts.indices { sum += (first + place / 2) * counts[place] }
    return total == 0 ? .nan : Double(sum) / Double(total)
  }

  /// For each probability the smallest number at which the distribution function reaches it, as
  /// `quantiles(of:at:)` has it; NaN if nothing was counted.
  ///
  /// - Complexity: O(probabilities × distance of the farthest numbers).
  public func quantiles(at probabilities: [Double]) -> [Double] {
    probabilities.map { probability in
      guard total > 0 else { return .nan }
      let wanted = rank(of: probability, among: total)
      var passed = 0
      let place = counts.indices.first { place in
        passed += counts[place]
        return passed > wanted
      }
      return Double(first + place! / 2)
    }
  }
}
