import Formulas
import SourceText

/// Reads a table of what came of indicators and of works.
///
/// Of indicators: `indicator`, `period`, `value`, and if need be `unit`, `known`, the
/// day from which it was known, and `error`, its standard deviation (also `±`).
///
/// A period is one of the horizon, or several as `2024-01..2024-05`, `2024-Q1` or `2024`, of which
/// the sum is known. Without `known` a value is known from the last day of its period on; without
/// `unit` it is in that of the indicator. Empty values are passed over.
///
/// Of works: `works.<project>.<activity>.start` and `.finish` with a day, `.remaining` with a time,
/// and `works.<project>.finish`; they have no period. A day is known from itself on.
///
/// - Returns: nil when there is a mistake; warnings leave the actuals as they are.
/// - Errors: each with its place: a column that is missing or unknown, an indicator that the
///   scenario does not have or that has no value in each period, a period outside of the horizon, a
///   sum of what is not added up, another unit, no number, a value twice with the same `known`, and
///   what `knownParts` finds.
public func readActuals(_ file: SourceFile, for model: ScenarioModel) -> (
  actuals: Actuals?, diagnostics: [Diagnostic]
) {
  let (table, mistakes) = readCSV(file)
  guard let table, mistakes.isEmpty else { return (nil, mistakes) }
  var reader = ActualsReader(table, model)
  let rows = reader.rows()
  let actuals = Actuals(source: file, rows: rows, progress: reader.progress)
  var diagnostics = reader.diagnostics
  if diagnostics.isEmpty, let last = actuals.lastKnown {
    diagnostics += knownParts(actuals.known(on: last)).diagnostics
  }
  return (diagnostics.contains { $0.severity == .error } ? nil : actuals, diagnostics)
}

private struct ActualsReader {
  private static let needed = ["indicator", "period", "value"]
  private static let optional = ["unit", "known", "error", "±", "source", "note"]

  private let table: CSVTable
  private let model: Model
  private let projects: [Project]
  private let indicators: [String: ResolvedIndicator]
  private var places: [String: Int] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var progress: [ActualProgress] = []

  init(_ table: CSVTable, _ scenario: ScenarioModel) {
    self.table = table
    model = scenario.model
    projects = scenario.scenario.projects
    indicators = Dictionary(
      model.indicators.map { ($0.indicator.id, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Self.needed + Self.optional
    for (place, cell) in table.header.enumerated() {
      guard known.contains(cell.text) else {
        diagnostics.append(
          Diagnostic(
            .unknownColumn, "there is no column '\(cell.text)' in a table of actuals",
            at: cell.range, expected: "one of: " + known.joined(separator: ", "),
            suggestion: didYouMean(cell.text, among: known)))
        continue
      }
      places[cell.text] = place
    }
    for name in Self.needed where places[name] == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader, "the table has no column '\(name)'", at: table.header.first?.range,
          expected: "the columns indicator, period and value"))
    }
  }

  mutating func rows() -> [Actual] {
    guard diagnostics.isEmpty else { return [] }
    var seen: [Actuals.Key: Set<CalendarDate>] = [:]
    var rows: [Actual] = []
    for cells in table.rows {
      if let (name, kind) = work(cells) {
        addProgress(name, kind, cells)
        continue
      }
      guard let row = row(cells) else { continue }
      guard seen[Actuals.Key(row), default: []].insert(row.known).inserted else {
        report(
          .duplicatePeriod, "'\(row.indicator)' has a value for \(row.periodText) already",
          cells, "period", expected: "each period once, or a revision with a later 'known'")
        continue
      }
      rows.append(row)
    }
    return rows
  }

  private func cell(_ cells: [CSVTable.Cell], _ column: String) -> CSVTable.Cell? {
    guard let place = places[column], !cells[place].text.isEmpty else { return nil }
    return cells[place]
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ cells: [CSVTable.Cell], _ column: String,
    expected: String? = nil, suggestion: String? = nil
  ) {
    let place = places[column] ?? 0
    diagnostics.append(
      Diagnostic(
        code, message, at: cells[place].range, expected: expected,
        found: cells[place].text.isEmpty ? nil : "'\(cells[place].text)'",
        suggestion: suggestion))
  }

