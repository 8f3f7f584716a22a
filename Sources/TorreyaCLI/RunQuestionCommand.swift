import ArgumentParser
import Torreya

/// What is asked of a single run, with the plan that makes what the answer needs and no more.
struct RunQuestion<Asked> {
  let asked: Asked
  let compiled: CompiledScenario
}

/// A command that asks something of a single run of a scenario, which makes no more than that.
protocol RunQuestionCommand: QuestionCommand where Question == RunQuestion<Asked> {
  associatedtype Asked

  var precise: PrecisionOptions { get }
  /// How quantiles are found, where a sketch may do; nil where it does not.
  var quantiles: QuantileMethod? { get }
  /// What it asks of the columns of a plan.
  ///
  /// - Throws: what does not fit the scenario.
  func question(of compiled: CompiledScenario) throws -> Asked
  /// The ids of the indicators that the answer needs.
  func indicators(_ asked: Asked) -> Set<String>
  /// Whether the answer needs every trial, so that they must be kept.
  func needsTrials(_ asked: Asked) -> Bool
  /// What the answer takes in memory beside the trials; nil where that is little.
  func memory(_ asked: Asked) -> JointMemory?
  /// The scenario with what the question is about among what it shows.
  func showing(_ model: ScenarioModel) throws -> ScenarioModel
  /// Answers the question from the run.
  func answer(_ asked: Asked, _ run: QuestionRun, _ answering: Answering) throws -> QuestionAnswer
}

extension RunQuestionCommand {
  var quantiles: QuantileMethod? { nil }
  func needsTrials(_ asked: Asked) -> Bool { true }
  func memory(_ asked: Asked) -> JointMemory? { nil }
  func showing(_ model: ScenarioModel) -> ScenarioModel { model }

  /// The ids of what is simulated: what the answer needs, and what a precision is wished of.
  private func simulated(_ asked: Asked, _ model: ScenarioModel) -> Set<String> {
    indicators(asked).union(precise.indicators(model))
  }

  func question(of model: ScenarioModel) throws -> RunQuestion<Asked> {
    let model = try showing(model)
    // Which columns there are is known without a plan that makes them.
    let asked = try question(of: outlined(model))
    return RunQuestion(
      asked: asked, compiled: try lowered(model, recording: .only(simulated(asked, model))))
  }

  func settings(for question: RunQuestion<Asked>, of model: ScenarioModel) throws
    -> SimulationSettings
  {
    // Where to look for a precision is told by the plan that is run.
    try simulation.settings(
      for: question.compiled, precise, quantiles: quantiles,
      needingTrials: needsTrials(question.asked))
  }

  func answer(
    _ question: RunQuestion<Asked>, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let label = model.scenario.label
    let run = try QuestionRun(
      of: question.compiled, answering.settings, memory: memory(question.asked),
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
