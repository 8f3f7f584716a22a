import Formulas
import SourceText

/// A decision that is open: a number with a default, bounds and a cost. Formulas name it
/// `levers.<id>`.
public struct Lever: Component {
  static let unit = Field("unit", .unit, .defaults(to: "share"), zh: "单位", en: "its unit")
  static let standard = Field(
    "default", .valueInDeclaredUnit, zh: "默认值", en: "its value unless a variant sets it")
  static let bounds = Field(
    "bounds", .list(.valueInDeclaredUnit), .optional, zh: "上下限",
    en: "the least and the greatest value that can be chosen")
  static let cost = Field(
    "cost", .value(.yuan), .optional, zh: "单位成本", en: "what one unit of it costs")

  public static let descriptor = ObjectDescriptor(
    "lever", zh: "可调措施", en: "a decision that is open",
    fields: [.id, .label, unit, standard, bounds, cost],
    example: """
      { "id": "visits", "unit": "次", "default": 20, "bounds": [0, 60], "cost": "1.2万元" }
      """)

  public let id: String
  public let label: BilingualText
  public let unit: UnitOfMeasure
  /// In base units.
  public let value: Double
  public let bounds: ClosedRange<Double>?
  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    id = reader.id()
    label = reader.labelOrID
    unit = reader.unit(Self.unit) ?? .share
    let numbers = ValueReader(
      context: reader.context, unit: unit, name: reader.idPath, cadence: .once)
    value = reader.member(Self.standard).flatMap { numbers.number($0.node, $0.path)?.value } ?? 0
    bounds = Self.bounds(reader, numbers)
    if let bounds, !bounds.contains(value) {
      reader.reportInvalid(
        Self.standard, "the lever '\(id)' stands outside its bounds",
        expected: "a value from \(Quantity(bounds.lowerBound, unit)) to "
          + "\(Quantity(bounds.upperBound, unit))")
    }
    reader.context.add(
      Assumption(
        id: reader.idPath, label: label, value: value, unit: unit, text: "lever",
        isUncertain: false, source: reader.source, note: reader.note))
    var made = [
      Indicator(
        reader.idPath, label: label, kind: .level, unit: unit, .constant(value, unit),
        visibility: .inner, origin: reader.node.range)
    ]
    if let cost = reader.value(Self.cost) {
      made.append(
        Indicator(
          reader.idPath + ".totalCost",
          label: BilingualText(zh: label.zh + "成本", en: label.en + ": cost"), kind: .level,
          unit: .tenThousandYuan,
          .reference(reader.idPath) / .constant(1, UnitOfMeasure(unit.dimension)) * cost,
          origin: reader.node.range))
    }
    indicators = made
  }

  private static func bounds(_ reader: ObjectReader, _ numbers: ValueReader)
    -> ClosedRange<Double>?
  {
    guard let (node, path) = reader.member(bounds) else { return nil }
    guard case .array(let ends) = node.value, ends.count == 2,
      let low = numbers.number(ends[0], path.appending(index: 0))?.value,
      let high = numbers.number(ends[1], path.appending(index: 1))?.value, low <= high
    else {
      reader.context.report(
        wrongType(node, expected: "[least, greatest]", path: path))
      return nil
    }
    return low...high
  }
}
