import Formulas
import SourceText

/// How prices move while the works go on: costs are those of a day, and grow by a yearly rate until
/// the middle of each activity.
struct PriceDrift: Component {
  static let yearly = Field(
    "yearly", .value(.share), zh: "年涨幅", en: "by how much costs grow in a year")
  static let from = Field(
    "from", .date, .optional, zh: "价格基准日，缺省为期初",
    en: "the day whose prices the costs are in; the first one of the horizon when left out")

  static let descriptor = ObjectDescriptor(
    "priceDrift", zh: "价格上涨", en: "how prices move while the works go on",
    fields: [yearly, from], example: #"{ "yearly": "3%", "from": "2024-01-01" }"#)

  static let field = Field(
    "priceDrift", .object(descriptor), .optional, zh: "价格上涨",
    en: "how the costs of activities grow while the works go on")

  private let yearly: Formula
  private let from: CalendarDate
  /// The days of a year on average, as Julian calendars have it.
  private static let year = Formula.constant(365.25, .day)

  init(_ reader: ObjectReader) {
    yearly = reader.requiredValue(Self.yearly)
    from = reader.date(Self.from) ?? reader.context.horizon.firstDay
  }

  /// What a cost is multiplied by that arises evenly between two moments.
  func factor(_ begins: Formula, _ ends: Formula, _ context: ReadingContext, planned: Bool)
    -> Formula
  {
    let rate = planned ? yearly.planned(context) : yearly
    let base = Formula.constant(Double(from.dayNumber), .date)
    let middle = begins + (ends - begins) / .constant(2) - base
    return .call(.power, .constant(1) + rate, middle / Self.year)
  }
}
