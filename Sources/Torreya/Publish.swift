import Reports
import Simulation
import SourceText
import Vocabulary

/// What was asked for, as the manifest records it.
public struct Request: Sendable {
  public enum Command: Hashable, Sendable {
    /// With or without every trial.
    case run(withTrials: Bool)
    case compare(variants: [String])
    /// What else is asked: the command, the variants that it compares, its options as `name=value`
    /// as they were written, and the files that it read besides.
    case question(
      String, variants: [String] = [], options: [String], inputs: [Manifest.File] = [])

    /// The same command with more options, where it is a question.
    public func adding(_ options: [String]) -> Command {
      guard case .question(let name, let variants, let own, let inputs) = self else { return self }
      return .question(name, variants: variants, options: own + options, inputs: inputs)
    }

    /// The files that it read besides those of the scenario.
    public var inputs: [Manifest.File] {
      if case .question(_, _, _, let inputs) = self { inputs } else { [] }
    }
  }

  public let command: Command
  public let scenario: Scenario
  public let settings: SimulationSettings
  public let format: CSVFormat
  /// How much was finished when the command was told to stop; nil when all was.
  public let finished: FinishedPart?

  public init(
    _ command: Command, of scenario: Scenario, _ settings: SimulationSettings, format: CSVFormat,
    finished: FinishedPart? = nil
  ) {
    self.command = command
    self.scenario = scenario
    self.settings = settings
    self.format = format
    self.finished = finished
  }

  func manifest(outputs: [Manifest.File]) -> Manifest {
    let (name, variants, hasTrials, arguments): (String, [String], Bool, [String]?) =
      switch command {
      case .run(let withTrials): ("run", [], withTrials, nil)
      case .compare(let variants): ("compare", variants, false, nil)
      case .question(let name, let variants, let options, _): (name, variants, false, options)
      }
    return Manifest(
      engine: engineVersion, command: name, variants: variants,
      scenario: Manifest.File(name: scenario.source.name, bytes: scenario.source.bytes),
      inputs: scenario.inputs.map { Manifest.File(name: $0.name, bytes: $0.bytes) }
        + command.inputs,
      trials: settings.trials, seed: settings.seed, sampling: settings.sampling.name,
      randomisations: settings.sampling.randomisations, quantiles: settings.quantiles.rawValue,
      format: format == .spreadsheet ? "spreadsheet" : "plain", hasTrials: hasTrials,
      arguments: arguments, finished: finished?.text.en, outputs: outputs)
  }
}

/// Writes tables as CSV files, and behind them the manifest that vouches for them: all or none.
///
/// - Returns: the names of the files.
public func publish(_ tables: [NamedTable], for request: Request, in folder: String)
  throws(OutputError) -> [String]
{
  let files = tables.map { $0.file(request.format) }
  let names = files.map(\.name)
  try OutputFolder(folder).write(files, lastName: "manifest.json") { digests in
    let outputs = zip(names, digests).map { Manifest.File(name: $0, sha256: $1) }
    return request.manifest(outputs: outputs).json
  }
  return names + ["manifest.json"]
}
