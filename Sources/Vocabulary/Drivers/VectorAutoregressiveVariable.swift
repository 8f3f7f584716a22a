import Formulas
import SourceText

/// One of several values that move together through time.
struct VectorAutoregressiveVariable {
  static let unit = Field("unit", .unit, .defaults(to: "share"), zh: "单位", en: "its unit")
  static let mean = Field(
    "mean", .valueInDeclaredUnit, .defaults(to: "0"), zh: "长期均值", en: "the long-run mean")
  static let standardDeviation = Field(
    "standardDeviation", .quantity(.one), zh: "每期冲击的标准差（以其单位计）",
    en: "the standard deviation of a period's shock, in its unit")
  static let history = Field(
    "history", .list(.quantity(.one)), .optional, zh: "预测期之前各期的值，最早的在前；缺省取自长期分布",
    en: "its values in the periods before the horizon, oldest first; from the long-run "
      + "distribution when left out")

  static let descriptor = ObjectDescriptor(
    "variable", zh: "变量", en: "one of several values that move together",
    fields: [.id, .label, unit, mean, standardDeviation, history])

  let reader: ObjectReader
  let id: String
  let unit: UnitOfMeasure
  let mean: Formula?
  /// In the declared unit.
  let deviation: Double
  /// In base units, oldest first.
  let history: [Double]

  init(_ reader: ObjectReader) {
    self.reader = reader
    id = reader.idPath
    _ = reader.id()
    unit = reader.unit(Self.unit) ?? .share
    mean = reader.value(Self.mean, in: unit)
    let numbers = ValueReader(
      context: reader.context, unit: unit, name: reader.name("history"), cadence: .once)
    func read(_ field: Field) -> [Double] {
      guard let (node, path) = reader.member(field) else { return [] }
      guard field.key == Self.history.key else {
        return (numbers.number(node, path)?.value).map { [$0] } ?? []
      }
      guard case .array(let elements) = node.value else {
        reader.context.report(wrongType(node, expected: .listOfValues, path: path))
        return []
      }
      return elements.enumerated().compactMap {
        numbers.number($1, path.appending(index: $0))?.value
      }
    }
    deviation = unit.value(ofBase: read(Self.standardDeviation).first ?? 0)
    history = read(Self.history)
    if deviation < 0 {
      reader.reportInvalid(
        Self.standardDeviation,
        BilingualText(zh: "标准差不得为负", en: "a standard deviation is not negative"),
        expected: BilingualText(zh: "0 或更大", en: "0 or more"))
    }
  }

  /// The number of its declared units, as a formula without a unit.
  func number(of value: Formula) -> Formula {
    unit == .share || unit == .one ? value : value / .constant(unit.baseValue(of: 1), unit)
  }

  /// So many of its declared units.
  func amount(of number: Formula) -> Formula {
    unit == .share || unit == .one ? number : number * .constant(unit.baseValue(of: 1), unit)
  }

  /// What it is without deviation.
  func level(plus deviation: Formula) -> Formula { mean.map { $0 + deviation } ?? deviation }

  /// How far a value lies from the mean, without a unit.
  func deviation(of value: Formula) -> Formula { number(of: mean.map { value - $0 } ?? value) }
}
