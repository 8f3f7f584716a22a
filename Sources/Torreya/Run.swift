import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// The results of a run, and the files that hold them.
public struct RunResult: Sendable {
  public let compiled: CompiledScenario
  public let simulation: SimulationResult
  public let outcomes: [TargetOutcome]
  /// The probability that all targets hold together; nil when there are none.
  public let joint: ExceedanceProbability?
  public let tables: [NamedTable]
}

/// A table and the file that it becomes.
public struct NamedTable: Sendable {
  public let fileName: String
  public let table: Table

  public init(_ fileName: String, _ table: Table) {
    self.fileName = fileName
    self.table = table
  }
}

/// Simulates a scenario and analyses what comes out.
public func run(
  _ compiled: CompiledScenario, _ settings: SimulationSettings, withTrials: Bool = false,
  progress: (@Sendable (Double) -> Void)? = nil
) throws(SimulationError) -> RunResult {
  let simulation = try simulate(compiled.plan, settings, progress: progress)
  let summaries = summarise(simulation, threads: settings.threads)
  let outcomes = judge(compiled.model, simulation)
  let joint =
    outcomes.isEmpty ? nil : jointAttainment(of: outcomes.map(\.goal), in: simulation)
  var tables = [
    NamedTable("summary.csv", SummaryTable.table(compiled.model, simulation, summaries)),
    NamedTable("targets.csv", TargetsTable.table(outcomes, joint: joint)),
    NamedTable("assumptions.csv", AssumptionsTable.table(compiled.scenario)),
  ]
  if !compiled.scenario.projects.isEmpty {
    tables.append(
      NamedTable("schedule.csv", ScheduleTable.table(compiled.model, simulation)))
  }
  if withTrials {
    tables.append(
      NamedTable(
        "trials.csv",
        TrialsTable.table(compiled.model, simulation, trials: 0..<settings.trials)))
  }
  return RunResult(
    compiled: compiled, simulation: simulation, outcomes: outcomes, joint: joint,
    tables: tables)
}

/// The tables as files, with the manifest that vouches for them.
public func files(
  of tables: [NamedTable], scenario: Scenario, settings: SimulationSettings, format: CSVFormat,
  hasTrials: Bool
) -> (files: [OutputFile], manifest: OutputFile) {
  let files = tables.map { OutputFile(name: $0.fileName, bytes: csv($0.table, format: format)) }
  let manifest = Manifest(
    engine: engineVersion,
    scenario: Manifest.File(name: scenario.source.name, bytes: scenario.source.bytes),
    inputs: scenario.inputs.map { Manifest.File(name: $0.name, bytes: $0.bytes) },
    trials: settings.trials, seed: settings.seed, sampling: "pseudo-random",
    format: format == .spreadsheet ? "spreadsheet" : "plain", hasTrials: hasTrials,
    outputs: files.map { Manifest.File(name: $0.name, bytes: $0.bytes) })
  return (files, OutputFile(name: "manifest.json", bytes: manifest.json))
}
