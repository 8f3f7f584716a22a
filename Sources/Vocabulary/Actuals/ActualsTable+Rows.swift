import Formulas
import SourceText

/// What a row says besides its value, for whoever reads a table of actuals.
extension ActualsTable {
  /// The name of what a row is about.
  func indicator(_ cells: [CSVTable.Cell]) throws(ActualProblem) -> String {
    guard cell(cells, .indicator) != nil else {
      throw problem(
        .unknownName, .init(zh: "这一行没有写指标", en: "the row names no indicator"), cells,
        .indicator, expected: .indicatorID, suggestion: .fillMerged)
    }
    return text(cells, .indicator)
  }

  /// The standard deviation of the error of a value, in base units; 0 where none is given.
  func error(_ cells: [CSVTable.Cell], _ unit: UnitOfMeasure) throws(ActualProblem) -> Double {
    guard let value = try number(cells, .error, unit) else { return 0 }
    guard value >= 0 else {
      throw problem(
        .invalidValue,
        .init(zh: "标准差不能为负", en: "a standard deviation is not negative"), cells, .error)
    }
    return value
  }

  /// The day from which a value was known; where none is given the last one of its period, before
  /// which nobody can know it.
  ///
  /// - Parameter last: the last period of the row.
  func known(_ cells: [CSVTable.Cell], last: Period) throws(ActualProblem) -> CalendarDate {
    guard
      let day = try day(
        cells, .known,
        expected: .init(
          zh: "日期，如 \(last.lastDay)", en: "a date such as \(last.lastDay)"))
    else {
      return last.lastDay
    }
    guard day > last.firstDay else {
      throw problem(
        .invalidValue,
        .init(
          zh: "时段开始之前不会知道其实绩",
          en: "what comes of a period is not known before it begins"), cells, .known,
        expected: .init(zh: "\(last.firstDay) 之后的日期", en: "a day after \(last.firstDay)"))
    }
    return day
  }

  /// What is wrong where a row says again what another one has said, known on the same day.
  ///
  /// - Parameter period: empty for a row without one.
  func duplicate(
    _ indicator: String, _ period: String, _ cells: [CSVTable.Cell], first: [CSVTable.Cell]
  ) -> ActualProblem {
    let line = range(first, .indicator).start.line
    return problem(
      .duplicatePeriod,
      .init(
        zh: "“\(indicator)”\(period.isEmpty ? "" : "在 \(period) ")已有数值（第 \(line) 行）",
        en: "'\(indicator)' has a value\(period.isEmpty ? "" : " for \(period)") already, "
          + "on line \(line)"),
      cells, .period,
      expected: .init(
        zh: "每个时段只写一次；修订另写一行，known 更晚",
        en: "each period once, or a revision with a later 'known'"))
  }

  /// Whether two rows have the same value, unit and error, as they are written.
  func saysTheSame(_ row: [CSVTable.Cell], _ other: [CSVTable.Cell]) -> Bool {
    [Column.value, .unit, .error].allSatisfy { text(row, $0) == text(other, $0) }
  }

  /// What is to be minded where no row has a value.
  var nothingRead: Diagnostic {
    Diagnostic(
      .emptyFile,
      .init(zh: "表中没有实绩，没有读到任何数值", en: "the table has no actuals: no value was read"),
      at: header.first?.range, severity: .warning)
  }
}
