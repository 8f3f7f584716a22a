import Probability

/// Some orders of the changes, each with its reverse, where there are too many for all.
struct DrawnOrdersOfChanges {
  private let changes: Int
  private let pairs: Int
  private let base, whole: [[Double]]
  private var parts: [[PartOfOrders]] = []

  /// What one change does to one figure, as order after order is taken in.
  private struct PartOfOrders {
    var column: [Double]
    /// What it does on average in each pair of orders.
    var ofPairs: [Double] = []
    var firstIn = 0.0
    var lastIn = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
  }

  /// - Parameter orders: how many are drawn; as many reversed ones come with them.
  init(_ changes: Int, orders: Int, _ outcome: ChangeOutcome) throws {
    self.changes = changes
    pairs = orders
    let all = (UInt64(1) << UInt64(changes)) - 1
    base = try outcome(0)
    whole = try outcome(all)
    parts = (0..<changes).map { _ in
      base.map { PartOfOrders(column: [Double](repeating: 0, count: $0.count)) }
    }
    for change in 0..<changes {
      let bit = UInt64(1) << UInt64(change)
      let (first, rest) = (try outcome(bit), try outcome(all & ~bit))
      for figure in base.indices {
        note(change, figure, from: base[figure], to: first[figure]) { $0.firstIn = $1 }
        note(change, figure, from: rest[figure], to: whole[figure]) { $0.lastIn = $1 }
      }
    }
    for pair in 0..<orders {
      let order = Self.shuffled(changes, pair)
      for change in 0..<changes {
        for figure in base.indices { parts[change][figure].ofPairs.append(0) }
      }
      try take(order, outcome)
      try take(order.reversed(), outcome)
    }
  }

  private mutating func note(
    _ change: Int, _ figure: Int, from before: [Double], to after: [Double],
    _ keep: (inout PartOfOrders, Double) -> Void
  ) {
    let effect = meanOfTrials(after) - meanOfTrials(before)
    parts[change][figure].least = min(parts[change][figure].least, effect)
    parts[change][figure].greatest = max(parts[change][figure].greatest, effect)
    keep(&parts[change][figure], effect)
  }

  private mutating func take(_ order: [Int], _ outcome: ChangeOutcome) throws {
    let share = 1 / Double(2 * pairs)
    var made: UInt64 = 0
    var before = base
    for (place, change) in order.enumerated() {
      made |= 1 << UInt64(change)
      let after = place == changes - 1 ? whole : try outcome(made)
      for figure in base.indices {
        for trial in after[figure].indices {
          parts[change][figure].column[trial] +=
            share * (after[figure][trial] - before[figure][trial])
        }
        note(change, figure, from: before[figure], to: after[figure]) { part, effect in
          part.ofPairs[part.ofPairs.count - 1] += effect / 2
        }
      }
      before = after
    }
  }

  func parts(_ replication: Replication) -> [ChangeParts] {
    base.indices.map { figure in
      ChangeParts(
        base: meanOfTrials(base[figure]), whole: meanOfTrials(whole[figure]),
        differenceError: Moments(of: trialDifferences(base[figure], whole[figure]), replication)
          .standardError,
        parts: parts.map { ofFigures in
          let part = ofFigures[figure]
          let moments = Moments(of: part.column, replication)
          return ChangePart(
            part: moments.mean, standardError: moments.standardError,
            orderError: Moments(of: part.ofPairs).standardError, firstIn: part.firstIn,
            lastIn: part.lastIn, least: part.least, greatest: part.greatest)
        }, isExact: false)
    }
  }

  /// An order of the changes, the same in every run.
  ///
  /// - Source: R. Durstenfeld, Algorithm 235, Communications of the ACM 7 (1964).
  private static func shuffled(_ count: Int, _ pair: Int) -> [Int] {
    let key = RandomStream(name: "torreya.ordersOfChanges").key(seed: 0)
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      let uniform = key.uniform(period: pair, trial: place)
      order.swapAt(place, Int(uniform * Double(place + 1)))
    }
    return order
  }
}
