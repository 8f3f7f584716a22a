import Foundation
import Reports
import Simulation
import SourceText
import Vocabulary

/// A run made again from its manifest, to see whether it gives the same bytes.
public struct Replay {
  private let manifest: Manifest
  private let folder: String

  /// - Parameter folder: where the results of the run are.
  public init(of manifest: Manifest, folder: String) {
    self.manifest = manifest
    self.folder = folder
  }

  /// What differs, a line each; empty when every byte is the same.
  ///
  /// The results are made again in memory; what is in the folder is read and never changed.
  public func differences(source: SourceFile, files: any ProjectFiles) -> Result<
    [String], Diagnostics
  > {
    var lines: [String] = []
    if manifest.engine != engineVersion {
      lines.append("engine: \(manifest.engine) then, \(engineVersion) now")
    }
    if manifest.scenario.sha256 != sha256Hex(source.bytes) {
      lines.append("input \(manifest.scenario.name): changed since the run")
    }
    let (model, diagnostics) = load(source, files: files)
    guard let model else { return .failure(Diagnostics(diagnostics)) }
    lines += changedInputs(model.scenario)
    let settings = SimulationSettings(
      trials: manifest.trials, seed: manifest.seed,
      threads: ProcessInfo.processInfo.activeProcessorCount, memory: standardMemoryBudget())
    let compiled = compile(model)
    do {
      let result = try Torreya.run(compiled, settings, withTrials: manifest.hasTrials)
      lines += changedOutputs(result.tables, settings, model.scenario)
    } catch {
      return .failure(Diagnostics([compiled.diagnostic(error)]))
    }
    return .success(lines)
  }

  private func changedInputs(_ scenario: Scenario) -> [String] {
    let now = scenario.inputs.map { Manifest.File(name: $0.name, bytes: $0.bytes) }
    var lines: [String] = []
    for then in manifest.inputs {
      guard let file = now.first(where: { $0.name == then.name }) else {
        lines.append("input \(then.name): not read any more")
        continue
      }
      if file != then { lines.append("input \(then.name): changed since the run") }
    }
    for file in now where !manifest.inputs.contains(where: { $0.name == file.name }) {
      lines.append("input \(file.name): not read by the run")
    }
    return lines
  }

  private func changedOutputs(
    _ tables: [NamedTable], _ settings: SimulationSettings, _ scenario: Scenario
  ) -> [String] {
    let format: CSVFormat = manifest.format == "spreadsheet" ? .spreadsheet : .plain
    var lines: [String] = []
    for then in manifest.outputs {
      guard let table = tables.first(where: { $0.fileName == then.name }) else {
        lines.append("result \(then.name): not made by this engine")
        continue
      }
      let bytes = csv(table.table, format: format)
      if sha256Hex(bytes) != then.sha256 { lines.append("result \(then.name): other bytes now") }
      let path = folder + "/" + then.name
      guard let onDisk = FileManager.default.contents(atPath: path) else {
        lines.append("file \(then.name): missing from the folder")
        continue
      }
      if sha256Hex(onDisk) != then.sha256 {
        lines.append("file \(then.name): changed after the run")
      }
    }
    return lines
  }
}
