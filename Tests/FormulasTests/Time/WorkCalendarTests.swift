import SeededNumbers
import SourceText
import Testing

@testable import Formulas

@Suite struct WorkCalendarTests {
  private func calendar(
    _ weekdays: Set<Int>, months: Set<Int> = Set(1...12), off: Set<CalendarDate> = [],
    extra: Set<CalendarDate> = []
  ) -> WorkCalendar {
    WorkCalendar(
      id: "test", label: BilingualText(zh: "测试", en: "test"), workingWeekdays: weekdays,
      workingMonths: months, daysOff: off, extraWorkingDays: extra)
  }

  private func randomCalendar(_ generator: inout SeededGenerator) -> WorkCalendar {
    var weekdays = Set((1...7).filter { _ in Bool.random(using: &generator) })
    if weekdays.isEmpty { weekdays = [3] }
    var months = Set((1...12).filter { _ in Int.random(in: 0..<4, using: &generator) > 0 })
    if months.isEmpty || Bool.random(using: &generator) { months = Set(1...12) }
    func days(_ count: Int) -> Set<CalendarDate> {
      Set(
        (0..<count).map { _ in
          CalendarDate(dayNumber: Int.random(in: -60...60, using: &generator))
        })
    }
    return calendar(weekdays, months: months, off: days(25), extra: days(10))
  }

  /// Counts the working days one by one, as one would on a wall calendar.
  private func slowNumber(_ calendar: WorkCalendar, of moment: Double) -> Double {
    let day = Int(moment.rounded(.down))
    func works(_ day: Int) -> Bool {
      let date = CalendarDate(dayNumber: day)
      if calendar.extraWorkingDays.contains(date) { return true }
      return calendar.workingWeekdays.contains(date.weekday)
        && calendar.workingMonths.contains(date.month) && !calendar.daysOff.contains(date)
    }
    var number = 0.0
    if day >= 0 {
      for earlier in 0..<day where works(earlier) { number += 1 }
    } else {
      for later in day..<0 where works(later) { number -= 1 }
    }
    return works(day) ? number + (moment - Double(day)) : number
  }

  @Test func numbersAgreeWithCounting() {
    var generator = SeededGenerator(1)
    for _ in 0..<60 {
      let calendar = randomCalendar(&generator)
      for _ in 0..<50 {
        // Quarters of days are exact in binary, so nothing is rounded.
        let moment = Double(Int.random(in: -400...400, using: &generator)) / 4
        #expect(calendar.workingDayNumber(of: moment) == slowNumber(calendar, of: moment))
      }
    }
  }

  @Test func inverseIsTheEarliestMoment() {
    var generator = SeededGenerator(2)
    for _ in 0..<60 {
      let calendar = randomCalendar(&generator)
      for _ in 0..<30 {
        let number = Double(Int.random(in: -60...60, using: &generator)) / 4
        let moment = calendar.date(ofWorkingDay: number)
        #expect(slowNumber(calendar, of: moment) == number)
        #expect(slowNumber(calendar, of: moment - 0.25) < number)
      }
    }
  }

  @Test func theExampleOfTheDocumentation() {
    let week = calendar([1, 2, 3, 4, 5])
    let start = 19782.0  // Thursday 2024-02-29
    let finish = week.date(ofWorkingDay: week.workingDayNumber(of: start) + 2)
    #expect(finish == 19784)
    #expect(CalendarDate(endingAt: finish).description == "2024-03-01")
    let later = week.date(ofWorkingDay: week.workingDayNumber(of: finish) + 1)
    #expect(CalendarDate(endingAt: later).description == "2024-03-04")
  }

  @Test func holidaysAndMakeUpDays() throws {
    // May Day 2024: off from 1 to 5 May, worked on Sunday 28 April and Saturday 11 May.
    func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }
    let china = calendar(
      [1, 2, 3, 4, 5],
      off: [try day("2024-05-01"), try day("2024-05-02"), try day("2024-05-03")],
      extra: [try day("2024-04-28"), try day("2024-05-11")])
    let start = Double(try day("2024-04-28").dayNumber)
    let finish = china.date(ofWorkingDay: china.workingDayNumber(of: start) + 4)
    #expect(CalendarDate(endingAt: finish).description == "2024-05-06")
  }

  @Test func roundingDoesNotSkipAWeekend() {
    let week = calendar([1, 2, 3, 4, 5])
    let thursday = week.workingDayNumber(of: 19782)
    // The sum of the tenths is a little above two.
    let two = Array(repeating: 0.1, count: 20).reduce(0, +) + 1e-12
    #expect(two > 2)
    #expect(week.date(ofWorkingDay: thursday + two) == 19784)
  }

  @Test func tablesHoldTheNumbersOfMidnights() throws {
    var generator = SeededGenerator(3)
    let calendar = randomCalendar(&generator)
    let first = CalendarDate(dayNumber: -20)
    let table = calendar.table(from: first, through: CalendarDate(dayNumber: 40))
    #expect(table.count == 62)
    for (offset, number) in table.enumerated() {
      #expect(number == slowNumber(calendar, of: Double(offset - 20)))
    }
  }
}
