import Probability
import Reports
import Simulation
import SourceText
import Vocabulary

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run made again from its manifest, to see whether it gives the same bytes.
public struct Replay {
  private let manifest: Manifest
  private let folder: String
  private let again: Again?

  /// What a command makes again by itself, from the settings of the run: its tables, and the files
  /// that it reads besides those of the scenario.
  public typealias Again =
    (ScenarioModel, SimulationSettings, @escaping @Sendable (BilingualText, Double) -> Void)
    throws(Diagnostics) -> (tables: [NamedTable], inputs: [Manifest.File])

  /// - Parameter folder: where the results of the run are.
  /// - Parameter again: makes the results again where the command does it by itself.
  public init(of manifest: Manifest, folder: String, again: Again? = nil) {
    self.manifest = manifest
    self.folder = folder
    self.again = again
  }

  /// What differs, a line each; empty when every byte is the same.
  ///
  /// The results are made again without being written; what is in the folder is read and never
  /// changed.
  ///
  /// - Throws: what is wrong with the scenario as it is now.
  public func differences(
    source: SourceFile, files: any ProjectFiles & Sendable,
    progress: (@Sendable (BilingualText, Double) -> Void)? = nil
  ) throws(Diagnostics) -> [BilingualText] {
    var lines: [BilingualText] = []
    if manifest.engine != engineVersion {
      lines.append(
        .init(
          zh: "程序版本：当时 \(manifest.engine)，现在 \(engineVersion)",
          en: "engine: \(manifest.engine) then, \(engineVersion) now"))
    }
    if manifest.scenario.sha256 != sha256Hex(source.bytes) {
      lines.append(
        .init(
          zh: "输入 \(manifest.scenario.name)：运行之后已改动",
          en: "input \(manifest.scenario.name): changed since the run"))
    }
    let (model, diagnostics) = load(source, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    let isWhole = ["run", "compare"].contains(manifest.command) && manifest.arguments == nil
    guard isWhole || again != nil else {
      return lines + [
        .init(
          zh: "命令 \(manifest.command)：其结果由该命令自己重新生成",
          en: "command \(manifest.command): its results are made again by the command itself")
      ]
    }
    guard let sampling else {
      let scheme = [manifest.sampling] + (manifest.randomisations.map { ["\($0)"] } ?? [])
      return lines + changedInputs(model.scenario)
        + [
          .init(
            zh: "抽样方式：本程序不认识“\(scheme.joined(separator: " "))”",
            en: "sampling: '\(scheme.joined(separator: " "))' is unknown to this engine")
        ]
    }
    let (tables, inputs) = try madeAgain(model, sampling, files, progress)
    lines += changedInputs(model.scenario, inputs)
    let changed = changedOutputs(tables)
    if let finished = manifest.finished, changed.contains(where: { $0.en.hasPrefix("result ") }) {
      lines.append(
        .init(zh: "曾被中断：写出的只是当时已完成的部分", en: "interrupted: what was written is of \(finished)"))
    }
    return lines + changed
  }

  /// The scheme of the run; nil when it comes from an engine that has others.
  private var sampling: SamplingScheme? {
    // So version 0.1 called the only scheme that it had.
    if manifest.sampling == "pseudo-random" { return .pseudoRandom }
    let randomisations = manifest.randomisations ?? SamplingScheme.standardRandomisations
    guard SamplingScheme.allowedRandomisations.contains(randomisations) else { return nil }
    return SamplingScheme(name: manifest.sampling, randomisations: randomisations)
  }

  /// The tables of the run, made again, and the files that were read besides those of the scenario.
  private func madeAgain(
    _ model: ScenarioModel, _ sampling: SamplingScheme, _ files: any ProjectFiles & Sendable,
    _ progress: (@Sendable (BilingualText, Double) -> Void)?
  ) throws(Diagnostics) -> (tables: [NamedTable], inputs: [Manifest.File]) {
    let settings = SimulationSettings(
      trials: manifest.trials, seed: manifest.seed, sampling: sampling,
      threads: ProcessInfo.processInfo.activeProcessorCount, memory: standardMemoryBudget(),
      // What was used then, whatever memory there is now.
      quantiles: manifest.quantiles.flatMap(QuantileMethod.init) ?? .exact)
    if let again { return try again(model, settings) { progress?($0, $1) } }
    if manifest.command == "compare" {
      // In the order in which they were asked for.
      let variants = manifest.variants.compactMap { id in
        model.scenario.variants.first { $0.id == id }
      }
      let made = try compare(model, with: variants, settings, files: files, progress: progress)
      return (made.tables, [])
    }
    let label = model.scenario.label
    let result = try run(compileForTables(model), settings) { progress?(label, $0) }
    return (result.tables(threads: settings.threads, withTrials: manifest.hasTrials), [])
  }

  private func changedInputs(_ scenario: Scenario, _ others: [Manifest.File] = [])
    -> [BilingualText]
  {
    let now = scenario.inputs.map { Manifest.File(name: $0.name, bytes: $0.bytes) } + others
    var lines: [BilingualText] = []
    for then in manifest.inputs {
      guard let file = now.first(where: { $0.name == then.name }) else {
        lines.append(.init(zh: "输入 \(then.name)：不再读取", en: "input \(then.name): not read any more"))
        continue
      }
      if file != then {
        lines.append(
          .init(zh: "输入 \(then.name)：运行之后已改动", en: "input \(then.name): changed since the run"))
      }
    }
    for file in now where !manifest.inputs.contains(where: { $0.name == file.name }) {
      lines.append(
        .init(zh: "输入 \(file.name)：当时没有读取", en: "input \(file.name): not read by the run"))
    }
    return lines
  }

  private func changedOutputs(_ tables: [NamedTable]) -> [BilingualText] {
    let format: CSVFormat = manifest.format == "spreadsheet" ? .spreadsheet : .plain
    var lines: [BilingualText] = []
    for then in manifest.outputs {
      if let table = tables.first(where: { $0.fileName == then.name }) {
        if table.file(format).sha256 != then.sha256 {
          lines.append(
            .init(zh: "结果 \(then.name)：现在内容不同", en: "result \(then.name): other bytes now"))
        }
      } else {
        lines.append(
          .init(zh: "结果 \(then.name)：本程序不生成", en: "result \(then.name): not made by this engine"))
      }
      switch digest(ofFile: folder + "/" + then.name) {
      case nil:
        lines.append(
          .init(zh: "文件 \(then.name)：文件夹里没有", en: "file \(then.name): missing from the folder"))
      case then.sha256: break
      default:
        lines.append(
          .init(zh: "文件 \(then.name)：运行之后被改动", en: "file \(then.name): changed after the run"))
      }
    }
    return lines
  }

  private func digest(ofFile path: String) -> String? {
    guard let file = try? ReadableFile(path) else { return nil }
    var digest = SHA256Digest()
    while let bytes = try? file.piece(upTo: 1 << 20) {
      if bytes.isEmpty { return digest.hexadecimal }
      digest.update(bytes)
    }
    return nil
  }
}
