import Reports
import Simulation
import SourceText
import Vocabulary

/// What was asked for, as the manifest records it.
public struct Request: Sendable {
  public enum Command: Hashable, Sendable {
    /// With or without every trial.
    case run(withTrials: Bool)
    /// With what was asked of them where it was not everything.
    case compare(variants: [String], WhatIfQuestion? = nil)
    /// With the options that say what was moved and sought.
    case sweep(WhatIfQuestion)
    case optimise(WhatIfQuestion)
    case sensitivity(SensitivityQuestion)
    case discover(SensitivityQuestion)
    /// With the files that were read besides, and what was asked for.
    case track(inputs: [Manifest.File], options: [String: String])
    /// What is asked of a single run: the command, and its options as they were written.
    case question(String, options: [String: String])
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
      case .compare(let variants, let question): ("compare", variants, false, question?.texts)
      case .sweep(let question): ("sweep", [], false, question.texts)
      case .optimise(let question): ("optimise", [], false, question.texts)
      case .sensitivity(let question): ("sensitivity", [], false, question.arguments)
      case .discover(let question): ("discover", [], false, question.arguments)
      case .track(_, let options): ("track", [], false, listed(options))
      case .question(let name, let options): (name, [], false, listed(options))
      }
    var read = scenario.inputs.map { Manifest.File(name: $0.name, bytes: $0.bytes) }
    if case .track(let inputs, _) = command { read += inputs }
    return Manifest(
      engine: engineVersion, command: name, variants: variants,
      scenario: Manifest.File(name: scenario.source.name, bytes: scenario.source.bytes),
      inputs: read,
      trials: settings.trials, seed: settings.seed, sampling: settings.sampling.name,
      randomisations: settings.sampling.randomisations, quantiles: settings.quantiles.rawValue,
      format: format == .spreadsheet ? "spreadsheet" : "plain", hasTrials: hasTrials,
      arguments: arguments, finished: finished?.text.en, outputs: outputs)
  }

  private func listed(_ options: [String: String]) -> [String] {
    options.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
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
