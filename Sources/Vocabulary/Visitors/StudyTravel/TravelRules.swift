import Formulas
import SourceText

/// On which days groups travel: the windows, the days of the week, and the days to be avoided.
///
/// By the opinion of 2016 trips take place on school days and keep away from the peaks of tourism:
/// so neither public holidays nor the days that make up for them, unless the scenario says so.
struct TravelRules {
  static let windows = Field(
    "windows", .list(.object(TravelWindow.descriptor)), .optional, zh: "出行窗口；不写则按 during",
    en: "the spans of days in which groups travel; left out, `during` says when")
  static let during = Field(
    "during", .choice(["terms", "vacations"]), .optional, zh: "学期中或寒暑假（取自日历的学期）",
    en: "instead of windows: in the terms of the scenario's calendar, which is usual, or in the "
      + "vacations between them")
  static let weekdays = Field(
    "weekdays", .list(.quantity(.one)), .defaults(to: "[1, 1, 1, 1, 1, 0, 0]"),
    zh: "周一至周日的相对权重", en: "seven relative weights of the days of the week, Monday first")
  static let onHolidays = Field(
    "onHolidays", .boolean, .defaults(to: "false"), zh: "法定节假日是否出行",
    en: "whether groups travel on public holidays")
  static let onMakeUpWorkdays = Field(
    "onMakeUpWorkdays", .boolean, .defaults(to: "false"), zh: "调休上班日是否出行",
    en: "whether groups travel on weekend days that are worked, as on Mondays to Fridays")
  static let avoids = Field(
    "avoids", .list(.text), .optional, zh: "避开的节庆（日历中的标识）",
    en: "festivals of the calendar on whose days no group comes")

  static let fields = [windows, during, weekdays, onHolidays, onMakeUpWorkdays, avoids]

  let windows: [TravelWindow]
  private let calendar: DayCalendar
  private let weights: [Double]
  private let travelsOnHolidays, travelsOnMakeUpWorkdays: Bool
  private let avoided: Set<CalendarDate>

  init(_ reader: ObjectReader) {
    let context = reader.context
    calendar = context.days ?? DayCalendar.standard(context.horizon)
    windows = Self.windows(reader, calendar)
    weights = Self.weights(reader)
    travelsOnHolidays = reader.boolean(Self.onHolidays) ?? false
    travelsOnMakeUpWorkdays = reader.boolean(Self.onMakeUpWorkdays) ?? false
    let festivals = calendar.festivals
    let names = reader.names(Self.avoids, among: festivals.map(\.id))
    avoided = festivals.filter { names.contains($0.id) }.reduce(into: []) { $0.formUnion($1.days) }
  }

  /// How many groups travel on a day within a window, relative to others.
  func weight(_ day: CalendarDate) -> Double {
    if avoided.contains(day) { return 0 }
    if !travelsOnHolidays, calendar.holidays.block(containing: day) != nil { return 0 }
    if calendar.holidays.makeUpWorkdays.contains(day) {
      // It stands for a day of the week before or after it, and has their mean weight.
      return travelsOnMakeUpWorkdays ? weights[..<5].reduce(0, +) / 5 : 0
    }
    return weights[day.weekday - 1]
  }

  // MARK: Reading

  private static func weights(_ reader: ObjectReader) -> [Double] {
    let usual: [Double] = [1, 1, 1, 1, 1, 0, 0]
    guard let (node, path) = reader.member(weekdays) else { return usual }
    guard case .array(let elements) = node.value, elements.count == 7 else {
      reader.context.report(
        wrongType(
          node,
          expected: BilingualText(
            zh: "七个数的列表，从星期一起", en: "a list of seven numbers, Monday first"),
          path: path))
      return usual
    }
    let numbers = elements.enumerated().map { index, element -> Double in
      let value = ValueReader(
        context: reader.context, unit: .one, name: reader.name(weekdays.key), cadence: .once
      ).number(element, path.appending(index: index))
      return value?.value ?? 1
    }
    guard numbers.allSatisfy({ $0 >= 0 }), numbers.contains(where: { $0 > 0 }) else {
      reader.reportInvalid(
        weekdays,
        BilingualText(
          zh: "按这些权重没有团能出行", en: "no group could travel by these weights"),
        expected: BilingualText(
          zh: "0 或更大的数，至少一个大于 0",
          en: "numbers from 0, at least one of them above"))
      return usual
    }
    return numbers
  }

  private static func windows(_ reader: ObjectReader, _ calendar: DayCalendar) -> [TravelWindow] {
    if reader.has(windows) {
      if reader.has(during) { _ = reader.only(windows, during) }
      _ = reader.choice(during)
      let readers = reader.list(windows)
      let found = readers.map { TravelWindow($0) }
      if found.isEmpty {
        reader.reportInvalid(
          windows,
          BilingualText(
            zh: "没有可供出行的窗口", en: "there is no window in which a group could travel"))
      }
      reportOverlap(found, readers)
      reportShares(found, reader)
      return found
    }
    let choice = reader.choice(during) ?? "terms"
    guard !calendar.terms.isEmpty else {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "没有写明各团何时出行", en: "nothing says when the groups travel"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "\"windows\"，或在情景的日历中写 \"schoolTerms\"",
            en: "\"windows\", or \"schoolTerms\" in the scenario's calendar")))
      return []
    }
    return choice == "terms"
      ? TravelWindow.terms(calendar)
      : [TravelWindow.vacations(calendar, reader.context.horizon.touchedYears)]
  }

  private static func reportOverlap(_ windows: [TravelWindow], _ readers: [ObjectReader]) {
    for (index, window) in windows.enumerated() {
      for other in windows[..<index] {
        let isShared = window.spans.contains { span in other.spans.contains(where: span.overlaps) }
        guard isShared else { continue }
        readers[index].reportInvalid(
          TravelWindow.from,
          BilingualText(
            zh: "出行窗口“\(other.id)”与“\(window.id)”有重叠的日子",
            en: "the windows '\(other.id)' and '\(window.id)' have days in common"),
          expected: BilingualText(
            zh: "互不重叠的窗口", en: "windows that do not overlap"))
      }
    }
  }

  private static func reportShares(_ windows: [TravelWindow], _ reader: ObjectReader) {
    let shares = windows.compactMap(\.share)
    guard !shares.isEmpty else { return }
    let sum = shares.reduce(0, +)
    guard shares.count == windows.count, abs(sum - 1) < 1e-9 else {
      reader.reportInvalid(
        Self.windows,
        BilingualText(
          zh: "各窗口没有把全年的团分完",
          en: "the windows do not share out the year's groups"),
        expected: BilingualText(
          zh: "各窗口都写 \"share\"，合计为 1，或都不写"
            + (shares.count == windows.count ? "；现在合计 \(sum.inMessage)" : ""),
          en: "a \"share\" in each window or in none, with the sum 1"
            + (shares.count == windows.count ? "; they make \(sum.inMessage)" : "")))
      return
    }
  }
}
