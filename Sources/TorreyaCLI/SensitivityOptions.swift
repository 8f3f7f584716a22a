import ArgumentParser
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Torreya

/// What a sensitivity analysis is asked about.
struct QuestionOptions: ParsableArguments {
  @Option(help: "The targets, parted by commas; all: every one. (default: the first)")
  var target: String?

  /// The ids that are asked for.
  ///
  /// - Parameter otherwise: asked for when none is named.
  func targets(of model: ScenarioModel, otherwise: [String]? = nil) throws -> [String] {
    let known = model.targets.map(\.target.id)
    guard let target else {
      if let otherwise { return otherwise }
      guard let first = known.first else {
        throw ValidationError("The scenario has no targets to ask about.")
      }
      return [first]
    }
    return target == "all" ? known : target.split(separator: ",").map(String.init)
  }
}

extension SimulationOptions {
  /// The settings of one run of several: every trial is kept, and their number is given.
  ///
  /// - Parameter trials: when neither the command line nor anything else says how many.
  func settings(ofOneRunFor compiled: CompiledScenario, trials standard: Int) throws
    -> SimulationSettings
  {
    guard precision.isEmpty, maxTrials == nil else {
      throw ValidationError("Here the number of trials is given: --trials.")
    }
    guard quantiles != .sketch else {
      throw ValidationError("A sketch keeps no trials: leave --quantiles sketch out here.")
    }
    let scenario = compiled.scenario
    // What a scenario says of precision is meant for a run of all its results.
    return SimulationSettings(
      trials: trials ?? standard, seed: seed ?? scenario.simulation.seed,
      sampling: try sampling.scheme(for: scenario),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: memory?.bytes ?? standardMemoryBudget(), quantiles: .exact)
  }
}

/// Makes a question into a plan; says what in it the scenario does not have.
func planned(_ model: ScenarioModel, _ question: SensitivityQuestion) throws -> SensitivityPlan {
  do throws(QuestionError) {
    return try SensitivityPlan(model, question)
  } catch {
    throw ValidationError(error.message)
  }
}
