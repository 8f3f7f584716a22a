import Foundation
import Testing
import Torreya

/// A run in a folder of its own.
private struct RecordedRun {
  let folder: TemporaryFolder
  let source: SourceFile
  let files: DiskFiles
  var manifest: Manifest

  /// - Parameter inputs: files beside the scenario, by name.
  init(
    _ text: String, inputs: [String: String] = [:],
    _ command: Request.Command = .run(withTrials: false), format: CSVFormat = .plain,
    sampling: SamplingScheme = .pseudoRandom
  ) throws {
    folder = try TemporaryFolder()
    for (name, text) in inputs { try folder.write(name, text) }
    source = SourceFile(name: folder.path + "/town.json", text: text)
    files = DiskFiles(scenario: source.name)
    let (found, diagnostics) = load(source, files: files)
    let model = try #require(found, "\(printed(diagnostics, language: .en))")
    let settings = testSettings(trials: 30, seed: 5, sampling: sampling, threads: 2)
    let tables: [NamedTable]
    switch command {
    case .run(let withTrials):
      tables = try run(compile(model), settings).tables(threads: 2, withTrials: withTrials)
    case .compare(let ids):
      let variants = ids.compactMap { id in model.scenario.variants.first { $0.id == id } }
      tables = try compare(model, with: variants, settings, files: files).tables
    case .question:
      tables = []
    }
    let request = Request(command, of: model.scenario, settings, format: format)
    _ = try publish(tables, for: request, in: folder.path)
    let bytes = FileManager.default.contents(atPath: folder.path + "/manifest.json")
    manifest = try #require(Manifest(json: Array(bytes ?? Data())))
  }

  func differences(_ changed: SourceFile? = nil) throws -> [String] {
    try Replay(of: manifest, folder: folder.path)
      .differences(source: changed ?? source, files: files).map(\.en)
  }
}

@Suite("replay")
struct ReplayTests {
  /// A scenario that reads a calendar file besides.
  private let text = startingScenario().replacingOccurrences(
    of: "\"drivers\": {",
    with: """
      "calendars": [{ "id": "site", "week": "fiveDay", "holidays": "holidays.csv" }],
      "drivers": {
      """)

  /// The files of the starting scenario that hold what the trials came to.
  private static let results = [
    "summary.csv", "targets.csv", "fiscal.csv", "progress.csv", "decomposition.csv", "visitors.csv",
    "checks.csv",
  ]

  @Test("the same bytes again", arguments: [CSVFormat.plain, .spreadsheet], [true, false])
  func same(format: CSVFormat, withTrials: Bool) throws {
    let run = try RecordedRun(startingScenario(), .run(withTrials: withTrials), format: format)
    #expect(run.manifest.outputs.map(\.name).contains("trials.csv") == withTrials)
    #expect(try run.differences() == [])
  }

  @Test(
    "every sampling scheme, and the manifests of version 0.1",
    arguments: [
      .antithetic, .latinHypercube, .sobol(randomisations: 16), .sobol(randomisations: 3),
    ] as [SamplingScheme])
  func sampling(scheme: SamplingScheme) throws {
    var run = try RecordedRun(startingScenario(), sampling: scheme)
    #expect(run.manifest.sampling == scheme.name)
    #expect(run.manifest.randomisations == scheme.randomisations)
    #expect(try run.differences() == [])
    let changed = Self.results.map { "result \($0): other bytes now" }
    run.manifest.sampling = "pseudo-random"
    #expect(try run.differences() == changed)
    run.manifest.sampling = "haltonish"
    run.manifest.randomisations = 4
    #expect(
      try run.differences() == ["sampling: 'haltonish 4' is unknown to this engine"])
    var old = try RecordedRun(startingScenario())
    #expect(old.manifest.sampling == "pseudoRandom")
    old.manifest.sampling = "pseudo-random"
    #expect(try old.differences() == [])
    old.manifest.randomisations = 1
    old.manifest.sampling = "sobol"
    #expect(try old.differences() == ["sampling: 'sobol 1' is unknown to this engine"])
  }

  @Test("a comparison under Sobol")
  func sobolComparison() throws {
    let run = try RecordedRun(
      startingScenario(), .compare(variants: ["weakYear"]), sampling: .sobol(randomisations: 4))
    #expect(try run.differences() == [])
  }

  @Test("a comparison, whatever the order of its variants", arguments: [false, true])
  func comparison(isReversed: Bool) throws {
    let more = startingScenario().replacingOccurrences(
      of: "\"variants\": [",
      with: "\"variants\": [{ \"id\": \"campaign\", \"levers\": { \"promotion\": \"40万元\" } },")
    let ids = ["campaign", "weakYear"]
    let run = try RecordedRun(more, .compare(variants: isReversed ? ids.reversed() : ids))
    #expect(
      run.manifest.outputs.map(\.name) == ["comparison.csv", "comparison-targets.csv"])
    #expect(try run.differences() == [])
  }

  @Test("another scenario text")
  func scenario() throws {
    let run = try RecordedRun(startingScenario())
    let changed = startingScenario().replacingOccurrences(of: "\"200万元\"", with: "\"201万元\"")
    let lines = try run.differences(SourceFile(name: run.source.name, text: changed))
    // The visitors know nothing of taxes.
    let files = Self.results.filter { $0 != "visitors.csv" } + ["assumptions.csv"]
    #expect(
      lines == ["input \(run.source.name): changed since the run"]
        + files.map { "result \($0): other bytes now" })
  }

  @Test("a scenario that is no scenario any more")
  func broken() throws {
    let run = try RecordedRun(startingScenario())
    #expect(throws: Diagnostics.self) {
      try run.differences(SourceFile(name: "town.json", text: "{"))
    }
  }

  @Test("a result that was changed, and one that is gone")
  func results() throws {
    let run = try RecordedRun(startingScenario())
    try run.folder.write("summary.csv", "indicator\n")
    try FileManager.default.removeItem(atPath: run.folder.path + "/targets.csv")
    #expect(
      try run.differences() == [
        "file summary.csv: changed after the run",
        "file targets.csv: missing from the folder",
      ])
  }

  @Test("another version of the engine, and other settings")
  func engine() throws {
    var run = try RecordedRun(startingScenario())
    run.manifest.engine = "0.0.9"
    #expect(try run.differences() == ["engine: 0.0.9 then, \(engineVersion) now"])
    run.manifest.engine = engineVersion
    run.manifest.seed = 6
    #expect(
      try run.differences() == Self.results.map { "result \($0): other bytes now" })
  }

  @Test("an input file that was changed, and inputs that come or go")
  func inputs() throws {
    var run = try RecordedRun(
      text, inputs: ["holidays.csv": "date,kind\n2025-05-01,dayOff\n"])
    #expect(run.manifest.inputs.map(\.name) == ["holidays.csv"])
    #expect(try run.differences() == [])
    // A day off more moves nothing here, as there are no works: the input is told all the same.
    try run.folder.write("holidays.csv", "date,kind\n2025-05-02,dayOff\n")
    #expect(try run.differences() == ["input holidays.csv: changed since the run"])
    run.manifest.inputs = [Manifest.File(name: "old.csv", bytes: [])]
    #expect(
      try run.differences() == [
        "input old.csv: not read any more", "input holidays.csv: not read by the run",
      ])
  }
}
