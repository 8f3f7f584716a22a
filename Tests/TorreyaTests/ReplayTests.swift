import Foundation
import Testing
import Torreya

/// A run in a folder of its own, which is removed afterwards.
private final class RecordedRun {
  let folder = FileManager.default.temporaryDirectory.path + "/replay-" + UUID().uuidString
  let source: SourceFile
  let files: DiskFiles
  var manifest: Manifest

  /// - Parameter inputs: files beside the scenario, by name.
  init(
    _ text: String, inputs: [String: String] = [:], withTrials: Bool = false,
    format: CSVFormat = .plain
  ) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in inputs {
      try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    source = SourceFile(name: folder + "/town.json", text: text)
    files = DiskFiles(scenario: source.name)
    let (model, diagnostics) = load(source, files: files)
    let compiled = compile(
      try #require(model, "\(printed(diagnostics, language: .en))"))
    let settings = testSettings(trials: 1100, seed: 5, threads: 2)
    let tables = try Torreya.run(compiled, settings).tables(threads: 2, withTrials: withTrials)
    let request = Request(
      .run(withTrials: withTrials), of: compiled.scenario, settings, format: format)
    _ = try publish(tables, for: request, in: folder)
    let written = try #require(FileManager.default.contents(atPath: folder + "/manifest.json"))
    manifest = try #require(Manifest(json: Array(written)))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func differences(_ changed: SourceFile? = nil) throws -> [String] {
    try Replay(of: manifest, folder: folder)
      .differences(source: changed ?? source, files: files)
  }

  func overwrite(_ name: String, _ text: String) throws {
    try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
  }
}

@Suite("replay")
struct ReplayTests {
  /// A scenario that reads a calendar file besides.
  private let text = startingScenario.replacingOccurrences(
    of: "\"drivers\": {",
    with: """
      "calendars": [{ "id": "site", "week": "fiveDay", "holidays": "holidays.csv" }],
      "drivers": {
      """)

  @Test("the same bytes again", arguments: [CSVFormat.plain, .spreadsheet], [true, false])
  func same(format: CSVFormat, withTrials: Bool) throws {
    let run = try RecordedRun(startingScenario, withTrials: withTrials, format: format)
    #expect(run.manifest.outputs.map(\.name).contains("trials.csv") == withTrials)
    #expect(try run.differences() == [])
  }

  @Test("another scenario text")
  func scenario() throws {
    let run = try RecordedRun(startingScenario)
    let changed = startingScenario.replacingOccurrences(of: "\"200万元\"", with: "\"201万元\"")
    let lines = try run.differences(SourceFile(name: run.source.name, text: changed))
    #expect(
      lines == [
        "input \(run.source.name): changed since the run", "result summary.csv: other bytes now",
        "result targets.csv: other bytes now", "result assumptions.csv: other bytes now",
      ])
  }

  @Test("a scenario that is no scenario any more")
  func broken() throws {
    let run = try RecordedRun(startingScenario)
    #expect(throws: Diagnostics.self) {
      try run.differences(SourceFile(name: "town.json", text: "{"))
    }
  }

  @Test("a result that was changed, and one that is gone")
  func results() throws {
    let run = try RecordedRun(startingScenario)
    try run.overwrite("summary.csv", "indicator\n")
    try FileManager.default.removeItem(atPath: run.folder + "/targets.csv")
    #expect(
      try run.differences() == [
        "file summary.csv: changed after the run",
        "file targets.csv: missing from the folder",
      ])
  }

  @Test("another version of the engine, and other settings")
  func engine() throws {
    let run = try RecordedRun(startingScenario)
    run.manifest.engine = "0.0.9"
    #expect(try run.differences() == ["engine: 0.0.9 then, \(engineVersion) now"])
    run.manifest.engine = engineVersion
    run.manifest.seed = 6
    #expect(
      try run.differences() == [
        "result summary.csv: other bytes now", "result targets.csv: other bytes now",
      ])
  }

  @Test("an input file that was changed, and inputs that come or go")
  func inputs() throws {
    let run = try RecordedRun(text, inputs: ["holidays.csv": "date,kind\n2025-05-01,dayOff\n"])
    #expect(run.manifest.inputs.map(\.name) == ["holidays.csv"])
    #expect(try run.differences() == [])
    // A day off more moves nothing here, as there are no works: the input is told all the same.
    try run.overwrite("holidays.csv", "date,kind\n2025-05-02,dayOff\n")
    #expect(try run.differences() == ["input holidays.csv: changed since the run"])
    run.manifest.inputs = [Manifest.File(name: "old.csv", bytes: [])]
    #expect(
      try run.differences() == [
        "input old.csv: not read any more", "input holidays.csv: not read by the run",
      ])
  }
}
