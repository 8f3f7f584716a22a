import Foundation
import Testing
import Torreya

@testable import Formulas
@testable import Vocabulary

/// Where deadlines fall: as the tax administration published them, and as an obvious rule says.
@Suite("filing deadlines")
struct FilingRuleTests {
  /// The working days of the seeds' holidays, without the code that the scenario reads them by.
  private static let holidays: (off: Set<CalendarDate>, makeUp: Set<CalendarDate>) = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appendingPathComponent("seeds/holidays-cn.csv").path
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    var (off, makeUp): (Set<CalendarDate>, Set<CalendarDate>) = ([], [])
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let date = CalendarDate(iso: String(line.prefix(10))) else { continue }
      if line.contains(",dayOff,") { off.insert(date) } else { makeUp.insert(date) }
    }
    return (off, makeUp)
  }()

  static let calendar = WorkCalendar(
    id: "filing", label: BilingualText(zh: "", en: ""), daysOff: holidays.off,
    extraWorkingDays: holidays.makeUp)

  private func monthly(_ year: Int, _ month: Int) -> CalendarDate {
    slidDeadline(CalendarDate(year: year, month: month, day: 15)!, .days, in: Self.calendar)
  }

  @Test("the days are the published ones")
  func published() {
    // Days of the month, January first, by the State Taxation Administration's notices
    // 税总办函〔2020〕242号, 税总办征科函〔2021〕201号 and 〔2022〕245号; 2024 as crsrw.com reports it.
    let published = [
      2021: [20, 23, 15, 20, 21, 18, 15, 16, 15, 26, 15, 15],
      2022: [19, 23, 15, 20, 19, 20, 15, 15, 20, 25, 15, 15],
      2023: [16, 15, 15, 17, 18, 15, 17, 15, 15, 23, 15, 15],
      2024: [15, 23, 15, 18, 22, 19, 15, 15, 18, 24, 15, 16],
    ]
    for (year, days) in published {
      for (index, day) in days.enumerated() {
        let found = monthly(year, index + 1)
        #expect(found == CalendarDate(year: year, month: index + 1, day: day), "\(found)")
      }
    }
  }

  @Test("a settlement's end moves only when it is a day off itself")
  func settlements() {
    func end(_ year: Int, _ month: Int, _ day: Int) -> String {
      slidDeadline(
        CalendarDate(year: year, month: month, day: day)!, .months, in: Self.calendar
      ).description
    }
    #expect(end(2022, 5, 31) == "2022-05-31")
    // Sunday; Saturday before the Dragon Boat holiday; Sunday before New Year.
    #expect(end(2024, 3, 31) == "2024-04-01")
    #expect(end(2025, 5, 31) == "2025-06-03")
    #expect(end(2023, 12, 31) == "2024-01-02")
    // A Saturday that makes up for a holiday is a working day.
    #expect(end(2024, 2, 18) == "2024-02-18")
  }

  @Test("every day of 2015 to 2026 slides as a slow rule says", arguments: FilingRule.Term.allCases)
  func slides(term: FilingRule.Term) {
    let first = CalendarDate(year: 2015, month: 1, day: 1)!.dayNumber
    let last = CalendarDate(year: 2026, month: 12, day: 31)!.dayNumber
    func isOff(_ dayNumber: Int) -> Bool {
      let date = CalendarDate(dayNumber: dayNumber)
      if Self.holidays.makeUp.contains(date) { return false }
      // 1970-01-03 was a Saturday.
      return Self.holidays.off.contains(date) || [2, 3].contains(dayNumber % 7)
    }
    let workingDays = (first...(last + 60)).filter { !isOff($0) }
    for dayNumber in first...last {
      let date = CalendarDate(dayNumber: dayNumber)
      // The term as a text of working days and days off, cut into rows.
      let days = ((dayNumber - date.day + 1)...dayNumber).map { isOff($0) ? "o" : "w" }.joined()
      let long = days.split(separator: "w").map(\.count).filter { $0 >= 3 }.reduce(0, +)
      let later = workingDays.filter { $0 >= dayNumber }.prefix(40)
      let moved = term == .months ? 0 : long
      let expected =
        moved == 0 ? later.first! : later.filter { $0 > dayNumber }[safe: moved - 1]!
      let found = slidDeadline(date, term, in: Self.calendar)
      #expect(found.dayNumber == expected, "\(date) moves to \(found)")
    }
  }

  @Test("without a file of holidays deadlines slide past weekends")
  func weekends() {
    let calendar = WorkCalendar(id: "filing", label: BilingualText(zh: "", en: ""))
    let sunday = CalendarDate(year: 2024, month: 12, day: 15)!
    for term in FilingRule.Term.allCases {
      #expect(slidDeadline(sunday, term, in: calendar).description == "2024-12-16")
      #expect(slidDeadline(sunday.adding(days: 3), term, in: calendar) == sunday.adding(days: 3))
    }
  }

  @Test("a day beyond the end of the month is its last")
  func endOfFebruary() {
    let rule = FilingRule(
      accrual: 1...1, dueYear: 0, dueMonth: 2, dueDay: 31, term: .months, share: 1)
    let calendar = WorkCalendar(
      id: "always", label: BilingualText(zh: "", en: ""), workingWeekdays: Set(1...7))
    #expect(rule.deadline(ofYear: 2024, in: calendar)?.description == "2024-02-29")
    #expect(rule.deadline(ofYear: 2025, in: calendar)?.description == "2025-02-28")
  }
}

extension Collection {
  fileprivate subscript(safe offset: Int) -> Element? { dropFirst(offset).first }
}
