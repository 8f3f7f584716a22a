/// How children come from parents, and who stays.
extension OrderSearch {
  /// Each parent once with the better of two others.
  ///
  /// - Parameter mirrored: the direction of the children, which is not that of the parents.
  mutating func children(of parents: [Individual], mirrored: Bool) -> [Individual] {
    var found: [Individual] = []
    for place in parents.indices where !isDone {
      let one = generator.below(parents.count)
      let other = generator.below(parents.count)
      var mate = parents[other].cost < parents[one].cost ? other : one
      if mate == place {
        mate = (place + 1 + generator.below(max(1, parents.count - 1))) % parents.count
      }
      let isFirst = generator.coin()
      let keys = crossed(
        parents[isFirst ? place : mate], parents[isFirst ? mate : place])
      found.append(scheduled(keys, mirrored: mirrored))
    }
    return found
  }

  /// The keys of a child: what ends within a busy window of `inner` keeps the order that it has
  /// there, what ends before or after it that of `outer`.
  private mutating func crossed(_ inner: Individual, _ outer: Individual) -> [Double] {
    let first = inner.begins.min() ?? 0
    let span = (inner.ends.max() ?? 0) - first
    let window = busyWindow(of: inner, first: first, span: span)
    let outerFirst = outer.begins.min() ?? 0
    // Farther than any two moments of two schedules are apart.
    let apart =
      4 * (span + abs(first) + (outer.ends.max() ?? 0).magnitude + outerFirst.magnitude + 1)
    var keys = inner.ends
    var difference = 0.0
    for activity in keys.indices {
      let end = inner.ends[activity]
      if end <= window.lowerBound {
        keys[activity] = apart - outer.ends[activity]
      } else if end <= window.upperBound {
        keys[activity] = -end
      } else {
        keys[activity] = -apart - outer.ends[activity]
      }
      difference += abs((end - first) - (outer.ends[activity] - outerFirst))
    }
    let alike = 0.27 * scheme.priorities.meanDuration * Double(keys.count)
    if difference < alike { shuffle(&keys) }
    return keys
  }

  /// The busiest of three windows of a random length, from a seventh to a half of the schedule.
  private mutating func busyWindow(
    of schedule: Individual, first: Double, span: Double
  ) -> ClosedRange<Double> {
    let length = span * (0.15 + 0.35 * generator.uniform())
    // What can never begin has no end; every window is as good as another then.
    guard first.isFinite, length.isFinite, length >= 0 else { return 0...0 }
    var busiest = first...(first + length)
    var most = -1.0
    for _ in 0..<3 {
      let start = first + generator.uniform() * (span - length)
      let use = use(of: schedule, from: start, to: start + length)
      if use > most {
        most = use
        busiest = start...(start + length)
      }
    }
    return busiest
  }

  /// The shares of all resources that are occupied, over time.
  private func use(of schedule: Individual, from start: Double, to end: Double) -> Double {
    let intensities = scheme.priorities.intensities
    var use = 0.0
    for activity in intensities.indices {
      let overlap =
        min(end, schedule.ends[activity]) - max(start, schedule.begins[activity])
      if overlap > 0 { use += overlap * intensities[activity] }
    }
    return use
  }

  /// Parents that are alike would have children that are nothing new: a tenth of the activities
  /// changes places.
  private mutating func shuffle(_ keys: inout [Double]) {
    for activity in keys.indices where generator.uniform() < 0.1 {
      keys.swapAt(activity, generator.below(keys.count))
    }
  }

  /// The best of all, each schedule once; of equal ones the older.
  func survivors(_ all: [Individual]) -> [Individual] {
    let ranked = all.indices.sorted {
      all[$0].cost < all[$1].cost || (all[$0].cost == all[$1].cost && $0 < $1)
    }
    var kept: [Individual] = []
    for place in ranked where kept.count < size {
      let candidate = all[place]
      let isKnown = kept.reversed().prefix { $0.cost == candidate.cost }
        .contains { $0.begins == candidate.begins }
      if !isKnown { kept.append(candidate) }
    }
    return kept
  }
}
