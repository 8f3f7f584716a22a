import Formulas
import SeededNumbers
import SourceText
import Testing
import Torreya

@testable import Vocabulary

/// Working-time calendars of a scenario, against what one finds by asking of each day in turn.
@Suite struct WorkingTimeTests {
  private static func reading(_ text: String, first: String, periods: Int) throws -> (
    definitions: Definitions, mistakes: [Diagnostic]
  ) {
    let source = SourceFile(
      name: "works.json",
      text: """
        { "torreya": 1, "id": "works", "horizon": { "first": "\(first)", "periods": \(periods) },
          "calendars": [\(text)] }
        """)
    let (document, mistakes) = read(source, files: PlainFiles())
    let (scenario, more) = check(try #require(document), files: PlainFiles())
    return (try #require(scenario).definitions, mistakes + more)
  }

  private struct PlainFiles: ProjectFiles {
    func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
      let rows = PlainCalendar.holidays.map { day in
        "\(day.date),\(day.isOff ? "dayOff" : "makeUpWorkday")"
      }
      return .success(
        SourceFile(name: name, text: (["date,kind"] + rows).joined(separator: "\n") + "\n"))
    }
  }

  /// 20 years and more around each horizon, two calendars of which the second is built on the
  /// first.
  @Test(arguments: 1...40) func agreesWithAskingEachDay(seed: UInt64) throws {
    var generator = SeededGenerator(seed)
    let year = Int.random(in: 2006...2030, using: &generator)
    let count = Int.random(in: 1...3, using: &generator)
    let base = PlainCalendar(year, hasBase: false, &generator)
    let built = PlainCalendar(year, hasBase: true, &generator)
    // The one that the other is built on may come after it.
    let texts = [base.json(id: "a", base: nil), built.json(id: "b", base: "a")].shuffled(
      using: &generator)
    let (definitions, mistakes) = try Self.reading(
      texts.joined(separator: ",\n"), first: "\(year)", periods: count)
    let made = definitions.calendars
    // The one mistake that such calendars can have, and do have when it is told.
    let horizon = PlainDay.days(from: year, through: year + count - 1)
    let isIdle = (year..<year + count).contains { year in
      let days = horizon.filter { $0.year == year }
      return !days.contains { base.isWorked($0, on: nil) }
        || !days.contains { built.isWorked($0, on: base) }
    }
    #expect(mistakes.isEmpty == !isIdle, "\(printed(mistakes))")
    #expect(mistakes.allSatisfy { $0.message.en.contains("has no working day in") })
    let a = try #require(made.first { $0.id == "a" })
    let b = try #require(made.first { $0.id == "b" })
    let leaves = PlainDay.days(from: year - 5, through: year + count - 1 + 15)
    for leaf in leaves {
      let date = try #require(CalendarDate(year: leaf.year, month: leaf.month, day: leaf.day))
      let isWorked = [base.isWorked(leaf, on: nil), built.isWorked(leaf, on: base)]
      guard [a.isWorkingDay(date), b.isWorkingDay(date)] == isWorked else {
        Issue.record("\(date) is worked \(isWorked) by\n\(texts.joined(separator: "\n"))")
        return
      }
    }
    try roundTrips(b, leaves, built, base)
  }

  /// Working-day numbers and back: the finish of each worked day is the day itself.
  private func roundTrips(
    _ calendar: WorkCalendar, _ leaves: [PlainDay], _ plain: PlainCalendar, _ base: PlainCalendar
  ) throws {
    let first = try #require(CalendarDate(year: leaves[0].year, month: 1, day: 1))
    var number = calendar.workingDayNumber(of: Double(first.dayNumber))
    for (offset, leaf) in leaves.enumerated() where plain.isWorked(leaf, on: base) {
      let start = Double(first.dayNumber + offset)
      guard calendar.workingDayNumber(of: start) == number,
        calendar.date(ofWorkingDay: number + 1) == start + 1,
        calendar.date(ofWorkingDay: number + 0.25) == start + 0.25
      else {
        Issue.record("\(leaf): not back from \(number)")
        return
      }
      number += 1
    }
  }

  /// The notices of 2024 and the law of later years, as the General Office published or would.
  @Test func publicHolidaysWithoutAFile() throws {
    let (definitions, mistakes) = try Self.reading(
      #"{ "id": "a", "week": "fiveDay", "holidays": "public" }"#, first: "2024", periods: 2)
    try #require(mistakes.isEmpty)
    let made = definitions.calendars
    func isWorked(_ text: String) throws -> Bool {
      made[0].isWorkingDay(try #require(CalendarDate(iso: text)))
    }
    // 2025: Spring Festival 28 January to 4 February, worked 26 January and 8 February; National
    // Day with Mid-Autumn 1 to 8 October, worked 28 September and 11 October.
    for day in ["2025-01-28", "2025-02-04", "2025-10-01", "2025-10-08", "2024-10-07"] {
      #expect(try !isWorked(day))
    }
    for day in ["2025-01-26", "2025-02-08", "2025-09-28", "2025-10-11", "2025-10-09"] {
      #expect(try isWorked(day))
    }
    // Far beyond any notice: Spring Festival 2039 is 24 January.
    #expect(try !isWorked("2039-01-24") && !isWorked("2040-10-01"))
  }
}
