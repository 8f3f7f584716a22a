/// The order of a project's activities: who follows whom.
struct Network {
  private let activities: [Activity]
  private let isPredecessor: Set<String>
  /// Those that weather can lengthen, and those that come after one of them.
  private let moved: Set<String>
  /// The projects and activities that weather can move, as far as they are known.
  let movedElsewhere: Set<String>

  init(_ activities: [Activity], movedElsewhere: Set<String> = []) {
    self.activities = activities
    isPredecessor = Set(activities.flatMap(\.predecessors))
    self.movedElsewhere = movedElsewhere
    var moved = Set(
      activities.filter { $0.mindsWeather || !$0.waitsFor.isDisjoint(with: movedElsewhere) }
        .map(\.id))
    var count = -1
    while moved.count > count {
      count = moved.count
      for activity in activities where activity.predecessors.contains(where: moved.contains) {
        moved.insert(activity.id)
      }
    }
    self.moved = moved
  }

  /// The activities that nothing follows.
  var ends: [Activity] { activities.filter { !isPredecessor.contains($0.id) } }

  /// The names of the activities that weather can move.
  var movedNames: [String] { activities.filter(isMoved).map(\.name) }

  /// Whether weather can move the end of the last one.
  var endIsMoved: Bool { ends.contains(where: isMoved) }

  /// Whether weather can move the end of an activity.
  func isMoved(_ activity: Activity) -> Bool { moved.contains(activity.id) }

  func successors(of activity: Activity) -> [Activity] {
    activities.filter { $0.predecessors.contains(activity.id) }
  }

  /// Activities that wait for one another, the last one being the first again; nil when the work
  /// can begin.
  var circle: [String]? {
    var settled: Set<String> = []
    for activity in activities {
      if let circle = circle(from: activity, on: [], &settled) { return circle }
    }
    return nil
  }

  /// - Parameter settled: the activities from which no circle can be reached.
  private func circle(
    from activity: Activity, on way: [String], _ settled: inout Set<String>
  ) -> [String]? {
    if let start = way.firstIndex(of: activity.id) { return way[start...] + [activity.id] }
    guard !settled.contains(activity.id) else { return nil }
    for name in activity.predecessors {
      if let next = named(name), let circle = circle(from: next, on: way + [activity.id], &settled)
      {
        return circle
      }
    }
    settled.insert(activity.id)
    return nil
  }

  func named(_ id: String) -> Activity? { activities.first { $0.id == id } }
}
