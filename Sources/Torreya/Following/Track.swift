import ColumnPlan
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

/// What is to be followed, and how.
public struct TrackRequest: Sendable {
  /// The day up to which things are known; nil for the last day on which something became known.
  public var asOf: CalendarDate?
  /// The ids of the targets; nil for all.
  public var targets: Set<String>?
  public var rule = WarningRule.usual
  /// The share of false alarms for which a cut-off is wanted.
  public var falseAlarm = 0.1
  /// Whether the rule is measured.
  public var measuresRule = true

  public init() {}
}

/// A year on its way: what was known when, and what it says of the targets.
public struct TrackResult: Sendable {
  /// The scenario with what is known in place, as far as it was used.
  public let compiled: CompiledScenario
  /// With the shift of the last day.
  public let settings: SimulationSettings
  public let asOf: CalendarDate
  public let rule: WarningRule
  public let targets: [TrackedTarget]
  public let known: [TrackedActual]
  /// Of the last day; nil where nothing was known.
  public let conditioning: Conditioning?
  public let warnings: [(judged: JudgedTarget, rates: [WarningRates])]
  /// The targets for which the rule was not measured, and why.
  public let unmeasured: [(judged: JudgedTarget, reason: UnmeasuredReason)]
  /// The trials of the last day, of the indicators that are followed; nil where it was not reached.
  public let result: SimulationResult?
  /// Values that were known only after the day that was asked about.
  public let laterCount: Int
  /// The days that were finished before it was told to stop; nil when all is done.
  public let finished: FinishedPart?

  /// `track.csv`, `summary.csv` of the indicators that are followed, as they are known on the last
  /// day, and those of `known.csv` and `warning.csv` that have a row.
  public var tables: [NamedTable] {
    var tables = [NamedTable("track.csv", TrackTable.table(targets))]
    if let result {
      let summaries = summarise(result, threads: settings.threads)
      tables.append(
        NamedTable("summary.csv", SummaryTable.table(compiled.model, result, summaries)))
    }
    if !known.isEmpty { tables.append(NamedTable("known.csv", KnownTable.table(known))) }
    if !warnings.isEmpty {
      tables.append(
        NamedTable(
          "warning.csv", WarningTable.table(warnings, compiled.model.model.horizon)))
    }
    return tables
  }

  /// How improbable what is known is by the model: see `Conditioning.surpriseProbability`; nil
  /// where nothing is off.
  public var surpriseProbability: Double? {
    guard let conditioning else { return nil }
    if known.contains(where: \.isInNoTrial) { return 1 / Double(1 + conditioning.trials) }
    return conditioning.distance > 0 ? conditioning.surpriseProbability : nil
  }

  /// Whether what is known lies farther off than any trial of the model.
  public var isBeyondAllTrials: Bool {
    conditioning?.fartherTrials == 0 || known.contains(where: \.isInNoTrial)
  }
}

/// Follows a year: conditions the scenario on what came, for the end of each period so far and for
/// the last day.
///
/// - Parameter facts: the scenario with facts that are no numbers of periods laid over it; they
///   count on the last day.
/// - Parameter files: what the scenario reads, where its works are read again with what is known of
///   them.
/// - Parameter isStopped: asked after each block of trials; the days that are finished by then are
///   given.
/// - Parameter progress: called with what is being done, and the share of it.
/// - Throws: what is wrong with the actuals on one of the days, or with the results.
public func track(
  _ base: ScenarioModel, facts: ScenarioModel? = nil, _ actuals: Actuals?,
  _ request: TrackRequest, _ settings: SimulationSettings,
  files: any ProjectFiles & Sendable = NoFiles(),
  progress: (@Sendable (BilingualText, Double) -> Void)? = nil,
  isStopped: @escaping @Sendable () -> Bool = { false }
) throws(Diagnostics) -> TrackResult {
  var following = try YearFollowing(
    base, facts, actuals, request, settings, files, isStopped, progress)
  try following.runBaseline()
  for day in following.days where !isStopped() { try following.condition(on: day) }
  if request.measuresRule, !isStopped() { following.measure() }
  return following.result
}
