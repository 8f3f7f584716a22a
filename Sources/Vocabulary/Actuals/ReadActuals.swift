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
            .unknownColumn,
            .init(
              zh: "实绩表没有“\(cell.text)”这一列",
              en: "there is no column '\(cell.text)' in a table of actuals"),
            at: cell.range, expected: .oneOf(known),
            suggestion: didYouMean(cell.text, among: known)))
        continue
      }
      places[cell.text] = place
    }
    for name in Self.needed where places[name] == nil {
      diagnostics.append(
        Diagnostic(
          .csvHeader, .init(zh: "表中没有“\(name)”列", en: "the table has no column '\(name)'"),
          at: table.header.first?.range,
          expected: .init(
            zh: "indicator、period、value 三列", en: "the columns indicator, period and value")))
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
          .duplicatePeriod,
          .init(
            zh: "“\(row.indicator)”在 \(row.periodText) 已有数值",
            en: "'\(row.indicator)' has a value for \(row.periodText) already"),
          cells, "period",
          expected: .init(
            zh: "每个时段只写一次；修订另写一行，known 更晚",
            en: "each period once, or a revision with a later 'known'"))
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
    _ code: DiagnosticCode, _ message: BilingualText, _ cells: [CSVTable.Cell],
    _ column: String, expected: BilingualText? = nil, suggestion: BilingualText? = nil
  ) {
    let cell = cells[places[column] ?? 0]
    diagnostics.append(
      Diagnostic(
        code, message, at: cell.range, expected: expected,
        found: cell.text.isEmpty ? nil : BilingualText.quoted(cell.text),
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
        .unknownName,
        .init(zh: "情景中没有指标“\(id)”", en: "the scenario has no indicator '\(id)'"), cells,
        "indicator", expected: id.isEmpty || below.isEmpty ? .indicatorID : .oneOf(below),
        suggestion: below.isEmpty
          ? didYouMean(id, among: model.indicators.map(\.indicator.id)) : nil)
      return nil
    }
    guard found.timing == .each else {
      report(
        .timing,
        .init(
          zh: "“\(id)”并不是每个时段都有自己的值",
          en: "'\(id)' has no value of its own in each period"), cells, "indicator",
        expected: .init(
          zh: "每个时段都有值的指标", en: "an indicator with a value in each period"),
        suggestion: id.hasPrefix("works.") ? .tellWorks : .stateFacts)
      return nil
    }
    return found
  }

  private mutating func periods(_ cells: [CSVTable.Cell], _ resolved: ResolvedIndicator)
    -> ClosedRange<Int>?
  {
    let text = cell(cells, "period")?.text ?? ""
    let horizon = model.horizon
    guard let ends = Period.ends(label: text) else {
      report(
        .invalidValue, .noPeriod, cells, "period",
        expected: .periodOrSeveral(horizon[0].label, to: horizon.last.label))
      return nil
    }
    guard let periods = horizon.indexes(of: ends) else {
      report(
        .periodOutsideHorizon,
        .init(
          zh: "“\(text)”不是由预测期内的时段组成的",
          en: "'\(text)' is not made of periods of the horizon"), cells, "period",
        expected: .init(
          zh: "\(horizon.label) 之内的时段", en: "periods of \(horizon.label)"))
      return nil
    }
    let id = resolved.indicator.id
    guard periods.count == 1 || resolved.indicator.aggregation == .sum else {
      report(
        .invalidValue,
        .init(
          zh: "“\(id)”不按时段相加，因此没有合计数",
          en: "'\(id)' is not added up over periods, so that no sum of it is known"),
        cells, "period", expected: .onePeriod)
      return nil
    }
    guard periods.count == 1 || !model.isLookedAtFromElsewhere(id) else {
      report(
        .invalidValue, .lookedAtFromElsewhere(id), cells, "period", expected: .onePeriod)
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
        .unitMismatch, .units(of: own, against: unit), cells,
        found.unit.symbol == "1" ? "unit" : column,
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
      report(
        .invalidValue,
        .init(zh: "标准差不能为负", en: "a standard deviation is not negative"), cells, column)
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
      report(
        .invalidValue, .noDate, cells, "known",
        expected: .init(zh: "日期，例如 \(end)", en: "a date such as \(end)"))
      return nil
    }
    guard day > model.horizon[periods.upperBound].firstDay else {
      let first = model.horizon[periods.upperBound].firstDay
      report(
        .invalidValue,
        .init(
          zh: "时段还没有开始，不可能知道它的实绩",
          en: "what comes of a period is not known before it begins"), cells, "known",
        expected: .init(zh: "晚于 \(first) 的日期", en: "a day after \(first)"))
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
        report(
          .invalidValue,
          .init(zh: "剩余时间不能为负", en: "no work is left that takes less than no time"), cells,
          "value")
        return
      }
      value = time
    } else {
      guard let day = CalendarDate(iso: text) else {
        report(.invalidValue, .noDate, cells, "value", expected: .dateLike("2024-05-20"))
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
        .duplicatePeriod,
        .init(
          zh: "“\(one.indicator)”已有数值", en: "'\(one.indicator)' has a value already"), cells,
        "indicator",
        expected: .init(
          zh: "每个日期只写一次；修订另写一行，known 更晚",
          en: "each date once, or a revision with a later 'known'"))
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
        .missingKey,
        .init(
          zh: "剩余时间须写明截至哪一天收工",
          en: "what is left of a work is so at the end of a day"), cells, "indicator",
        expected: .init(zh: "在 known 列写明这一天", en: "that day in the column 'known'"))
      return nil
    }
    guard let day = CalendarDate(iso: text) else {
      report(.invalidValue, .noDate, cells, "known", expected: .dateLike("2024-05-31"))
      return nil
    }
    guard kind == .remaining || Double(day.dayNumber) >= value else {
      let first = CalendarDate(dayNumber: Int(value))
      report(
        .invalidValue,
        .init(
          zh: "那时还没有发生，不可能已经知道", en: "what has not come by then is not known"), cells,
        "known", expected: .init(zh: "不早于 \(first) 的日期", en: "a day from \(first) on"))
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
    let first = CalendarDate(dayNumber: Int(start.value))
    report(
      .invalidValue,
      .init(
        zh: "“\(one.name)”的完成日早于开工日", en: "'\(one.name)' finished before it started"),
      cells, "value",
      expected: .init(zh: "不早于 \(first) 的完成日", en: "a finish from \(first) on"))
  }
}