  private mutating func row(_ cells: [CSVTable.Cell]) -> Actual? {
    // What has no value yet says nothing.
    guard let text = cell(cells, "value")?.text else { return nil }
    guard let resolved = indicator(cells), let periods = periods(cells, resolved) else {
      return nil
    }
    let unit = resolved.indicator.unit
    guard let value = quantity(text, cells, "value", unit),
      let error = error(cells, unit), let known = known(cells, periods)
    else { return nil }
    return Actual(
      indicator: resolved.indicator.id, unit: unit, periodText: cell(cells, "period")?.text ?? "",
      periods: periods, value: value, error: error, known: known,
      range: cells[places["period"]!].range)
  }

  private mutating func indicator(_ cells: [CSVTable.Cell]) -> ResolvedIndicator? {
    let id = cell(cells, "indicator")?.text ?? ""
    guard let found = indicators[id] else {
      let below = indicators.keys.filter { name in
        name.hasPrefix(id + ".") && !name.dropFirst(id.count + 1).contains(".")
      }.sorted()
      report(
        .unknownName, "the scenario has no indicator '\(id)'", cells, "indicator",
        expected: id.isEmpty || below.isEmpty
          ? "the id of an indicator; `torreya explain` lists them"
          : "one of: " + below.joined(separator: ", "),
        suggestion: below.isEmpty
          ? suggestion(id) : nil)
      return nil
    }
    guard found.timing == .each else {
      report(
        .timing, "'\(id)' has no value of its own in each period", cells, "indicator",
        expected: "an indicator with a value in each period",
        suggestion: id.hasPrefix("works.")
          ? "the start, the finish or the remaining time of an activity, or a project's finish, "
            + "can be told"
          : "state a date or a stage with --facts")
      return nil
    }
    return found
  }

  /// The id that was probably meant; what bears a name is known by its id.
  private func suggestion(_ name: String) -> String? {
    let all = model.indicators.map(\.indicator)
    if let named = all.first(where: { $0.label.zh == name || $0.label.en == name }) {
      return "did you mean '\(named.id)'?"
    }
    return didYouMean(name, among: all.map(\.id))
  }

  private mutating func periods(_ cells: [CSVTable.Cell], _ resolved: ResolvedIndicator)
    -> ClosedRange<Int>?
  {
    let text = cell(cells, "period")?.text ?? ""
    let horizon = model.horizon
    guard let ends = Period.ends(label: text) else {
      report(
        .invalidValue, "this is no period", cells, "period",
        expected: "a period such as \(horizon[0].label), or several as "
          + "\(horizon[0].label)..\(horizon.last.label)")
      return nil
    }
    guard let periods = horizon.indexes(of: ends) else {
      report(
        .periodOutsideHorizon, "'\(text)' is not made of periods of the horizon", cells, "period",
        expected: "periods of \(horizon.label)")
      return nil
    }
    let id = resolved.indicator.id
    guard periods.count == 1 || resolved.indicator.aggregation == .sum else {
      report(
        .invalidValue, "'\(id)' is not added up over periods, so that no sum of it is known",
        cells, "period", expected: "one period")
      return nil
    }
    guard periods.count == 1 || !model.isLookedAtFromElsewhere(id) else {
      report(
        .invalidValue, "a formula looks at one period of '\(id)' from elsewhere in time, so that "
          + "each has to be known", cells, "period", expected: "one period")
      return nil
    }
    return periods
  }

  private mutating func quantity(
    _ text: String, _ cells: [CSVTable.Cell], _ column: String, _ unit: UnitOfMeasure
  ) -> Double? {
    let found: Quantity
    do {
      found = try Quantity(parsing: text)
    } catch {
      diagnostics.append(error.diagnostic(at: cells[places[column]!].range))
      return nil
    }
    var own = found.unit.symbol == "1" ? unit : found.unit
    if found.unit.symbol == "1", let name = cell(cells, "unit")?.text {
      do {
        own = try UnitOfMeasure(parsing: name)
      } catch {
        diagnostics.append(error.diagnostic(at: cells[places["unit"]!].range))
        return nil
      }
    }
    guard own.hasSameDimension(as: unit) else {
      report(
        .unitMismatch, "the value is in \(own.symbolOrShare), but the indicator in "
          + unit.symbolOrShare, cells, found.unit.symbol == "1" ? "unit" : column,
        expected: FieldShape.quantity(unit).expectation)
      return nil
    }
    return found.unit.symbol == "1" ? own.baseValue(of: found.value) : found.value
  }

