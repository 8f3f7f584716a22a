import ColumnPlan
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// The results of a run, and the tables that show them.
public struct RunResult: Sendable {
  public let compiled: CompiledScenario
  public let simulation: SimulationResult
  /// With the trials that were run and the method that was used, so that it can be run again.
  public let settings: SimulationSettings
  /// The trials that were done before it was told to stop; nil when all are.
  public let finished: FinishedPart?
  /// Whether the wished precision was reached; nil when none was wished.
  public let isPreciseEnough: Bool?
  public let outcomes: [TargetOutcome]
  /// The probability that all targets are met together; nil when there are none.
  public let joint: ExceedanceProbability?

  /// The tables of the run in the order of their files.
  ///
  /// - Parameter withTrials: also every reported value of every trial.
  public func tables(threads: Int, withTrials: Bool) -> [NamedTable] {
    let summaries = summarise(simulation, threads: threads)
    var tables = [
      NamedTable("summary.csv", SummaryTable.table(compiled.model, simulation, summaries)),
      NamedTable("targets.csv", TargetsTable.table(outcomes, joint: joint)),
    ]
    tables += workTables(summaries, threads: threads)
    tables += fiscalTables(summaries, threads: threads)
    tables += visitorTables(summaries, threads: threads)
    let checks = identityChecks
    if !checks.isEmpty { tables.append(NamedTable("checks.csv", ChecksTable.table(checks))) }
    tables.append(NamedTable("assumptions.csv", AssumptionsTable.table(compiled.scenario)))
    let correlations = compiled.model.model.correlations
    if !correlations.isEmpty {
      tables.append(NamedTable("correlations.csv", CorrelationsTable.table(correlations)))
    }
    if withTrials { tables.append(TrialsTable.file(compiled.model, simulation)) }
    return tables
  }

  /// What only revenue has: none without it, and of the files that need more than is kept none.
  private func fiscalTables(_ summaries: [Summary], threads: Int) -> [NamedTable] {
    let model = compiled.model
    guard let figures = FiscalFigures(model, simulation, summaries, threads: threads) else {
      return []
    }
    var tables = [NamedTable("fiscal.csv", FiscalTable.table(figures))]
    if let progress = ProgressTable.table(outcomes, figures) {
      tables.append(NamedTable("progress.csv", progress))
    }
    if let parts = DecompositionTable.table(model, simulation, threads: threads) {
      tables.append(NamedTable("decomposition.csv", parts))
    }
    return tables
  }

  /// What only works have.
  private func workTables(_ summaries: [Summary], threads: Int) -> [NamedTable] {
    guard !compiled.scenario.projects.isEmpty else { return [] }
    let plan = compiled.samplePlan
      ?? ScheduleSample.recording(compiled.model).map {
        lower(compiled.model.model, recording: $0)
      }
    let sample = plan.flatMap { ScheduleSample($0, simulation, settings, threads: threads) }
    let figures = ScheduleFigures(
      compiled.model, simulation, sample, summaries, threads: threads)
    return [
      NamedTable("schedule.csv", ScheduleTable.table(figures)),
      NamedTable("projects.csv", ProjectsTable.table(figures)),
      NamedTable("gantt.csv", GanttTable.table(figures)),
    ]
  }

  /// Each project in a few figures.
  public var projectOutlooks: [ProjectOutlook] {
    ProjectOutlook.all(ScheduleFigures(compiled.model, simulation, nil))
  }

  /// What only visitors have: holidays where they are known by day, days where the scenario asks.
  private func visitorTables(_ summaries: [Summary], threads: Int) -> [NamedTable] {
    guard
      let figures = VisitorFigures(compiled.model, simulation, summaries, threads: threads)
    else { return [] }
    return [
      ("visitors.csv", VisitorsTable.table(figures)),
      ("holidays.csv", HolidaysTable.table(figures)),
      ("calendar.csv", ArrivalsCalendarTable.table(figures)),
    ].compactMap { name, table in table.map { NamedTable(name, $0) } }
  }

  /// The identities of the revenue and of the visitors.
  public var identityChecks: [IdentityCheck] {
    Reports.identityChecks(compiled.model, simulation)
  }
}

extension SimulationSettings {
  /// The settings of the same run when the number of its trials, and how its quantiles are found,
  /// are no longer open.
  func fixed(by result: SimulationResult) -> SimulationSettings {
    var settings = self
    settings.trials = result.trials
    settings.stopping = nil
    settings.quantiles = result.quantiles
    return settings
  }
}

/// Simulates a scenario and judges its targets.
///
/// - Parameter base: the dimensions of the scenario that this one is compared with.
/// - Parameter isStopped: asked after each block of trials; once true, the results are those of the
///   trials that are done.
/// - Throws: what is wrong when the results do not fit into memory or are not finite.
public func run(
  _ compiled: CompiledScenario, _ settings: SimulationSettings,
  following base: DimensionOrder? = nil, progress: (@Sendable (Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
) throws(Diagnostics) -> RunResult {
  let simulation: SimulationResult
  do throws(SimulationError) {
    simulation = try simulate(
      compiled.plan, settings, judging: judgedGoals(compiled.model, compiled.plan),
      following: base, progress: progress, isStopped: isStopped)
  } catch {
    throw Diagnostics([compiled.diagnostic(error)])
  }
  let outcomes = judge(compiled.model, simulation)
  return RunResult(
    compiled: compiled, simulation: simulation, settings: settings.fixed(by: simulation),
    finished: FinishedPart(trialsOf: simulation, asked: settings),
    isPreciseEnough: settings.stopping.map { $0.excess(simulation) <= 1 }, outcomes: outcomes,
    joint: outcomes.isEmpty ? nil : jointAttainment(of: outcomes.map(\.goal), in: simulation))
}
