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
  guard let horizon = readHorizon(probe) else { return (nil, opening.diagnostics) }
  // The horizon is known: everything is read again with it, so nothing is reported twice.
  let context = ReadingContext(
    horizon: horizon, files: files, knowing: progress ?? .none, after: document.former)
  guard
    let reader = ObjectReader(
      document.root, as: ScenarioFile.descriptor, path: .root, idPath: "", context: context)
  else { return (nil, context.diagnostics) }
  context.declared = DeclaredLabels(document.root)
  let scenario = readScenario(reader, document)
  return (scenario, context.diagnostics.withoutRepetitions)
}

private let placeholderHorizon = Horizon(first: Period(.yearly, year: 2024), count: 1)

private func readHorizon(_ reader: ObjectReader) -> Horizon? {
  guard let fields = reader.object(ScenarioFile.horizon),
    let first = fields.period(HorizonFields.first),
    let periods = fields.integer(HorizonFields.periods)
  else { return nil }
  // The calendar ends with the year 9999, and a work may end some years after the horizon.
  guard first.year >= 1, first.advanced(by: periods).year < HorizonFields.yearMaximum else {
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
  let targets = promised.compactMap { Target($0, revenue: parts.fiscal?.layout) }
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
    isIncomplete: context.isIncomplete)
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
