import Foundation
import Testing
import Torreya

@testable import Reports

/// A scenario as JSON values, which a test can change before it is read.
struct ScenarioText: @unchecked Sendable, CustomTestStringConvertible {
  let name: String
  var members: [String: Any]
  var files: DiskFiles

  var testDescription: String { name }

  init(name: String, members: [String: Any], files: DiskFiles = DiskFiles(scenario: nil)) {
    self.name = name
    self.members = members
    self.files = files
  }

  init(name: String, text: String, files: DiskFiles = DiskFiles(scenario: nil)) throws {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    self.init(name: name, members: try #require(value as? [String: Any]), files: files)
  }

  /// The scenario with one more element in a list.
  func adding(_ element: [String: Any], to list: String) -> ScenarioText {
    var changed = self
    changed.members[list] = (members[list] as? [Any] ?? []) + [element]
    return changed
  }

  /// The scenario with another value somewhere: a path of keys, and of positions in lists.
  func setting(_ path: [String], to value: Any) -> ScenarioText {
    func changed(_ node: Any?, _ path: ArraySlice<String>) -> Any {
      guard let first = path.first else { return value }
      if var list = node as? [Any], let index = Int(first) {
        list[index] = changed(list[index], path.dropFirst())
        return list
      }
      var object = node as? [String: Any] ?? [:]
      object[first] = changed(object[first], path.dropFirst())
      return object
    }
    var copy = self
    copy.members = changed(members, path[...]) as? [String: Any] ?? members
    return copy
  }

  var source: SourceFile {
    get throws {
      let data = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
      return SourceFile(name: name, bytes: Array(data))
    }
  }

  /// The scenario, checked and modelled.
  func model() throws -> ScenarioModel {
    let (model, diagnostics) = load(try source, files: files)
    return try #require(model, "\(printed(diagnostics, language: .en))")
  }

  func compiled() throws -> CompiledScenario { compile(try model()) }

  func run(trials: Int, seed: UInt64 = 1, threads: Int = 1) throws -> RunResult {
    try Torreya.run(compiled(), testSettings(trials: trials, seed: seed, threads: threads))
  }
}

func testSettings(
  trials: Int, seed: UInt64 = 1, sampling: SamplingScheme = .pseudoRandom, threads: Int = 1
) -> SimulationSettings {
  SimulationSettings(
    trials: trials, seed: seed, sampling: sampling, threads: threads, memory: 4 << 30)
}

extension ScenarioText {
  /// The scenario of `torreya init`.
  static let starting: ScenarioText = {
    guard let scenario = try? ScenarioText(name: "starting.json", text: startingScenario()) else {
      preconditionFailure("the starting scenario is JSON")
    }
    return scenario
  }()

  /// The town's plan, where it is there.
  static let jidong = shipped("jidong-2024.json")
  /// A scenario that continues histories, where it is there.
  static let fitHistory = shipped("fit-history.json")

  private static func shipped(_ name: String) -> ScenarioText? {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = folder.appendingPathComponent("scenarios/" + name).path
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return try? ScenarioText(
      name: "scenarios/" + name, text: String(decoding: bytes, as: UTF8.self),
      files: DiskFiles(scenario: path))
  }

  /// What a law must hold for: scenarios that people read, and some that nobody would write.
  static let all = [starting] + [jidong].compactMap { $0 } + (0..<4).map(ScenarioText.random)
}

extension RunResult {
  /// The values of all trials, in base units.
  func values(_ indicator: String, _ period: String) throws -> [Double] {
    let column = try #require(
      simulation.column(indicator, period: period), "\(indicator) in \(period)")
    return (0..<simulation.trials).map { simulation.value(of: column, inTrial: $0) }
  }

  func bytes(_ fileName: String) throws -> [UInt8] {
    let table = tables(threads: 1, withTrials: true).first { $0.fileName == fileName }
    return try #require(table).file(.plain).bytes
  }

  /// The rows of a file below its header.
  func lines(_ fileName: String) throws -> [String] {
    String(decoding: try bytes(fileName), as: UTF8.self).split(separator: "\n").dropFirst()
      .map(String.init)
  }
}

extension OutputFile {
  /// All bytes of the file.
  var bytes: [UInt8] { (0..<pieces).flatMap(piece) }
}

extension FileManager {
  /// The bytes of every file in a folder, by name.
  func allFiles(in folder: String) throws -> [String: Data] {
    try contentsOfDirectory(atPath: folder).reduce(into: [:]) { files, name in
      files[name] = contents(atPath: folder + "/" + name)
    }
  }
}

/// A folder of its own for a test, removed afterwards.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/torreya-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }
}
