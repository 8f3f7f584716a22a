import Formulas
import SourceText

/// Reads the series of a table, and tells all that is wrong with it.
///
/// A table has one column of values (`period,value`), a column for each series, or a column
/// `series` beside the values. The time is a month, quarter, year or day in one cell, a year and
/// a month in two, a decimal year as R writes it, or a start and a count. Rows may come in any
/// order. `docs/history.md` tells all of it.
///
/// - Returns: the series without mistakes, in the order in which the file first names them, each
///   with what was done to it; and the mistakes, and warnings, in the order of the file.
/// - Errors: those of `readCSV`; `invalid-value` for texts that are no number or no time,
///   `missing-period`, `duplicate-period`, `mixed-frequencies`, `unknown-column`,
///   `unknown-unit`, `unit-mismatch`, `number-overflow`; the warning `running-total`.
/// - Complexity: O(bytes · log rows of a series).
public func readHistory(_ file: SourceFile, _ options: HistoryOptions = HistoryOptions()) -> (
  histories: [History], diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, !mistakes.contains(where: { $0.severity == .error }) else {
    return ([], mistakes)
  }
  var reader = HistoryReader(file, table, options)
  let histories = reader.read()
  return (histories, mistakes + reader.diagnostics)
}

/// The state of reading one table.
private struct HistoryReader {
  private static let errorMaximum = 100

  private let table: CSVTable
  private let options: HistoryOptions
  private let layout: TableLayout
  private(set) var diagnostics: [Diagnostic] = []
  private var errorCount = 0

  /// The name of a series that no column names.
  private let soleName: String
  private var series: [SeriesRows] = []
  private var indexByID: [String: Int] = [:]
  private var units: [String: Result<UnitOfMeasure, UnitError>] = [:]
  private var times: [String: PeriodText] = [:]
  /// The texts that named the series of the row before, and where that is.
  private var lastKey = (text: "", index: -1)
  /// Working days that one series needed, and others need again.
  private var workingDays: WorkingDays?
  /// The frequency of the row before, which most rows have too.
  private var lastFrequency: (text: String, frequency: Frequency?) = ("", nil)

  init(_ file: SourceFile, _ table: CSVTable, _ options: HistoryOptions) {
    self.table = table
    self.options = options
    layout = TableLayout(table.header, options)
    // The name of the file without folders and ending.
    let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
    let stem = name.lowercased().hasSuffix(".csv") ? String(name.dropLast(4)) : name
    soleName = options.name ?? stem
    diagnostics = layout.diagnostics
  }

  mutating func read() -> [History] {
    guard diagnostics.isEmpty else { return [] }
    for row in table.rows.indices where errorCount <= Self.errorMaximum { readRow(row) }
    guard !series.isEmpty || !diagnostics.isEmpty else {
      reportNoRows()
      return []
    }
    for oneOff in options.oneOffs { check(oneOff) }
    return series.compactMap { $0.isBroken ? nil : finish($0) }
  }

  /// There is no row, or none of the frequency that was asked for.
  private mutating func reportNoRows() {
    let wanted = table.rows.isEmpty || layout.frequency == nil ? nil : options.frequency?.label
    report(
      Finding(
        code: .emptyFile,
        message: wanted.map { .init(zh: "没有\($0.zh)的行", en: "no row is \($0.en)") }
          ?? .init(zh: "文件只有表头，没有数据行", en: "the file has a header and no rows"),
        cell: nil, range: table.header[wanted == nil ? 0 : layout.frequency ?? 0].range,
        expected: wanted.map { .init(zh: "所要求的\($0.zh)数据行", en: "\($0.en) rows, as was asked for") }
          ?? .init(zh: "每个时段一行", en: "a row for each period")))
  }

  private mutating func check(_ oneOff: OneOff) {
    let name = oneOff.series
    if let name, indexByID[name] != nil { return }
    if name == nil, series.count <= 1 { return }
    report(
      Finding(
        code: .unknownName,
        message: name.map {
          .init(zh: "历史数据里没有序列“\($0)”", en: "'\($0)' is no series of the history")
        }
          ?? .init(
            zh: "一次性事项没有写明序列，而历史数据有几个序列",
            en: "the one-off names no series, and the history has several"),
        cell: nil, range: oneOff.origin, expected: shownNames,
        suggestion: name.flatMap { didYouMean($0, among: series.map(\.id)) }))
  }

  private var shownNames: BilingualText {
    .oneOf(series.prefix(12).map(\.id) + (series.count > 12 ? ["…"] : []))
  }

  // MARK: Rows

  private mutating func readRow(_ row: Int) {
    let cells = table.rows[row]
    if cells.allSatisfy({ $0.text.utf8.allSatisfy { $0 == UInt8(ascii: " ") } }) { return }
    if isOfOtherFrequency(row) { return }
    let time = readTime(row)
    let known = readKnown(row)
    for values in layout.values {
      let index = seriesIndex(row, values)
      guard let time, known.isRight else {
        series[index].isBroken = true
        continue
      }
      readValue(row, values, index, time, known.day)
    }
  }

