import Formulas
import SourceText

/// The working-time calendars of a scenario, each put together with those it is built on.
///
/// What a calendar does not say of its week and holidays, that of the calendar it is built on
/// holds; everything else comes on top, from the outermost base inwards. Of one day decide, the
/// later the stronger:
///
/// 1. the week,
/// 2. the holidays: days off, and over them days worked in exchange,
/// 3. then for each calendar, its base first: the months outside of which nothing is worked, the
///    shutdowns, the days off, the working days.
///
/// - Complexity: proportional to the days of the horizon and the 20 years around it, times the
///   calendars.
func workCalendars(_ readers: [ObjectReader], _ context: ReadingContext) -> [WorkCalendar] {
  let years = WorkingYears(context)
  let declared = readers.map { DeclaredCalendar($0, years) }
  let families = CalendarFamilies(declared)
  if declared.contains(where: \.hasPublicHolidays) { addComputedDays(years, context) }
  return declared.map { calendar in
    let chain = families.chain(of: calendar)
    return WorkCalendar(chain, years, context.horizon)
  }
}

/// Which calendar is built on which.
private struct CalendarFamilies {
  private let declared: [String: DeclaredCalendar]

  init(_ calendars: [DeclaredCalendar]) {
    declared = Dictionary(calendars.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for calendar in calendars { reportBase(of: calendar) }
  }

  /// The calendar with those it is built on, outermost first; cut short where there is a mistake.
  func chain(of calendar: DeclaredCalendar) -> [DeclaredCalendar] {
    var chain = [calendar]
    while let base = chain[chain.count - 1].base.flatMap({ declared[$0] }),
      !chain.contains(where: { $0.id == base.id })
    {
      chain.append(base)
    }
    return chain.reversed()
  }

  private func reportBase(of calendar: DeclaredCalendar) {
    guard let base = calendar.base else { return }
    guard declared[base] != nil else {
      calendar.reader.reportInvalid(
        DeclaredCalendar.basedOn,
        BilingualText(zh: "没有日历“\(base)”", en: "there is no calendar '\(base)'"),
        expected: .oneOf(declared.keys.filter { $0 != calendar.id }.sorted()),
        suggestion: didYouMean(base, among: declared.keys.sorted()))
      return
    }
    var way = [calendar.id]
    while let next = declared[way[way.count - 1]]?.base, !way.contains(next) { way.append(next) }
    guard declared[way[way.count - 1]]?.base == calendar.id else { return }
    calendar.reader.reportInvalid(
      DeclaredCalendar.basedOn,
      BilingualText(
        zh: "日历“\(calendar.id)”绕了一圈又以自己为基础",
        en: "the calendar '\(calendar.id)' is built on itself"),
      expected: BilingualText(
        zh: "最底层的日历自己写明每周工作日；现在的顺序是 "
          + (way + [calendar.id]).joined(separator: " → "),
        en: "calendars that end with one that has a week of its own: "
          + (way + [calendar.id]).joined(separator: " on ")))
  }
}

extension WorkCalendar {
  /// - Parameter chain: the calendar last, before it those it is built on.
  fileprivate init(_ chain: [DeclaredCalendar], _ years: WorkingYears, _ horizon: Horizon) {
    let calendar = chain[chain.count - 1]
    // Another week where none was readable: it has been reported.
    let week = chain.last { $0.week != nil }?.week ?? Set(1...7)
    let first = years.days.lowerBound
    var worked = years.days.map { week.contains(CalendarDate(dayNumber: $0).weekday) }
    func set(_ dates: Set<CalendarDate>, _ isWorked: Bool) {
      for date in dates where years.days.contains(date.dayNumber) {
        worked[date.dayNumber - first] = isWorked
      }
    }
    func set(_ spans: [ClosedRange<CalendarDate>], _ isWorked: Bool) {
      for span in spans {
        for day in years.days.within(span) { worked[day - first] = isWorked }
      }
    }
    if let holidays = chain.last(where: { $0.holidays != nil })?.holidays {
      set(holidays.daysOff, false)
      set(holidays.makeUpWorkdays, true)
    }
    var months = Set(1...12)
    for layer in chain {
      if let own = layer.months {
        months.formIntersection(own)
        for day in years.days where !own.contains(CalendarDate(dayNumber: day).month) {
          worked[day - first] = false
        }
      }
      if let season = layer.season {
        var isIn = [Bool](repeating: false, count: worked.count)
        for day in season.flatMap({ years.days.within($0) }) { isIn[day - first] = true }
        for index in worked.indices where !isIn[index] { worked[index] = false }
      }
      set(layer.shutdowns, false)
      set(layer.daysOff, false)
      set(layer.workingDays, true)
    }
    calendar.reportRest(worked, first, horizon)
    let pattern = months.isEmpty ? Set(1...12) : months
    let (rest, extra) = Self.exceptions(worked, first, week, pattern)
    self.init(
      id: calendar.id, label: calendar.label, workingWeekdays: week, workingMonths: pattern,
      daysOff: rest, extraWorkingDays: extra, origin: calendar.reader.node.range)
  }

  /// The days that differ from weekdays and months.
  private static func exceptions(
    _ worked: [Bool], _ first: Int, _ week: Set<Int>, _ months: Set<Int>
  ) -> (rest: Set<CalendarDate>, extra: Set<CalendarDate>) {
    var (rest, extra): (Set<CalendarDate>, Set<CalendarDate>) = ([], [])
    for (index, isWorked) in worked.enumerated() {
      let date = CalendarDate(dayNumber: first + index)
      let isUsual = week.contains(date.weekday) && months.contains(date.month)
      if isUsual, !isWorked { rest.insert(date) }
      if isWorked, !isUsual { extra.insert(date) }
    }
    return (rest, extra)
  }
}

extension DeclaredCalendar {
  fileprivate var hasPublicHolidays: Bool { reader.text(Self.holidays) == "public" }

  /// Reports the first year of the horizon in which no day is worked.
  fileprivate func reportRest(_ worked: [Bool], _ first: Int, _ horizon: Horizon) {
    for year in horizon.touchedYears {
      let period = Period(.yearly, year: year)
      let days = (period.firstDay.dayNumber - first)...(period.lastDay.dayNumber - first)
      guard !worked[days].contains(true) else { continue }
      reader.context.report(
        Diagnostic(
          .invalidValue,
          BilingualText(
            zh: "日历“\(id)”在 \(year) 年没有一个工作日",
            en: "the calendar '\(id)' has no working day in \(year)"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "预测期内每年至少有一个工作日",
            en: "at least one working day in each year of the horizon"),
          suggestion: BilingualText(
            zh: "检查施工月份、停工期和休息日" + (base.map { "，以及“\($0)”的这几项" } ?? ""),
            en: "look at its months, shutdowns and days off"
              + (base.map { ", and at those of '\($0)'" } ?? ""))))
      return
    }
  }
}

/// Rows of the assumptions: how many days off of each year no notice tells. The scenario's own
/// `calendar` says the same where there is one.
private func addComputedDays(
  _ years: WorkingYears, _ context: ReadingContext
) {
  guard context.days == nil else { return }
  for year in context.horizon.touchedYears {
    guard let row = Assumption(computedDaysOffIn: year, years.publicHolidays, id: "calendars")
    else { continue }
    context.add(row)
  }
}
