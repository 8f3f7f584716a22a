import Formulas
import Scheduling
import SourceText

/// Projects that are scheduled together: they share links, crews, machines or money.
struct WorkGroup {
  let projects: [ProjectReading]
  /// What each activity comes after, by its full id.
  private(set) var links: [String: [ActivityLink]] = [:]
  /// The moments before which each cannot begin, by its full id.
  private(set) var moments: [String: [Formula]] = [:]
  let activities: [ActivityReading]
  private let places: [String: Int]

  init(_ projects: [ProjectReading]) {
    self.projects = projects
    activities = projects.flatMap(\.activities)
    places = Dictionary(
      activities.enumerated().map { ($1.fullID, $0) }, uniquingKeysWith: { first, _ in first })
    for activity in activities {
      links[activity.fullID] = activity.links.filter { places[$0.predecessor] != nil }
      addStart(of: activity)
    }
    for activity in activities { reportRework(of: activity) }
  }

  /// Reports work that goes back to what does not come before it.
  private func reportRework(of activity: ActivityReading) {
    guard circle == nil, let from = activity.rework?.from else { return }
    guard between(activity.project + "." + from, activity.fullID).isEmpty else { return }
    activity.reader.reportInvalid(
      Activity.rework, "'\(from)' does not come before '\(activity.id)'",
      expected: "an activity that it follows, by whatever way, or itself")
  }

  /// What its schedule is called.
  var name: String { projects[0].name }

  func place(of activity: String) -> Int? { places[activity] }

  // MARK: What comes before what

  private mutating func addStart(of activity: ActivityReading) {
    guard let start = activity.notBefore else { return }
    let written = activity.writtenStart ?? start
    let ids = Set(projects.map(\.id))
    guard written.workDates.contains(where: { ids.contains($0.project) }) else {
      moments[activity.fullID, default: []].append(start)
      return
    }
    guard let conditions = StartCondition.conditions(written, { ids.contains($0) }) else {
      activity.reader.reportInvalid(
        Activity.notBefore, "this names dates of works that are scheduled together with it",
        expected: "such a date, with some days more or less, or the latest of several: "
          + "max(works.road.finish + 10天, date(2024, 6, 1))",
        suggestion: "say it with \"after\" and a lag")
      return
    }
    for condition in conditions {
      switch condition {
      case .moment(let moment): moments[activity.fullID, default: []].append(moment)
      case .work(let date, let lag): add(date, lag, to: activity)
      }
    }
  }

  private mutating func add(_ date: WorkDate, _ lag: Formula?, to activity: ActivityReading) {
    var before: [String] = []
    if date.isOfActivity {
      before = [date.work]
    } else if date.date == .finish || date.date == .ends {
      before = activities.filter { $0.project == date.work && $0.hammock == nil }.map(\.fullID)
    } else {
      activity.reader.reportInvalid(
        Activity.notBefore, "the project that it waits for is scheduled together with it",
        expected: "the start of one of its activities")
      return
    }
    for name in before {
      guard places[name] != nil, name != activity.fullID else {
        activity.reader.reportInvalid(
          Activity.notBefore, "it would wait for itself, or for what there is not: '\(name)'")
        return
      }
      links[activity.fullID, default: []].append(date.link(to: name, lag: lag))
    }
  }

  // MARK: Order

  /// The activities in an order in which each comes after those that its links name; nil when they
  /// wait for one another, which `circle` tells.
  var order: [ActivityReading]? { circle == nil ? inOrder : nil }

  private var inOrder: [ActivityReading] {
    var placed: Set<String> = []
    var result: [ActivityReading] = []
    func place(_ activity: ActivityReading) {
      guard placed.insert(activity.fullID).inserted else { return }
      for link in links[activity.fullID] ?? [] {
        if let before = places[link.predecessor] { place(activities[before]) }
      }
      result.append(activity)
    }
    for activity in activities where activity.hammock == nil { place(activity) }
    return result + activities.filter { $0.hammock != nil }
  }

  /// Activities that wait for one another, the last one being the first again; nil when the work
  /// can begin.
  var circle: [ActivityReading]? {
    var settled: Set<String> = []
    for activity in activities {
      if let circle = circle(from: activity, on: [], &settled) { return circle }
    }
    return nil
  }

  /// - Parameter settled: the activities from which no circle can be reached.
  private func circle(
    from activity: ActivityReading, on way: [ActivityReading], _ settled: inout Set<String>
  ) -> [ActivityReading]? {
    if let start = way.firstIndex(where: { $0.fullID == activity.fullID }) {
      return way[start...] + [activity]
    }
    guard !settled.contains(activity.fullID) else { return nil }
    for link in links[activity.fullID] ?? [] {
      if let next = places[link.predecessor],
        let circle = circle(from: activities[next], on: way + [activity], &settled)
      {
        return circle
      }
    }
    settled.insert(activity.fullID)
    return nil
  }

  /// Reports activities that wait for one another.
  func reportCircle() {
    guard let circle else { return }
    let isOneProject = circle.allSatisfy { $0.project == circle[0].project }
    let names = circle.map { isOneProject ? $0.id : $0.fullID }
    let project = projects.first { $0.id == circle[0].project }
    project?.reader.reportInvalid(
      Project.activities,
      "the activities wait for one another: " + names.joined(separator: " after "),
      expected: "an order in which each comes after the ones it names")
    project?.reader.context.markIncomplete()
  }

  /// The activities on the ways from one to another, both included, in the order of the work.
  func between(_ first: String, _ last: String) -> [ActivityReading] {
    var leads: [String: Bool] = [first: true]
    func isReached(_ name: String) -> Bool {
      if let known = leads[name] { return known }
      // A circle has been reported before; within one this ends the search.
      leads[name] = false
      let reached = (links[name] ?? []).contains { isReached($0.predecessor) }
      leads[name] = reached
      return reached
    }
    var needed: Set<String> = []
    func collect(_ name: String) {
      guard isReached(name), needed.insert(name).inserted, name != first else { return }
      for link in links[name] ?? [] { collect(link.predecessor) }
    }
    collect(last)
    return inOrder.filter { needed.contains($0.fullID) }
  }
}
