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
    var daysOff: Set<CalendarDate> = []
    var extra: Set<CalendarDate> = []
    if let table = reader.table(Self.holidays),
      let dates = reader.cells(table, "date", Self.holidays),
      let kinds = reader.cells(table, "kind", Self.holidays)
    {
      for (date, kind) in zip(dates, kinds) {
        guard let day = CalendarDate(iso: date.text),
          ["dayOff", "makeUpWorkday"].contains(kind.text)
        else {
          reader.context.report(
            Diagnostic(
              .invalidValue, "this row is no holiday", at: date.range,
              expected: "a date such as 2024-02-10 with the kind dayOff or makeUpWorkday",
              found: date.text + ", " + kind.text))
          continue
        }
        if kind.text == "dayOff" { daysOff.insert(day) } else { extra.insert(day) }
      }
    }
    calendar = WorkCalendar(
      id: reader.id(), label: reader.labelOrID, workingWeekdays: Set(1...days),
      daysOff: daysOff, extraWorkingDays: extra, origin: reader.node.range)
  }
}
