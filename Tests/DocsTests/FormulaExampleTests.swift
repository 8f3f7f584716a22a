import SourceText
import Testing
import Torreya

/// The formulas of docs/formulas.md give what the page says, in the scenario of the page.
struct FormulaExampleTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let formula: String
    /// One value, or one for each period, as quantities or dates.
    let values: [String]
    let line: Int

    var testDescription: String { "line \(line): \(formula)" }
  }

  static let page: MarkdownPage? = try? MarkdownPage("docs/formulas.md")

  static let examples: [Example] = (page?.blocks ?? []).filter { $0.language == "formula" }
    .flatMap { block in
      block.text.split(separator: "\n").enumerated().map { offset, line in
        let parts = line.split(separator: "⇒").map { $0.trimmingSpaces }
        let values = parts.count == 2 ? parts[1].split(separator: ",").map(\.trimmingSpaces) : []
        return Example(formula: parts[0], values: values, line: block.line + offset)
      }
    }

  @Test(arguments: examples) func gives(example: Example) throws {
    let wanted = try example.values.map(Self.value)
    let unit = try #require(wanted.first?.unit)
    let (formula, mistakes) = parseFormula(example.formula)
    let parsed = try #require(formula, "\(printed(mistakes, language: .en))")
    var definitions = try #require(Self.scenario).definitions
    definitions.indicators.append(
      Indicator(
        "example", label: BilingualText(zh: "例", en: "example"),
        kind: unit.hasSameDimension(as: .date) ? .date : .level, unit: unit, parsed))
    let (model, diagnostics) = resolve(definitions)
    let plan = lower(try #require(model, "\(printed(diagnostics, language: .en))"))
    let result = try simulate(plan, trial: 0, seed: 1)
    let columns = plan.columns.filter { $0.label == "example" }
    let found = columns.map { result.value(of: $0, inTrial: 0) }
    try #require(wanted.count == 1 || wanted.count == found.count)
    for (index, number) in found.enumerated() {
      let expected = wanted[wanted.count == 1 ? 0 : index].value
      #expect(abs(number - expected) <= 1e-12 * max(1, abs(expected)))
    }
  }

  private static let scenario: Scenario? = {
    guard let block = page?.blocks.first(where: { $0.language == "json" }) else { return nil }
    let source = SourceFile(name: "docs/formulas.md", bytes: Array(block.text.utf8))
    return load(source, files: NoFiles()).model?.scenario
  }()

  private static func value(_ text: String) throws -> Quantity {
    if let date = CalendarDate(iso: text) { return Quantity(Double(date.dayNumber), .date) }
    return try Quantity(parsing: text)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
