import Formulas
import SourceText

extension ProjectCalendar {
  /// The calendar in the words of a scenario.
  func json(id: String) -> JSONText {
    var members: [(String, JSONText)] = [("id", .string(id))]
    if !name.isEmpty { members.append(("label", label(name))) }
    members.append(("week", weekJSON))
    let off = runs(ofWorked: false)
    let single = off.filter { $0.name == nil && $0.days.count == 1 }
    let shutdowns = off.filter { $0.name != nil || $0.days.count > 1 }
    if !single.isEmpty {
      members.append(("daysOff", .list(single.map { .string($0.days[0].description) })))
    }
    if !shutdowns.isEmpty { members.append(("shutdowns", .list(shutdowns.map(\.json)))) }
    let worked = runs(ofWorked: true).flatMap(\.days).map { JSONText.string($0.description) }
    if !worked.isEmpty { members.append(("workingDays", .list(worked))) }
    return .object(members)
  }

  private var weekJSON: JSONText {
    switch workingWeekdays {
    case [1, 2, 3, 4, 5]: .string("fiveDay")
    case [1, 2, 3, 4, 5, 6]: .string("sixDay")
    case [1, 2, 3, 4, 5, 6, 7]: .string("sevenDay")
    default: .list(workingWeekdays.map { .string(CalendarDate.weekdayNames[$0 - 1]) })
    }
  }

  /// Exceptional days in a row with one name.
  private struct Run {
    let name: String?
    var days: [CalendarDate]

    var json: JSONText {
      let from = days[0].description
      let to = days[days.count - 1].description
      let range: [(String, JSONText)] = [("from", .string(from)), ("to", .string(to))]
      return .object(range + (name.map { [("label", label($0))] } ?? []))
    }
  }

  /// The runs that change something: a holiday that falls on days off does not.
  private func runs(ofWorked isWorked: Bool) -> [Run] {
    var runs: [Run] = []
    for (number, exception) in exceptions.sorted(by: { $0.key < $1.key })
    where exception.isWorked == isWorked {
      let day = CalendarDate(dayNumber: number)
      if let last = runs.last, last.name == exception.name,
        last.days.last?.adding(days: 1) == day
      {
        runs[runs.count - 1].days.append(day)
      } else {
        runs.append(Run(name: exception.name, days: [day]))
      }
    }
    func changes(_ day: CalendarDate) -> Bool { (minutes(on: day.weekday) > 0) != isWorked }
    return isWorked
      ? runs.map { Run(name: $0.name, days: $0.days.filter(changes)) }
      : runs.filter { $0.days.contains(where: changes) }
  }

  /// Tells what a calendar of whole days cannot say.
  func reportPartDays(_ log: ImportLog) {
    let usual = minutesPerDay
    let shorter = workingWeekdays.filter { minutes(on: $0) != usual }
    if !shorter.isEmpty {
      let names = shorter.map {
        BilingualText(
          zh: "周" + "一二三四五六日".map(String.init)[$0 - 1], en: CalendarDate.weekdayNames[$0 - 1])
      }.joined()
      log.lost(
        element,
        .init(
          zh: "\(names.zh)的工时不是通常的 \(shortNumber(usual / 60)) 小时",
          en: "the hours of \(names.en) are not the usual \(shortNumber(usual / 60))"),
        becomes: .wholeDays)
    }
    let partly = exceptions.filter { $0.value.isWorked && $0.value.minutes != usual }
    if let first = partly.keys.min() {
      let days = partly.count == 1 ? "1 exceptional day" : "\(partly.count) exceptional days"
      let (start, hours) = (CalendarDate(dayNumber: first), shortNumber(usual / 60))
      log.lost(
        element,
        .init(
          zh: "自 \(start) 起，\(partly.count) 个例外日的工时不是通常的 \(hours) 小时",
          en: "the hours of \(days), from \(start) on, are not the usual \(hours)"),
        becomes: .wholeDays)
    }
    if workingWeekdays.isEmpty {
      log.lost(
        element, .init(zh: "日历一周里没有工作日", en: "the calendar has no working day in the week"),
        becomes: .init(
          zh: "照原样写出：使用前请补上工作日", en: "it is written as it is: give it days before it is used"))
    }
  }
}

/// A label in the language in which the name is written.
func label(_ name: String) -> JSONText {
  let isChinese = name.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
  return .object([(isChinese ? "zh" : "en", .string(name))])
}
