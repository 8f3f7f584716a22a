import Formulas
import SourceText

/// Days that draw people for a reason of their own: a festival by date, by day of the year or by
/// the Chinese calendar, or a market that comes again and again.
public struct Festival: Component {
  static let from = Field(
    "from", .calendarDay, .optional, zh: "第一天：某年某日，或每年的月-日；集市日可用作季节起点",
    en: "its first day: a date, or a day of every year; of markets, when they begin")
  static let to = Field(
    "to", .calendarDay, .optional, zh: "最后一天；缺省与第一天相同",
    en: "its last day; the first one when left out")
  static let lunar = Field(
    "lunar", .lunarDay, .optional, zh: "农历月-日；大于当月天数时为月末",
    en: "its first day in the Chinese calendar; a day beyond the end of the month is its last")
  static let days = Field(
    "days", .integer(1...60), .defaults(to: "1"), zh: "农历节庆持续天数",
    en: "how many days it lasts from the lunar day on")
  static let lunarDays = Field(
    "lunarDays", .list(.integer(1...30)), .optional, zh: "集市日：每个农历月的日子",
    en: "market days: these days of every month of the Chinese calendar")
  static let weekdays = Field(
    "weekdays", .list(.integer(1...7)), .optional, zh: "集市日：星期几，1 为星期一",
    en: "market days: these days of the week, Monday is 1")

  public static let descriptor = ObjectDescriptor(
    "festival", zh: "节庆或集市", en: "a festival or market",
    fields: [.id, .label, from, to, lunar, days, lunarDays, weekdays],
    example: #"{ "id": "doubleNinth", "lunar": "09-09" }"#)

  /// The name by which the scenario refers to it.
  public let id: String
  /// The name that people read.
  public let label: BilingualText
  /// Its days within the horizon.
  public let days: Set<CalendarDate>

  /// - Parameter calendar: the Chinese calendar of the horizon's years and those around; nil where
  ///   it is not known.
  init(_ reader: ObjectReader, _ calendar: LunarCalendar?) {
    id = reader.id()
    label = reader.labelOrID
    let horizon = reader.context.horizon
    let reading = Reading(reader, calendar)
    let numbers = horizon.firstDay.dayNumber...horizon.lastDay.dayNumber
    let dates = reading.spans(horizon).flatMap { span in
      numbers.within(span).map(CalendarDate.init(dayNumber:))
    }
    days = Set(reading.isMarket ? dates.filter(reading.isMarketDay) : dates)
  }

  /// The fields as they stand.
  private struct Reading {
    let isMarket: Bool
    private let declared: [ClosedRange<CalendarDate>]
    private let hasSeason: Bool
    private let lunarDays: Set<Int>
    private let weekdays: Set<Int>
    private let calendar: LunarCalendar?

    init(_ reader: ObjectReader, _ calendar: LunarCalendar?) {
      self.calendar = calendar
      lunarDays = Set(reader.integers(Festival.lunarDays))
      weekdays = Set(reader.integers(Festival.weekdays))
      isMarket = reader.has(Festival.lunarDays) || reader.has(Festival.weekdays)
      hasSeason = reader.has(Festival.from)
      let dated = reader.spans(Festival.from, Festival.to)
      let lunar = reader.lunarDay(Festival.lunar)
      let length = reader.integer(Festival.days)
      if let lunar, let calendar {
        declared = Self.spans(lunar, length ?? 1, calendar)
      } else {
        declared = dated
      }
      reportCombination(reader)
      if calendar == nil {
        for field in [Festival.lunar, Festival.lunarDays] where reader.has(field) {
          reader.reportInvalid(
            field, .lunarYearsUnknown, expected: .horizonOfLunarYears)
        }
      }
    }

    private func reportCombination(_ reader: ObjectReader) {
      let markets = [Festival.lunarDays, Festival.weekdays].filter(reader.has)
      if markets.isEmpty {
        _ = reader.only(Festival.from, Festival.lunar, Festival.lunarDays, Festival.weekdays)
      } else if markets.count > 1 || reader.has(Festival.lunar) {
        _ = reader.only(Festival.lunar, Festival.lunarDays, Festival.weekdays)
      }
      reportWithoutUse(reader)
    }

    /// What says nothing beside what else is there.
    private func reportWithoutUse(_ reader: ObjectReader) {
      if reader.has(Festival.to), !hasSeason {
        reader.reportInvalid(Festival.to, .endWithoutBeginning, expected: .alsoFrom)
      }
      if reader.has(Festival.days), !reader.has(Festival.lunar) {
        reader.reportInvalid(
          Festival.days,
          BilingualText(
            zh: "只有按农历日期的节庆才写持续天数",
            en: "only a festival by a lunar day lasts a number of days"),
          expected: BilingualText(
            zh: "写 \"lunar\"；或以 \"to\" 代替 \"days\"",
            en: "\"lunar\", or \"to\" in place of \"days\""))
      }
    }

    /// The days of a festival, or the season of a market: all days when it has none.
    func spans(_ horizon: Horizon) -> [ClosedRange<CalendarDate>] {
      isMarket && !hasSeason ? [horizon.firstDay...horizon.lastDay] : declared
    }

    func isMarketDay(_ date: CalendarDate) -> Bool {
      if weekdays.contains(date.weekday) { return true }
      return (calendar?.lunarDate(of: date)).map { lunarDays.contains($0.day) } ?? false
    }

    private static func spans(
      _ lunar: (month: Int, day: Int), _ length: Int, _ calendar: LunarCalendar
    ) -> [ClosedRange<CalendarDate>] {
      calendar.months.filter { $0.number == lunar.month && !$0.isLeap }.map { month in
        let first = month.firstDay.adding(days: min(lunar.day, month.days) - 1)
        return first...first.adding(days: length - 1)
      }
    }
  }
}
