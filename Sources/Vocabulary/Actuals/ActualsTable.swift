import Formulas
import History
import SourceText

/// A table of what came, as people and spreadsheets write it: which column is for what, and what
/// its cells say.
///
/// Names of columns, periods and numbers are read as those of histories are: `月份`, `数值（万元）`,
/// `2024年3月`, `1,234.5`.
struct ActualsTable {
  /// What a column is for; when a row was may stand in two.
  enum Column: String { case indicator, period, value, unit, known, error }

  /// What messages call the columns.
  private static let offered = [
    "indicator", "period", "value", "unit", "known", "error", "±", "source", "note",
  ]
  private static let namesOfErrors: Set<String> = ["error", "±", "误差", "标准差"]

  let rows: [[CSVTable.Cell]]
  private(set) var diagnostics: [Diagnostic] = []
  let header: [CSVTable.Cell]
  private let names: ColumnNames
  private let time: TimeColumns?
  private var places: [Column: Int] = [:]

  /// - Errors: a column that is unknown, missing, or there twice.
  init(_ table: CSVTable) {
    (rows, header) = (table.rows, table.header)
    names = ColumnNames(table.header)
    time = TimeColumns(names.roles)
    places[.period] = time?.columns.last
    for place in header.indices where time?.columns.contains(place) != true { note(place) }
    for column in [Column.indicator, .period, .value] where places[column] == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader,
          .init(
            zh: "表中没有“\(column.rawValue)”列",
            en: "the table has no column '\(column.rawValue)'"), at: header.first?.range,
          expected: .init(
            zh: "indicator、period、value 三列（指标、时期、数值）",
            en: "the columns indicator, period and value (指标, 时期, 数值)")))
    }
  }

  private mutating func note(_ place: Int) {
    let column: Column
    switch names.roles[place] {
    case .series: column = .indicator
    case .value: column = .value
    case .unit: column = .unit
    case .known: column = .known
    case .label, .source, .note, .rownames: return
    case nil where Self.namesOfErrors.contains(names.names[place].lowercased()): column = .error
    default:
      let name = header[place].text
      diagnostics.append(
        Diagnostic(
          .unknownColumn,
          .init(
            zh: "实绩表没有“\(name)”这一列",
            en: "there is no column '\(name)' in a table of actuals"),
          at: header[place].range, expected: .oneOf(Self.offered),
          suggestion: didYouMean(name, among: Self.offered)))
      return
    }
    if let other = places[column] {
      diagnostics.append(
        Diagnostic(
          .csvHeader,
          .init(
            zh: "“\(header[other].text)”和“\(header[place].text)”两列含义相同",
            en: "the columns '\(header[other].text)' and '\(header[place].text)' are for the same"),
          at: header[place].range,
          expected: .init(
            zh: "一列“\(column.rawValue)”", en: "one column '\(column.rawValue)'")))
    }
    places[column] = place
  }

  // MARK: Cells

  /// A cell that says something; nil where it is empty or the table has no such column.
  func cell(_ cells: [CSVTable.Cell], _ column: Column) -> CSVTable.Cell? {
    guard let place = places[column], !cells[place].text.allSatisfy(\.isWhitespace) else {
      return nil
    }
    return cells[place]
  }

  /// The text of a cell without blanks around it; empty where there is none.
  func text(_ cells: [CSVTable.Cell], _ column: Column) -> String {
    cell(cells, column)?.text.trimmingBlanks ?? ""
  }

  /// Where a cell of a column stands; that of the first where the table has no such column.
  func range(_ cells: [CSVTable.Cell], _ column: Column) -> SourceRange {
    cells[places[column] ?? 0].range
  }

  /// A mistake in a cell.
  func problem(
    _ code: DiagnosticCode, _ message: BilingualText, _ cells: [CSVTable.Cell],
    _ column: Column, expected: BilingualText? = nil, suggestion: BilingualText? = nil
  ) -> ActualProblem {
    let text = cells[places[column] ?? 0].text
    return ActualProblem(
      diagnostic: Diagnostic(
        code, message, at: range(cells, column), expected: expected,
        found: text.isEmpty ? nil : .quoted(text), suggestion: suggestion))
  }

  /// What is larger in base units counts nothing that there is, and its square may be beyond the
  /// range of numbers.
  static let largestNumber = 1e30

  /// A number in base units of a unit, or of one like it that the cell, the column of units or the
  /// header has; nil where nothing was observed.
  func number(_ cells: [CSVTable.Cell], _ column: Column, _ unit: UnitOfMeasure)
    throws(ActualProblem) -> Double?
  {
    try quantity(cells, column, like: unit).map { $0.unit.baseValue(of: $0.number) }
  }

  /// A number as it is written, and what it is in: a unit like another one.
  struct WrittenQuantity {
    let number: Double
    let unit: UnitOfMeasure

    /// The number in a unit like its own: the very one that is written where the two are as large.
    func number(in other: UnitOfMeasure) -> Double {
      unit.scale == other.scale
        ? number : other.decimalValue(ofBase: unit.baseValue(of: number))
    }
  }

  /// A number and its unit, which is like some unit; nil where nothing was observed.
  func quantity(_ cells: [CSVTable.Cell], _ column: Column, like unit: UnitOfMeasure)
    throws(ActualProblem) -> WrittenQuantity?
  {
    guard let cell = cell(cells, column) else { return nil }
    switch NumberText(cell.text) {
    case .missing: return nil
    case .wrong(let defect):
      throw problem(
        defect == .tooLarge ? .numberOverflow : .invalidValue, defect.message, cells, column,
        expected: .init(
          zh: "数，如 556.7、1,234 或 5000万元", en: "a number, such as 556.7, 1,234 or 5000万元"),
        suggestion: .init(
          zh: "不知道的留空", en: "leave the cell empty where nothing is known"))
    case .number(let number, let own):
      let written = try found(unit, own, cells, column)
      guard abs(written.baseValue(of: number)) <= Self.largestNumber else {
        throw problem(
          .numberOverflow,
          .init(zh: "数值大得不可能", en: "the number is larger than can be"), cells, column,
          expected: .init(
            zh: "至多 1e30 的数（看一看单位）", en: "a number of at most 1e30; mind its unit"))
      }
      return WrittenQuantity(number: number, unit: written)
    }
  }

  /// The unit of a number, which is like some unit.
  ///
  /// - Parameter own: what follows the number.
  private func found(
    _ unit: UnitOfMeasure, _ own: String, _ cells: [CSVTable.Cell], _ column: Column
  ) throws(ActualProblem) -> UnitOfMeasure {
    let given: Column = own.isEmpty && cell(cells, .unit) != nil ? .unit : column
    let name = own.isEmpty ? text(cells, .unit) : own
    var found = [column, .value].lazy.compactMap { places[$0].flatMap { names.units[$0] } }.first
    if !name.isEmpty {
      do throws(UnitError) {
        found = try UnitOfMeasure(parsing: name)
      } catch {
        throw ActualProblem(diagnostic: error.diagnostic(at: range(cells, given)))
      }
    }
    guard let found else { return unit }
    guard found.hasSameDimension(as: unit) else {
      throw problem(
        .unitMismatch, .units(of: found, against: unit), cells, given,
        expected: FieldShape.quantity(unit).expectation)
    }
    return found
  }

  /// The periods of a row, from the first to the last, and how it writes them.
  ///
  /// - Parameters:
  ///   - frequency: a day stands for the period of this frequency that it lies in.
  ///   - expected: what a cell that names no period should say.
  ///   - year: the one to suggest for a period of which the year is left out.
  func ends(
    _ cells: [CSVTable.Cell], _ frequency: Frequency, expected: BilingualText, year: Int
  ) throws(ActualProblem) -> (ends: ClosedRange<Period>, text: String) {
    if let time, case .parts = time {
      do throws(TimeColumns.Mistake) {
        guard let ends = try time.time(cells).ends(frequency) else {
          preconditionFailure("a year and a number in it name a period")
        }
        return (ends, ends.lowerBound.label)
      } catch {
        throw ActualProblem(
          diagnostic: Diagnostic(
            .invalidValue,
            .init(
              zh: "这不是\(error.expected.zh)", en: "this is not \(error.expected.en)"),
            at: cells[error.column].range,
            expected: error.expected, found: .quoted(cells[error.column].text)))
      }
    }
    let text = text(cells, .period)
    guard let ends = periodsNamed(text, frequency) else {
      throw problem(
        .invalidValue, .init(zh: "这不是时段", en: "this is no period"), cells, .period,
        expected: expected, suggestion: .period(text, year: year))
    }
    return (ends, text)
  }

  /// Whether the row has a value, right or wrong.
  func hasValue(_ cells: [CSVTable.Cell]) -> Bool {
    guard let cell = cell(cells, .value) else { return false }
    if case .missing = NumberText(cell.text) { return false }
    return true
  }

  /// The day that a cell names; nil where it is empty.
  ///
  /// - Parameter isExact: whether a period does not stand for its last day.
  func day(
    _ cells: [CSVTable.Cell], _ column: Column, expected: BilingualText, isExact: Bool = false
  ) throws(ActualProblem) -> CalendarDate? {
    guard let cell = cell(cells, column) else { return nil }
    switch PeriodText(cell.text) {
    case .day(let day)?: return day
    case let time? where !isExact: if let day = time.lastDay { return day }
    default: break
    }
    throw problem(
      .invalidValue, .init(zh: "这不是日期", en: "this is no date"), cells, column,
      expected: expected)
  }
}

/// The periods that a text names, from the first to the last: one, several with `..` between the
/// first and the last, or months as `2024年1-5月`. Nil for anything else.
///
/// - Parameter frequency: a day stands for the period of this frequency that it lies in.
func periodsNamed(_ text: String, _ frequency: Frequency) -> ClosedRange<Period>? {
  if let time = PeriodText(text) { return time.ends(frequency) }
  if let ends = Period.ends(written: text) { return ends }
  // Days with `..` between them.
  let found = text.split(separator: "..", omittingEmptySubsequences: false)
    .map { PeriodText(String($0))?.ends(frequency) }
  guard (1...2).contains(found.count), let first = found[0], let last = found[found.count - 1],
    first.lowerBound.frequency == last.upperBound.frequency, first.lowerBound <= last.upperBound
  else { return nil }
  return first.lowerBound...last.upperBound
}
