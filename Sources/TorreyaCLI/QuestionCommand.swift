import ArgumentParser
import Torreya

/// A command that `replay` does again from the options that its manifest records.
protocol RepeatableCommand: ParsableCommand {
  /// What was asked, by the long names of its options: what a manifest records.
  var options: [String: String] { get }
  /// The files that it reads besides those of the scenario.
  func inputs() throws -> [Manifest.File]
  /// The tables that it writes.
  func tables(
    of model: ScenarioModel, _ files: DiskFiles, _ settings: SimulationSettings,
    progress: @escaping @Sendable (BilingualText, Double) -> Void
  ) throws -> [NamedTable]
}

/// The command that a manifest records; nil when it is no such one.
///
/// - Throws: when this engine does not know the options.
func repeatable(_ manifest: Manifest) throws -> (any RepeatableCommand)? {
  guard let asked = manifest.arguments else { return nil }
  let known: [any RepeatableCommand.Type] = [
    TargetCommand.self, JointCommand.self, AllocateCommand.self, TrackCommand.self,
  ]
  guard let type = known.first(where: { $0.configuration.commandName == manifest.command }) else {
    return nil
  }
  let arguments = asked.map { argument in
    // A value may begin with a dash, and a flag has none.
    "--" + (argument.hasSuffix("=true") ? String(argument.dropLast(5)) : argument)
  }
  return try type.parse([manifest.scenario.name] + arguments)
}

/// A command that asks something of a single run of a scenario.
protocol QuestionCommand: RepeatableCommand {
  associatedtype Question
  associatedtype Answer

  var scenario: ScenarioArgument { get }
  var simulation: SimulationOptions { get }
  var language: LanguageOption { get }
  var output: String { get }
  var excel: Bool { get }

  /// What it asks of this scenario.
  ///
  /// - Throws: what does not fit it.
  func question(of compiled: CompiledScenario) throws -> Question
  /// The ids of the indicators that the answer needs.
  func indicators(_ question: Question) -> Set<String>
  /// Whether the answer needs every trial, so that they must be kept.
  func needsTrials(_ question: Question) -> Bool
  /// Answers the question, or as much of it as can be answered before it is time to stop.
  ///
  /// - Returns: with what is finished of the answer; nil for all of it.
  func answer(
    _ question: Question, _ run: QuestionRun, isStopped: () -> Bool
  ) throws -> (answer: Answer, finished: FinishedPart?)
  /// The tables of the answer.
  func tables(_ answer: Answer) -> [NamedTable]
  /// The answer for the terminal.
  func text(_ answer: Answer, _ report: TerminalReport, files: [String]) -> String
}

extension QuestionCommand {
  func needsTrials(_ question: Question) -> Bool { true }

  func run() throws {
    let compiled = try lowered(try scenario.load(language.chosen, withVariants: false))
    let question = try question(of: compiled)
    try requireWritable(output)
    let settings = try simulation.settings(
      for: compiled, needingTrials: needsTrials(question))
    simulation.remark(on: settings, language.chosen)
    let stop = StopOnInterrupt()
    defer { stop.end() }
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let label = compiled.scenario.label
    let run = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try QuestionRun(
        of: compiled, for: indicators(question), settings,
        progress: { progress.update(label, $0) }, isStopped: { stop.isStopped })
    }
    // The trials that are done by then answer all of the question.
    let found = try answer(run, isStopped: { run.finished == nil && stop.isStopped })
    let request = Request(
      .question(Self.configuration.commandName ?? "", options: options), of: compiled.scenario,
      run.settings, format: excel ? .spreadsheet : .plain,
      finished: run.finished ?? found.finished)
    try requireSomethingFinished(request, in: language.chosen)
    let files = try publish(tables(found.answer), for: request, in: output)
    if !simulation.quiet {
      try show(text(found.answer, TerminalReport(language: language.chosen), files: files))
    }
    try endIfStopped(request, in: language.chosen)
  }

  private func answer(
    _ run: QuestionRun, isStopped: () -> Bool
  ) throws -> (answer: Answer, finished: FinishedPart?) {
    // The columns are those of the plan that was run.
    try answer(try question(of: run.compiled), run, isStopped: isStopped)
  }

  func inputs() -> [Manifest.File] { [] }

  func tables(
    of model: ScenarioModel, _ files: DiskFiles, _ settings: SimulationSettings,
    progress: @escaping @Sendable (BilingualText, Double) -> Void
  ) throws -> [NamedTable] {
    let compiled = compile(model)
    let label = model.scenario.label
    let run = try QuestionRun(
      of: compiled, for: indicators(try question(of: compiled)), settings
    ) { progress(label, $0) }
    return tables(try answer(run, isStopped: { false }).answer)
  }
}
