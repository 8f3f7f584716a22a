import Formulas
import SourceText
import Vocabulary

/// `calendar.csv`: for each day of the horizon what kind of day it is, and how many visitors to
/// expect.
public enum ArrivalsCalendarTable {
  public static let columns: [Table.Column] =
    [
      Table.Column("date", BilingualText(zh: "日期", en: "the day")),
      Table.Column("weekday", BilingualText(zh: "星期几，1 为星期一", en: "1 for Monday to 7 for Sunday")),
      Table.Column(
        "kind",
        BilingualText(
          zh: "holiday 节假日，weekend 周末，makeUpWorkday 调休上班，workday 工作日",
          en: "holiday, weekend, makeUpWorkday for a weekend day that is worked, or workday")),
      Table.Column(
        "holiday", BilingualText(zh: "节假日标识；其他日子为空", en: "the holiday's id; empty on other days")),
      Table.Column(
        "dayOfHoliday",
        BilingualText(
          zh: "假期第几天；其他日子为空", en: "its number among the days off; empty on other days")),
      Table.Column(
        "labelZh", BilingualText(zh: "日子的中文名称，含节庆", en: "what the day is, in Chinese")),
      Table.Column(
        "labelEn", BilingualText(zh: "日子的英文名称，含节庆", en: "what the day is, with its festivals")),
      Table.Column(
        "schoolTerm",
        BilingualText(
          zh: "学期标识，假期为 vacation；未声明学期时为空",
          en: "the id of the school term, or vacation; empty where the scenario has no terms")),
      Table.Column(
        "festivals",
        BilingualText(
          zh: "当天的节庆与集市（标识，空格分隔）",
          en: "the ids of its festivals and markets, with spaces between")),
      .unit,
    ] + BriefFigures.columns + [
      Table.Column(
        "fullProbability",
        BilingualText(
          zh: "当天至少一项接待能力满负荷的概率；未声明接待能力时为空",
          en: "the probability that the day reaches a capacity; empty where the scenario has none"))
    ] + BriefFigures.errorColumns

  /// - Returns: nil when the scenario does not ask for it.
  public static func table(_ figures: VisitorFigures) -> Table? {
    let layout = figures.layout
    guard let calendar = layout.calendar else { return nil }
    let names = Dictionary(
      calendar.festivals.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first })
    var table = Table(columns: columns)
    for day in calendar.days {
      let date = day.date.description
      guard let found = figures.summary(of: layout.total.dailyArrivals, at: date) else { continue }
      let share = figures.share(of: VisitorsLayout.dayAtCapacity, at: date)
      table.append(
        kindCells(day, calendar, names) + [.text(UnitOfMeasure.visit.symbol)]
          + BriefFigures.cells(found, in: .visit) + [share.map { .number($0) } ?? .empty]
          + BriefFigures.errorCells(found, in: .visit))
    }
    return table.rows.isEmpty ? nil : table
  }

  private static func kindCells(
    _ day: CalendarDay, _ calendar: DayCalendar, _ names: [String: BilingualText]
  ) -> [Cell] {
    let kind = Kind(day)
    let labels =
      [day.holiday?.label ?? kind.label] + day.festivals.compactMap { names[$0] }
    return [
      .date(day.date.description), .integer(day.weekday), .text(kind.rawValue),
      .optional(day.holiday?.id), day.dayOfHoliday.map { .integer($0) } ?? .empty,
      .text(labels.map(\.zh).joined(separator: "、")),
      .text(labels.map(\.en).joined(separator: ", ")),
      .optional(day.term ?? (calendar.isVacation(day) ? "vacation" : nil)),
      .optional(day.festivals.isEmpty ? nil : day.festivals.joined(separator: " ")),
    ]
  }

  /// What sort of day a day is for those who work.
  private enum Kind: String {
    case holiday, weekend, makeUpWorkday, workday

    init(_ day: CalendarDay) {
      self =
        day.holiday != nil
        ? .holiday
        : day.isMakeUpWorkday ? .makeUpWorkday : day.isMereWeekend ? .weekend : .workday
    }

    var label: BilingualText {
      switch self {
      case .holiday: BilingualText(zh: "节假日", en: "Holiday")
      case .weekend: BilingualText(zh: "周末", en: "Weekend")
      case .makeUpWorkday: BilingualText(zh: "调休上班", en: "Make-up workday")
      case .workday: BilingualText(zh: "工作日", en: "Workday")
      }
    }
  }
}
