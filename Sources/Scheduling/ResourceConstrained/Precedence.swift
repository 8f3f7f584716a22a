/// Which activities come before which: all that an order of activities has to respect.
///
/// Activities are numbered; an arc that leads backwards in the numbers is as good as any, as long
/// as there is no cycle.
struct Precedence: Sendable {
  /// An arc from an activity to one that comes after it.
  struct Arc: Hashable, Sendable {
    var before: Int
    var after: Int
  }

  let count: Int
  /// For each activity those that it comes after, and those that come after it.
  let predecessors: [[Int]]
  let successors: [[Int]]

  /// - Parameter arcs: in any order; an arc that is given twice counts once.
  init(count: Int, arcs: [Arc]) {
    var predecessors = [[Int]](repeating: [], count: count)
    var successors = predecessors
    var seen: Set<Arc> = []
    for arc in arcs where seen.insert(arc).inserted {
      predecessors[arc.after].append(arc.before)
      successors[arc.before].append(arc.after)
    }
    self.init(predecessors: predecessors, successors: successors)
  }

  private init(predecessors: [[Int]], successors: [[Int]]) {
    count = predecessors.count
    self.predecessors = predecessors
    self.successors = successors
  }

  /// The same activities with time running backwards.
  var mirrored: Precedence {
    Precedence(predecessors: successors, successors: predecessors)
  }

  /// The activities in an order that respects the arcs, where it can the smaller key first and of
  /// equal keys the smaller number.
  ///
  /// - Returns: fewer activities than there are when there is a cycle.
  /// - Complexity: n log n comparisons, and a step for each arc.
  func order(by keys: [Double]) -> [Int] {
    var waiting = predecessors.map(\.count)
    var ready = PriorityHeap(keys: keys)
    for activity in 0..<count where waiting[activity] == 0 { ready.insert(activity) }
    var order: [Int] = []
    order.reserveCapacity(count)
    while let activity = ready.removeFirst() {
      order.append(activity)
      for successor in successors[activity] {
        waiting[successor] -= 1
        if waiting[successor] == 0 { ready.insert(successor) }
      }
    }
    return order
  }

  /// All that come after an activity, near and far.
  ///
  /// - Complexity: a step for each arc among them.
  func allAfter(_ activity: Int) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = successors[activity]
    while let next = waiting.popLast() {
      if found.insert(next).inserted { waiting += successors[next] }
    }
    return found
  }

  /// Whether each activity stands in `order` once, and behind those that it comes after.
  func allows(_ order: [Int]) -> Bool {
    var place = [Int](repeating: -1, count: count)
    for (index, activity) in order.enumerated() where place.indices.contains(activity) {
      place[activity] = index
    }
    return order.count == count && !place.contains(-1)
      && (0..<count).allSatisfy { after in
        predecessors[after].allSatisfy { place[$0] < place[after] }
      }
  }
}

/// Activities of which the one with the smallest key comes out first, then the smallest number.
private struct PriorityHeap {
  private let keys: [Double]
  private var members: [Int] = []

  init(keys: [Double]) {
    self.keys = keys
    members.reserveCapacity(keys.count)
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    keys[one] < keys[other] || (keys[one] == keys[other] && one < other)
  }

  mutating func insert(_ activity: Int) {
    members.append(activity)
    var place = members.count - 1
    while place > 0, precedes(activity, members[(place - 1) / 2]) {
      members[place] = members[(place - 1) / 2]
      place = (place - 1) / 2
    }
    members[place] = activity
  }

  mutating func removeFirst() -> Int? {
    guard let first = members.first, let last = members.popLast() else { return nil }
    guard !members.isEmpty else { return first }
    var place = 0
    while 2 * place + 1 < members.count {
      var child = 2 * place + 1
      if child + 1 < members.count, precedes(members[child + 1], members[child]) { child += 1 }
      guard precedes(members[child], last) else { break }
      members[place] = members[child]
      place = child
    }
    members[place] = last
    return first
  }
}
