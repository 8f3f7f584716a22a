import Formulas
import SourceText

/// An indicator of the planner's own: a formula, a value, a count of what passes; or several, the
/// shares of a whole.
///
/// It has no privilege less than what the components define.
public struct DeclaredIndicator: Component {
  static let unit = Field("unit", .unit, .defaults(to: "share"), zh: "单位", en: "its unit")
  static let kind = Field(
    "kind", .choice(Indicator.Kind.allCases.map(\.rawValue)), .defaults(to: "level"), zh: "类型",
    en: "what sort of quantity it is, which says how it aggregates over periods")
  static let formula = Field(
    "formula", .formula, .optional, zh: "公式", en: "a formula over other indicators")
  static let value = Field(
    "value", .valueInDeclaredUnit, .optional, zh: "取值或分布",
    en: "a value, drawn once unless it says `drawn`",
    called: BilingualText(zh: "取值", en: "value"))
  static let compliance = Field(
    "compliance", .object(Compliance.descriptor), .optional, zh: "达标数",
    en: "how many of several like things pass")
  static let shares = Field(
    "shares", .object(Shares.descriptor), .optional, zh: "份额",
    en: "uncertain shares of a whole, each an indicator below this id")
  static let aggregate = Field(
    "aggregate", .choice(Indicator.Aggregation.allCases.map(\.rawValue)), .optional,
    zh: "年度汇总方式", en: "how the periods make a year, when not as usual for the kind")
  static let history = Field(
    "history", .list(.quantity(.one)), .optional, zh: "历史值",
    en: "values of the periods before the horizon, oldest first")

  public static let descriptor = ObjectDescriptor(
    "indicator", zh: "自定义指标", en: "an indicator of the planner's own",
    fields: [
      .id, .label, ObjectReader.by, unit, kind, formula, value, compliance, shares, aggregate,
      history, .report,
    ],
    example: """
      { "id": "income", "unit": "万元", "kind": "flow", "formula": "0.4 * visitors.total.spending" }
      """)

  /// One, or one for each part of a whole or for each member of a set.
  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    let id = Self.id(reader)
    let unit = reader.unit(Self.unit) ?? .share
    let kind = reader.choice(Self.kind).flatMap(Indicator.Kind.init(rawValue:)) ?? .level
    let history = Self.history(reader, unit)
    func indicator(
      _ id: String, _ label: BilingualText, _ formula: Formula, _ origin: SourceRange
    ) -> Indicator {
      Indicator(
        id, label: label, kind: kind, unit: unit, formula,
        aggregation: reader.choice(Self.aggregate).flatMap(Indicator.Aggregation.init(rawValue:)),
        visibility: reader.visibility, reportedPeriods: reader.reportedPeriods,
        history: history, origin: origin)
    }
    func indicatorOf(_ own: ObjectReader, _ formula: Formula) -> Indicator {
      indicator(own.idPath, own.labelOrID, formula, reader.node.range)
    }
    let forms = [Self.formula, Self.value, Self.compliance, Self.shares].filter(reader.has)
    if forms.map(\.key) == [Self.shares.key] {
      if reader.has(ObjectReader.by) {
        reader.reportInvalid(
          ObjectReader.by,
          .init(
            zh: "总体的份额只有一套，不按成员分别设立",
            en: "the shares of a whole exist once, not by member"))
      }
      let shares = reader.object(Self.shares, idPath: id).map(Shares.init)
      if shares?.parts.isEmpty ?? true { reader.context.markIncomplete() }
      indicators = (shares?.parts ?? []).map { part in
        let label = reader.labelOrID.followed(by: part.id.lastSegment)
        return indicator(part.id, label, part.formula, part.range)
      }
    } else if reader.has(ObjectReader.by) {
      indicators = Self.ofMembers(reader, kind, unit, forms, indicatorOf)
    } else {
      let formula = Self.formula(reader, unit, forms)
      indicators = [indicator(id, reader.labelOrID, formula, reader.node.range)]
    }
  }

  /// One for each member; where they are amounts of a period, also their sums over the members of
  /// the sets above and over all.
  private static func ofMembers(
    _ reader: ObjectReader, _ kind: Indicator.Kind, _ unit: UnitOfMeasure, _ forms: [Field],
    _ indicator: (ObjectReader, Formula) -> Indicator
  ) -> [Indicator] {
    guard let set = reader.memberSet(ObjectReader.by) else { return [] }
    let adds = kind == .flow || kind == .count
    let members = MemberAmounts(
      reader, of: set, reader.labelOrID, unit: unit, adds: adds,
      { formula($0, unit, forms) }, indicator: indicator)
    return (adds ? [indicator(reader, members.total(unit))] : []) + members.indicators
  }

  /// Its own ids may be dotted, so that a pattern can find them together.
  private static func id(_ reader: ObjectReader) -> String {
    guard let text = reader.text(.id) else { return reader.idPath }
    if text.isDottedIdentifier { return text }
    reader.reportInvalid(
      .id, .noName(text),
      expected: .init(
        zh: "用点连接的名称，例如 \"hazards.open\"",
        en: "names joined by dots, such as \"hazards.open\""))
    return reader.idPath
  }

  private static func formula(
    _ reader: ObjectReader, _ unit: UnitOfMeasure, _ forms: [Field]
  ) -> Formula {
    guard forms.count == 1, let form = forms.first else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          .init(zh: "指标有且只有一种写法", en: "an indicator has exactly one form"),
          at: reader.node.range, path: reader.path.description,
          expected: .oneOf(["formula", "value", "compliance", "shares"]),
          found: .given(forms)))
      return .constant(0, unit)
    }
    switch form.key {
    case formula.key: return text(reader, unit)
    case value.key:
      return reader.value(value, in: unit, fitted: .everyPeriod) ?? .constant(0, unit)
    default:
      guard let compliance = reader.object(compliance, idPath: reader.idPath) else {
        return .constant(0, unit)
      }
      return Compliance(compliance, unit: unit).formula
    }
  }

  private static func text(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> Formula {
    guard let text = reader.text(formula), let (node, path) = reader.member(formula) else {
      return .constant(0, unit)
    }
    let (parsed, diagnostics) = parseFormula(text, origin: node.range)
    reader.context.report(diagnostics.map { $0.at(path: path) })
    guard let parsed else { return .constant(0, unit) }
    return reader.member.map { parsed.standing(for: $0.ids(reader.context.members)) } ?? parsed
  }

  private static func history(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> [Double] {
    guard let (node, path) = reader.member(history) else { return [] }
    guard case .array(let elements) = node.value else {
      reader.context.report(wrongType(node, expected: .listOfValues, path: path))
      return []
    }
    let numbers = ValueReader(
      context: reader.context, unit: unit, name: reader.idPath, cadence: .once)
    return elements.enumerated().compactMap {
      numbers.number($1, path.appending(index: $0))?.value
    }
  }
}

extension BilingualText {
  /// What something is called that belongs to what has this label.
  func followed(by part: String) -> BilingualText {
    BilingualText(zh: zh + "：" + part, en: en + ": " + part)
  }
}

extension Diagnostic {
  /// The same with the JSON path of the text that it is about.
  func at(path: JSONPath) -> Diagnostic {
    Diagnostic(
      code, message, at: range, path: self.path ?? path.description, expected: expected,
      found: found, suggestion: suggestion, severity: severity)
  }
}
