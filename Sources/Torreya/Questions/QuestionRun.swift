import Planning
import Reports
import Simulation
import SourceText
import Vocabulary

/// A run of a scenario for what is asked of a few of its indicators: nothing else is simulated.
public struct QuestionRun: Sendable {
  /// The scenario with a plan of no more than what is asked for.
  public let compiled: CompiledScenario
  public let simulation: SimulationResult
  /// With the trials that were run and the method that was used, so that it can be run again.
  public let settings: SimulationSettings
  /// The trials that were done before it was told to stop; nil when all are.
  public let finished: FinishedPart?

  /// Simulates what is asked for; every number is that of a run of the whole scenario, but for the
  /// rounding of sums of which not every part is kept.
  ///
  /// - Parameter compiled: with a plan of no more than what is asked for, also by a wished
  ///   precision.
  /// - Parameter memory: what answering takes beside the trials.
  /// - Parameter isStopped: asked after each block of trials; once true, the results are those of
  ///   the trials that are done.
  /// - Throws: what is wrong when the results do not fit into memory or are not finite.
  public init(
    of compiled: CompiledScenario, _ settings: SimulationSettings, memory: JointMemory? = nil,
    progress: (@Sendable (Double) -> Void)? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws(Diagnostics) {
    self.compiled = compiled
    do throws(SimulationError) {
      try memory?.check(compiled.plan, settings)
      simulation = try simulate(
        compiled.plan, settings, judging: judgedGoals(compiled.model, compiled.plan),
        following: dimensionsOfRun(compiled.model.model, settings.sampling), progress: progress,
        isStopped: isStopped)
    } catch {
      throw Diagnostics([compiled.diagnostic(error)])
    }
    self.settings = settings.fixed(by: simulation)
    finished = FinishedPart(trialsOf: simulation, asked: settings)
  }
}

extension FinishedPart {
  /// The trials of a run; nil where it was not cut short.
  init?(trialsOf result: SimulationResult, asked settings: SimulationSettings) {
    guard !result.isComplete else { return nil }
    self.init(
      result.trials, of: settings.stopping == nil ? settings.trials : nil,
      BilingualText(zh: "次试验", en: "trials"))
  }
}
