import Formulas
import SourceText

/// A working-time calendar: the days of the week that are worked, and the public holidays.
struct DeclaredCalendar: Component {
  static let week = Field(
    "week", .choice(["fiveDay", "sixDay", "sevenDay"]), zh: "每周工作日",
    en: "how many days of the week are worked, from Monday on")
  static let holidays = Field(
    "holidays", .file, .optional, zh: "节假日（CSV）",
    en: "a file with the columns date and kind (dayOff or makeUpWorkday)")

  static let descriptor = ObjectDescriptor(
    "calendar", zh: "工作日历", en: "which days are worked", fields: [.id, .label, week, holidays],
    example: #"{ "id": "sixDayWeek", "week": "sixDay" }"#)

  let calendar: WorkCalendar

  init(_ reader: ObjectReader) {
    let days: Int =
      switch reader.choice(Self.week) {
      case "sixDay": 6
      case "sevenDay": 7
      default: 5
      }
    let holidays = reader.holidays(Self.holidays)
    calendar = WorkCalendar(
      id: reader.id(), label: reader.labelOrID, workingWeekdays: Set(1...days),
      daysOff: holidays.daysOff, extraWorkingDays: holidays.makeUpWorkdays,
      origin: reader.node.range)
  }
}
