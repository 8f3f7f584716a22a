import Probability

/// Orders in which changes can be made, drawn at random and the same in every run; each stands for
/// itself and its reverse.
struct OrdersOfChanges {
  let changes: Int
  let pairs: Int

  init(_ changes: Int, pairs: Int) {
    self.changes = changes
    self.pairs = pairs
  }

  /// All changes, as bits.
  var all: UInt64 { (UInt64(1) << UInt64(changes)) - 1 }

  /// - Source: R. Durstenfeld, Algorithm 235, Communications of the ACM 7 (1964).
  func order(_ pair: Int) -> [Int] {
    let key = RandomStream(name: "torreya.ordersOfChanges").key(seed: 0)
    var order = Array(0..<changes)
    for place in stride(from: changes - 1, to: 0, by: -1) {
      let uniform = key.uniform(period: pair, trial: place)
      order.swapAt(place, Int(uniform * Double(place + 1)))
    }
    return order
  }

  /// Every set of changes once, those first that the first orders need.
  ///
  /// - Precondition: 2ᵏ sets can be listed.
  var allSets: [UInt64] {
    var sets: [UInt64] = []
    var isListed = [Bool](repeating: false, count: 1 << changes)
    func list(_ set: UInt64) {
      guard !isListed[Int(set)] else { return }
      isListed[Int(set)] = true
      sets.append(set)
    }
    list(0)
    list(all)
    for change in 0..<changes {
      list(1 << UInt64(change))
      list(all & ~(1 << UInt64(change)))
    }
    for pair in 0..<pairs where sets.count < isListed.count {
      let drawn = order(pair)
      for order in [drawn, drawn.reversed()] {
        var made: UInt64 = 0
        for change in order {
          made |= 1 << UInt64(change)
          list(made)
        }
      }
    }
    for set in 0...all { list(set) }
    return sets
  }
}
