import ArgumentParser
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
    var settings = try settings(for: compiled, needingTrials: true)
    settings.stopping = nil
    settings.trials = trials ?? standard
    return settings
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
