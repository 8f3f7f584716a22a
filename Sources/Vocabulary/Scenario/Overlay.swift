import SourceText

/// The scenario's document with a variant's changes laid over it; nothing is copied by hand, and
/// what is not changed keeps its place in the file.
///
/// - Errors: `unknown-path` for an id path that leads nowhere.
func overlay(_ document: JSONNode, with variant: Variant)
  -> (document: JSONNode, diagnostics: [Diagnostic])
{
  var document = document
  var diagnostics: [Diagnostic] = []
  for change in variant.changes {
    let segments = change.target.split(separator: ".").map(String.init)
    switch document.replacing(segments[...], with: change.value) {
    case .success(let changed): document = changed
    case .failure(let problem):
      diagnostics.append(
        Diagnostic(
          .unknownPath,
          .init(
            zh: "“\(change.target)”所指的内容不存在：\(problem.message.zh)",
            en: "'\(change.target)' leads nowhere: \(problem.message.en)"),
          at: change.range, path: change.path.description, expected: problem.expected,
          suggestion: problem.suggestion))
    }
  }
  return (document, diagnostics)
}

extension BilingualText {
  /// The names that are most like a word, and how many others there are.
  fileprivate static func nearest(to word: String, among known: [String]) -> BilingualText {
    let near = SourceText.nearest(5, to: word, among: known)
    let others = known.count - near.count
    guard others > 0 else { return oneOf(near) }
    return oneOf(near)
      + BilingualText(zh: "（另有 \(others) 个相差更多）", en: " (\(others) others are less like it)")
  }
}

/// Where an id path leaves the document.
private struct PathProblem: Error {
  let message: BilingualText
  var expected: BilingualText?
  var suggestion: BilingualText?
}

extension JSONNode {
  /// This node with another one at an id path below it.
  ///
  /// A segment is a key of the object, or the id of an element in one of its lists.
  fileprivate func replacing(_ segments: ArraySlice<String>, with value: JSONNode) -> Result<
    JSONNode, PathProblem
  > {
    guard let segment = segments.first else { return .success(merged(with: value)) }
    if case .array(let elements) = self.value {
      // The key of a list, such as `levers`, may stand before the id of an element.
      return elements.replacing(segments, with: value).map { list in
        list.map { JSONNode(value: .array($0), range: range) }
      } ?? .failure(unknown(segment, among: elements.compactMap(\.dottedID)))
    }
    guard case .object(var members) = self.value else {
      return .failure(
        PathProblem(
          message: .init(
            zh: "“\(segment)”不能在\(kind.zh)之下", en: "'\(segment)' cannot stand below \(kind.en)")))
    }
    let rest = segments.dropFirst()
    if let index = members.firstIndex(where: { $0.key == segment }) {
      return members[index].value.replacing(rest, with: value).map { changed in
        members[index] = members[index].holding(changed)
        return JSONNode(value: .object(members), range: range)
      }
    }
    for (index, member) in members.enumerated() {
      guard case .array(let elements) = member.value.value,
        let changed = elements.replacing(segments, with: value)
      else { continue }
      return changed.map { elements in
        let list = JSONNode(value: .array(elements), range: member.value.range)
        members[index] = member.holding(list)
        return JSONNode(value: .object(members), range: range)
      }
    }
    // The last segment may be a key that the object leaves out so far; whether it knows the key
    // is for the reader to say.
    if rest.isEmpty {
      members.append(JSONMember(key: segment, keyRange: value.range, value: value))
      return .success(JSONNode(value: .object(members), range: range))
    }
    return .failure(unknown(segment, among: namesBelow))
  }

  private func unknown(_ segment: String, among known: [String]) -> PathProblem {
    PathProblem(
      message: .init(zh: "没有“\(segment)”", en: "there is no '\(segment)'"),
      expected: known.isEmpty ? nil : .nearest(to: segment, among: known),
      suggestion: didYouMean(segment, among: known))
  }

  /// The keys of an object, and the ids in its lists.
  private var namesBelow: [String] {
    guard case .object(let members) = value else { return [] }
    return members.flatMap { member -> [String] in
      guard case .array(let elements) = member.value.value else { return [member.key] }
      let ids = elements.compactMap(\.dottedID)
      return ids.isEmpty ? [member.key] : ids
    }
  }

  /// JSON merge patch (RFC 7396), except that a value with a form of its own, such as a
  /// distribution, replaces what stands there.
  private func merged(with patch: JSONNode) -> JSONNode {
    guard case .object(let own) = value, case .object(let changes) = patch.value,
      own.contains(where: { $0.key == "id" })
    else { return patch }
    var members = own
    for change in changes {
      let index = members.firstIndex { $0.key == change.key }
      if case .null = change.value.value {
        if let index { members.remove(at: index) }
      } else if let index {
        members[index] = members[index].holding(members[index].value.merged(with: change.value))
      } else {
        members.append(change)
      }
    }
    return JSONNode(value: .object(members), range: range)
  }
}

extension [JSONNode] {
  /// The elements with a change below the one whose id begins the path; nil when none does. An id
  /// with dots takes as many segments.
  fileprivate func replacing(_ segments: ArraySlice<String>, with value: JSONNode) -> Result<
    [JSONNode], PathProblem
  >? {
    for (place, element) in enumerated() {
      guard let id = element.dottedID?.split(separator: ".").map(String.init),
        segments.starts(with: id)
      else { continue }
      return element.replacing(segments.dropFirst(id.count), with: value).map { changed in
        var elements = self
        elements[place] = changed
        return elements
      }
    }
    return nil
  }
}

extension JSONMember {
  fileprivate func holding(_ node: JSONNode) -> JSONMember {
    JSONMember(key: key, keyRange: keyRange, value: node)
  }
}
