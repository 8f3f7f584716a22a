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
    "cost", .value(.yuan), .optional,
    zh: "所写单位每一个的成本（以亩计的措施即每亩多少）；也可写单价，如 \"3000元/亩\"",
    en: "what one of its declared unit costs, such as one km of a lever in km; or a rate, an "
      + "amount per unit")
  static let whole = Field(
    "whole", .boolean, .optional, zh: "是否只取（所写单位的）整数；未写时计数类单位（次、人、组、家等）取整数",
    en: "whether only whole numbers of its unit can be chosen; left out, yes for units that count, "
      + "such as visits, people, teams and firms")
  static let step = Field(
    "step", .valueInDeclaredUnit, .optional, zh: "可选值的间隔，自下限起",
    en: "how far apart the values are that can be chosen, counted from the lower bound")
  static let excludes = Field(
    "excludes", .list(.text), .optional, zh: "不能与之同时加大的措施",
    en: "the levers that must not be raised above their default together with this one")

  public static let descriptor = ObjectDescriptor(
    "lever", zh: "可调措施", en: "a decision that is open",
    fields: [.id, .label, unit, standard, bounds, cost, whole, step, excludes],
    example: """
      { "id": "visits", "unit": "次", "default": 20, "bounds": [0, 60], "cost": "1.2万元" }
      """)

  /// The key of its value.
  public static var valueKey: String { standard.key }

  public let id: String
  public let label: BilingualText
  public let unit: UnitOfMeasure
  /// In base units.
  public let value: Double
  public let bounds: ClosedRange<Double>?
  /// What the values that can be chosen are apart, in base units; nil where any can be.
  public let step: Double?
  /// Whether only whole numbers of its unit can be chosen, wherever its bounds and default lie.
  public let isWhole: Bool
  /// The ids of the levers that must not be raised together with this one.
  public let excluded: [String]
  /// The id of the indicator of its cost; nil where it costs nothing.
  public let costIndicator: String?
  let indicators: [Indicator]

  /// The id of the indicator that is its value.
  public var indicator: String { "levers." + id }

  /// The id of the indicator that is its price; nil where it costs nothing.
  public var priceIndicator: String? { costIndicator.map { _ in indicator + "." + Self.cost.key } }

  /// - Parameter known: the ids of all levers.
  init(_ reader: ObjectReader, among known: [String]) {
    id = reader.id()
    label = reader.labelOrID
    unit = reader.unit(Self.unit) ?? .share
    let numbers = ValueReader(
      context: reader.context, unit: unit, name: reader.idPath, cadence: .once)
    value = reader.member(Self.standard).flatMap { numbers.number($0.node, $0.path)?.value } ?? 0
    bounds = Self.bounds(reader, numbers)
    isWhole = Self.isWhole(reader, unit)
    step = Self.step(reader, numbers, unit, isWhole: isWhole)
    excluded = reader.names(Self.excludes, among: known.filter { [id] in $0 != id })
    if let bounds, !bounds.contains(value) {
      let (least, most) = (Quantity(bounds.lowerBound, unit), Quantity(bounds.upperBound, unit))
      reader.reportInvalid(
        Self.standard,
        .init(
          zh: "措施“\(id)”的默认值超出上下限", en: "the lever '\(id)' stands outside its bounds"),
        expected: .init(
          zh: "\(least) 到 \(most) 的值", en: "a value from \(least) to \(most)"))
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
    let price = LeverPrice(reader, of: unit)
    costIndicator = price.map { _ in reader.idPath + ".totalCost" }
    if let price {
      made.append(
        Indicator(
          reader.idPath + ".totalCost",
          label: BilingualText(zh: label.zh + "成本", en: label.en + ": cost"), kind: .level,
          unit: .tenThousandYuan, price.total(of: reader.idPath), origin: reader.node.range))
    }
    indicators = made
  }

  /// As the planner says; else of a unit that counts, unless the planner says the steps.
  private static func isWhole(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> Bool {
    let isCounted =
      unit.dimension.isCount && unit.scale == 1 && !unit.hasSameDimension(as: .one)
    return reader.boolean(whole) ?? (isCounted && reader.member(step) == nil)
  }

  /// Whole numbers are those of the unit that the lever declares.
  private static func step(
    _ reader: ObjectReader, _ numbers: ValueReader, _ unit: UnitOfMeasure, isWhole: Bool
  ) -> Double? {
    guard let (node, path) = reader.member(step) else { return isWhole ? unit.scale : nil }
    guard let step = numbers.number(node, path)?.value else { return nil }
    let inUnits = unit.value(ofBase: step)
    guard step > 0, !isWhole || inUnits == inUnits.rounded() else {
      reader.reportInvalid(
        Self.step, step > 0 ? .brokenStep : .stepToNowhere,
        expected: isWhole
          ? BilingualText(zh: "大于 0 的整数", en: "a whole number above 0")
          : BilingualText(zh: "大于 0 的数", en: "a number above 0"))
      return nil
    }
    return step
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
        wrongType(
          node, expected: .init(zh: "[下限, 上限]", en: "[least, greatest]"), path: path))
      return nil
    }
    return low...high
  }
}

extension BilingualText {
  fileprivate static let brokenStep = BilingualText(
    zh: "按这个间隔取不到整数", en: "this step does not lead to whole numbers")
  fileprivate static let stepToNowhere = BilingualText(
    zh: "间隔须大于零", en: "a step leads somewhere")
}
