import ArgumentParser
import Torreya

/// A command that asks something of a scenario. It writes what it finds as tables, with a manifest
/// that keeps its options, so that `replay` can ask the same again.
protocol QuestionCommand: ParsableCommand {
  /// What is asked, with everything found in the scenario that it names.
  associatedtype Question

  var scenario: ScenarioArgument { get }
  var simulation: SimulationOptions { get }
  var language: LanguageOption { get }
  var output: String { get }
  var excel: Bool { get }
  /// Whether all variants of the scenario are checked, also those that are not asked about.
  var checksVariants: Bool { get }
  /// Whether of the mistakes that an answer meets the first one is told, and how many follow: one
  /// change that is supposed may lead to mistakes all over the scenario.
  var tellsFirstMistake: Bool { get }
  /// What was asked, by the long names of the options as the manifest records it; without a value
  /// where one was not given.
  var options: [(name: String, value: String?)] { get }

  /// What it asks of this scenario.
  ///
  /// - Throws: what does not fit it.
  func question(of model: ScenarioModel) throws -> Question
  /// What the manifest says of it.
  func request(_ question: Question) -> Request.Command
  func settings(for question: Question, of model: ScenarioModel) throws -> SimulationSettings
  /// Answers the question, or as much of it as can be answered before it is time to stop.
  func answer(
    _ question: Question, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer
}

/// How a question is answered.
struct Answering {
  let settings: SimulationSettings
  let progress: @Sendable (BilingualText, Double) -> Void
  /// Takes the line of the progress away, before something is shown on the way.
  var endProgress: @Sendable () -> Void = {}
  var isStopped: @Sendable () -> Bool = { false }
}

/// What a command found, ready to be written and shown.
struct QuestionAnswer {
  let tables: [NamedTable]
  /// As they were used, so that it can be asked again.
  var settings: SimulationSettings
  /// How much was done when it was told to stop; nil when all was.
  var finished: FinishedPart?
  /// What was asked on the way, as options that ask it again.
  var asked: [String] = []
  /// What is said instead where nothing was asked in the end, and nothing is to be written.
  var nothingAsked: BilingualText?
  /// The answer for the terminal, with the names of the files.
  let text: (TerminalReport, [String]) -> String
  /// What is done once all of it is written and shown.
  var afterwards: () throws -> Void = {}
}

extension QuestionCommand {
  var checksVariants: Bool { false }
  var tellsFirstMistake: Bool { false }

  /// The options that were given, as the manifest lists them.
  var arguments: [String] { options.compactMap { name, value in value.map { name + "=" + $0 } } }

  func request(_ question: Question) -> Request.Command {
    .question(Self.configuration.commandName ?? "", options: arguments)
  }

  func settings(for question: Question, of model: ScenarioModel) throws -> SimulationSettings {
    try simulation.settings(for: model.scenario)
  }

  func run() throws {
    let stop = StopOnInterrupt(in: language.chosen)
    defer { stop.end() }
    let model = try scenario.load(language.chosen, withVariants: checksVariants)
    let asked: Question = try telling(in: language.chosen) { try question(of: model) }
    try requireWritable(output)
    let settings: SimulationSettings = try telling(in: language.chosen) {
      try self.settings(for: asked, of: model)
    }
    simulation.remark(on: settings)
    stop.beginWork()
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let found: QuestionAnswer = try telling(
      in: language.chosen, firstMistakeOnly: tellsFirstMistake
    ) {
      defer { progress.finish() }
      return try answer(
        asked, of: model,
        Answering(
          settings: settings, progress: progress.update, endProgress: progress.finish,
          isStopped: { stop.isStopped }))
    }
    let request = Request(
      request(asked).adding(found.asked), of: model.scenario, found.settings,
      format: excel ? .spreadsheet : .plain, finished: found.finished)
    try requireSomethingFinished(request, in: language.chosen)
    if let remark = found.nothingAsked {
      if !simulation.quiet { try show(remark[language.chosen]) }
      return
    }
    let files = try publish(found.tables, for: request, in: output)
    if !simulation.quiet {
      try show(found.text(TerminalReport(language: language.chosen), files))
    }
    try endIfStopped(request, in: language.chosen)
    try found.afterwards()
  }

  // MARK: Replay

  /// Asks again; what does not fit the scenario any more is a mistake of it.
  func repeated(
    _ model: ScenarioModel, _ settings: SimulationSettings,
    _ progress: @escaping @Sendable (BilingualText, Double) -> Void
  ) throws(Diagnostics) -> (tables: [NamedTable], inputs: [Manifest.File]) {
    do {
      let question = try question(of: model)
      let answer = try answer(
        question, of: model, Answering(settings: settings, progress: progress))
      return (answer.tables, request(question).inputs)
    } catch let error as Diagnostics {
      throw error
    } catch let error as QuestionError {
      throw Diagnostics(error.lines.map { Diagnostic(.invalidValue, $0, at: nil) })
    } catch {
      throw Diagnostics([Diagnostic(.invalidValue, .same("\(error)"), at: nil)])
    }
  }
}

/// The command that a manifest records; nil when it records no options.
///
/// - Parameter path: where the scenario is.
/// - Throws: when this engine does not know the options.
func questionCommand(_ manifest: Manifest, scenario path: String) throws
  -> (any QuestionCommand)?
{
  guard let asked = manifest.arguments else { return nil }
  let known: [any QuestionCommand.Type] = [
    TargetCommand.self, JointCommand.self, AllocateCommand.self, TrackCommand.self,
    CompareCommand.self, SweepCommand.self, OptimiseCommand.self, SensitivityCommand.self,
    DiscoverCommand.self,
  ]
  guard let type = known.first(where: { $0.configuration.commandName == manifest.command }) else {
    return nil
  }
  // The variants that were compared are recorded by themselves, and a waterfall names its own.
  let variants =
    manifest.variants.isEmpty || asked.contains { $0.hasPrefix("waterfall=") }
    ? [] : ["variants=" + manifest.variants.joined(separator: ",")]
  let arguments = (asked + variants).map { argument in
    // A value may begin with a dash, and a flag has none.
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    return "--" + (parts.count == 2 && parts[1] == "true" ? String(parts[0]) : argument)
  }
  return try type.parse([path] + arguments)
}

/// The parts of a list that commas part, Chinese ones too.
func listed(_ text: String) -> [String] {
  text.split { ",，、".contains($0) }.map(\.trimmingBlanks).filter { !$0.isEmpty }
}
