import Formulas

/// Which projects are scheduled together.
///
/// Those that share a link, a crew, a machine or a budget are; and those whose dates name one
/// another in a circle, which only a common schedule can tell. A project whose dates depend on
/// those of another one without a circle has a schedule of its own, computed after it.
struct WorkGroups {
  private let projects: [ProjectReading]
  /// For each project one that it is scheduled with, itself for the first of a group.
  private var partner: [Int]

  static func groups(_ projects: [ProjectReading], _ works: WorksReading) -> [[ProjectReading]] {
    var groups = WorkGroups(projects)
    groups.joinWhatIsShared(works)
    groups.joinCircles()
    return groups.groups
  }

  private init(_ projects: [ProjectReading]) {
    self.projects = projects
    partner = Array(projects.indices)
  }

  /// The groups, and in each its projects, as they are declared: `declared` puts what stands first
  /// before what follows.
  private var groups: [[ProjectReading]] {
    var members: [Int: [ProjectReading]] = [:]
    for (place, project) in projects.enumerated() {
      members[first(of: place), default: []].append(project)
    }
    return members.keys.sorted().map { members[$0]! }
  }

  /// The first project of the group to which one belongs.
  private func first(of place: Int) -> Int {
    var place = place
    while partner[place] != place { place = partner[place] }
    return place
  }

  private mutating func join(_ one: Int, _ other: Int) {
    let (first, second) = (first(of: one), first(of: other))
    partner[max(first, second)] = min(first, second)
  }

  private mutating func joinWhatIsShared(_ works: WorksReading) {
    var owner: [String: Int] = [:]
    for (place, project) in projects.enumerated() {
      for token in project.shared(works) {
        if let other = owner[token] { join(place, other) } else { owner[token] = place }
      }
    }
  }

  /// Joins groups that wait for one another's dates, until none do.
  private mutating func joinCircles() {
    let places = Dictionary(
      projects.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let named = projects.map { $0.namedProjects.compactMap { places[$0] } }
    while true {
      var needs = [[Dependency]](repeating: [], count: projects.count)
      for (place, others) in named.enumerated() {
        let group = first(of: place)
        needs[group] += others.map(first).filter { $0 != group }.map { Dependency(index: $0) }
      }
      let circles = DependencyOrder(needs).cycles
      if circles.isEmpty { return }
      for circle in circles {
        for need in circle.dropFirst() { join(circle[0].index, need.index) }
      }
    }
  }
}

extension ProjectReading {
  /// What it has in common with others: tokens that are equal where it is the same.
  fileprivate func shared(_ works: WorksReading) -> Set<String> {
    var tokens: Set<String> = ["project " + id]
    for activity in activities {
      let others =
        activity.links.map(\.predecessor) + (activity.hammock.map { $0.from + $0.to } ?? [])
      for name in others {
        tokens.insert("project " + name.projectSegment)
      }
      for demand in activity.demands { tokens.insert("resource \(demand.resource)") }
      for need in activity.needs {
        tokens.insert("budget \(need.budget)")
        // The money may come after an activity of another project.
        for release in works.budgets[need.budget].releases {
          if let after = release.after { tokens.insert("project " + after.projectSegment) }
        }
      }
    }
    return tokens
  }

  /// The projects whose dates its own depend on by formulas.
  fileprivate var namedProjects: [String] {
    activities.flatMap { ($0.writtenStart?.workDates ?? []).map(\.project) }
  }
}

extension String {
  /// The project of a name such as `road.tender`.
  var projectSegment: String { split(separator: ".").first.map(String.init) ?? self }
}
