import Formulas
import Probability
import SourceText

/// A value as it was read.
struct ValueReading {
  var formula: Formula
  /// What a deterministic plan would use, in base units; nil for a formula.
  var likely: Double?
  /// The unit in which the planner wrote it.
  var unit: UnitOfMeasure?
  var text = "given"
  var isUncertain = false
  var source: String?
  var note: String?

  init(_ formula: Formula, likely: Double? = nil, unit: UnitOfMeasure? = nil) {
    self.formula = formula
    self.likely = likely
    self.unit = unit
  }
}

/// Reads whatever may stand where a number may stand.
struct ValueReader {
  let context: ReadingContext
  let unit: UnitOfMeasure
  /// The id path of the value, which names its stream.
  let name: String
  var cadence: Draw.Cadence
  /// How often a value is drawn that continues a history; nil for as often as any other.
  var fittedCadence: Draw.Cadence?
  /// The member whose value it is; nil for a value that is there once.
  var member: MemberPlace?

  /// The forms besides the distributions, each with what a planner uses it for.
  static let forms = ["byMember", "byMonth", "byPeriod", "column", "dated", Fit.key, "formula"]

  /// Every form of a value, distributions included, in alphabetical order.
  static let allForms = (Distributions.all.map { $0.descriptor.name } + forms).sorted()

  /// Keys that may stand beside the form.
  private static let modifiers = ["apart", "drawn", "note", "source"]

  func read(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    switch node.value {
    case .number, .string:
      guard let (value, unit) = number(node, path) else { return placeholder }
      var reading = ValueReading(
        Formula(.constant(value, self.unit), origin: node.range), likely: value, unit: unit)
      reading.text = "given"
      return reading
    case .object(let members): return read(members, of: node, path)
    default:
      context.report(
        wrongType(node, expected: FieldShape.value(unit).expectation, path: path))
      return placeholder
    }
  }

  /// What stands where nothing could be read.
  var placeholder: ValueReading { ValueReading(.constant(0, unit)) }

  // MARK: Numbers

  /// A number or a quantity, in base units, with the unit in which it was written.
  func number(_ node: JSONNode, _ path: JSONPath) -> (value: Double, unit: UnitOfMeasure)? {
    switch node.value {
    case .number(let text): return bareNumber(text, node, path)
    case .string(let text) where unit.hasSameDimension(as: .date):
      return moment(text, node, path).map { ($0, .date) }
    case .string(let text): return quantity(text, node, path)
    case .object(let members) where members.contains { $0.key == MemberColumn.column.key }:
      return numberInColumn(node, path)
    default:
      context.report(
        wrongType(node, expected: FieldShape.quantity(unit).expectation, path: path))
      return nil
    }
  }

  func bareNumber(_ text: String, _ node: JSONNode, _ path: JSONPath)
    -> (value: Double, unit: UnitOfMeasure)?
  {
    guard let number = finite(text, node, path) else { return nil }
    guard unit.allowsBareNumbers || number == 0 else {
      context.report(
        Diagnostic(
          .unitMismatch, BilingualText(zh: "这个数要写明单位", en: "this number needs a unit"),
          at: node.range, path: path.description,
          expected: FieldShape.quantity(unit).expectation, found: .same(text),
          suggestion: BilingualText(
            zh: "写作 \"\(text)\(unit.symbol)\"，或用同类的其他单位",
            en: "write \"\(text)\(unit.symbol)\", or another unit of the same kind")))
      return nil
    }
    return (unit.baseValue(of: number), unit)
  }

  /// The number that a JSON text denotes; nil, with a diagnostic, when it is beyond all numbers.
  private func finite(_ text: String, _ node: JSONNode, _ path: JSONPath) -> Double? {
    guard let number = Double(text), number.isFinite else {
      context.report(
        Diagnostic(
          .numberOverflow, BilingualText(zh: "这个数过大", en: "this number is too large"),
          at: node.range, path: path.description,
          expected: BilingualText(zh: "小于 1.8e308 的数", en: "a number below 1.8e308"),
          found: .same(node.excerpt)))
      return nil
    }
    return number
  }

  func quantity(_ text: String, _ node: JSONNode, _ path: JSONPath)
    -> (value: Double, unit: UnitOfMeasure)?
  {
    do {
      let quantity = try Quantity(parsing: text)
      if quantity.unit.hasSameDimension(as: unit) { return (quantity.value, quantity.unit) }
      context.report(
        Diagnostic(
          .unitMismatch, .otherUnit(quantity.unit, than: unit), at: node.range,
          path: path.description, expected: FieldShape.quantity(unit).expectation,
          found: .same(text)))
    } catch {
      context.report(Diagnostic(error, at: node.range, path: path))
    }
    return nil
  }