  private mutating func readValue(
    _ row: Int, _ values: TableLayout.Values, _ index: Int, _ time: PeriodText, _ known: Int?
  ) {
    let cell = table.rows[row][values.column]
    var observation = RawSeries.Observation(
      place: 0, value: .nan, known: known, row: row, column: values.column)
    if let column = layout.definition {
      let name = table.rows[row][column].text
      if !name.isEmpty { observation.definition = series[index].definitionIndex(name) }
    }
    if let column = layout.label, series[index].label == nil {
      let text = table.rows[row][column].text
      if !text.isEmpty { series[index].label = text }
    }
    var unit: UnitOfMeasure?
    switch NumberText(cell.text) {
    case .missing: break
    case .number(let number, let text):
      observation.value = number
      if !text.isEmpty {
        guard let found = readUnit(text, row, values.column, index) else { return }
        unit = found
      }
    case .wrong(let defect):
      report(.noNumber(defect, cell.text, cell: (row, values.column)))
      series[index].isBroken = true
      return
    }
    if let finding = series[index].add(time, observation, unit: unit) { report(finding) }
  }

  private mutating func seriesIndex(_ row: Int, _ values: TableLayout.Values) -> Int {
    let id: String
    if layout.series.isEmpty {
      id = values.name ?? soleName
    } else if layout.series.count == 1, values.name == nil {
      id = table.rows[row][layout.series[0]].text
    } else {
      let parts = layout.series.map { table.rows[row][$0].text } + (values.name.map { [$0] } ?? [])
      id = parts.joined(separator: ".")
    }
    if lastKey.index >= 0, lastKey.text == id { return lastKey.index }
    if let index = indexByID[id] {
      lastKey = (id, index)
      return index
    }
    var unit = values.unit
    let index = series.count
    if let column = layout.unit, !table.rows[row][column].text.isEmpty {
      unit = readUnit(table.rows[row][column].text, row, column, nil)
    }
    series.append(SeriesRows(id: id, unit: unit))
    indexByID[id] = index
    lastKey = (id, index)
    return index
  }

  private mutating func readUnit(_ text: String, _ row: Int, _ column: Int, _ index: Int?)
    -> UnitOfMeasure?
  {
    let result = units[text] ?? Result { () throws(UnitError) in try UnitOfMeasure(parsing: text) }
    units[text] = result
    switch result {
    case .success(let unit): return unit
    case .failure(let error):
      report(
        Finding(
          code: error.code, message: error.message, cell: (row, column),
          expected: error.expected, found: .quoted(text), suggestion: error.suggestion))
      if let index { series[index].isBroken = true }
      return nil
    }
  }
}

// MARK: - Times

extension HistoryReader {
  private mutating func readTime(_ row: Int) -> PeriodText? {
    switch layout.time {
    case .rows(let start): return rowTime(row, start)
    case .columns(let columns): return namedTime(row, columns)
    case .counted(let year, let number, let index):
      return countedTime(row, year, number, index)
    }
  }

  private mutating func namedTime(_ row: Int, _ columns: TimeColumns) -> PeriodText? {
    let cells = table.rows[row]
    var text: String?
    if case .label(let column) = columns { text = cells[column].text }
    if let text, let known = times[text] { return known }
    do throws(TimeColumns.Mistake) {
      let time = try columns.time(cells)
      if let text { times[text] = time }
      return time
    } catch {
      report(
        text.map { Finding.noPeriod($0, cell: (row, error.column)) }
          ?? notThis(error.expected, row, error.column))
      return nil
    }
  }

  private func notThis(_ expected: BilingualText, _ row: Int, _ column: Int) -> Finding {
    Finding(
      code: .invalidValue,
      message: .init(zh: "这不是\(expected.zh)", en: "this is not \(expected.en)"),
      cell: (row, column), expected: expected, found: .quoted(table.rows[row][column].text))
  }

  private mutating func rowTime(_ row: Int, _ start: Period) -> PeriodText? {
    let years = PeriodText.years
    if years.contains(start.year) {
      let period = start.advanced(by: row)
      if years.contains(period.year) { return .period(period) }
    }
    report(
      Finding(
        code: .invalidValue,
        message: .init(
          zh: "这一行不在公元 1 年至 9998 年之内", en: "the row lies outside of the years 1 to 9998"),
        cell: (row, 0), expected: .init(zh: "第一个时段，如 2023-01", en: "a first period such as 2023-01")
      ))
    return nil
  }

