/// The ranks of some numbers, and the numbers in their order.
///
/// - Accuracy: exact. Ranks count from 1, and equal numbers share the mean of theirs; they are kept
///   as whole numbers, twice the rank less `count + 1`, so that they sum to zero.
public struct Ranks: Sendable {
  /// The numbers from the smallest to the largest.
  public let sorted: [Double]
  /// For each number how many are smaller.
  public let smaller: [Int32]
  /// For each number twice its rank, less one more than how many there are.
  public let centred: [Int32]

  /// The most numbers of which the products of ranks add up exactly.
  public static let mostNumbers = 1 << 20

  /// - Precondition: at most `mostNumbers`, and none is NaN.
  /// - Complexity: O(n) unless very many numbers lie very close together, else O(n log n).
  public init(of numbers: [Double]) {
    precondition(numbers.count <= Self.mostNumbers, "the products of ranks add up exactly")
    let order = increasingOrder(of: numbers)
    let count = numbers.count
    let sorted = order.map { numbers[Int($0)] }
    var smaller = [Int32](repeating: 0, count: count)
    var centred = smaller
    smaller.withUnsafeMutableBufferPointer { smaller in
      centred.withUnsafeMutableBufferPointer { centred in
        var start = 0
        while start < count {
          var end = start + 1
          while end < count, sorted[end] == sorted[start] { end += 1 }
          // Twice the mean of the ranks start + 1 … end.
          let rank = Int32(start + end + 1 - (count + 1))
          for place in start..<end {
            smaller[Int(order[place])] = Int32(start)
            centred[Int(order[place])] = rank
          }
          start = end
        }
      }
    }
    (self.sorted, self.smaller, self.centred) = (sorted, smaller, centred)
  }

  public var count: Int { centred.count }
}

/// The rank correlation of two quantities over the same trials.
///
/// - Returns: NaN where one of them is the same in all trials.
/// - Accuracy: a few units in the last place; the sums are whole numbers.
/// - Source: Spearman, *The Proof and Measurement of Association between Two Things* (1904), with
///   mean ranks for ties, which makes it Pearson's correlation of the ranks.
public func rankCorrelation(_ left: Ranks, _ right: Ranks) -> Double {
  precondition(left.count == right.count, "the same trials")
  var (products, leftSquares, rightSquares) = (0, 0, 0)
  for (a, b) in zip(left.centred, right.centred) {
    products += Int(a) * Int(b)
    leftSquares += Int(a) * Int(a)
    rightSquares += Int(b) * Int(b)
  }
  guard leftSquares > 0, rightSquares > 0 else { return .nan }
  return Double(products) / (Double(leftSquares).squareRoot() * Double(rightSquares).squareRoot())
}

/// The places of the numbers from the smallest to the largest.
///
/// The numbers are spread evenly over 2^22 buckets, or 2^33 where they are many, and sorted by
/// bucket in passes of eleven bits; what shares a bucket is sorted by value afterwards.
func increasingOrder(of numbers: [Double]) -> [Int32] {
  guard let least = numbers.min(), let most = numbers.max(), least < most else {
    return numbers.indices.map(Int32.init)
  }
  // So many buckets that few numbers share one.
  let passes = numbers.count <= 1 << 14 ? 2 : 3
  let buckets = Double(1 << (digitBits * passes)) - 1
  let scale = buckets / (most - least)
  // A range that is too wide for a number, or too narrow for its inverse; more places than fit.
  guard scale.isFinite, scale > 0, numbers.count <= 1 << placeBits else {
    return numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.map(Int32.init)
  }
  let count = numbers.count
  return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * count) { memory in
    var keys = Keys(rebasing: memory[..<count])
    for (place, number) in numbers.enumerated() {
      keys[place] = UInt64(min((number - least) * scale, buckets)) << placeBits | UInt64(place)
    }
    sortByDigits(&keys, with: Keys(rebasing: memory[count...]), passes: passes)
    var order = keys.map { Int32(truncatingIfNeeded: $0 & (1 << placeBits - 1)) }
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, keys[end] >> placeBits == keys[start] >> placeBits { end += 1 }
      if end - start > 1 {
        order[start..<end].sort { (numbers[Int($0)], $0) < (numbers[Int($1)], $1) }
      }
      start = end
    }
    return order
  }
}

/// Buckets, each with the place of its number in the lowest bits.
private typealias Keys = UnsafeMutableBufferPointer<UInt64>
private let placeBits: UInt64 = 20
private let digitBits = 11

/// Sorts keys by so many digits of their buckets.
///
/// - Parameter other: room for as many keys; the sorted ones may end up there.
private func sortByDigits(_ keys: inout Keys, with other: Keys, passes: Int) {
  var other = other
  withUnsafeTemporaryAllocation(of: Int.self, capacity: passes << digitBits) { counts in
    counts.initialize(repeating: 0)
    for key in keys {
      for pass in 0..<passes { counts[place(key, pass)] += 1 }
    }
    for pass in 0..<passes {
      var sum = 0
      for digit in pass << digitBits..<(pass + 1) << digitBits {
        (counts[digit], sum) = (sum, sum + counts[digit])
      }
      for key in keys {
        let digit = place(key, pass)
        other[counts[digit]] = key
        counts[digit] += 1
      }
      swap(&keys, &other)
    }
  }
}

/// Where the count of a key's digit stands.
@inline(__always)
private func place(_ key: UInt64, _ pass: Int) -> Int {
  let digit = key >> (placeBits + UInt64(digitBits * pass)) & (1 << UInt64(digitBits) - 1)
  return pass << digitBits | Int(truncatingIfNeeded: digit)
}
