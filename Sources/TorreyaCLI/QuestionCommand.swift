import ArgumentParser
import Torreya

/// A command that asks something of a single run of a scenario.
protocol QuestionCommand: ParsableCommand {
  associatedtype Question

  /// What was asked, by the long names of its options: what a manifest records.
  var options: [String: String] { get }
  /// What it asks of this scenario.
  ///
  /// - Throws: what does not fit it.
  func question(of compiled: CompiledScenario) throws -> Question
  /// The tables of the answer.
  func tables(_ question: Question, _ result: RunResult) throws -> [NamedTable]
}

extension QuestionCommand {
  /// Answers again what was asked.
  func tables(_ result: RunResult) throws -> [NamedTable] {
    try tables(try question(of: result.compiled), result)
  }
}

/// The command that a manifest records; nil when it is no question.
///
/// - Throws: when this engine does not know the options.
func questionCommand(of manifest: Manifest) throws -> (any QuestionCommand)? {
  guard let asked = manifest.arguments else { return nil }
  let known: [any QuestionCommand.Type] = [
    TargetCommand.self, JointCommand.self, AllocateCommand.self,
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
