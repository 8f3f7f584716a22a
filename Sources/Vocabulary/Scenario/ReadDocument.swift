import Formulas
import SourceText

/// A scenario's JSON with the files that it includes in their place.
public struct ScenarioDocument: Sendable {
  public let root: JSONNode
  public let source: SourceFile
  /// The included files, in the order of reading.
  public let included: [SourceFile]
  /// The reading of the scenario over which changes are laid; nil where nothing of it holds here.
  let base: ScenarioReading?
  /// What correlations join in that scenario.
  let former: FormerCorrelations

  init(
    root: JSONNode, source: SourceFile, included: [SourceFile], base: ScenarioReading? = nil,
    former: FormerCorrelations = .none
  ) {
    self.root = root
    self.source = source
    self.included = included
    (self.base, self.former) = (base, former)
  }
}

/// Reads a scenario file and what it includes.
///
/// An included file is an object like the scenario itself: its keys are added, lists are joined,
/// objects merged; what both give must not differ, and the including file wins.
public func read(_ source: SourceFile, files: any ProjectFiles) -> (
  document: ScenarioDocument?, diagnostics: [Diagnostic]
) {
  var reading = DocumentReading(files: files)
  guard let root = reading.read(source, ancestors: [source.name]) else {
    return (nil, reading.diagnostics)
  }
  return (
    ScenarioDocument(root: root, source: source, included: reading.included),
    reading.diagnostics
  )
}

private struct DocumentReading {
  let files: any ProjectFiles
  var included: [SourceFile] = []
  var diagnostics: [Diagnostic] = []

  mutating func read(_ source: SourceFile, ancestors: [String]) -> JSONNode? {
    let (node, mistakes) = readJSON(source)
    diagnostics += mistakes
    guard let node, case .object(let members) = node.value,
      let include = members.first(where: { $0.key == ScenarioFile.include.key }),
      case .array(let names) = include.value.value
    else { return node }
    var merged = members.filter { $0.key != ScenarioFile.include.key }
    for (index, name) in names.enumerated() {
      let path = JSONPath.root.appending(key: include.key).appending(index: index)
      guard let other = readIncluded(name, path, ancestors) else { continue }
      merged = joined(other, with: merged)
    }
    return JSONNode(value: .object(merged), range: node.range)
  }

  private mutating func readIncluded(_ name: JSONNode, _ path: JSONPath, _ ancestors: [String])
    -> [JSONMember]?
  {
    guard case .string(let text) = name.value else {
      diagnostics.append(wrongType(name, expected: FieldShape.file.expectation, path: path))
      return nil
    }
    guard !ancestors.contains(text) else {
      diagnostics.append(
        Diagnostic(
          .includeCycle, .init(zh: "“\(text)”引用了它自己", en: "'\(text)' includes itself"),
          at: name.range, path: path.description,
          found: .same((ancestors.dropFirst() + [text]).joined(separator: " → "))))
      return nil
    }
    switch files.read(text) {
    case .failure(let problem):
      diagnostics.append(problem.diagnostic(at: name.range, path: path.description))
      return nil
    case .success(let file):
      included.append(file)
      guard let node = read(file, ancestors: ancestors + [text]) else { return nil }
      guard case .object(let members) = node.value else {
        diagnostics.append(wrongType(node, expected: .anObject, path: .root))
        return nil
      }
      return members
    }
  }

  /// The members of two objects: lists joined, objects merged, the second one's values winning.
  private func joined(_ first: [JSONMember], with second: [JSONMember]) -> [JSONMember] {
    var members = first
    for member in second {
      guard let index = members.firstIndex(where: { $0.key == member.key }) else {
        members.append(member)
        continue
      }
      let value: JSONNode
      switch (members[index].value.value, member.value.value) {
      case (.array(let left), .array(let right)):
        value = JSONNode(value: .array(left + right), range: member.value.range)
      case (.object(let left), .object(let right)):
        value = JSONNode(
          value: .object(joined(left, with: right)), range: member.value.range)
      default: value = member.value
      }
      members[index] = JSONMember(key: member.key, keyRange: member.keyRange, value: value)
    }
    return members
  }
}
