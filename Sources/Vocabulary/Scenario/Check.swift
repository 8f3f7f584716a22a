import Formulas
import SourceText

/// Turns a document into a scenario, collecting every mistake on the way.
///
/// - Returns: the scenario as far as it could be understood; it is good for finding more mistakes
///   even when there are diagnostics, and for running only when there are none.
public func check(
  _ document: ScenarioDocument, files: any ProjectFiles, knowing progress: WorksProgress? = nil
) -> (scenario: Scenario?, diagnostics: [Diagnostic]) {
  let opening = ReadingContext(horizon: placeholderHorizon, files: files)
  guard
    let probe = ObjectReader(
      document.root, as: ScenarioFile.descriptor, path: .root, idPath: "", context: opening)
  else { return (nil, opening.diagnostics) }
  let read = readHorizon(probe)
  guard let horizon = read ?? standInHorizon(document.root) else {
    return (nil, opening.diagnostics)
  }
  // The horizon is known: everything is read again with it, so nothing is reported twice.
  let context = ReadingContext(
    horizon: horizon, files: files, knowing: progress ?? .none, after: document.former)
  guard
    let reader = ObjectReader(
      document.root, as: ScenarioFile.descriptor, path: .root, idPath: "", context: context)
  else { return (nil, context.diagnostics) }
  context.declared = DeclaredLabels(document.root)
  let scenario = readScenario(reader, document)
  var diagnostics = context.diagnostics.withoutRepetitions
  // Of a horizon that was guessed nobody can say what lies outside.
  if read == nil { diagnostics.removeAll { $0.code == .periodOutsideHorizon } }
  return (scenario, diagnostics)
}

private let placeholderHorizon = Horizon(first: Period(.yearly, year: 2024), count: 1)

private func readHorizon(_ reader: ObjectReader) -> Horizon? {
  guard let fields = reader.object(ScenarioFile.horizon) else { return nil }
  // Both are read before one is missed.
  let (start, count) = (
    fields.period(HorizonFields.first), fields.integer(HorizonFields.periods)
  )
  guard let first = start, let periods = count else { return nil }
  guard first.isInCalendar(with: periods) else {
    fields.reportInvalid(
      HorizonFields.first,
      .init(zh: "预测期超出历法范围", en: "the horizon lies outside the calendar"),
      expected: .init(
        zh: "0001 年至 \(HorizonFields.yearMaximum - 1) 年的时段",
        en: "periods from the year 0001 to \(HorizonFields.yearMaximum - 1)"))
    return nil
  }
  return Horizon(first: first, count: periods)
}

/// The horizon that a planner seems to mean with what cannot be read as one, so that what is wrong
/// with the rest of the scenario comes to light too; nil where nothing can be made of it.
private func standInHorizon(_ root: JSONNode) -> Horizon? {
  guard let node = root.member(ScenarioFile.horizon.key)?.value,
    case .string(let text)? = node.member(HorizonFields.first.key)?.value.value,
    var first = Period(written: text)
  else { return nil }
  var count: Int?
  switch node.member(HorizonFields.periods.key)?.value.value {
  case .number(let text): count = Int(text)
  // "12个月".
  case .string(let text): count = Int(text.prefix { $0.isASCII && $0.isNumber })
  default: break
  }
  if let found = count, !(1...1200).contains(found) { count = nil }
  // 2025年 and 12 periods are its months.
  if first.frequency == .yearly, Period(label: text) == nil, let count, count % 12 == 0 {
    first = Period(.monthly, year: first.year)
  }
  let periods = count ?? first.frequency.periodsPerYear
  return first.isInCalendar(with: periods) ? Horizon(first: first, count: periods) : nil
}

extension Period {
  /// The calendar ends with the year 9999, and a work may end some years after the horizon.
  fileprivate func isInCalendar(with periods: Int) -> Bool {
    year >= 1 && advanced(by: periods).year < HorizonFields.yearMaximum
  }
}

private func readScenario(_ reader: ObjectReader, _ document: ScenarioDocument) -> Scenario {
  let context = reader.context
  _ = reader.integer(ScenarioFile.version)
  _ = reader.text(ScenarioFile.schema)
  // Read before, in another context; what is wrong besides its numbers belongs to this one.
  _ = readHorizon(reader)
  let id = reader.id()
  let reading = ScenarioReading(reader, after: document.base)
  let parts = reading.parts
  let levers = readLevers(reader)
  let declared = reader.list(ScenarioFile.indicators).map(DeclaredIndicator.init)
  let promised = reader.list(ScenarioFile.targets, prefix: "targets")
  let promises = promised.compactMap { Target($0, revenue: parts.fiscal?.layout) }
  let targets = promises.filter { $0.hasTime && $0.hasBound }
  let correlations = reader.list(ScenarioFile.correlations, prefix: "correlations").compactMap {
    DeclaredCorrelation($0).correlation
  }
  var definitions = Definitions(
    horizon: context.horizon,
    // The order of the rows in the results: what is judged first, what drives it last.
    indicators: context.values + parts.indicatorsOfResults + declared.flatMap(\.indicators)
      + levers.flatMap(\.indicators) + parts.indicatorsOfCauses,
    correlations: correlations + parts.drivers.compactMap(\.correlation),
    calendars: parts.calendars, schedules: parts.works?.schedules ?? [])
  let simulation = reader.object(ScenarioFile.simulation).map(SimulationChoice.init) ?? .standard
  definitions.former = document.former
  definitions.report(simulation.reportedPeriods)
  definitions.keep(whatIsPromisedBy: targets)
  return Scenario(
    id: id, label: reader.label ?? BilingualText(zh: id, en: id), source: document.source,
    horizon: context.horizon, asOf: context.asOf,
    simulation: simulation, definitions: definitions, targets: targets,
    confidences: TargetConfidences(of: reader), allocations: allocations(reader), levers: levers,
    variants: reader.list(ScenarioFile.variants, prefix: "variants").map(Variant.init),
    fiscal: parts.fiscal?.layout, visitors: parts.visitors?.layout,
    projects: parts.works?.projects ?? [], workRisks: parts.works?.risks ?? [],
    days: context.days, assumptions: context.assumptions,
    inputs: document.included + context.files, document: document.root, reading: reading,
    isIncomplete: context.isIncomplete,
    unreadTargets: promises.filter { !$0.hasTime || !$0.hasBound })
}

/// The levers; each may name others.
private func readLevers(_ reader: ObjectReader) -> [Lever] {
  let readers = reader.list(ScenarioFile.levers, prefix: "levers")
  let ids = readers.map { $0.id() }
  return readers.map { Lever($0, among: ids) }
}

private func allocations(_ reader: ObjectReader) -> [DeclaredAllocation] {
  reader.list(ScenarioFile.allocations, prefix: "allocations").compactMap { DeclaredAllocation($0) }
}

extension [Diagnostic] {
  /// Each mistake once: a field may be read more than once on the way to the model.
  public var withoutRepetitions: [Diagnostic] {
    var seen: Set<String> = []
    return filter { diagnostic in
      let place = diagnostic.range.map { "\($0.file.name):\($0.offsets)" } ?? ""
      return seen.insert("\(diagnostic.code) \(place) \(diagnostic.message.en)").inserted
    }
  }
}
