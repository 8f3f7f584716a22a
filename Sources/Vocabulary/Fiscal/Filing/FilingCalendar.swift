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

  /// What people call the patterns of `seeds/tax-filing-calendar.csv`; the name of another one.
  static func label(ofPattern name: String) -> BilingualText {
    switch name {
    case "monthly": BilingualText(zh: "按月", en: "monthly")
    case "quarterly": BilingualText(zh: "按季", en: "quarterly")
    case "quarterlyPrepayment": BilingualText(zh: "按季预缴", en: "prepaid by quarter")
    case "halfYearly": BilingualText(zh: "按半年", en: "half-yearly")
    case "annual": BilingualText(zh: "按年", en: "yearly")
    case "annualSettlement": BilingualText(zh: "年度汇算清缴", en: "settled for the year")
    case "businessIncomeSettlement":
      BilingualText(zh: "经营所得汇算清缴", en: "settled for business income")
    case "personalAnnualSettlement":
      BilingualText(zh: "个人综合所得年度汇算", en: "settled for personal income of the year")
    case "perTransaction": BilingualText(zh: "按次", en: "with each transaction")
    default: BilingualText(zh: "按“\(name)”", en: name)
    }
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
    func invalid(
      _ place: Int, _ message: BilingualText, _ expected: BilingualText
    ) -> FilingRule? {
      reader.context.report(
        Diagnostic(
          .invalidValue, message, at: cells[place].range, expected: expected,
          found: .same(cells[place].text)))
      return nil
    }
    func whole(_ place: Int, _ range: ClosedRange<Int>) -> Int? {
      Int(cells[place].text).flatMap { range.contains($0) ? $0 : nil }
    }
    guard let first = whole(1, 1...12) else {
      return invalid(1, .noMonth, .init(zh: "1 到 12", en: "1 to 12"))
    }
    guard let last = whole(2, first...12) else {
      return invalid(2, .noMonthFromFirst, .init(zh: "\(first) 到 12", en: "\(first) to 12"))
    }
    guard let year = whole(3, 0...1) else {
      return invalid(3, .noYearAfter, .init(zh: "0 或 1", en: "0 or 1"))
    }
    guard let month = whole(4, 1...12), year * 12 + month >= last else {
      return invalid(4, .noMonthFromEnd, .aMonth)
    }
    let hasDay = !cells[5].text.isEmpty
    let day = whole(5, 1...31)
    guard !hasDay || day != nil else {
      return invalid(5, .noDayOfMonth, .init(zh: "1 到 31，或留空", en: "1 to 31, or nothing"))
    }
    let term = FilingRule.Term(rawValue: cells[6].text)
    guard hasDay ? term != nil : cells[6].text.isEmpty else {
      return invalid(6, .noTerm, hasDay ? .daysOrMonths : .nothingWithoutDay)
    }
    guard let share = Double(cells[7].text), share >= 0, share <= 1 else {
      return invalid(7, .noShare, .from0To1)
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
        Fiscal.filingCalendar, .wrongSum(sum, month: month, pattern.name),
        expected: .init(
          zh: "每个月都有对应的行，比例合计为 1",
          en: "rows for every month, with shares that sum to 1"))
      return
    }
  }
}

extension BilingualText {
  fileprivate static let noMonth = BilingualText(zh: "这不是月份", en: "this is no month")
  fileprivate static let noMonthFromFirst = BilingualText(
    zh: "这不是应计起始月或以后的月份", en: "this is no month from the first one on")
  fileprivate static let noYearAfter = BilingualText(
    zh: "这不是应计年度之后的年数", en: "this is no year after that of the accrual")
  fileprivate static let noMonthFromEnd = BilingualText(
    zh: "这不是应计期末或以后的月份", en: "this is no month from the end of the accrual on")
  fileprivate static let aMonth = BilingualText(
    zh: "1 到 12 的月份", en: "a month from 1 to 12")
  fileprivate static let noDayOfMonth = BilingualText(
    zh: "这不是一个月里的哪一天", en: "this is no day of a month")
  fileprivate static let noTerm = BilingualText(
    zh: "没有这种期限", en: "this is no kind of term")
  fileprivate static let daysOrMonths = BilingualText(
    zh: "days（按日）或 months（按月）", en: "days or months")
  fileprivate static let nothingWithoutDay = BilingualText(
    zh: "留空，因为没有写日", en: "nothing, as there is no day")

  fileprivate static func wrongSum(_ sum: Double, month: Int, _ pattern: String) -> BilingualText {
    BilingualText(
      zh: "\(month) 月按“\(pattern)”应计的税款，到期比例合计为 \(sum)，不是 1",
      en: "what accrues in month \(month) by the pattern '\(pattern)' falls due with a share of "
        + "\(sum), not of 1")
  }
}
