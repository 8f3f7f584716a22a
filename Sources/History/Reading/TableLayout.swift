import Formulas
import SourceText

/// Which column of a table is for what.
struct TableLayout {
  /// Where the time of a row stands.
  enum Time {
    case columns(TimeColumns)
    /// The start of the series, and the number of the row within it from 1 on.
    case counted(year: Int, number: Int?, index: Int)
    /// Nowhere: the rows follow one another from a period on.
    case rows(Period)
  }

  /// A column of values.
  struct Values {
    let column: Int
    /// The name of its series; nil for the one series of a file or of a row.
    let name: String?
    let unit: UnitOfMeasure?
  }

  private(set) var time = Time.columns(.label(0))
  private(set) var series: [Int] = []
  private(set) var values: [Values] = []
  private(set) var frequency: Int?
  private(set) var unit: Int?
  private(set) var label: Int?
  private(set) var known: Int?
  private(set) var definition: Int?
  private(set) var diagnostics: [Diagnostic] = []

  private let header: [CSVTable.Cell]
  private let names: [String]
  private let units: [UnitOfMeasure?]
  private let roles: [ColumnRole?]
  private var isUsed: [Bool]

  init(_ header: [CSVTable.Cell], _ options: HistoryOptions) {
    self.header = header
    let columns = ColumnNames(header)
    (names, units, roles) = (columns.names, columns.units, columns.roles)
    isUsed = roles.map { $0 == .source || $0 == .note || $0 == .rownames }
    readTime(options)
    readKeys(options)
    if diagnostics.isEmpty { readValues(options) }
  }

  // MARK: Time

  private mutating func readTime(_ options: HistoryOptions) {
    if let name = options.periodColumn {
      guard let column = column(named: name) else { return }
      time = .columns(.label(use(column)))
    } else if let found = TimeColumns(roles) {
      for column in found.columns { isUsed[column] = true }
      time = .columns(found)
    } else if let year = first(.startYear), let index = first(.index) {
      frequency = first(.frequency).map { use($0) }
      time = .counted(
        year: use(year), number: first(.startPeriod).map { use($0) }, index: use(index))
    } else if let start = options.start {
      time = .rows(start)
    } else {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .init(zh: "没有写明时段的列", en: "no column says when the values were"),
          at: header[0].range,
          expected: .init(
            zh: "“period”列，写月、季或年，如 2023-01",
            en: "a column 'period' with months, quarters or years, such as 2023-01"),
          found: .columns(header.map(\.text)),
          suggestion: .init(
            zh: "指明时段所在的列，或第一行的时段",
            en: "name the column of the periods, or the period of the first row")))
    }
  }

  // MARK: What a row belongs to

  private mutating func readKeys(_ options: HistoryOptions) {
    if options.seriesColumns.isEmpty {
      series = first(.series).map { [use($0)] } ?? []
    } else {
      series = options.seriesColumns.compactMap { column(named: $0) }.map { use($0) }
    }
    unit = first(.unit).map { use($0) }
    label = first(.label).map { use($0) }
    known = first(.known).map { use($0) }
    definition = first(.definition).map { use($0) }
  }

  // MARK: Values

  private mutating func readValues(_ options: HistoryOptions) {
    guard options.valueColumns.isEmpty else {
      let columns = options.valueColumns.compactMap { column(named: $0) }
      setValues(columns, areNamed: columns.count > 1)
      return
    }
    let others = header.indices.filter { !isUsed[$0] && roles[$0] != .value }
    if let value = first(.value) {
      setValues([value], areNamed: false)
      for column in others { refuse(column) }
    } else if !series.isEmpty, others.count > 1 {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .init(zh: "有几列都可能是数值列", en: "several columns could hold the values"),
          at: header[others[0]].range,
          expected: .init(
            zh: "序列名之外只有一列“value”", en: "one column named 'value' beside the names of the series"),
          found: others.map { .same(header[$0].text) }.joined(),
          suggestion: .init(zh: "指明数值所在的列", en: "name the column of the values")))
    } else if others.isEmpty {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .init(zh: "文件没有数值列", en: "the file has no column of values"),
          at: header[0].range,
          expected: .init(
            zh: "“value”列，或每个序列一列", en: "a column 'value', or a column for each series"),
          found: .columns(header.map(\.text))))
    } else {
      setValues(others, areNamed: series.isEmpty)
    }
  }

  private mutating func setValues(_ columns: [Int], areNamed: Bool) {
    values = columns.map { column in
      Values(
        column: use(column), name: areNamed ? names[column] : nil, unit: units[column])
    }
  }

  private mutating func refuse(_ column: Int) {
    let name = header[column].text
    diagnostics.append(
      Diagnostic(
        .unknownColumn, .init(zh: "历史数据没有“\(name)”这样的列", en: "'\(name)' is no column of a history"),
        at: header[column].range,
        expected: .oneOf(ColumnRole.offered),
        suggestion: didYouMean(name, among: ColumnRole.offered)
          ?? .init(
            zh: "删去这一列，或指明它是数值列或序列名的列",
            en: "remove it, or name it as a column of values or of names of series")))
  }

  // MARK: Finding columns

  private func first(_ role: ColumnRole) -> Int? {
    header.indices.first { roles[$0] == role && !isUsed[$0] }
  }

  private mutating func use(_ column: Int) -> Int {
    isUsed[column] = true
    return column
  }

  private mutating func column(named name: String) -> Int? {
    let found =
      names.firstIndex(of: name) ?? header.firstIndex { $0.text == name }
      ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    if found == nil {
      diagnostics.append(
        Diagnostic(
          .invalidValue, .init(zh: "文件没有“\(name)”列", en: "the file has no column '\(name)'"),
          at: header[0].range,
          found: .columns(header.map(\.text)),
          suggestion: didYouMean(name, among: names)))
    }
    return found
  }
}
