import SourceText

@testable import Formulas

/// A diagnostic as text: everything that it says, so that a test sees every word of it.
func printed(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.range.map { "\($0.start): " } ?? ""
  var lines = ["\(place)\(diagnostic.message.en) [\(diagnostic.code.rawValue)]"]
  if let range = diagnostic.range { lines.append("  at: \(range.text)") }
  if let expected = diagnostic.expected?.en { lines.append("  expected: \(expected)") }
  if let found = diagnostic.found?.en { lines.append("  found: \(found)") }
  if let suggestion = diagnostic.suggestion?.en { lines.append("  \(suggestion)") }
  return lines.joined(separator: "\n")
}

func printed(_ diagnostics: [Diagnostic]) -> String {
  diagnostics.map(printed).joined(separator: "\n")
}

/// Declarations as a planner might list them, one a line: `id [unit] kind = formula`. The kind may
/// be left out, and numbers after `|` are the history.
struct ListedIndicators {
  private(set) var definitions: Definitions
  /// What reading the formulas told.
  private(set) var diagnostics: [Diagnostic] = []

  init(_ list: String, horizon: Horizon = Horizon(first: Period(label: "2024-01")!, count: 12)) {
    definitions = Definitions(horizon: horizon, calendars: [Self.week])
    let file = SourceFile(name: "list", bytes: Array(list.utf8))
    var offset = 0
    for line in list.split(separator: "\n", omittingEmptySubsequences: false) {
      add(line, at: offset, in: file)
      offset += line.utf8.count + 1
    }
  }

  static let week = WorkCalendar(id: "week", label: BilingualText(zh: "五天制", en: "five days"))

  private mutating func add(_ line: Substring, at offset: Int, in file: SourceFile) {
    guard let open = line.firstIndex(of: "["), let close = line.firstIndex(of: "]"),
      let equals = line[close...].firstIndex(of: "=")
    else { return }
    func trimmed(_ text: Substring) -> String {
      String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    func range(_ part: Substring) -> SourceRange {
      let start = offset + line.utf8.distance(from: line.startIndex, to: part.startIndex)
      return SourceRange(file: file, offsets: start..<start + part.utf8.count)
    }
    let id = trimmed(line[..<open])
    let kindText = trimmed(line[line.index(after: close)..<equals])
    let parts = line[line.index(after: equals)...].split(separator: "|")
    let formulaText = parts[0].drop { $0 == " " }
    let text = formulaText.dropLast(formulaText.reversed().prefix { $0 == " " }.count)
    let (formula, diagnostics) = parseFormula(String(text), origin: range(text))
    self.diagnostics += diagnostics
    let history = parts.count > 1 ? parts[1].split(separator: " ").compactMap { Double($0) } : []
    guard let unit = UnitOfMeasure(String(line[line.index(after: open)..<close])) else {
      preconditionFailure("the unit of \(line)")
    }
    definitions.indicators.append(
      Indicator(
        id, label: BilingualText(zh: id, en: id),
        kind: Indicator.Kind(rawValue: kindText) ?? .level, unit: unit, formula ?? .constant(0),
        history: history, origin: range(line[..<open])))
  }
}

/// All that reading and resolving a list tells, as text.
func mistakes(in list: String) -> String {
  let listed = ListedIndicators(list)
  return printed(listed.diagnostics + resolve(listed.definitions).diagnostics)
}
