import Formulas
import SourceText

/// A value with a profile of the months laid over it.
struct Seasonal: Process {
  static let around = Field(
    "around", .valueInDeclaredUnit, zh: "不含季节性的值；可用公式引用其他驱动因素",
    en: "the value without seasons; a formula can name another driver")
  static let factors = Field(
    "factors", .list(.value(.one)), .optional, zh: "十二个月的系数，一月在前，与 around 相乘",
    en: "twelve factors, January first, by which it is multiplied")
  static let amounts = Field(
    "amounts", .list(.valueInDeclaredUnit), .optional, zh: "十二个月的增减量，一月在前，与 around 相加",
    en: "twelve amounts, January first, which are added")
  static let normalised = Field(
    "normalised", .boolean, .defaults(to: "false"), zh: "是否调整为全年平均不变",
    en: "whether they are brought to a mean of 1, or 0 for amounts, so that a year stays as it is")

  static let descriptor = ObjectDescriptor(
    "seasonal", zh: "季节性", en: "a value with a profile of the months laid over it",
    fields: [around, factors, amounts, normalised],
    example: """
      { "seasonal": { "around": 1, \
      "factors": [0.6, 0.8, 0.9, 1.1, 1.2, 0.9, 1, 1.1, 1.2, 1.4, 1, 0.8] } }
      """)

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    let around = reader.value(around, in: unit, drawn: .everyPeriod) ?? .constant(0, unit)
    switch reader.only(factors, amounts)?.key {
    case factors.key:
      return ProcessFormulas(around * profile(reader, factors, .one, over: { $0 / $1 }))
    case amounts.key:
      return ProcessFormulas(around + profile(reader, amounts, unit, over: { $0 - $1 }))
    default: return ProcessFormulas(around)
    }
  }

  /// The month's number in each period; of a longer period the mean of its months.
  ///
  /// - Parameter over: what normalising does to a number and the mean of the year.
  private static func profile(
    _ reader: ObjectReader, _ field: Field, _ unit: UnitOfMeasure,
    over: (Formula, Formula) -> Formula
  ) -> Formula {
    let months = monthly(reader, field, unit)
    guard months.count == 12 else { return .constant(1, unit) }
    let horizon = reader.context.horizon
    let length = horizon.frequency.monthsPerPeriod
    let parts = months.enumerated().map { month, value in
      let shares = horizon.periods.map { period in
        let place = (month + 1 - period.firstMonth + 12) % 12
        return place < length ? 1 / Double(length) : 0
      }
      return Formula(.series(shares, .one)) * value
    }
    let profile = Formula(.call(.sum, parts))
    guard reader.boolean(normalised) ?? false else { return profile }
    return over(profile, Formula(.call(.mean, months)))
  }

  private static func monthly(_ reader: ObjectReader, _ field: Field, _ unit: UnitOfMeasure)
    -> [Formula]
  {
    guard let (node, path) = reader.member(field) else { return [] }
    guard case .array(let elements) = node.value, elements.count == 12 else {
      reader.context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "十二个值的列表，从一月起", en: "a list of twelve values, January first"),
          path: path))
      return []
    }
    return elements.enumerated().map { index, element in
      reader.value(
        at: element, path: path.appending(index: index), unit: unit,
        name: reader.name(field.key) + ".\(index + 1)",
        called: BilingualText(
          zh: "\(index + 1) 月\(field.name.zh)", en: "month \(index + 1) of \(field.name.en)"))
    }
  }
}
