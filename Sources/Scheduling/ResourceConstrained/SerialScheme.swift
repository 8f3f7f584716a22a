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

/// How good a schedule is: the sooner all is done the better, then the smaller tie.
struct ScheduleCost: Comparable {
  var makespan: Double
  var tie: Double

  static func < (one: ScheduleCost, other: ScheduleCost) -> Bool {
    one.makespan < other.makespan || (one.makespan == other.makespan && one.tie < other.tie)
  }
}
