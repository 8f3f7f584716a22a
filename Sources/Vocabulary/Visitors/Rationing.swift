import Formulas

/// How the capacities that a segment needs together limit its visits of a day.
///
/// The tightest one binds, and where there is no room for somebody its rule says what becomes of
/// them.
struct Rationing {
  /// The part of those who want to come for whom there is room.
  let ration: Formula
  /// Of those for whom there is none, the part that goes to neighbours or comes on a later day.
  let spilled: Formula?
  /// Of those for whom there is none, the parts that come on a later day, by the days of delay.
  let later: [(delay: Int, part: Formula)]

  /// - Returns: nil where there are no capacities.
  init?(_ capacities: [Capacity]) {
    guard let first = capacities.first else { return nil }
    // Whether each capacity but the first is tighter than those before it.
    var ration = first.ration
    var isTighter: [Formula] = []
    for capacity in capacities.dropFirst() {
      isTighter.append(.call(.less, capacity.ration, ration))
      ration = .call(.minimum, ration, capacity.ration)
    }
    func ofTightest(_ part: (Capacity) -> Formula?) -> Formula? {
      let parts = capacities.map(part)
      if parts.allSatisfy({ $0 == nil }) { return nil }
      return zip(parts.dropFirst(), isTighter).reduce(parts[0] ?? .constant(0)) { earlier, next in
        .call(.conditional, next.1, next.0 ?? .constant(0), earlier)
      }
    }
    self.ration = ration
    spilled = ofTightest { capacity in
      switch (capacity.excess.neighbours, capacity.excess.later) {
      case (let part?, let other?): part + other
      case (let part, let other): part ?? other
      }
    }
    later = Set(capacities.map(\.excess.delay)).sorted().compactMap { delay in
      ofTightest { $0.excess.delay == delay ? $0.excess.later : nil }.map { (delay, $0) }
    }
  }
}