  private mutating func countedTime(_ row: Int, _ year: Int, _ number: Int?, _ index: Int)
    -> PeriodText?
  {
    var frequency = options.frequency ?? .yearly
    if let column = layout.frequency {
      guard let found = givenFrequency(row, column) else {
        report(
          Finding(
            code: .invalidValue, message: .init(zh: "这不是频率", en: "this is no frequency"),
            cell: (row, column),
            expected: .init(
              zh: "12 表示月，4 表示季，1 表示年", en: "12 for months, 4 for quarters or 1 for years"),
            found: .quoted(table.rows[row][column].text)))
        return nil
      }
      frequency = found
    }
    let perYear = frequency.periodsPerYear
    guard let start = wholeNumber(row, year, .aYear, PeriodText.years),
      let part = number.map({ wholeNumber(row, $0, .number(to: perYear), 1...perYear) })
        ?? 1,
      let count = wholeNumber(
        row, index, .init(zh: "从 1 起的数", en: "a number from 1 on"), 1...100_000)
    else { return nil }
    let period = Period(frequency, year: start, number: part).advanced(by: count - 1)
    guard PeriodText.years.contains(period.year) else {
      report(
        Finding(
          code: .invalidValue,
          message: .init(zh: "这一行在公元 9998 年之后", en: "the row lies after the year 9998"),
          cell: (row, index),
          expected: .init(zh: "从开始起的时段数", en: "a number of periods since the start")))
      return nil
    }
    return .period(period)
  }

  /// Whether the row says that it is of another frequency than was asked for: a file that tells
  /// the frequency of each series may hold several.
  private mutating func isOfOtherFrequency(_ row: Int) -> Bool {
    guard let wanted = options.frequency, let column = layout.frequency,
      let found = givenFrequency(row, column)
    else { return false }
    return found != wanted
  }

  private mutating func givenFrequency(_ row: Int, _ column: Int) -> Frequency? {
    let text = table.rows[row][column].text
    if text != lastFrequency.text || lastFrequency.frequency == nil {
      lastFrequency = (text, Self.frequency(text))
    }
    return lastFrequency.frequency
  }

  private static func frequency(_ text: String) -> Frequency? {
    switch string(trimmed(normalizedScalars(text))).lowercased() {
    case "12", "monthly", "month", "m", "月", "月度": .monthly
    case "4", "quarterly", "quarter", "q", "季", "季度": .quarterly
    case "1", "yearly", "annual", "year", "y", "a", "年", "年度": .yearly
    default: nil
    }
  }

  private mutating func wholeNumber(
    _ row: Int, _ column: Int, _ expected: BilingualText, _ range: ClosedRange<Int>
  ) -> Int? {
    let found = NumberText.wholeNumber(table.rows[row][column].text, in: range)
    if found == nil { report(notThis(expected, row, column)) }
    return found
  }

  /// When a row became known: nil where the cell is empty.
  private mutating func readKnown(_ row: Int) -> (isRight: Bool, day: Int?) {
    guard let column = layout.known else { return (true, nil) }
    let text = table.rows[row][column].text
    guard !text.isEmpty else { return (true, nil) }
    if let day = PeriodText(text)?.lastDay { return (true, day.dayNumber) }
    report(
      Finding(
        code: .invalidValue, message: .init(zh: "这不是日期", en: "this is no day"),
        cell: (row, column),
        expected: .init(
          zh: "数的公布日期，如 2023-02-15",
          en: "the day on which the value became known, such as 2023-02-15"),
        found: .quoted(text)))
    return (false, nil)
  }
}

// MARK: - Series

extension HistoryReader {
  /// Gives the rows of a series their periods, and takes care of it.
  private mutating func finish(_ rows: SeriesRows) -> History? {
    let (raw, finding) = resolvedPeriods(rows, options)
    guard let raw else {
      if let finding { report(finding) }
      return nil
    }
    var options = options
    options.oneOffs = options.oneOffs.filter {
      $0.series == rows.id || ($0.series == nil && series.count == 1)
    }
    var builder = SeriesBuilder(raw, options, knownOn: nil, workingDays: workingDays)
    let history = builder.build()
    workingDays = builder.workingDays
    for finding in builder.findings { report(finding) }
    return builder.findings.contains { $0.severity == .error } ? nil : history
  }

  private mutating func report(_ finding: Finding) {
    if finding.severity == .error { errorCount += 1 }
    guard errorCount <= Self.errorMaximum else {
      if errorCount == Self.errorMaximum + 1, finding.severity == .error {
        diagnostics.append(
          Diagnostic(
            .syntax, .readingStops(after: Self.errorMaximum),
            at: table.header[0].range))
      }
      return
    }
    let range = finding.cell.map { table.rows[$0.row][$0.column].range } ?? finding.range
    diagnostics.append(
      Diagnostic(
        finding.code, finding.message, at: range ?? table.header[0].range,
        expected: finding.expected, found: finding.found, suggestion: finding.suggestion,
        severity: finding.severity))
  }
}
