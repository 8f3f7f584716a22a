import SourceText

/// The objects that a scenario declares, and how people call them.
///
/// An object is declared in a section of the file, such as `fiscal`, by an `id` of its own or by
/// the key under which it stands with a `label`.
public struct DeclaredObjects: Sendable {
  private struct Name: Hashable {
    let section: String
    let id: String
  }

  private var labels: [Name: BilingualText] = [:]
  private var sections: Set<String> = []

  /// - Complexity: O(size of the document).
  public init(of scenario: Scenario) {
    guard case .object(let members) = scenario.document.value else { return }
    for member in members {
      sections.insert(member.key)
      collect(member.value, in: member.key)
    }
    for assumption in scenario.assumptions { note(assumption) }
  }

  /// The object to which a value with this id path belongs: up to the last name in the path that is
  /// declared; where none is, the path without its last name.
  public func object(of path: String) -> String {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let section = section(of: names)
    if let place = names.lastIndex(where: { labels[Name(section: section, id: $0)] != nil }) {
      return names[...place].joined(separator: ".")
    }
    return names.count > 1 ? names.dropLast().joined(separator: ".") : path
  }

  /// The label of an object by its path; nil where none is declared.
  public func label(of object: String) -> BilingualText? {
    let names = object.split(separator: ".").map(String.init)
    guard let last = names.last else { return nil }
    if let known = owners[object] { return known }
    guard let label = labels[Name(section: section(of: names), id: last)] else { return nil }
    if label != .same(last) { return label }
    // Without a label of its own it is a part of what has one.
    let whole = object.dropLast(last.count + 1)
    return whole.isEmpty ? label : self.label(of: String(whole)).map { $0.partNamed(last) } ?? label
  }

  /// An indicator of the planner's own has no section before its id.
  private func section(of names: [String]) -> String {
    guard let first = names.first, sections.contains(first) else { return "indicators" }
    return first
  }

  /// What the objects of assumptions are called, by their paths: which of two activities that
  /// have the same id in two projects.
  private var owners: [String: BilingualText] = [:]

  private mutating func note(_ assumption: Assumption) {
    guard let end = assumption.id.lastIndex(of: "."), let owner = assumption.object else { return }
    let object = String(assumption.id[..<end])
    owners[object] = owners[object] ?? owner
  }

  private mutating func collect(_ node: JSONNode, in section: String) {
    switch node.value {
    case .array(let items): for item in items { collect(item, in: section) }
    case .object(let members):
      if let id = text(members, "id") {
        note(id, label(members) ?? .same(id), section)
      }
      for member in members {
        if case .object(let inner) = member.value.value, let label = label(inner) {
          note(member.key, label, section)
        }
        collect(member.value, in: section)
      }
    case .null, .boolean, .number, .string: break
    }
  }

  private mutating func note(_ id: String, _ label: BilingualText, _ section: String) {
    let name = Name(section: section, id: id)
    labels[name] = labels[name] ?? label
  }

  private func text(_ members: [JSONMember], _ key: String) -> String? {
    guard let member = members.first(where: { $0.key == key }),
      case .string(let text) = member.value.value
    else { return nil }
    return text
  }

  private func label(_ members: [JSONMember]) -> BilingualText? {
    if let text = text(members, "label") { return BilingualText(zh: text, en: text) }
    guard let member = members.first(where: { $0.key == "label" }),
      case .object(let languages) = member.value.value,
      let zh = text(languages, "zh"), let en = text(languages, "en")
    else { return nil }
    return BilingualText(zh: zh, en: en)
  }
}

/// What parts without a label are called that scenarios usually have, such as the seasons in which
/// schools travel.
private let partWords: [String: (zh: String, en: String)] = [
  "spring": ("春季", "spring"), "summer": ("夏季", "summer"), "autumn": ("秋季", "autumn"),
  "winter": ("冬季", "winter"), "weekends": ("周末", "weekends"), "first": ("首批", "first"),
]

extension BilingualText {
  fileprivate func partNamed(_ id: String) -> BilingualText {
    around(partWords[id].map { BilingualText(zh: $0.zh, en: $0.en) } ?? .same(id))
  }
}
