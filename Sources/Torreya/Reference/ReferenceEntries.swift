import Formulas
import Probability
import SourceText

// MARK: Distributions

var distributionsPage: ReferencePage {
  ReferencePage(
    "Distributions · 概率分布",
    BilingualText(
      zh: "凡可写数值之处都可写分布；带量纲的参数写法与数值相同，如 `\"3800万元\"`。`drawn` 规定多久重新抽取一次："
        + "`once`（整个预测期一次）、`everyYear`（每年）、`everyPeriod`（每期）。",
      en: "A distribution may stand wherever a number may. Parameters that are values are written "
        + "like values, such as `\"3800万元\"`. Beside it `drawn` says how often it is drawn anew: "
        + "`once` for the whole horizon, `everyYear`, or `everyPeriod`."),
    Distributions.all.map { entry($0.descriptor) })
}

private func entry(_ descriptor: DistributionDescriptor) -> ReferenceEntry {
  let forms = descriptor.forms.map { form -> String in
    switch form {
    case .table: "An object from values to their probabilities, which sum to 1."
    case .values: "A list of equally likely values."
    case .parameters(let parameters): table(parameters)
    case .rows(let parameters):
      "A list of objects with these keys:\n\n" + table(parameters)
    }
  }
  return ReferenceEntry(
    name: descriptor.name,
    text: "## \(descriptor.name) · \(descriptor.chineseName)\n\n\(descriptor.summary)\n\n"
      + forms.joined(separator: "\n\nor\n\n") + "\n\n```json\n\(descriptor.example)\n```")
}

private func table(_ parameters: [Parameter]) -> String {
  markdownTable(
    ["parameter", "presence", "meaning"],
    parameters.map { [key($0), presence($0), $0.summary] })
}

private func key(_ parameter: Parameter) -> String {
  guard case .distribution(let kind) = parameter.role else { return "`\(parameter.name)`" }
  switch kind {
  case .any: return "the name of a distribution"
  case .counts:
    return Distributions.families(kind).map { "`\($0.descriptor.name)`" }
      .joined(separator: " or ")
  }
}

private func presence(_ parameter: Parameter) -> String {
  guard let standard = parameter.defaultValue else {
    return parameter.isRequired ? "required" : "optional"
  }
  return "default `\(plainNumber(standard))`"
}

// MARK: Functions

var functionsPage: ReferencePage {
  let entries = FormulaFunction.allCases.map { (function: $0, entry: entry($0.descriptor)) }
  let sections = FunctionDescriptor.Group.allCases.map { group in
    let own = entries.filter { $0.function.descriptor.group == group }
    return (["## " + group.title] + own.map(\.entry.text)).joined(separator: "\n\n")
  }
  return ReferencePage(
    "Functions of formulas · 公式函数",
    BilingualText(
      zh: "示例结果以基本单位计：元、天、米、人次等。公式语言的说明见 [formulas.md](formulas.md)。",
      en: "What an example gives is in base units: yuan, days, metres, visits and so on. "
        + "[formulas.md](formulas.md) explains the language."),
    entries.map(\.entry), body: sections.joined(separator: "\n\n"))
}

private func entry(_ descriptor: FunctionDescriptor) -> ReferenceEntry {
  let unit = descriptor.unitRule.summary
  return ReferenceEntry(
    name: descriptor.spelling,
    text: """
      ### `\(descriptor.signature)`

      \(descriptor.summary.en) · \(descriptor.summary.zh)

      - Unit · 单位: \(unit.en) · \(unit.zh)
      - Example · 例: \(text(descriptor.example, descriptor.unitRule))
      """)
}

private func text(_ example: FunctionExample, _ rule: UnitRule) -> String {
  let inputs = example.inputs.map { input in
    let unit = input.unit.symbol == "1" ? "" : " " + input.unit.symbol
    return "`\(input.name)` = \(written(input.values))\(unit)"
  }
  let given = inputs.isEmpty ? "" : " with " + inputs.joined(separator: "; ")
  let isDate = rule == .calendarDate || rule == .dateOfWorkingDays
  let gives =
    isDate
    ? example.gives.map { CalendarDate(containing: $0).description }.joined(separator: ", ")
    : written(example.gives)
  return "`\(example.formula)`\(given) gives \(gives)"
}

/// Numbers for reading: without the last digits, in which 1.2 - 1 shows that it was computed.
private func written(_ values: [Double]) -> String {
  values.map { plainNumber($0, significantDigits: 12) }.joined(separator: ", ")
}

extension FunctionDescriptor.Group {
  fileprivate var title: String {
    switch self {
    case .arithmetic: "Arithmetic · 四则运算"
    case .comparison: "Comparison · 比较"
    case .logic: "Logic · 逻辑"
    case .numbers: "Numbers · 数值"
    case .members: "Members · 成员汇总"
    case .time: "Time · 跨期"
    case .days: "Days · 逐日"
    case .dates: "Dates · 日期"
    case .quantiles: "Quantiles · 分位数"
    }
  }
}

// MARK: Units

var unitsPage: ReferencePage {
  let rows = UnitCatalogue.all.map { entry in
    [
      "`\(entry.unit.symbol)`", entry.name.en, entry.name.zh,
      entry.spellings.map { "`\($0)`" }.joined(separator: " "), "`\"\(entry.example)\"`",
      entry.takesPrefixes ? "✓" : "",
    ]
  }
  return ReferencePage(
    "Units · 计量单位",
    BilingualText(
      zh: "数值后写单位：`\"5000万元\"`；单位可相乘、相除、乘方：`\"65元/人次\"`、`\"kg/亩\"`。"
        + "最后一列打勾的单位前可加 万、亿、thousand、million。相加、比较的单位必须相容，否则报错。",
      en: "A unit stands behind its number: `\"5000万元\"`. Units multiply, divide and take powers: "
        + "`\"65元/人次\"`, `\"kg/亩\"`. Where the last column has a mark, 万, 亿, thousand or "
        + "million may stand before it. What is added or compared must measure the same thing."),
    UnitCatalogue.all.map(entry),
    body: markdownTable(["unit", "meaning", "含义", "also written", "example", "万 亿"], rows))
}

private func entry(_ unit: CataloguedUnit) -> ReferenceEntry {
  let spellings = ([unit.unit.symbol] + unit.spellings).map { "`\($0)`" }
  return ReferenceEntry(
    name: unit.unit.symbol,
    text: "## \(unit.unit.symbol)\n\n\(unit.name.en) · \(unit.name.zh)\n\n"
      + "Written: \(spellings.joined(separator: ", ")). Example: `\"\(unit.example)\"`."
      + (unit.takesPrefixes ? " 万, 亿, thousand, million may stand before it." : ""))
}

// MARK: Diagnostics

var diagnosticsPage: ReferencePage {
  ReferencePage(
    "What a mistake means · 错误代码说明",
    BilingualText(
      zh: "`torreya check` 一次列出全部错误，每条都有行、列、路径、应有写法和建议；方括号中的代码在这里解释。",
      en: "`torreya check` tells all mistakes at once, each with its line, column and path, what "
        + "would be right, and a suggestion; the code in square brackets is explained here."),
    DiagnosticCode.allCases.map { code in
      ReferenceEntry(
        name: code.rawValue,
        text: "## \(code.rawValue)\n\n**\(code.headline.en) · \(code.headline.zh)**\n\n"
          + "\(code.explanation.en)\n\n\(code.explanation.zh)")
    })
}