  /// A date, or the first day of a period.
  private func moment(_ text: String, _ node: JSONNode, _ path: JSONPath) -> Double? {
    if let date = CalendarDate(iso: text) { return Double(date.dayNumber) }
    if let period = Period(label: text) { return Double(period.firstDay.dayNumber) }
    context.report(
      Diagnostic(
        .invalidValue, BilingualText(zh: "这不是日期", en: "this is no date"), at: node.range,
        path: path.description,
        expected: BilingualText(
          zh: "一个日期，例如 \"2024-06-01\"；或一个时段，指其第一天",
          en: "a date such as \"2024-06-01\", or a period for its first day"),
        found: .same(text), suggestion: .writeDay(text) ?? .writePeriod(text)))
    return nil
  }

  // MARK: Objects

  private func read(_ members: [JSONMember], of node: JSONNode, _ path: JSONPath) -> ValueReading
  {
    let isColumn = members.contains { $0.key == MemberColumn.column.key }
    let formMembers = members.filter {
      !Self.modifiers.contains($0.key) && !(isColumn && $0.key == MemberColumn.unit.key)
    }
    guard let form = formMembers.first, formMembers.count == 1 else {
      context.report(
        Diagnostic(
          .wrongType,
          BilingualText(
            zh: "一个值须有且只有一种写法", en: "a value has exactly one form"),
          at: node.range, path: path.description, expected: .oneOf(Self.allForms),
          found: .forms(formMembers.map(\.key))))
      return placeholder
    }
    var reader = self
    if let drawn = drawn(members, path) {
      (reader.cadence, reader.fittedCadence) = (drawn, drawn)
    }
    checkApart(members, path)
    var reading =
      isColumn ? reader.column(node, path) : reader.read(form, path.appending(key: form.key))
    reading.source = text("source", members)
    reading.note = text("note", members)
    return reading
  }

  private func read(_ form: JSONMember, _ path: JSONPath) -> ValueReading {
    switch form.key {
    case "formula": return formula(form.value, path)
    case "dated": return dated(form.value, path)
    case Fit.key: return fit(form.value, path)
    case "byMember": return byMember(form.value, path)
    case "byMonth": return byMonth(form.value, path)
    case "byPeriod": return byPeriod(form.value, path)
    default:
      guard let family = Distributions.named(form.key) else {
        context.report(
          Diagnostic(
            .unknownDistribution,
            BilingualText(
              zh: "“\(form.key)”不是分布", en: "'\(form.key)' is not a distribution"),
            at: form.keyRange, path: path.description, expected: .oneOf(Self.allForms),
            suggestion: didYouMean(form.key, among: Self.allForms)))
        return placeholder
      }
      return draw(family, form.value, path)
    }
  }

  private func text(_ key: String, _ members: [JSONMember]) -> String? {
    if case .string(let text)? = members.first(where: { $0.key == key })?.value.value {
      text
    } else {
      nil
    }
  }

  private func drawn(_ members: [JSONMember], _ path: JSONPath) -> Draw.Cadence? {
    guard let member = members.first(where: { $0.key == "drawn" }) else { return nil }
    if case .string(let text) = member.value.value, let cadence = Draw.Cadence(rawValue: text) {
      return cadence
    }
    context.report(
      wrongType(
        member.value, expected: .oneOf(["everyDay", "everyPeriod", "everyYear", "once"]),
        path: path.appending(key: "drawn")))
    return nil
  }

  private func formula(_ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard case .string(let text) = node.value else {
      context.report(wrongType(node, expected: FieldShape.formula.expectation, path: path))
      return placeholder
    }
    let (formula, diagnostics) = parseFormula(text, origin: node.range)
    context.report(diagnostics.map { $0.at(path: path) })
    guard let formula else { return placeholder }
    var reading = ValueReading(
      member.map { formula.standing(for: $0.ids(context.members)) } ?? formula)
    reading.text = text
    return reading
  }
}

extension BilingualText {
  /// A value that is not in the unit that its place needs.
  fileprivate static func otherUnit(
    _ found: UnitOfMeasure, than needed: UnitOfMeasure
  ) -> BilingualText {
    let (found, needed) = (found.symbolOrWord, needed.symbolOrWord)
    return BilingualText(
      zh: "这个量用的是\(found.zh)，此处要用\(needed.zh)",
      en: "this quantity is in \(found.en), where \(needed.en) is needed")
  }

  /// The forms that an object has where one is right.
  fileprivate static func forms(_ keys: [String]) -> BilingualText {
    keys.isEmpty
      ? .noneGiven
      : keys.map { BilingualText(zh: "“\($0)”", en: "'\($0)'") }.joined()
  }
}
