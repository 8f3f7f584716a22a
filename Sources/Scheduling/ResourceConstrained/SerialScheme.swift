/// A way to put activities on the calendar one after another, each as early as it can be.
///
/// A search needs it in both directions of time: forwards, and mirrored, where what ends last
/// begins first. Moments of the mirror are counted the other way.
protocol SerialScheme: AnyObject {
  /// What an order has to respect, and what rules look at.
  var priorities: PriorityCase { get }

  /// No schedule is better than this; a search that meets it ends.
  var bound: ScheduleCost { get }

  /// Puts the activities in an order that respects the precedence, or with `mirrored` its mirror.
  func schedule(
    _ order: [Int], mirrored: Bool, begins: inout [Double], ends: inout [Double]
  ) -> ScheduleCost
}

/// How good a schedule is: first the less it is late against deadlines, then the sooner all is
/// done, then the smaller tie.
struct ScheduleCost: Comparable {
  var late = 0.0
  var makespan: Double
  var tie: Double

  /// Whether it is better, whatever the ties.
  func isShorter(than other: ScheduleCost) -> Bool {
    late < other.late || (late == other.late && makespan < other.makespan)
  }

  static func < (one: ScheduleCost, other: ScheduleCost) -> Bool {
    one.isShorter(than: other)
      || (one.late == other.late && one.makespan == other.makespan && one.tie < other.tie)
  }
}
