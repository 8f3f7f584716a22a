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
  /// The places of the activities such that each comes after those that its links name, hammocks
  /// last.
  private var inOrder: [Int] = []
  /// Activities that wait for one another, the last one being the first again; nil when the work
  /// can begin.
  private(set) var circle: [ActivityReading]?

  init(_ projects: [ProjectReading]) {
    self.projects = projects
    activities = projects.flatMap(\.activities)
    places = Dictionary(
      activities.enumerated().map { ($1.fullID, $0) }, uniquingKeysWith: { first, _ in first })
    for activity in activities {
      links[activity.fullID] = activity.links.filter { places[$0.predecessor] != nil }
      addStart(of: activity)
    }
    putInOrder()
    for activity in activities { reportRework(of: activity) }
  }

  /// Reports work that goes back to what does not come before it.
  private func reportRework(of activity: ActivityReading) {
    guard let from = activity.rework?.from, circle == nil else { return }
    guard between(activity.project + "." + from, activity.fullID).isEmpty else { return }
    activity.reader.reportInvalid(
      Activity.rework,
      BilingualText(
        zh: "“\(from)”不在“\(activity.id)”之前",
        en: "'\(from)' does not come before '\(activity.id)'"),
      expected: BilingualText(
        zh: "在它之前的作业（不论中间隔几项），或它本身",
        en: "an activity that it follows, by whatever way, or itself"))
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
        Activity.notBefore, .datesOfTheSameSchedule, expected: .latestOfDates,
        suggestion: BilingualText(
          zh: "改用 \"after\" 和间隔时间", en: "say it with \"after\" and a lag"))
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
        Activity.notBefore,
        BilingualText(
          zh: "它所等的项目与它一起排进度",
          en: "the project that it waits for is scheduled together with it"),
        expected: BilingualText(
          zh: "该项目某项作业的开始日", en: "the start of one of its activities"))
      return
    }
    for name in before {
      guard places[name] != nil, name != activity.fullID else {
        activity.reader.reportInvalid(
          Activity.notBefore,
          BilingualText(
            zh: "它会等它自己，或等不存在的作业：“\(name)”",
            en: "it would wait for itself, or for what there is not: '\(name)'"))
        return
      }
      links[activity.fullID, default: []].append(date.link(to: name, lag: lag))
    }
  }

  // MARK: Order

  /// The activities in an order in which each comes after those that its links name; nil when they
  /// wait for one another, which `circle` tells.
  var order: [ActivityReading]? { circle == nil ? inOrder.map { activities[$0] } : nil }

  private mutating func putInOrder() {
    let ordering = DependencyOrder(
      activities.map { activity in
        predecessors(of: activity).map { Dependency(index: $0) }
      })
    let isHammock = activities.map { $0.hammock != nil }
    inOrder = ordering.order.filter { !isHammock[$0] } + isHammock.indices.filter { isHammock[$0] }
    circle = ordering.cycles.first.map { cycle in
      let around = cycle.map(\.index)
      return (around.suffix(1) + around).map { activities[$0] }
    }
  }

  private func predecessors(of activity: ActivityReading) -> [Int] {
    (links[activity.fullID] ?? []).compactMap { places[$0.predecessor] }
  }

  /// Reports activities that wait for one another.
  func reportCircle() {
    guard let circle else { return }
    let isOneProject = circle.allSatisfy { $0.project == circle[0].project }
    let names = circle.map { isOneProject ? $0.id : $0.fullID }
    let project = projects.first { $0.id == circle[0].project }
    project?.reader.reportInvalid(
      Project.activities,
      BilingualText(
        zh: "作业互相等待：" + names.joined(separator: " 等 "),
        en: "the activities wait for one another: " + names.joined(separator: " after ")),
      expected: BilingualText(
        zh: "每项作业都排在它所写的紧前作业之后",
        en: "an order in which each comes after the ones it names"))
    project?.reader.context.markIncomplete()
  }

  /// The activities on the ways from one to another, both included, in the order of the work.
  func between(_ first: String, _ last: String) -> [ActivityReading] {
    guard let first = places[first], let last = places[last] else { return [] }
    var isReached = [Bool](repeating: false, count: activities.count)
    isReached[first] = true
    for place in inOrder where place != first {
      isReached[place] = predecessors(of: activities[place]).contains { isReached[$0] }
    }
    var isNeeded = [Bool](repeating: false, count: activities.count)
    isNeeded[last] = isReached[last]
    for place in inOrder.reversed() where isNeeded[place] && place != first {
      for before in predecessors(of: activities[place]) where isReached[before] {
        isNeeded[before] = true
      }
    }
    return inOrder.filter { isNeeded[$0] }.map { activities[$0] }
  }
}

extension BilingualText {
  fileprivate static let datesOfTheSameSchedule = BilingualText(
    zh: "这里用到与它一起排进度的工程的日期",
    en: "this names dates of works that are scheduled together with it")
  fileprivate static let latestOfDates = BilingualText(
    zh: "这样一个日期，可加减天数；或几个日期中最晚的："
      + "max(works.road.finish + 10天, date(2024, 6, 1))",
    en: "such a date, with some days more or less, or the latest of several: "
      + "max(works.road.finish + 10天, date(2024, 6, 1))")
}
