import Formulas
import SourceText

/// The filing patterns of a scenario, and the days on which deadlines can fall.
struct FilingCalendar {
  static let columns = [
    "pattern", "accrualFrom", "accrualThrough", "dueYear", "dueMonth", "dueDay", "term", "share",
  ]

  struct Pattern {
    let name: String
    var rules: [FilingRule]
  }

  /// In the order of the file.
  private(set) var patterns: [Pattern] = []
  /// Whether rows are missing that were told of: a pattern may then be unknown for that reason.
  private(set) var isIncomplete = false
  /// Five days a week, without public holidays and with the days that make up for them.
  let calendar: WorkCalendar

  var names: [String] { patterns.map(\.name) }

  func pattern(named name: String) -> Pattern? { patterns.first { $0.name == name } }

  init(_ reader: ObjectReader) {
    let holidays = reader.holidays(Fiscal.holidays)
    calendar = WorkCalendar(
      id: "filing", label: BilingualText(zh: "申报日历", en: "filing calendar"),
      daysOff: holidays.daysOff, extraWorkingDays: holidays.makeUpWorkdays)
    isIncomplete = reader.has(Fiscal.filingCalendar)
    guard let table = reader.table(Fiscal.filingCalendar) else { return }
    var columns: [[CSVTable.Cell]] = []
    for name in Self.columns {
      guard let cells = reader.cells(table, name, Fiscal.filingCalendar) else { return }
      columns.append(cells)
    }
    isIncomplete = false
    for row in table.rows.indices {
      let cells = columns.map { $0[row] }
      guard let rule = rule(cells, reader) else {
        isIncomplete = true
        continue
      }
      let name = cells[0].text
      let place = patterns.firstIndex { $0.name == name } ?? patterns.count
      if place == patterns.count { patterns.append(Pattern(name: name, rules: [])) }
      patterns[place].rules.append(rule)
    }
    for pattern in patterns { checkShares(of: pattern, reader) }
  }

  // MARK: Rows

  private func rule(_ cells: [CSVTable.Cell], _ reader: ObjectReader) -> FilingRule? {
    func invalid(_ place: Int, _ message: String, _ expected: String) -> FilingRule? {
      reader.context.report(
        Diagnostic(
          .invalidValue, message, at: cells[place].range, expected: expected,
          found: cells[place].text))
      return nil
    }
    func whole(_ place: Int, _ range: ClosedRange<Int>) -> Int? {
      Int(cells[place].text).flatMap { range.contains($0) ? $0 : nil }
    }
    guard let first = whole(1, 1...12) else { return invalid(1, "this is no month", "1 to 12") }
    guard let last = whole(2, first...12) else {
      return invalid(2, "this is no month from the first one on", "\(first) to 12")
    }
    guard let year = whole(3, 0...1) else {
      return invalid(3, "this is no year after that of the accrual", "0 or 1")
    }
    guard let month = whole(4, 1...12), year * 12 + month >= last else {
      return invalid(4, "this is no month from the end of the accrual on", "a month from 1 to 12")
    }
    let hasDay = !cells[5].text.isEmpty
    let day = whole(5, 1...31)
    guard !hasDay || day != nil else {
      return invalid(5, "this is no day of a month", "1 to 31, or nothing")
    }
    let term = FilingRule.Term(rawValue: cells[6].text)
    guard hasDay ? term != nil : cells[6].text.isEmpty else {
      return invalid(
        6, "this is no kind of term", hasDay ? "days or months" : "nothing, as there is no day")
    }
    guard let share = Double(cells[7].text), share >= 0, share <= 1 else {
      return invalid(7, "this is no share", "a number from 0 to 1")
    }
    return FilingRule(
      accrual: first...last, dueYear: year, dueMonth: month, dueDay: day, term: term ?? .months,
      share: share)
  }

  /// Every month's accrual falls due, and none of it twice.
  private func checkShares(of pattern: Pattern, _ reader: ObjectReader) {
    for month in 1...12 {
      let sum = pattern.rules.reduce(0) { $0 + ($1.accrual.contains(month) ? $1.share : 0) }
      guard abs(sum - 1) > 1e-9 else { continue }
      reader.reportInvalid(
        Fiscal.filingCalendar,
        "what accrues in month \(month) by the pattern '\(pattern.name)' falls due with a share of "
          + "\(sum), not of 1", expected: "rows for every month, with shares that sum to 1")
      return
    }
  }
}
