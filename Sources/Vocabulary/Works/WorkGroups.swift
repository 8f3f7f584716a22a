import Formulas

/// Which projects are scheduled together.
///
/// Those that share a link, a crew, a machine or a budget are; and those whose dates name one
/// another in a circle, which only a common schedule can tell. A project whose dates depend on
/// those of another one without a circle has a schedule of its own, computed after it.
enum WorkGroups {
  static func groups(_ projects: [ProjectReading], _ works: WorksReading) -> [[ProjectReading]] {
    var groups = joined(projects.map { [$0] }) { one, other in
      !one.shared(works).isDisjoint(with: other.shared(works))
    }
    groups = joinedInCircles(groups)
    // As they are declared: `declared` puts what stands first before what follows.
    let places = Dictionary(
      projects.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    return groups.map { group in
      group.sorted { (places[$0.id] ?? 0) < (places[$1.id] ?? 0) }
    }
  }

  /// Joins whatever two lists of projects have to be together, until none has to be.
  private static func joined(
    _ lists: [[ProjectReading]], _ belong: (ProjectReading, ProjectReading) -> Bool
  ) -> [[ProjectReading]] {
    var groups: [[ProjectReading]] = []
    for list in lists {
      let touching = groups.indices.filter { index in
        groups[index].contains { one in list.contains { belong(one, $0) } }
      }
      let together = touching.flatMap { groups[$0] } + list
      for index in touching.dropFirst().reversed() { groups.remove(at: index) }
      if let first = touching.first { groups[first] = together } else { groups.append(together) }
    }
    return groups
  }

  private static func joinedInCircles(_ groups: [[ProjectReading]]) -> [[ProjectReading]] {
    var place: [String: Int] = [:]
    for (index, group) in groups.enumerated() {
      for project in group { place[project.id] = index }
    }
    let count = groups.count
    var reaches = groups.enumerated().map { index, group in
      var row = [Bool](repeating: false, count: count)
      for name in group.flatMap(\.namedProjects) {
        if let other = place[name], other != index { row[other] = true }
      }
      return row
    }
    for middle in 0..<count {
      for from in 0..<count where reaches[from][middle] {
        for to in 0..<count where reaches[middle][to] { reaches[from][to] = true }
      }
    }
    var result: [[ProjectReading]] = []
    var isPlaced = [Bool](repeating: false, count: count)
    for index in 0..<count where !isPlaced[index] {
      let together = (0..<count).filter {
        $0 == index || (reaches[index][$0] && reaches[$0][index])
      }
      for other in together { isPlaced[other] = true }
      result.append(together.flatMap { groups[$0] })
    }
    return result
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
