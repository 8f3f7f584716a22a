import SourceText

/// Joins days off to blocks, and gives each the weekend days that are worked for it.
struct HolidayBlocks {
  /// The blocks in order.
  private(set) var all: [HolidayBlock] = []

  /// The days of the festivals.
  private let festivals: [(holiday: PublicHoliday, day: CalendarDate)]

  /// - Parameter worked: the weekend days that are worked.
  init(_ entries: [HolidayEntry], _ worked: Set<CalendarDate>, _ calendar: LunarCalendar?) {
    festivals = calendar.map { calendar in
      calendar.years.flatMap { year in
        PublicHoliday.allCases.map { ($0, $0.day(in: year, calendar)) }
      }
    } ?? []
    let daysOff = entries.filter { $0.kind == .dayOff && !worked.contains($0.date) }
      .sorted { $0.date < $1.date }
    let off = Set(daysOff.map(\.date))
    func isOff(_ date: CalendarDate) -> Bool {
      !worked.contains(date) && (off.contains(date) || date.weekday > 5)
    }
    var runs: [(first: CalendarDate, last: CalendarDate, entries: [HolidayEntry])] = []
    for entry in daysOff {
      if let run = runs.last, entry.date <= run.last {
        runs[runs.count - 1].entries.append(entry)
        continue
      }
      var (first, last) = (entry.date, entry.date)
      while isOff(first.adding(days: -1)) { first = first.adding(days: -1) }
      while isOff(last.adding(days: 1)) { last = last.adding(days: 1) }
      runs.append((first, last, [entry]))
    }
    let names = runs.map { holidays($0.first, $0.last) }
    let makeUps = makeUpWorkdays(
      entries, runs.enumerated().map { ($1.first, $1.last, names[$0]) })
    all = runs.indices.map { index in
      let run = runs[index]
      return HolidayBlock(
        holidays: names[index], label: label(names[index], run.entries),
        firstDay: run.first, lastDay: run.last, makeUpWorkdays: makeUps[index],
        origin: run.entries.contains { $0.origin == .notice } ? .notice : .computed)
    }
  }

  /// The holidays whose festival lies among some days.
  private func holidays(_ first: CalendarDate, _ last: CalendarDate) -> [PublicHoliday] {
    festivals.filter { first <= $0.day && $0.day <= last }.map(\.holiday)
  }

  private func label(_ holidays: [PublicHoliday], _ entries: [HolidayEntry]) -> BilingualText {
    guard !holidays.isEmpty else {
      let name = entries.first { !$0.name.isEmpty }?.name
      return BilingualText(zh: name ?? "其他假日", en: name ?? "another holiday")
    }
    let labels = holidays.map(\.label)
    return BilingualText(
      zh: labels.map(\.zh).joined(separator: "、"),
      en: labels.map(\.en).joined(separator: " and "))
  }

  /// The days that are worked for each run: for one of the same holiday if the entry names one,
  /// otherwise for the nearest, and for none that is farther than a month away.
  private func makeUpWorkdays(
    _ entries: [HolidayEntry],
    _ runs: [(first: CalendarDate, last: CalendarDate, holidays: [PublicHoliday])]
  ) -> [[CalendarDate]] {
    var result = [[CalendarDate]](repeating: [], count: runs.count)
    for entry in entries where entry.kind == .makeUpWorkday {
      func distance(_ index: Int) -> Int {
        max(
          runs[index].first.dayNumber - entry.date.dayNumber,
          entry.date.dayNumber - runs[index].last.dayNumber)
      }
      let near = runs.indices.filter { distance($0) <= 31 }
      let named = near.filter { !Set(runs[$0].holidays).isDisjoint(with: entry.holidays) }
      guard let best = (named.isEmpty ? near : named).min(by: { distance($0) < distance($1) })
      else { continue }
      if !result[best].contains(entry.date) { result[best].append(entry.date) }
    }
    return result.map { $0.sorted() }
  }
}
