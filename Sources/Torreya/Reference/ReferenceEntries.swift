import Formulas
import Probability
import Reports
import SourceText
import Vocabulary

func columnEntries() -> [ReferenceEntry] {
  let files: [(name: String, columns: [Table.Column])] = [
    ("summary.csv", SummaryTable.columns), ("targets.csv", TargetsTable.columns),
    ("schedule.csv", ScheduleTable.columns), ("assumptions.csv", AssumptionsTable.columns),
    ("comparison.csv", ComparisonTable.columns), ("target.csv", LevelsTable.columns),
    ("trials.csv", TrialsTable.columns),
  ]
  return files.map { file in
    let rows = file.columns.map { column in
      ["`\(column.name)`", column.description.en, column.description.zh, column.unit ?? ""]
    }
    return ReferenceEntry(
      name: file.name,
      text: "## \(file.name)\n\n" + markdownTable(["column", "meaning", "含义", "unit"], rows))
  }
}

func componentEntries() -> [ReferenceEntry] {
  Catalog.all.map { descriptor in
    let rows = descriptor.ownFields.map { field in
      [
        "`\(field.key)`", presence(field), field.shape.expectation, field.summary.en,
        field.summary.zh,
      ]
    }
    let example = descriptor.example.isEmpty ? "" : "\n\n```json\n\(descriptor.example)\n```"
    return ReferenceEntry(
      name: descriptor.name,
      text: "## \(descriptor.name)\n\n\(descriptor.summary.en) · \(descriptor.summary.zh)\n\n"
        + markdownTable(["key", "", "what stands there", "meaning", "含义"], rows) + example)
  }
}

private func presence(_ field: Field) -> String {
  switch field.presence {
  case .required: "required"
  case .optional: "optional"
  case .defaults(let standard): "default `\(standard)`"
  }
}

func diagnosticEntries() -> [ReferenceEntry] {
  DiagnosticCode.allCases.map { code in
    ReferenceEntry(
      name: code.rawValue,
      text: "## \(code.rawValue)\n\n**\(code.headline.en) · \(code.headline.zh)**\n\n"
        + "\(code.explanation.en)\n\n\(code.explanation.zh)")
  }
}

func distributionEntries() -> [ReferenceEntry] {
  Distributions.all.map { family in
    let descriptor = family.descriptor
    let forms = descriptor.forms.map { form -> String in
      switch form {
      case .table: "An object from values to their probabilities."
      case .values: "A list of equally likely values."
      case .parameters(let parameters):
        markdownTable(
          ["parameter", "", "meaning"],
          parameters.map { parameter in
            let standard = parameter.defaultValue.map {
              $0.isFinite ? "default `\(plainNumber($0))`" : "optional"
            }
            return ["`\(parameter.name)`", standard ?? "required", parameter.summary]
          })
      }
    }
    return ReferenceEntry(
      name: descriptor.name,
      text: "## \(descriptor.name) · \(descriptor.chineseName)\n\n\(descriptor.summary)\n\n"
        + forms.joined(separator: "\n\nor\n\n") + "\n\n```json\n\(descriptor.example)\n```")
  }
}

func functionEntries() -> [ReferenceEntry] {
  FormulaFunction.allCases.map { function in
    let descriptor = function.descriptor
    return ReferenceEntry(
      name: descriptor.spelling,
      text: "## `\(descriptor.signature)`\n\n\(descriptor.summary.en)\n\n"
        + "\(descriptor.summary.zh)\n\n"
        + "Unit: \(descriptor.unitRule.summary.en) · \(descriptor.unitRule.summary.zh)\n\n"
        + example(descriptor.example))
  }
}

private func example(_ example: FunctionExample) -> String {
  func written(_ values: [Double]) -> String {
    values.map(plainNumber).joined(separator: ", ")
  }
  let inputs = example.inputs.map { input in
    "`\(input.name)` = \(written(input.values)) \(input.unit.symbol)"
  }
  let given = inputs.isEmpty ? "" : " with " + inputs.joined(separator: "; ")
  return "Example: `\(example.formula)`\(given) gives \(written(example.gives))."
}

func unitEntries() -> [ReferenceEntry] {
  UnitCatalogue.all.map { entry in
    let spellings = ([entry.unit.symbol] + entry.spellings).map { "`\($0)`" }
    return ReferenceEntry(
      name: entry.unit.symbol,
      text: "## \(entry.unit.symbol)\n\n\(entry.name.en) · \(entry.name.zh)\n\n"
        + "Written: \(spellings.joined(separator: ", ")). Example: `\"\(entry.example)\"`."
        + (entry.takesPrefixes ? " 万, 亿, thousand, million may stand before it." : ""))
  }
}
