import ColumnPlan
import Formulas
import Reports
import Simulation
import SourceText
import Synchronization
import Vocabulary

/// A plan whose levers can be moved: what they do not act on is simulated once and kept, and only
/// the rest for each value of theirs.
public final class LeverPlan: Sendable {
  /// What is asked for, as this scenario has it.
  let figures: [AskedFigure]
  private let model: ScenarioModel
  private let recording: Recording
  private let levers: [Lever]

  /// A model is lowered in the way that is asked for, and when it is.
  private struct Lowered {
    var whole: Plan?
    var parts: PlanParts??
    var side: PlanSide?
  }

  private let lowered = Mutex(Lowered())

  private struct Key: Hashable {
    let seed: UInt64
    let trials: Int
  }

  /// What does not move, for the trials of the search and for fresh ones.
  private let frozen = Mutex<[(key: Key, trials: FrozenTrials)]>([])

  init(
    _ model: ScenarioModel, _ figures: [AskedFigure], recording: Recording, levers: [Lever]
  ) {
    self.model = model
    self.figures = figures
    self.recording = recording
    self.levers = levers
  }

  public var whole: Plan {
    lowered.withLock { lowered in
      if let known = lowered.whole { return known }
      let plan = compile(model, recording: recording, levers: levers.map(\.id)).plan
      lowered.whole = plan
      return plan
    }
  }

  private var parts: PlanParts? {
    guard !levers.isEmpty else { return nil }
    return lowered.withLock { lowered in
      if let known = lowered.parts { return known }
      let parts = lowerInParts(model.model, recording: recording, open: openIndicators)
      lowered.parts = .some(parts)
      return parts
    }
  }

  private var openIndicators: Set<String> { Set(levers.map(\.indicator)) }

  /// The plan with some values of the levers, to be run together with others.
  func side(levers values: [String: Double]) -> PlanSide {
    lowered.withLock { lowered in
      let side =
        lowered.side ?? lowerSide(model.model, recording: recording, open: openIndicators)
      lowered.side = side
      return side.with(WhatIf.parameters(values))
    }
  }

  /// Lowers the model as `side` needs it, ahead of that.
  ///
  /// - Parameter withTables: also what it draws from is made ready.
  func prepareSide(withTables: Bool) {
    let side = side(levers: [:])
    if withTables { side.prepareDistributions() }
  }

  /// The streams that its changes have made certain, and that moved with others before.
  var certainStreams: [String] { model.model.certainStreams }

  /// The goals of the targets among the figures, set where this scenario sets them.
  func goals(in result: SimulationResult) -> [Goal] { figures.compactMap { $0.goal(in: result) } }

  /// - Parameter isStopped: asked after each block; once true, the result is not complete.
  func simulated(
    _ settings: SimulationSettings, following order: DimensionOrder?,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(SimulationError) -> SimulationResult {
    guard let parts, settings.canKeep(columns: parts.frozen.varyingStorages),
      let frozen = try frozenTrials(parts.frozen, settings, order, isStopped)
    else { return try simulate(whole, settings, following: order, isStopped: isStopped) }
    var settings = settings
    settings.frozen = frozen
    return try simulate(parts.moving, settings, following: order, isStopped: isStopped)
  }

  /// What an error of a simulation says of the scenario.
  func diagnostics(_ error: SimulationError) -> Diagnostics {
    Diagnostics([CompiledScenario(model: model, plan: whole).diagnostic(error)])
  }

  /// - Returns: nil when it is told to stop before all are there.
  private func frozenTrials(
    _ plan: Plan, _ settings: SimulationSettings, _ order: DimensionOrder?,
    _ isStopped: @escaping @Sendable () -> Bool
  ) throws(SimulationError) -> FrozenTrials? {
    let key = Key(seed: settings.seed, trials: settings.trials)
    if let known = frozen.withLock({ all in all.first { $0.key == key }?.trials }) {
      return known
    }
    let result = try simulate(plan, settings, following: order, isStopped: isStopped)
    guard result.isComplete else { return nil }
    let made = FrozenTrials(result)
    frozen.withLock { all in
      // Those of the search and those of fresh trials.
      if all.count > 1 { all.removeFirst() }
      all.append((key, made))
    }
    return made
  }
}

extension SimulationSettings {
  /// Whether columns that are kept beside a run take no more than an eighth of the memory: there
  /// may be two such runs, and others work on theirs.
  func canKeep(columns: Int) -> Bool {
    Double(columns) * Double(MemoryLayout<Double>.stride) * Double(trials) < Double(memory) / 8
  }
}
