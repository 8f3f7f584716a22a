import ArgumentParser
import Torreya

/// A command that asks something of a single run of a scenario, which makes no more than that.
///
/// Its question stands beside the plan of everything that the scenario reports.
protocol RunQuestionCommand: QuestionCommand
where Question == (whole: CompiledScenario, asked: Asked) {
  associatedtype Asked

  var single: SingleRunOptions { get }
  /// What it asks of the columns of a plan.
  ///
  /// - Throws: what does not fit the scenario.
  func question(of compiled: CompiledScenario) throws -> Asked
  /// The ids of the indicators that the answer needs.
  func indicators(_ asked: Asked) -> Set<String>
  /// Whether the answer needs every trial, so that they must be kept.
  func needsTrials(_ asked: Asked) -> Bool
  /// The scenario with what the question is about among what it shows.
  func showing(_ model: ScenarioModel) -> ScenarioModel
  /// Answers the question from the run.
  func answer(_ asked: Asked, _ run: QuestionRun, _ answering: Answering) throws -> QuestionAnswer
}

extension RunQuestionCommand {
  func needsTrials(_ asked: Asked) -> Bool { true }
  func showing(_ model: ScenarioModel) -> ScenarioModel { model }

  /// The ids of what is simulated: what the answer needs, and what a precision is wished of.
  private func simulated(_ asked: Asked, _ model: ScenarioModel) -> Set<String> {
    indicators(asked).union(single.indicatorsOfPrecision(model))
  }

  func question(of model: ScenarioModel) throws -> (whole: CompiledScenario, asked: Asked) {
    let whole = try lowered(showing(model))
    return (whole, try question(of: whole))
  }

  func settings(
    for question: (whole: CompiledScenario, asked: Asked), of model: ScenarioModel
  ) throws -> SimulationSettings {
    let model = question.whole.model
    let isPrecise = !single.indicatorsOfPrecision(model).isEmpty
    // Where to look for a precision is told by the plan that is run.
    return try simulation.settings(
      for: isPrecise
        ? compile(model, recording: .only(simulated(question.asked, model))) : question.whole,
      single,
      needingTrials: needsTrials(question.asked))
  }

  func answer(
    _ question: (whole: CompiledScenario, asked: Asked), of model: ScenarioModel,
    _ answering: Answering
  ) throws -> QuestionAnswer {
    let label = model.scenario.label
    let run = try QuestionRun(
      of: question.whole.model, for: simulated(question.asked, question.whole.model),
      answering.settings,
      progress: { answering.progress(label, $0) }, isStopped: answering.isStopped)
    // The trials that are done by then answer all of the question.
    let rest = Answering(
      settings: run.settings, progress: answering.progress,
      isStopped: { run.finished == nil && answering.isStopped() })
    // The columns are those of the plan that was run.
    var answer = try answer(try self.question(of: run.compiled), run, rest)
    answer.finished = run.finished ?? answer.finished
    return answer
  }
}
