import SourceText

/// What the reference explains.
public enum ReferenceTopic: String, CaseIterable, Sendable {
  case columns, components, diagnostics, distributions, functions, units
}

/// One entry of the reference: a name, and what there is to say in Markdown.
struct ReferenceEntry {
  let name: String
  let text: String
}

/// A topic of the reference: a title, what holds for all entries, and the entries.
struct ReferencePage {
  let title: String
  let introduction: BilingualText
  let entries: [ReferenceEntry]
  /// What stands below the introduction: the entries one after another, unless a table of them
  /// reads better.
  let body: String

  init(
    _ title: String, _ introduction: BilingualText, _ entries: [ReferenceEntry],
    body: String? = nil
  ) {
    self.title = title
    self.introduction = introduction
    self.entries = entries
    self.body = body ?? entries.map(\.text).joined(separator: "\n\n")
  }

  var text: String {
    ["# " + title, introduction.en, introduction.zh, body].joined(separator: "\n\n")
  }
}

/// The reference of a topic in Markdown, made of the descriptors that the engine itself uses:
/// what `torreya describe` prints and `docs/` holds.
public func reference(_ topic: ReferenceTopic) -> String { page(of: topic).text }

/// One entry of a topic; nil when there is none of that name.
public func reference(_ topic: ReferenceTopic, entry name: String) -> String? {
  page(of: topic).entries.first { $0.name == name }?.text
}

/// The names of a topic's entries, in the order of the reference.
public func referenceEntries(_ topic: ReferenceTopic) -> [String] {
  page(of: topic).entries.map(\.name)
}

private func page(of topic: ReferenceTopic) -> ReferencePage {
  switch topic {
  case .columns: columnsPage
  case .components: componentsPage
  case .diagnostics: diagnosticsPage
  case .distributions: distributionsPage
  case .functions: functionsPage
  case .units: unitsPage
  }
}

/// A Markdown table; a column whose cells are all empty is left out.
func markdownTable(_ header: [String], _ rows: [[String]]) -> String {
  let used = header.indices.filter { index in rows.contains { !$0[index].isEmpty } }
  let head = used.map { header[$0] }
  let lines = [head, head.map { _ in "---" }] + rows.map { row in used.map { row[$0] } }
  return lines.map { row in
    "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }.joined(separator: "\n")
}
