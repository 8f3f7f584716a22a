import ArgumentParser
import SourceText
import Torreya

extension SimulationOptions {
  /// Runs a scenario with a progress line; says why when it cannot be run.
  func run(
    _ compiled: CompiledScenario, label: String, withTrials: Bool = false, language: Language
  ) throws -> RunResult {
    let progress = Progress(label, quiet: quiet)
    defer { progress.finish() }
    do throws(SimulationError) {
      return try Torreya.run(
        compiled, settings(for: compiled.scenario), withTrials: withTrials,
        progress: progress.update)
    } catch {
      throw fail([compiled.diagnostic(error)], in: language)
    }
  }
}

/// Writes the files of a run; says why when it cannot.
func write(
  _ tables: [NamedTable], of scenario: Scenario, settings: SimulationSettings, format: CSVFormat,
  hasTrials: Bool, to folder: String
) throws -> [String] {
  let (files, manifest) = Torreya.files(
    of: tables, scenario: scenario, settings: settings, format: format, hasTrials: hasTrials)
  do {
    try OutputFolder(folder).write(files, last: manifest)
  } catch {
    say("torreya: error: \(error)")
    throw ExitStatus.cannotWrite
  }
  return files.map(\.name) + [manifest.name]
}
