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
    sorted = order.map { numbers[Int($0)] }
    var smaller = [Int32](repeating: 0, count: count)
    var centred = [Int32](repeating: 0, count: count)
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
    (self.smaller, self.centred) = (smaller, centred)
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
/// The numbers are spread evenly over 2^33 buckets and sorted by bucket in three passes of eleven
/// bits; what shares a bucket is sorted by value afterwards.
private func increasingOrder(of numbers: [Double]) -> [Int32] {
  guard let least = numbers.min(), let most = numbers.max(), least < most else {
    return numbers.indices.map(Int32.init)
  }
  let buckets = Double(1 << 33) - 1
  let scale = buckets / (most - least)
  // A range that is too wide for a number, or too narrow for its inverse.
  guard scale.isFinite, scale > 0 else {
    return numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.map(Int32.init)
  }
  var keys = numbers.enumerated().map { place, number in
    UInt64(min((number - least) * scale, buckets)) << 20 | UInt64(place)
  }
  sortByDigits(&keys)
  var order = keys.map { Int32(truncatingIfNeeded: $0 & (1 << 20 - 1)) }
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, keys[end] >> 20 == keys[start] >> 20 { end += 1 }
    if end - start > 1 {
      order[start..<end].sort { (numbers[Int($0)], $0) < (numbers[Int($1)], $1) }
    }
    start = end
  }
  return order
}

/// Sorts keys by the 33 bits above their lowest 20.
private func sortByDigits(_ keys: inout [UInt64]) {
  let digits = 11
  var counts = [Int](repeating: 0, count: 3 << digits)
  for key in keys {
    for pass in 0..<3 { counts[place(key, pass)] += 1 }
  }
  for pass in 0..<3 {
    var sum = 0
    for digit in pass << digits..<(pass + 1) << digits {
      (counts[digit], sum) = (sum, sum + counts[digit])
    }
  }
  var other = [UInt64](repeating: 0, count: keys.count)
  for pass in 0..<3 {
    for key in keys {
      let digit = place(key, pass)
      other[counts[digit]] = key
      counts[digit] += 1
    }
    swap(&keys, &other)
  }
}

/// Where the count of a key's digit stands.
@inline(__always)
private func place(_ key: UInt64, _ pass: Int) -> Int {
  pass << 11 | Int(truncatingIfNeeded: key >> UInt64(20 + 11 * pass)) & (1 << 11 - 1)
}
