/// Some of the periods of a plan, as bits.
struct PeriodSet: Hashable {
  private var words: [UInt64]

  /// None of so many periods.
  init(periods: Int) { words = Array(repeating: 0, count: (periods + 63) / 64) }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  func contains(_ period: Int) -> Bool { words[period / 64] >> UInt64(period % 64) & 1 == 1 }

  mutating func insert(_ period: Int) { words[period / 64] |= 1 << UInt64(period % 64) }

  /// - Returns: whether that added a period.
  @discardableResult
  mutating func formUnion(_ other: PeriodSet) -> Bool {
    var added: UInt64 = 0
    for index in words.indices {
      added |= other.words[index] & ~words[index]
      words[index] |= other.words[index]
    }
    return added != 0
  }

  /// The periods that come so many periods before these.
  func movedBack(by distance: Int) -> PeriodSet {
    var result = self
    let (whole, bits) = (distance / 64, UInt64(distance % 64))
    for index in words.indices {
      let low = index + whole < words.count ? words[index + whole] : 0
      let high = index + whole + 1 < words.count ? words[index + whole + 1] : 0
      result.words[index] = bits == 0 ? low : low >> bits | high << (64 - bits)
    }
    return result
  }

  /// These and all that come before the last of them.
  var withAllBefore: PeriodSet {
    guard let last = words.lastIndex(where: { $0 != 0 }) else { return self }
    var result = self
    for index in 0..<last { result.words[index] = .max }
    result.words[last] = .max >> UInt64(words[last].leadingZeroBitCount)
    return result
  }

  /// Takes in the period before each of these that is in `others`, and so on backwards.
  mutating func closeBackwards(through others: PeriodSet) {
    for period in stride(from: words.count * 64 - 1, to: 0, by: -1)
    where contains(period) && others.contains(period) {
      insert(period - 1)
    }
  }
}
