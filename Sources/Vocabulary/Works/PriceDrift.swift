import Formulas
import SourceText

/// How prices move while the works go on: costs are those of a day, and grow by a yearly or a
/// monthly rate until the middle of each activity.
struct PriceDrift: Component {
  static let yearly = Field(
    "yearly", .value(.share), .optional, zh: "年涨幅；与月涨幅二者取一",
    en: "by how much costs grow in a year; this or monthly")
  static let monthly = Field(
    "monthly", .value(.share), .optional, zh: "月涨幅，逐月复利",
    en: "by how much costs grow in a month, on what they had grown to")
  static let from = Field(
    "from", .date, .optional, zh: "价格基准日，缺省为期初",
    en: "the day whose prices the costs are in; the first one of the horizon when left out")

  static let descriptor = ObjectDescriptor(
    "priceDrift", zh: "价格上涨", en: "how prices move while the works go on",
    fields: [yearly, monthly, from], example: #"{ "yearly": "3%", "from": "2024-01-01" }"#)

  static let field = Field(
    "priceDrift", .object(descriptor), .optional, zh: "价格上涨",
    en: "how the costs of activities grow while the works go on")

  /// By how much costs grow in a span of so many days.
  private let rate: Formula
  private let span: Double
  private let from: CalendarDate
  /// The days of a year on average, as Julian calendars have it.
  private static let year = 365.25

  init(_ reader: ObjectReader) {
    let yearly = reader.value(Self.yearly)
    let monthly = reader.value(Self.monthly)
    rate = yearly ?? monthly ?? .constant(0)
    span = yearly == nil ? Self.year / 12 : Self.year
    if yearly != nil, monthly != nil {
      reader.reportInvalid(
        Self.monthly,
        BilingualText(
          zh: "价格涨幅既按年又按月",
          en: "prices would grow by the year and by the month at once"),
        expected: .yearlyOrMonthly)
    } else if yearly == nil, monthly == nil {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "没有写明价格涨幅", en: "nothing says how much prices grow"),
          at: reader.node.range, path: reader.path.description, expected: .yearlyOrMonthly))
    }
    from = reader.date(Self.from) ?? reader.context.horizon.firstDay
  }

  /// What a cost is multiplied by that arises evenly between two moments.
  func factor(_ begins: Formula, _ ends: Formula, _ context: ReadingContext, planned: Bool)
    -> Formula
  {
    let rate = planned ? rate.planned(context) : rate
    let base = Formula.constant(Double(from.dayNumber), .date)
    let middle = begins + (ends - begins) / .constant(2) - base
    return .call(.power, .constant(1) + rate, middle / .constant(span, .day))
  }
}

extension BilingualText {
  fileprivate static let yearlyOrMonthly = BilingualText(
    zh: "\"yearly\" 或 \"monthly\"", en: "\"yearly\" or \"monthly\"")
}
