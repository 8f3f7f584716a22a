import Formulas
import SourceText

/// Days in a row on which a calendar rests: once, every year, or around a festival.
struct Shutdown: Component {
  static let from = Field(
    "from", .calendarDay, .optional, zh: "停工第一天：某年某日，或每年的月-日",
    en: "its first day: a date, or a day of every year")
  static let to = Field(
    "to", .calendarDay, .optional, zh: "停工最后一天；缺省与第一天相同；早于第一天的月-日指下一年",
    en: "its last day; the first one when left out; a day of the year before the first one is "
      + "meant in the next year")
  static let around = Field(
    "around", .choice(PublicHoliday.allCases.map(\.rawValue)), .optional, zh: "每年围绕哪个节日停工",
    en: "the festival around which it lies every year")
  static let daysBefore = Field(
    "daysBefore", .integer(0...180), .defaults(to: "0"), zh: "节日当天之前停工的天数",
    en: "how many days before the day of the festival it begins")
  static let daysAfter = Field(
    "daysAfter", .integer(0...180), .defaults(to: "0"), zh: "节日当天之后停工的天数",
    en: "how many days after the day of the festival are its last")

  static let descriptor = ObjectDescriptor(
    "shutdown", zh: "停工期", en: "a time in which nothing is worked",
    fields: [.label, from, to, around, daysBefore, daysAfter],
    example: #"{ "around": "springFestival", "daysBefore": 10, "daysAfter": 15 }"#)

  /// Its days in the years that were asked for.
  let spans: [ClosedRange<CalendarDate>]

  init(_ reader: ObjectReader, _ years: WorkingYears) {
    let dated = reader.spans(Self.from, Self.to, touching: years.years)
    let festival = reader.choice(Self.around).flatMap(PublicHoliday.init(rawValue:))
    let before = reader.integer(Self.daysBefore) ?? 0
    let after = reader.integer(Self.daysAfter) ?? 0
    _ = reader.only(Self.from, Self.around)
    reportWithoutUse(reader)
    guard let festival else {
      spans = dated
      return
    }
    if !years.horizonIsLunar {
      reader.reportInvalid(
        Self.around, .lunarYearsUnknown, expected: .horizonOfLunarYears)
    }
    spans = years.days(of: festival).map { $0.adding(days: -before)...$0.adding(days: after) }
  }
}

/// What says nothing beside what else is there.
private func reportWithoutUse(_ reader: ObjectReader) {
  if reader.has(Shutdown.to), !reader.has(Shutdown.from) {
    reader.reportInvalid(Shutdown.to, .endWithoutBeginning, expected: .alsoFrom)
  }
  for field in [Shutdown.daysBefore, Shutdown.daysAfter]
  where reader.has(field) && !reader.has(Shutdown.around) {
    reader.reportInvalid(
      field,
      BilingualText(
        zh: "只有围绕节日的停工期才有之前、之后的天数",
        en: "only a shutdown around a festival has days before and after"),
      expected: BilingualText(
        zh: "写 \"around\"；或以 \"from\" 和 \"to\" 代替 \"\(field.key)\"",
        en: "\"around\", or \"from\" and \"to\" in place of \"\(field.key)\""))
  }
}
