import Formulas

/// Which projects are scheduled together.
///
/// Those that share a link, a crew, a machine or a budget are; and those whose dates name one
/// another in a circle, which only a common schedule can tell. A project whose dates depend on those
/// of another one without a circle has a schedule of its own, computed after it.
enum WorkGroups {
  static func groups(_ projects: [ProjectReading]) -> [[ProjectReading]] {
    var groups = joined(projects.map { [$0] }) { one, other in
      !one.shared.isDisjoint(with: other.shared)
    }
    groups = joinedInCircles(groups)
    return groups
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
  fileprivate var shared: Set<String> {
    var tokens: Set<String> = ["project " + id]
    for activity in activities {
      let others =
        activity.links.map(\.predecessor) + (activity.hammock.map { $0.from + $0.to } ?? [])
      for name in others {
        tokens.insert("project " + (name.split(separator: ".").first.map(String.init) ?? ""))
      }
    }
    return tokens
  }

  /// The projects whose dates its own depend on by formulas.
  fileprivate var namedProjects: [String] {
    activities.flatMap { ($0.writtenStart?.workDates ?? []).map(\.project) }
  }
}
