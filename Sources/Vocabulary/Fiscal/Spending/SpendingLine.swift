import Formulas
import SourceText

/// A line of spending on people's livelihood (民生支出): an amount a year, paid by month.
struct SpendingLine: Component {
  static let annual = Field("annual", .value(.yuan), zh: "全年支出", en: "what it takes in a year",
    called: BilingualText(zh: "全年支出", en: "spending of a year"))
  static let months = Field(
    "months", .profile, .optional, zh: "各月支出比例；缺省为均匀",
    en: "the part of the year that each month takes; evenly when left out")

  static let descriptor = ObjectDescriptor(
    "spendingLine", zh: "民生支出项目", en: "a line of spending on livelihood",
    fields: [.id, .label, annual, months],
    example: #"{ "id": "education", "annual": "420万元" }"#)

  let indicators: [Indicator]
  /// What is paid in a period.
  let paid: Formula

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let shares = reader.context.horizon.shares(of: reader.profile(Self.months))
    paid = .reference(reader.name("paid"))
    indicators = [
      reader.indicator(
        "paid", "支出", "paid", .flow, .tenThousandYuan,
        reader.requiredValue(Self.annual) * Formula(.series(shares, .share)))
    ]
  }
}
