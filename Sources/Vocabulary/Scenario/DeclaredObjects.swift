import SourceText

/// The objects that a scenario declares with an `id`, and how people call them.
public struct DeclaredObjects: Sendable {
  private let labels: [String: BilingualText]

  /// - Complexity: O(size of the document).
  public init(of scenario: Scenario) {
    var labels: [String: BilingualText] = [:]
    Self.collect(scenario.document, into: &labels)
    self.labels = labels
  }

  /// The object to which a value with this id path belongs: up to the last name in the path that is
  /// declared as an `id`; where none is, the path without its last name.
  public func object(of path: String) -> String {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let place = names.lastIndex(where: { labels[$0] != nil }) {
      return names[...place].joined(separator: ".")
    }
    return names.count > 1 ? names.dropLast().joined(separator: ".") : path
  }

  /// The label of an object by its path; nil where none is declared.
  public func label(of object: String) -> BilingualText? {
    object.split(separator: ".").last.flatMap { labels[String($0)] }
  }

  private static func collect(_ node: JSONNode, into labels: inout [String: BilingualText]) {
    switch node.value {
    case .array(let items): for item in items { collect(item, into: &labels) }
    case .object(let members):
      if let id = text(members, "id"), labels[id] == nil {
        labels[id] = label(members) ?? BilingualText(zh: id, en: id)
      }
      for member in members { collect(member.value, into: &labels) }
    case .null, .boolean, .number, .string: break
    }
  }

  private static func text(_ members: [JSONMember], _ key: String) -> String? {
    guard let member = members.first(where: { $0.key == key }),
      case .string(let text) = member.value.value
    else { return nil }
    return text
  }

  private static func label(_ members: [JSONMember]) -> BilingualText? {
    if let text = text(members, "label") { return BilingualText(zh: text, en: text) }
    guard let member = members.first(where: { $0.key == "label" }),
      case .object(let languages) = member.value.value,
      let zh = text(languages, "zh"), let en = text(languages, "en")
    else { return nil }
    return BilingualText(zh: zh, en: en)
  }
}
