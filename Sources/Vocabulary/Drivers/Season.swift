import Formulas

/// A wet season that comes once a year, with an uncertain beginning, end and share of wet days.
struct Season: Component {
  static let onset = Field(
    "onset", .dayOfYear, zh: "开始日（月-日）", en: "its first day, month and day")
  static let end = Field(
    "end", .dayOfYear, zh: "结束日（月-日）", en: "its last day, month and day")
  static let wetDayShare = Field(
    "wetDayShare", .value(.share), .defaults(to: "1"), zh: "雨日比例",
    en: "the share of its days that are wet")

  static let descriptor = ObjectDescriptor(
    "season", zh: "季节", en: "a wet season with an uncertain beginning and end",
    fields: [onset, end, wetDayShare])

  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    let start = reader.dayOfYear(Self.onset)
    // The end is the moment after the last day.
    let end = reader.dayOfYear(Self.end) + .constant(1, .day)
    let share = reader.value(Self.wetDayShare, default: 1, drawn: .everyYear)
    let id = reader.idPath
    let days = Formula.call(
      .overlap, .reference(id + ".onset"), .reference(id + ".end"), .reference("period.start"),
      .reference("period.end"))
    indicators = [
      reader.indicator("onset", "开始", "first day", .date, .date, start, .inner),
      reader.indicator("end", "结束", "day after the last", .date, .date, end, .inner),
      reader.indicator("wetShare", "雨日比例", "share of wet days", .level, .share, share, .inner),
      reader.indicator("days", "天数", "days", .flow, .day, days, .reported),
      reader.indicator(
        "wetDays", "雨日", "wet days", .flow, .day,
        .reference(id + ".days") * .reference(id + ".wetShare"), .reported),
    ]
  }
}
