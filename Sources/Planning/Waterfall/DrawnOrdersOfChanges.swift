import Probability

/// Some orders of the changes, each with its reverse, where there are too many for all.
struct DrawnOrdersOfChanges {
  private let orders: OrdersOfChanges
  private let base, whole: [[Double]]
  private var parts: [[PartOfOrders]] = []
  /// The pairs that are finished.
  private var pairs = 0

  private var changes: Int { orders.changes }

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

  /// Goes through the orders until it is time to stop.
  init(_ orders: OrdersOfChanges, _ outcome: ChangeOutcome) throws {
    self.orders = orders
    let all = orders.all
    (base, whole) = (try outcome(0) ?? [], try outcome(all) ?? [])
    guard !whole.isEmpty else { return }
    parts = (0..<orders.changes).map { [base] _ in
      base.map { PartOfOrders(column: [Double](repeating: 0, count: $0.count)) }
    }
    for change in 0..<changes {
      let bit = UInt64(1) << UInt64(change)
      guard let first = try outcome(bit), let rest = try outcome(all & ~bit) else { return }
      for figure in base.indices {
        note(change, figure, from: base[figure], to: first[figure]) { $0.firstIn = $1 }
        note(change, figure, from: rest[figure], to: whole[figure]) { $0.lastIn = $1 }
      }
    }
    for pair in 0..<orders.pairs {
      let finished = parts
      let order = orders.order(pair)
      for change in 0..<changes {
        for figure in base.indices { parts[change][figure].ofPairs.append(0) }
      }
      guard try take(order, outcome), try take(order.reversed(), outcome) else {
        parts = finished
        return
      }
      pairs += 1
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

  /// - Returns: whether the order was gone through to its end.
  private mutating func take(_ order: [Int], _ outcome: ChangeOutcome) throws -> Bool {
    let share = 1 / Double(2 * orders.pairs)
    var made: UInt64 = 0
    var before = base
    for (place, change) in order.enumerated() {
      made |= 1 << UInt64(change)
      guard let after = place == changes - 1 ? whole : try outcome(made) else { return false }
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
    return true
  }

  /// - Returns: nil where no pair of orders is finished.
  func parts(_ replication: Replication) -> [ChangeParts]? {
    guard pairs > 0 else { return nil }
    // Their shares are those of all pairs.
    let scale = Double(orders.pairs) / Double(pairs)
    return base.indices.map { figure in
      ChangeParts(
        base: meanOfTrials(base[figure]), whole: meanOfTrials(whole[figure]),
        differenceError: Moments(of: trialDifferences(base[figure], whole[figure]), replication)
          .standardError,
        parts: parts.map { ofFigures in
          let part = ofFigures[figure]
          let column = scale == 1 ? part.column : part.column.map { scale * $0 }
          let moments = Moments(of: column, replication)
          return ChangePart(
            part: moments.mean, standardError: moments.standardError,
            orderError: Moments(of: part.ofPairs).standardError, firstIn: part.firstIn,
            lastIn: part.lastIn, least: part.least, greatest: part.greatest)
        }, pairs: pairs)
    }
  }
}
