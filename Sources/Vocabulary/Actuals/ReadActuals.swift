import Formulas
import SourceText

/// Reads a table of what came of indicators and of works.
///
/// Of indicators: `indicator`, `period`, `value`, and if need be `unit`, `known`, the
/// day from which it was known, and `error`, its standard deviation (also `±`). Columns, periods
/// and numbers may be written as in a history: `指标`, `月份`, `数值（万元）`, `2024年3月`, `1,234.5`.
///
/// A period is one of the horizon, or several as `2024-01..2024-05`, `2024-Q1` or `2024`, of which
/// the sum is known. Without `known` a value is known from the last day of its period on; without
/// `unit` it is in that of the indicator. Empty values are passed over.
///
/// Of a firm in the pipeline: `<firm>.stage`, with the name of the stage as value, which is that at
/// the end of the period.
///
/// Of works: `works.<project>.<activity>.start` and `.finish` with a day, `.remaining` with a time,
/// and `works.<project>.finish`; they have no period. A day is known from itself on.
///
/// - Returns: nil when there is a mistake; warnings, such as that of a table without a value, leave
///   the actuals as they are.
/// - Errors: each with its place: a column that is missing or unknown, an indicator that the
///   scenario does not have or that has no value in each period, a period outside of the horizon, a
///   sum of what is not added up, another unit, no number, a value twice with the same `known`, and
///   what `knownParts` finds.
public func readActuals(_ file: SourceFile, for model: ScenarioModel) -> (
  actuals: Actuals?, diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return (nil, mistakes) }
  var reader = ActualsReader(ActualsTable(table), model)
  let rows = reader.rows()
  let actuals = Actuals(source: file, rows: rows, progress: reader.progress)
  var diagnostics = reader.diagnostics
  if diagnostics.isEmpty {
    if let last = actuals.lastKnown {
      diagnostics += knownParts(actuals.known(on: last)).diagnostics
    } else {
      diagnostics.append(reader.table.nothingRead)
    }
  }
  return (diagnostics.contains { $0.severity == .error } ? nil : actuals, diagnostics)
}

/// The state of reading one table.
struct ActualsReader {
  let table: ActualsTable
  let projects: [Project]
  let pipelineFirms: [PipelineFirm]
  private let model: Model
  private let indicators: [String: ResolvedIndicator]
  private(set) var diagnostics: [Diagnostic]
  var progress: [ActualProgress] = []

  init(_ table: ActualsTable, _ scenario: ScenarioModel) {
    self.table = table
    model = scenario.model
    projects = scenario.scenario.projects
    pipelineFirms = scenario.scenario.fiscal?.pipelineFirms ?? []
    indicators = Dictionary(
      model.indicators.map { ($0.indicator.id, $0) }, uniquingKeysWith: { first, _ in first })
    diagnostics = table.diagnostics
  }

  mutating func rows() -> [Actual] {
    guard diagnostics.isEmpty else { return [] }
    var seen: [Actuals.Key: [CalendarDate: [CSVTable.Cell]]] = [:]
    var rows: [Actual] = []
    for cells in table.rows {
      do throws(ActualProblem) {
        if let (name, kind) = work(cells) {
          try addProgress(name, kind, cells)
          continue
        }
        guard let row = try row(cells) else { continue }
        let key = Actuals.Key(row)
        if let first = seen[key]?[row.known] {
          throw table.duplicate(row.indicator, row.periodText, cells, first: first)
        }
        seen[key, default: [:]][row.known] = cells
        rows.append(row)
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
    return rows
  }

  /// Nil for what has no value yet, which says nothing.
  private func row(_ cells: [CSVTable.Cell]) throws(ActualProblem) -> Actual? {
    guard table.hasValue(cells) else { return nil }
    let firm = pipelineFirm(cells)
    let name = if let firm { firm.place } else { try table.indicator(cells) }
    let resolved = try indicator(name, cells)
    let (periods, text) = try periods(cells, resolved)
    let unit = resolved.indicator.unit
    guard let value = try value(of: firm, unit, cells) else { return nil }
    return Actual(
      indicator: resolved.indicator.id, unit: unit, periodText: text, periods: periods,
      value: value, error: try table.error(cells, unit),
      known: try table.known(cells, last: model.horizon[periods.upperBound]),
      range: table.range(cells, .period))
  }

  /// A number, or the place of the stage of a firm; nil where nothing was observed.
  private func value(
    of firm: PipelineFirm?, _ unit: UnitOfMeasure, _ cells: [CSVTable.Cell]
  ) throws(ActualProblem) -> Double? {
    guard let firm else { return try table.number(cells, .value, unit) }
    return try place(of: firm, cells)
  }

  private func indicator(_ id: String, _ cells: [CSVTable.Cell]) throws(ActualProblem)
    -> ResolvedIndicator
  {
    guard let found = indicators[id] else {
      let below = indicators.keys.filter { name in
        name.hasPrefix(id + ".") && !name.dropFirst(id.count + 1).contains(".")
      }.sorted()
      throw table.problem(
        .unknownName,
        .init(zh: "情景没有指标“\(id)”", en: "the scenario has no indicator '\(id)'"), cells,
        .indicator,
        expected: below.isEmpty ? .indicatorID : .oneOf(below),
        suggestion: landing(id)
          ?? (below.isEmpty
            ? .indicator(id, among: model.indicators.map(\.indicator)) : nil))
    }
    guard found.timing == .each else {
      throw table.problem(
        .timing,
        .init(
          zh: "“\(id)”不是每个时段都有自己的值",
          en: "'\(id)' has no value of its own in each period"), cells, .indicator,
        expected: .init(
          zh: "每个时段都有值的指标", en: "an indicator with a value in each period"),
        suggestion: id.hasPrefix("works.") ? .tellWorks : .stateFacts)
    }
    return found
  }

  func isIndicator(_ id: String) -> Bool { indicators[id] != nil }

  private func periods(_ cells: [CSVTable.Cell], _ resolved: ResolvedIndicator)
    throws(ActualProblem) -> (periods: ClosedRange<Int>, text: String)
  {
    let horizon = model.horizon
    let (ends, text) = try table.ends(
      cells, horizon.frequency,
      expected: .periodOrSeveral(horizon[0].label, to: horizon.last.label),
      year: horizon[0].year)
    guard let periods = horizon.indexes(of: ends) else {
      throw table.problem(
        .periodOutsideHorizon,
        .init(
          zh: "“\(text)”不由预测期内的时段组成",
          en: "'\(text)' is not made of periods of the horizon"), cells, .period,
        expected: .init(zh: "\(horizon.label) 内的时段", en: "periods of \(horizon.label)"))
    }
    let id = resolved.indicator.id
    guard periods.count == 1 || resolved.indicator.aggregation == .sum else {
      throw table.problem(
        .invalidValue,
        .init(
          zh: "“\(id)”不跨时段相加，因此没有合计可知",
          en: "'\(id)' is not added up over periods, so that no sum of it is known"),
        cells, .period, expected: .onePeriod)
    }
    guard periods.count == 1 || !model.isLookedAtFromElsewhere(id) else {
      throw table.problem(
        .invalidValue, .lookedAtFromElsewhere(id), cells, .period, expected: .onePeriod)
    }
    return (periods, text)
  }
}