  /// 0 where none is given.
  private mutating func error(_ cells: [CSVTable.Cell], _ unit: UnitOfMeasure) -> Double? {
    let column = cell(cells, "error") != nil ? "error" : "±"
    guard let text = cell(cells, column)?.text else { return 0 }
    guard let value = quantity(text, cells, column, unit) else { return nil }
    guard value >= 0 else {
      report(.invalidValue, "a standard deviation is not negative", cells, column)
      return nil
    }
    return value
  }

  private mutating func known(_ cells: [CSVTable.Cell], _ periods: ClosedRange<Int>)
    -> CalendarDate?
  {
    let end = model.horizon[periods.upperBound].lastDay
    guard let text = cell(cells, "known")?.text else { return end }
    guard let day = CalendarDate(iso: text) else {
      report(.invalidValue, "this is no date", cells, "known", expected: "a date such as \(end)")
      return nil
    }
    guard day > model.horizon[periods.upperBound].firstDay else {
      report(
        .invalidValue, "what comes of a period is not known before it begins", cells, "known",
        expected: "a day after \(model.horizon[periods.upperBound].firstDay)")
      return nil
    }
    return day
  }
}

// MARK: Works

extension ActualsReader {
  /// The work that a row is about, and what of it; nil for any other row.
  private func work(_ cells: [CSVTable.Cell]) -> (name: String, kind: ActualProgress.Kind)? {
    guard let id = cell(cells, "indicator")?.text, let dot = id.lastIndex(of: "."),
      let kind = ActualProgress.Kind(rawValue: String(id[id.index(after: dot)...]))
    else { return nil }
    let name = String(id[..<dot])
    let isKnown = projects.contains { project in
      project.name == name && kind == .finish
        || project.activities.contains { $0.name == name }
    }
    return isKnown ? (name, kind) : nil
  }

  private mutating func addProgress(
    _ name: String, _ kind: ActualProgress.Kind, _ cells: [CSVTable.Cell]
  ) {
    guard let text = cell(cells, "value")?.text else { return }
    let value: Double
    if kind == .remaining {
      guard let time = quantity(text, cells, "value", .day) else { return }
      guard time >= 0 else {
        report(.invalidValue, "no work is left that takes less than no time", cells, "value")
        return
      }
      value = time
    } else {
      guard let day = CalendarDate(iso: text) else {
        report(.invalidValue, "this is no date", cells, "value", expected: "a date: 2024-05-20")
        return
      }
      value = Double(day.dayNumber)
    }
    guard let known = knownDay(of: kind, value, cells) else { return }
    let one = ActualProgress(
      name: name, kind: kind, value: value, known: known,
      range: cells[places["indicator"]!].range)
    guard !progress.contains(where: { $0.indicator == one.indicator && $0.known == known }) else {
      report(
        .duplicatePeriod, "'\(one.indicator)' has a value already", cells, "indicator",
        expected: "each date once, or a revision with a later 'known'")
      return
    }
    progress.append(one)
    reportOrder(of: one, cells)
  }

  /// The day from which a row about works was known.
  private mutating func knownDay(
    of kind: ActualProgress.Kind, _ value: Double, _ cells: [CSVTable.Cell]
  ) -> CalendarDate? {
    guard let text = cell(cells, "known")?.text else {
      if kind != .remaining { return CalendarDate(dayNumber: Int(value)) }
      report(
        .missingKey, "what is left of a work is so at the end of a day", cells, "indicator",
        expected: "that day in the column 'known'")
      return nil
    }
    guard let day = CalendarDate(iso: text) else {
      report(.invalidValue, "this is no date", cells, "known", expected: "a date: 2024-05-31")
      return nil
    }
    guard kind == .remaining || Double(day.dayNumber) >= value else {
      report(
        .invalidValue, "what has not come by then is not known", cells, "known",
        expected: "a day from \(CalendarDate(dayNumber: Int(value))) on")
      return nil
    }
    return day
  }

  /// Says when a work would have finished before it started.
  private mutating func reportOrder(of one: ActualProgress, _ cells: [CSVTable.Cell]) {
    let own = progress.filter { $0.name == one.name }
    guard let start = own.last(where: { $0.kind == .start }),
      let finish = own.last(where: { $0.kind == .finish }), finish.value < start.value
    else { return }
    report(
      .invalidValue, "'\(one.name)' finished before it started", cells, "value",
      expected: "a finish from \(CalendarDate(dayNumber: Int(start.value))) on")
  }
}
