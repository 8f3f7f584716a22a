import Formulas
import SourceText

/// Activities that many projects have, ready to be used in one line: each may be replaced by one
/// with the same id, left out, or have others beside it.
///
/// A template is written in the language of scenarios, so it can do nothing that a planner could
/// not.
enum WorkTemplate {
  static let template = Field(
    "template", .choice(all.map(\.name)), .optional, zh: "作业模板",
    en: "activities to begin with; those of the project replace or follow them")
  static let omit = Field(
    "omit", .list(.text), .optional, zh: "模板中不需要的作业",
    en: "the activities of the template that it does without")

  private static let all = [(name: "smallPublicWorks", text: smallPublicWorks)]

  /// The activities of a project: those of its template, as far as it keeps them, and its own.
  ///
  /// - Returns: the project with all of them; the same where it has no template.
  static func expanded(_ reader: ObjectReader, _ field: Field) -> ObjectReader {
    guard let name = reader.choice(template), let text = all.first(where: { $0.name == name })?.text
    else {
      reader.reportOmitWithoutTemplate()
      return reader
    }
    let file = SourceFile(name: "<template \(name)>", text: text)
    guard case .array(let given)? = readJSON(file).node?.value else {
      preconditionFailure("a template is a list")
    }
    let known = given.compactMap(\.dottedID)
    let omitted = Set(reader.names(omit, among: known))
    var own: [JSONNode] = []
    if let (node, _) = reader.member(field), case .array(let elements) = node.value {
      own = elements
    }
    var elements: [JSONNode] = []
    for activity in given where !omitted.contains(activity.dottedID ?? "") {
      let other = own.first { $0.dottedID == activity.dottedID }
      let kept = activity.bridging(omitted, given)
      elements.append(other.map { kept.overlaid(by: $0) } ?? kept)
    }
    elements += own.filter { element in
      element.dottedID.map { !known.contains($0) || omitted.contains($0) } ?? true
    }
    return reader.replacing(field, with: elements)
  }
}

extension ObjectReader {
  fileprivate func reportOmitWithoutTemplate() {
    guard has(WorkTemplate.omit) else { return }
    _ = texts(WorkTemplate.omit)
    if !has(WorkTemplate.template) {
      reportInvalid(
        WorkTemplate.omit,
        BilingualText(
          zh: "没有模板，无从略去", en: "there is no template of which to omit something"))
    }
  }

  /// The same object with another list at a key.
  fileprivate func replacing(_ field: Field, with elements: [JSONNode]) -> ObjectReader {
    let place = member(field)?.node.range ?? node.range
    let list = JSONNode(value: .array(elements), range: place)
    var members = keys.filter { $0.key != field.key }
    members.append(JSONMember(key: field.key, keyRange: place, value: list))
    return ObjectReader(
      JSONNode(value: .object(members), range: node.range), as: Project.descriptor, path: path,
      idPath: idPath, context: context) ?? self
  }
}

extension JSONNode {
  private func isText(_ name: String) -> Bool {
    if case .string(name) = value { true } else { false }
  }

  /// The activity of a template, after what came before the ones that are left out.
  fileprivate func bridging(_ omitted: Set<String>, _ given: [JSONNode]) -> JSONNode {
    guard case .object(let members) = value else { return self }
    let bridged = members.map { member -> JSONMember in
      guard member.key == ActivityLink.after.key, case .array(let before) = member.value.value
      else { return member }
      var names: [JSONNode] = []
      func add(_ nodes: [JSONNode]) {
        for node in nodes {
          guard case .string(let name) = node.value else { continue }
          if omitted.contains(name) {
            let other = given.first { $0.dottedID == name }?.member(member.key)?.value
            if case .array(let further)? = other?.value { add(further) }
          } else if !names.contains(where: { $0.isText(name) }) {
            names.append(node)
          }
        }
      }
      add(before)
      return JSONMember(
        key: member.key, keyRange: member.keyRange,
        value: JSONNode(value: .array(names), range: member.value.range))
    }
    return JSONNode(value: .object(bridged), range: range)
  }

  /// The object with the members of another one in place of its own.
  fileprivate func overlaid(by other: JSONNode) -> JSONNode {
    guard case .object(let members) = value, case .object(let others) = other.value else {
      return other
    }
    let kept = members.filter { member in
      // A source speaks of the numbers beside it.
      member.key != Field.source.key && !others.contains { $0.key == member.key }
    }
    return JSONNode(value: .object(others + kept), range: other.range)
  }
}
