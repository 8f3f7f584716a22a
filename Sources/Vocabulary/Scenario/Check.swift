import Formulas
import SourceText

/// Turns a document into a scenario, collecting every mistake on the way.
///
/// - Returns: the scenario as far as it could be understood; it is good for finding more mistakes
///   even when there are diagnostics, and for running only when there are none.
public func check(
  _ document: ScenarioDocument, files: any ProjectFiles, knowing progress: WorksProgress? = nil
) -> (scenario: Scenario?, diagnostics: [Diagnostic]) {
  let inputs = RecordedFiles(files)
  let opening = ReadingContext(horizon: placeholderHorizon, files: inputs)
  guard
    let probe = ObjectReader(
      document.root, as: ScenarioFile.descriptor, path: .root, idPath: "", context: opening)
  else { return (nil, opening.diagnostics) }
  guard let horizon = readHorizon(probe) else { return (nil, opening.diagnostics) }
  // The horizon is known: everything is read again with it, so nothing is reported twice.
  let context = ReadingContext(horizon: horizon, files: inputs)
  context.progress = progress ?? .none
  guard
    let reader = ObjectReader(
      document.root, as: ScenarioFile.descriptor, path: .root, idPath: "", context: context)
  else { return (nil, context.diagnostics) }
  let scenario = readScenario(reader, document, inputs)
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
      HorizonFields.first, "the horizon lies outside the calendar",
      expected: "periods from the year 0001 to \(HorizonFields.yearMaximum - 1)")
    return nil
  }
  return Horizon(first: first, count: periods)
}

private func readScenario(
  _ reader: ObjectReader, _ document: ScenarioDocument, _ inputs: RecordedFiles
) -> Scenario {
  let context = reader.context
  _ = reader.integer(ScenarioFile.version)
  _ = reader.text(ScenarioFile.schema)
  // Read before, in another context; what is wrong besides its numbers belongs to this one.
  _ = readHorizon(reader)
  let id = reader.id()
  context.members = MemberSets(reader)
  context.days = reader.object(ScenarioFile.calendar).map(readDayCalendar)
  context.asOf = reader.date(ScenarioFile.asOf)
  let drivers = reader.map(ScenarioFile.drivers).map { Driver($0.reader) }
  let weather = reader.object(ScenarioFile.weather).map(Weather.init)
  let daily = weather?.daily ?? .none
  let calendars = workCalendars(
    reader.list(ScenarioFile.calendars, prefix: "calendars"), context)
  let works = reader.object(ScenarioFile.works).map {
    Works($0, weather: daily, calendars: calendars)
  }
  let visitors = reader.object(ScenarioFile.visitors).map { Visitors($0, weather: daily) }
  let crops = reader.list(ScenarioFile.crops, prefix: ScenarioFile.crops.key).map {
    Crop($0, weather: daily)
  }
  let farmers = reader.object(ScenarioFile.farmersIncome).map {
    FarmersIncome($0, hasVisitorIncome: visitors?.hasIncome ?? false, crops: crops)
  }
  let projects = works?.projects ?? []
  let fiscal = reader.object(ScenarioFile.fiscal).map { Fiscal($0, projects: projects) }
  let levers = readLevers(reader)
  let declared = reader.list(ScenarioFile.indicators).map(DeclaredIndicator.init)
  let promised = reader.list(ScenarioFile.targets, prefix: "targets")
  let targets = promised.compactMap { Target($0, revenue: fiscal?.layout) }
  let correlations = reader.list(ScenarioFile.correlations, prefix: "correlations").compactMap {
    DeclaredCorrelation($0).correlation
  }
  var definitions = Definitions(
    horizon: context.horizon,
    // The order of the rows in the results: what is judged first, what drives it last.
    indicators: context.values + (fiscal?.indicators ?? []) + (visitors?.indicators ?? [])
      + crops.flatMap(\.indicators) + (farmers?.indicators ?? [])
      + (works?.indicators ?? []) + declared.flatMap(\.indicators) + levers.flatMap(\.indicators)
      + (weather?.indicators ?? []) + drivers.flatMap(\.indicators),
    correlations: correlations + drivers.compactMap(\.correlation), calendars: calendars,
    schedules: works?.schedules ?? [])
  let simulation = reader.object(ScenarioFile.simulation).map(SimulationChoice.init) ?? .standard
  definitions.report(simulation.reportedPeriods)
  definitions.keep(whatIsPromisedBy: targets)
  return Scenario(
    id: id, label: reader.label ?? BilingualText(zh: id, en: id), source: document.source,
    horizon: context.horizon, asOf: context.asOf,
    simulation: simulation, definitions: definitions, targets: targets,
    confidences: TargetConfidences(of: reader), allocations: allocations(reader), levers: levers,
    variants: reader.list(ScenarioFile.variants, prefix: "variants").map(Variant.init),
    fiscal: fiscal?.layout, visitors: visitors?.layout, projects: projects,
    workRisks: works?.risks ?? [], days: context.days,
    assumptions: context.assumptions,
    inputs: document.included + inputs.read, document: document.root,
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

/// Project files that remember what was read, once each.
final class RecordedFiles: ProjectFiles {
  private let files: any ProjectFiles
  private(set) var read: [SourceFile] = []

  init(_ files: any ProjectFiles) { self.files = files }

  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    let result = files.read(name)
    if case .success(let file) = result, !read.contains(where: { $0.name == file.name }) {
      read.append(file)
    }
    return result
  }
}

extension [Diagnostic] {
  /// Each mistake once: a field may be read more than once on the way to the model.
  var withoutRepetitions: [Diagnostic] {
    var seen: Set<String> = []
    return filter { diagnostic in
      let place = diagnostic.range.map { "\($0.file.name):\($0.offsets)" } ?? ""
      return seen.insert("\(diagnostic.code) \(place) \(diagnostic.message)").inserted
    }
  }
}
