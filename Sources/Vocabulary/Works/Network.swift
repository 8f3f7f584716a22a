/// The order of a project's activities: who follows whom.
struct Network {
  private let activities: [Activity]
  private let isPredecessor: Set<String>

  init(_ activities: [Activity]) {
    self.activities = activities
    isPredecessor = Set(activities.flatMap(\.predecessors))
  }

  /// The activities that nothing follows.
  var ends: [Activity] { activities.filter { !isPredecessor.contains($0.id) } }

  func successors(of activity: Activity) -> [Activity] {
    activities.filter { $0.predecessors.contains(activity.id) }
  }

  func named(_ id: String) -> Activity? { activities.first { $0.id == id } }
}
