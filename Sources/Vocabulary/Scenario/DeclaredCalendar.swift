import Formulas
import SourceText

/// A working-time calendar: what a planner says of it, before it is put together with the one
/// that it is built on (`workCalendars`).
struct DeclaredCalendar {
  static let basedOn = Field(
    "basedOn", .id, .optional, zh: "以哪个日历为基础", en: "the calendar on which it is built")
  static let week = Field(
    "week", .either([.choice(weeks), .list(.choice(CalendarDate.weekdayNames))]), .optional,
    zh: "每周工作日：天数（自星期一起）或星期列表；有 basedOn 时可省略",
    en: "how many days of the week are worked, from Monday on, or which ones; may be left out "
      + "beside basedOn")
  static let holidays = Field(
    "holidays", .either([.choice(["public", "none"]), .file]), .optional,
    zh: "节假日：public 为法定节假日（按 calendar 的通知，缺通知的按规则推算），或 CSV 文件，none 为不休",
    en: "public: the public holidays with the days worked in exchange, from the notices of the "
      + "scenario's calendar or else computed; or a file with the columns date and kind (dayOff "
      + "or makeUpWorkday); none: no holidays, though the calendar below has some")
  static let months = Field(
    "months", .either([.list(.integer(1...12)), .object(DayRange.descriptor)]), .optional,
    zh: "每年只在这些月份（或这段日子）施工",
    en: "the only months of the year that are worked, or the days of every year from one to "
      + "another")
  static let shutdowns = Field(
    "shutdowns", .list(.object(Shutdown.descriptor)), .optional, zh: "停工期（春节、高温等）",
    en: "times in which nothing is worked, such as around the Spring Festival")
  static let daysOff = Field(
    "daysOff", DayRange.listShape, .optional, zh: "其他休息日", en: "other days off")
  static let workingDays = Field(
    "workingDays", DayRange.listShape, .optional, zh: "一定上班的日子，优先于其他各项",
    en: "days that are worked whatever else is said")

  static let descriptor = ObjectDescriptor(
    "calendar", zh: "工作日历", en: "which days are worked",
    fields: [
      .id, .label, basedOn, week, holidays, months, shutdowns, daysOff, workingDays,
    ],
    example: """
      { "id": "site", "week": "sixDay", "holidays": "public", \
      "shutdowns": [{ "around": "springFestival", "daysBefore": 10, "daysAfter": 15 }] }
      """)

  private static let weeks = ["fiveDay", "sixDay", "sevenDay"]

  /// Days off, and days that are worked though their weekday or the holidays say otherwise.
  struct Holidays {
    var daysOff: Set<CalendarDate> = []
    var makeUpWorkdays: Set<CalendarDate> = []
  }

  let reader: ObjectReader
  let id: String
  let label: BilingualText
  private(set) var base: String?
  /// nil where it does not say: that of the base holds.
  private(set) var week: Set<Int>?
  private(set) var holidays: Holidays?
  private(set) var months: Set<Int>?
  /// The days of every year outside of which nothing is worked; nil where it does not say.
  private(set) var season: [ClosedRange<CalendarDate>]?
  private(set) var shutdowns: [ClosedRange<CalendarDate>] = []
  private(set) var daysOff: [ClosedRange<CalendarDate>] = []
  private(set) var workingDays: [ClosedRange<CalendarDate>] = []

  init(_ reader: ObjectReader, _ years: WorkingYears) {
    self.reader = reader
    id = reader.id()
    label = reader.labelOrID
    base = reader.identifier(Self.basedOn)
    week = readWeek()
    holidays = readHolidays(years)
    readMonths(years)
    shutdowns = reader.list(Self.shutdowns).flatMap { Shutdown($0, years).spans }
    daysOff = reader.dayRanges(Self.daysOff, touching: years.years)
    workingDays = reader.dayRanges(Self.workingDays, touching: years.years)
  }

  private func readWeek() -> Set<Int>? {
    guard let (node, path) = reader.member(Self.week) else {
      if !reader.has(Self.basedOn) {
        reader.context.report(
          Diagnostic(
            .missingKey, .lack(of: Self.week.key, in: Self.descriptor.noun),
            at: reader.node.range, path: reader.path.description, expected: Self.week.asWritten,
            suggestion: .init(
              zh: "或写 \"basedOn\" 和另一个日历的标识",
              en: "or \"basedOn\" with the id of another calendar")))
      }
      return nil
    }
    guard case .array(let elements) = node.value else {
      guard let word = reader.word(node, among: Self.weeks, Self.week, path) else { return nil }
      return Set(1...(Self.weeks.firstIndex(of: word)! + 5))
    }
    if elements.isEmpty {
      reader.reportInvalid(
        Self.week, .init(zh: "一周没有一天上班", en: "no day of the week is worked"),
        expected: Self.week.shape.expectation)
      return nil
    }
    let days = elements.enumerated().compactMap { index, element in
      reader.word(
        element, among: CalendarDate.weekdayNames, Self.week, path.appending(index: index)
      ).flatMap(CalendarDate.weekdayNames.firstIndex)
    }
    return days.isEmpty ? nil : Set(days.map { $0 + 1 })
  }

  private func readHolidays(_ years: WorkingYears) -> Holidays? {
    guard let text = reader.text(Self.holidays) else { return nil }
    switch text {
    case "none": return Holidays()
    case "public":
      let holidays = years.publicHolidays
      reportUnknownYears(holidays, reader, Self.holidays)
      return Holidays(daysOff: holidays.daysOff, makeUpWorkdays: holidays.makeUpWorkdays)
    default:
      let holidays = reader.holidays(Self.holidays)
      return Holidays(daysOff: holidays.daysOff, makeUpWorkdays: holidays.makeUpWorkdays)
    }
  }

  private mutating func readMonths(_ years: WorkingYears) {
    guard let (node, path) = reader.member(Self.months) else { return }
    if case .array = node.value {
      let numbers = reader.integers(Self.months)
      if !numbers.isEmpty { months = Set(numbers) }
      return
    }
    guard
      let range = ObjectReader(
        node, as: DayRange.descriptor, path: path, idPath: reader.idPath,
        context: reader.context, inside: reader)
    else { return }
    let spans = range.spans(DayRange.from, DayRange.to, touching: years.years)
    if case .date = range.dayRule(DayRange.from) {
      range.reportInvalid(
        DayRange.from, .init(zh: "施工季节每年都有", en: "a season comes every year"),
        expected: .init(zh: "日子，例如 \"10-01\"", en: "days such as \"10-01\""),
        suggestion: .init(
          zh: "只有一次的停工写在 \"shutdowns\" 中",
          en: "for a time off that comes once, use \"shutdowns\""))
    } else {
      season = spans.isEmpty ? nil : spans
    }
  }
}
