import Formulas
import SourceText

/// The keys of a scenario's calendar of kinds of days.
enum DayCalendarFields: Component {
  static let holidays = Field(
    "holidays", .file, .optional, zh: "节假日通知（CSV）；缺通知的假日按规则推算",
    en: "a file of the notices with the columns date, kind (dayOff or makeUpWorkday) and perhaps "
      + "name; holidays that it lacks are computed")
  static let schoolTerms = Field(
    "schoolTerms", .list(.object(SchoolTerm.descriptor)), .optional, zh: "学期",
    en: "school terms")
  static let festivals = Field(
    "festivals", .list(.object(Festival.descriptor)), .optional, zh: "节庆与集市日",
    en: "festivals and market days")

  static let descriptor = ObjectDescriptor(
    "dayCalendar", zh: "日历：每一天属于哪类日子", en: "the calendar: what kind of day each day is",
    fields: [holidays, schoolTerms, festivals],
    example: """
      { "schoolTerms": [{ "id": "autumn", "from": "09-01", "to": "01-20" }], \
      "festivals": [{ "id": "market", "lunarDays": [4, 9, 14, 19, 24, 29] }] }
      """)
}
