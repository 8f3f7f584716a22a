import ArgumentParser
import Torreya

/// A command that asks something of a single run of a scenario, which makes no more than that.
///
/// Its question stands beside the plan of everything that the scenario reports.
protocol RunQuestionCommand: QuestionCommand
where Question == (whole: CompiledScenario, asked: Asked)
{
  associatedtype Asked

  /// What it asks of the columns of a plan.
  ///
  /// - Throws: what does not fit the scenario.
  func question(of compiled: CompiledScenario) throws -> Asked
  /// The ids of the indicators that the answer needs.
  func indicators(_ asked: Asked) -> Set<String>
  /// Whether the answer needs every trial, so that they must be kept.
  func needsTrials(_ asked: Asked) -> Bool
  /// Answers the question from the run.
  func answer(_ asked: Asked, _ run: QuestionRun, _ answering: Answering) throws -> QuestionAnswer
}

extension RunQuestionCommand {
  func needsTrials(_ asked: Asked) -> Bool { true }

  func question(of model: ScenarioModel) throws -> (whole: CompiledScenario, asked: Asked) {
    let whole = try lowered(model)
    return (whole, try question(of: whole))
  }

  func settings(
    for question: (whole: CompiledScenario, asked: Asked), of model: ScenarioModel
  ) throws -> SimulationSettings {
    try simulation.settings(for: question.whole, needingTrials: needsTrials(question.asked))
  }

  func answer(
    _ question: (whole: CompiledScenario, asked: Asked), of model: ScenarioModel,
    _ answering: Answering
  ) throws -> QuestionAnswer {
    let label = model.scenario.label
    let run = try QuestionRun(
      of: question.whole, for: indicators(question.asked), answering.settings,
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
