import SourceText

/// What people call the things of a scenario that keys of maps refer to, known before these are
/// read: drivers, segments of the visitors, budgets of the works and the planner's indicators.
struct DeclaredLabels: Sendable {
  static let none = DeclaredLabels()

  private var labels: [String: BilingualText] = [:]

  private init() {}

  /// - Complexity: O(how many of them there are).
  init(_ root: JSONNode) {
    if case .object(let drivers)? = root.member(ScenarioFile.drivers.key)?.value.value {
      for driver in drivers { note("drivers." + driver.key, driver.value) }
    }
    let visitors = root.member(ScenarioFile.visitors.key)?.value
    noteList("visitors.", visitors?.member(Visitors.segments.key)?.value)
    note("visitors." + Capacity.studyTravel, visitors?.member(Visitors.studyTravel.key)?.value)
    let works = root.member(ScenarioFile.works.key)?.value
    noteList("works.budgets.", works?.member(Works.budgets.key)?.value)
    noteList("", root.member(ScenarioFile.indicators.key)?.value)
  }

  /// The label of an id path; nil where none is declared.
  func label(of path: String) -> BilingualText? { labels[path] }

  private mutating func note(_ path: String, _ node: JSONNode?) {
    if let label = node?.member(Field.label.key).flatMap({ ObjectReader.label($0.value) }) {
      labels[path] = label
    }
  }

  private mutating func noteList(_ prefix: String, _ node: JSONNode?) {
    guard case .array(let elements)? = node?.value else { return }
    for element in elements { element.dottedID.map { note(prefix + $0, element) } }
  }
}
