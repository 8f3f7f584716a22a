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
          .unknownPath, "'\(change.target)' leads nowhere: \(problem.message)",
          at: change.range, path: change.path.description, expected: problem.expected,
          suggestion: problem.suggestion.map { "did you mean '\($0)'?" }))
    }
  }
  return (document, diagnostics)
}

/// Where an id path leaves the document.
private struct PathProblem: Error {
  let message: String
  let expected: String?
  let suggestion: String?
}

extension JSONNode {
  /// This node with another one at an id path below it.
  ///
  /// A segment is a key of the object, or the id of an element in one of its lists; behind the
  /// key of a list it is the id of an element.
  fileprivate func replacing(_ segments: ArraySlice<String>, with value: JSONNode) -> Result<
    JSONNode, PathProblem
  > {
    guard let segment = segments.first else { return .success(merged(with: value)) }
    if case .array(var elements) = self.value,
      let place = elements.firstIndex(where: { $0.id == segment })
    {
      return elements[place].replacing(segments.dropFirst(), with: value).map { changed in
        elements[place] = changed
        return JSONNode(value: .array(elements), range: range)
      }
    }
    guard case .object(var members) = self.value else {
      return .failure(noSuchName(segment))
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
        elements.contains(where: { $0.id == segment })
      else { continue }
      return member.value.replacing(segments, with: value).map { changed in
        members[index] = member.holding(changed)
        return JSONNode(value: .object(members), range: range)
      }
    }
    // The last segment may be a key that the object leaves out so far; whether it knows the key
    // is for the reader to say.
    if rest.isEmpty {
      members.append(JSONMember(key: segment, keyRange: value.range, value: value))
      return .success(JSONNode(value: .object(members), range: range))
    }
    return .failure(noSuchName(segment))
  }

  private func noSuchName(_ segment: String) -> PathProblem {
    let known = namesBelow
    return PathProblem(
      message: "there is no '\(segment)' below \(kind)",
      expected: known.isEmpty ? nil : "one of: " + known.joined(separator: ", "),
      suggestion: nearest(to: segment, among: known))
  }

  /// The keys of an object and the ids in its lists; the ids of a list.
  private var namesBelow: [String] {
    if case .array(let elements) = value { return elements.compactMap(\.id) }
    guard case .object(let members) = value else { return [] }
    return members.flatMap { member -> [String] in
      guard case .array(let elements) = member.value.value else { return [member.key] }
      let ids = elements.compactMap(\.id)
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

extension JSONMember {
  fileprivate func holding(_ node: JSONNode) -> JSONMember {
    JSONMember(key: key, keyRange: keyRange, value: node)
  }
}
