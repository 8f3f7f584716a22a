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

/// The reference of a topic in Markdown, made of the descriptors that the engine itself uses:
/// what `torreya describe` prints and `docs/` holds.
public func reference(_ topic: ReferenceTopic) -> String {
  let (title, entries) = content(of: topic)
  return ([title] + entries.map(\.text)).joined(separator: "\n\n")
}

/// One entry of a topic; nil when there is none of that name.
public func reference(_ topic: ReferenceTopic, entry name: String) -> String? {
  content(of: topic).entries.first { $0.name == name }?.text
}

/// The names of a topic's entries, in the order of the reference.
public func referenceEntries(_ topic: ReferenceTopic) -> [String] {
  content(of: topic).entries.map(\.name)
}

private func content(of topic: ReferenceTopic) -> (title: String, entries: [ReferenceEntry]) {
  switch topic {
  case .columns: ("# The columns of the results · 结果文件各列", columnEntries())
  case .components: ("# What a scenario can declare · 情景文件的内容", componentEntries())
  case .diagnostics: ("# What a mistake means · 错误代码说明", diagnosticEntries())
  case .distributions: ("# Distributions · 概率分布", distributionEntries())
  case .functions: ("# Functions of formulas · 公式函数", functionEntries())
  case .units: ("# Units · 计量单位", unitEntries())
  }
}

/// A Markdown table.
func markdownTable(_ header: [String], _ rows: [[String]]) -> String {
  let rule = header.map { _ in "---" }
  return ([header, rule] + rows).map { row in
    "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }.joined(separator: "\n")
}
