import Formulas
import Planning
import Reports
import SourceText

/// Sets what came beside the targets of a register.
///
/// A target is decided when the table has its indicator in just its period, or in all months or
/// quarters that make it up. Of several values for one period the one that was known last
/// counts. A probability that was given when the outcome was known says nothing of how good
/// forecasts are and is left out of the scores: the outcome was known from the first value on, by
/// its `known`, or by the last day of its period where that is empty.
///
/// - Parameter file: a table with `indicator`, `period`, `value`, and where needed `unit`, `known`.
/// - Errors: a missing column, what is no period, a value that is neither a number nor a date,
///   another unit.
public func score(_ targets: [RegisteredTarget], by file: SourceFile) -> (
  targets: [RegisteredTarget], diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return (targets, mistakes) }
  var outturns = Outturns(table, periods: Set(targets.map(\.period)))
  let scored = targets.map { target in
    var scored = target
    let outturn = outturns.value(of: target)
    scored.outturn = outturn?.value
    scored.isOutturnKnown = outturn?.known.map { $0 <= target.date } ?? false
    return scored
  }
  return (scored, outturns.diagnostics)
}

private struct Outturns {
  private struct Key: Hashable {
    let indicator, period: String
  }

  private let table: CSVTable
  private var rows: [Key: Int] = [:]
  /// The days from which something was known.
  private var days: [Key: CalendarDate] = [:]

  struct Outturn {
    var value: Double
    /// Nil where the table does not say.
    var known: CalendarDate?
  }

  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter periods: those of the targets, whatever they are called.
  init(_ table: CSVTable, periods: Set<String>) {
    self.table = table
    for name in ["indicator", "period", "value"] where table.columnIndex(named: name) == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader, .init(zh: "表里没有“\(name)”列", en: "the table has no column '\(name)'"),
          at: table.header.first?.range,
          expected: .init(
            zh: "indicator、period 和 value 三列", en: "the columns indicator, period and value")))
    }
    guard diagnostics.isEmpty else { return }
    for row in table.rows.indices where !text(row, "value").isEmpty {
      let key = Key(indicator: text(row, "indicator"), period: text(row, "period"))
      if !periods.contains(key.period), Period.ends(label: key.period) == nil,
        let place = table.columnIndex(named: "period")
      {
        diagnostics.append(
          Diagnostic(
            .invalidValue, .init(zh: "这不是时段", en: "this is no period"),
            at: table.rows[row][place].range,
            expected: .init(
              zh: "时段，如 2024、2024-05 或 2024-01..2024-06",
              en: "a period such as 2024, 2024-05 or 2024-01..2024-06"),
            found: .quoted(key.period)))
      }
      if let day = known(row) { days[key] = min(days[key] ?? day, day) }
      if let other = rows[key], text(other, "known") > text(row, "known") { continue }
      rows[key] = row
    }
  }

  private func text(_ row: Int, _ column: String) -> String {
    table.columnIndex(named: column).map { table.rows[row][$0].text } ?? ""
  }

  /// The day from which a row was known.
  private func known(_ row: Int) -> CalendarDate? {
    if let day = CalendarDate(iso: text(row, "known")) { return day }
    guard let label = text(row, "period").split(separator: ".").last else { return nil }
    return Period(label: String(label))?.lastDay
  }

  mutating func value(of target: RegisteredTarget) -> Outturn? {
    if let found = value(target, target.period) { return found }
    guard let ends = Period.ends(label: target.period) else { return nil }
    for frequency in [Frequency.monthly, .quarterly] {
      let first = Period(frequency, containing: ends.lowerBound.firstDay)
      let last = Period(frequency, containing: ends.upperBound.lastDay)
      let whole = Horizon(first: first, count: last.ordinal - first.ordinal + 1)
      guard whole.count > 1, whole.firstDay == ends.lowerBound.firstDay,
        whole.lastDay == ends.upperBound.lastDay
      else { continue }
      let labels = whole.periods.map(\.label)
      if let total = value(target, labels[0] + ".." + labels[labels.count - 1]) { return total }
      let parts = labels.compactMap { value(target, $0) }
      guard parts.count == labels.count else { continue }
      let values = parts.map(\.value)
      let days = parts.compactMap(\.known)
      let outcome: Double =
        switch Indicator.Aggregation(rawValue: target.aggregation) {
        case .sum: values.reduce(0, +)
        case .mean: values.reduce(0, +) / Double(values.count)
        case .minimum: values.reduce(.infinity, min)
        case .maximum: values.reduce(-.infinity, max)
        case .last, nil: values[values.count - 1]
        }
      // All of it is known when the last part is.
      return Outturn(value: outcome, known: days.count == parts.count ? days.max() : nil)
    }
    return nil
  }

  /// In the unit of the target.
  private mutating func value(_ target: RegisteredTarget, _ period: String) -> Outturn? {
    let key = Key(indicator: target.indicator, period: period)
    guard let number = number(target, key) else { return nil }
    return Outturn(value: number, known: days[key])
  }

  private mutating func number(_ target: RegisteredTarget, _ key: Key) -> Double? {
    guard let row = rows[key], let place = table.columnIndex(named: "value")
    else { return nil }
    let (cell, given) = (table.rows[row][place], text(row, "unit"))
    if let date = CalendarDate(iso: cell.text) { return Double(date.dayNumber) }
    guard let number = Double(cell.text), number.isFinite else {
      report(.init(zh: "这既不是数也不是日期", en: "this is neither a number nor a date"), cell)
      return nil
    }
    if given.isEmpty || given == target.unit { return number }
    guard let from = UnitOfMeasure(given), let to = UnitOfMeasure(target.unit),
      from.hasSameDimension(as: to)
    else {
      report(
        .init(
          zh: "这个数的单位是“\(given)”，而目标的单位是“\(target.unit)”",
          en: "the value is in '\(given)', but the target in '\(target.unit)'"), cell)
      return nil
    }
    return to.value(ofBase: from.baseValue(of: number))
  }

  private mutating func report(_ message: BilingualText, _ cell: CSVTable.Cell) {
    // Several targets may ask for the same value.
    guard !diagnostics.contains(where: { $0.range?.start == cell.range.start }) else { return }
    diagnostics.append(
      Diagnostic(.invalidValue, message, at: cell.range, found: .quoted(cell.text)))
  }
}

/// The files of `torreya score --targets`.
public func targetScoreTables(_ targets: [RegisteredTarget]) -> [NamedTable] {
  let scores = yearlyScores(targets)
  return [
    NamedTable("register.csv", TargetRegisterTable.table(scored: targets)),
    NamedTable("brier.csv", BrierTable.table(scores)),
    NamedTable("reliability.csv", ReliabilityTable.table(scores)),
  ]
}

/// The Brier score of each year that has outcomes, and behind them that of all together.
public func yearlyScores(_ targets: [RegisteredTarget]) -> [(year: String, score: BrierScore)] {
  let decided = targets.filter { $0.judged != nil }
  guard !decided.isEmpty else { return [] }
  let years = Set(decided.map(\.year)).sorted()
  return years.map { year in
    (String(year), BrierScore(decided.filter { $0.year == year }.compactMap(\.judged)))
  } + [("all", BrierScore(decided.compactMap(\.judged)))]
}
