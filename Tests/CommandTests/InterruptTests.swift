import Foundation
import Testing

/// A planner who has seen enough presses Ctrl-C: what is finished by then is written, whole.
@Suite(
  "an interrupt leaves what is finished", .enabled(if: hasShippedScenarios), .serialized)
struct InterruptTests {
  /// Work for minutes, of which a block of trials, a point or a set is done in an instant.
  struct Work: Sendable, CustomTestStringConvertible {
    let command: String
    let options: [String]
    let files: [String]
    /// What is counted of what is finished.
    let unit: String
    /// What is shown when it is interrupted: how far the first simulation has come, or what comes
    /// after something is finished.
    var sign = " %"

    var testDescription: String { ([command] + options).joined(separator: " ") }
  }

  private static let works = [
    Work(
      command: "target", options: ["--target", "T1", "--trials", "1000000"],
      files: ["target.csv"], unit: "of 1000000 trials"),
    Work(
      command: "joint", options: ["--targets", "T1,T2", "--trials", "1000000"],
      files: ["easings.csv", "frontier.csv", "joint.csv"], unit: "of 1000000 trials"),
    Work(
      command: "allocate",
      options: [
        "--total", "fiscal.total.recurring", "--period", "2024", "--level", "1亿元", "--members",
        "months", "--trials", "1000000",
      ], files: ["allocation.csv"], unit: "of 1000000 trials"),
    Work(
      command: "track",
      options: [
        "--actuals", packageFolder + "/seeds/actuals/jidong-2024-05.csv", "--targets", "T1",
        "--trials", "20000",
      ],
      files: ["known.csv", "summary.csv", "track.csv"], unit: "1 of 5 days",
      sign: "as known on 2024-02-29"),
    Work(
      command: "compare", options: ["--targets", "T1", "--trials", "16384"],
      files: ["comparison-targets.csv", "comparison.csv"], unit: "of 16 variants"),
    Work(
      command: "compare", options: ["--targets", "T1", "--trials", "400000"],
      files: ["comparison-targets.csv", "comparison.csv"], unit: "of 16 variants"),
    Work(
      command: "compare",
      options: ["--variants", "loseFirmA,anchorLeaves,roadLate", "--trials", "4096"],
      files: ["comparison-targets.csv", "comparison.csv"], unit: "1 of 3 variants",
      sign: "The anchor firm leaves"),
    Work(
      command: "compare",
      options: ["--waterfall", "roadBeforeNationalDay", "--targets", "T1", "--trials", "65536"],
      files: ["waterfall.csv"], unit: "pairs of orders"),
    Work(
      command: "sweep",
      options: ["--targets", "T1", "--lever", "promotionBudget=0:200:0.05", "--trials", "4096"],
      files: ["sweep.csv"], unit: "of 4001 points"),
    Work(
      command: "sensitivity", options: ["--target", "T1", "--trials", "8192"],
      files: ["sensitivity.csv", "tornado.csv"], unit: "rows"),
    Work(
      command: "discover", options: ["--target", "all", "--trials", "20000"],
      files: ["box-trajectory.csv", "boxes.csv"], unit: "boxes"),
    Work(
      command: "discover", options: ["--target", "T1", "--trials", "1000000"],
      files: ["box-trajectory.csv", "boxes.csv"], unit: "boxes"),
    Work(
      command: "sensitivity",
      options: ["--target", "T1", "--trials", "1000000", "--methods", "sobol,information"],
      files: ["sensitivity.csv", "tornado.csv"], unit: "rows"),
    Work(
      command: "optimise",
      options: [
        "--targets", "T1", "--extra", "50万元", "--trials", "8192", "--frontier", "1000",
      ], files: ["frontier-cost.csv", "optimise.csv"], unit: "decisions judged"),
  ]

  @Test("of every command", arguments: works)
  func interrupted(work: Work) throws {
    let folder = try CommandFolder()
    let scenario = packageFolder + "/scenarios/jidong-2024.json"
    let result = try folder.torreyaInterrupted(
      [work.command, scenario] + work.options + ["--output", "out", "--language", "en"],
      at: work.sign)
    #expect(result.status == 130, "\(result.messages)")
    #expect(result.messages.contains("stopped as asked"), "\(result.messages)")
    let names = folder.names("out")
    guard !names.isEmpty else {
      // It was told before the first piece was there.
      #expect(result.messages.contains("nothing was finished"))
      #expect(!["target", "joint", "allocate", "track"].contains(work.command))
      return
    }
    #expect(result.messages.contains(work.unit), "\(result.messages)")
    #expect(Set(names).isSubset(of: work.files + ["manifest.json", "warning.csv"]), "\(names)")
    #expect(names.contains("manifest.json"))
    let manifest = try #require(folder.text("out/manifest.json"))
    #expect(manifest.contains("\"finished\" : \"") && manifest.contains(work.unit))
    for name in names where name.hasSuffix(".csv") {
      let text = try #require(folder.text("out/" + name))
      #expect(text.hasSuffix("\n"))
      let widths = Set(text.split(separator: "\n").map { cells($0) })
      #expect(widths.count == 1, "\(name): \(widths)")
    }
  }

  @Test("of a run: the files of the trials that were done, as a shorter run has them")
  func run() throws {
    let folder = try CommandFolder()
    let asked = ["run", packageFolder + "/scenarios/hello.json", "--language", "en"]
    let result = try folder.torreyaInterrupted(
      asked + ["--trials", "200000000", "--quantiles", "sketch", "--output", "cut"])
    #expect(result.status == 130, "\(result.messages)")
    let done = try #require(result.messages.firstMatch(of: /written: (\d+) of 200000000 trials/))
    let manifest = try #require(folder.text("cut/manifest.json"))
    #expect(manifest.contains("\"finished\" : \"\(done.1) of 200000000 trials\""))
    try folder.torreya(
      asked + [
        "--trials", String(done.1), "--quantiles", "sketch", "--output", "short", "--quiet",
      ])
    for name in ["summary.csv", "targets.csv"] {
      #expect(folder.bytes("cut/" + name) == folder.bytes("short/" + name))
    }
  }

  @Test(
    "before anything is simulated says so, and leaves no file",
    arguments: [
      ["run"], ["target", "--target", "T"], ["optimise", "--extra", "50万元"], ["track"],
    ])
  func early(command: [String]) throws {
    let folder = try CommandFolder()
    for (language, words) in [("en", "nothing was finished"), ("zh", "尚无已完成的部分")] {
      let result = try CommandFolder().torreyaInterruptedWhileReading(
        command + ["--output", folder.path + "/out", "--language", language])
      #expect(result.status == 130, "\(result.messages)")
      #expect(result.messages.contains(words), "\(result.messages)")
    }
    #expect(folder.names("out").isEmpty)
  }

  /// How many cells a row has; commas in quoted ones part nothing.
  private func cells(_ row: Substring) -> Int {
    var isQuoted = false
    return row.reduce(1) { count, character in
      if character == "\"" { isQuoted.toggle() }
      return character == "," && !isQuoted ? count + 1 : count
    }
  }

  @Test("the trials that were done are those of a shorter run, and it replays")
  func shorter() throws {
    let folder = try CommandFolder()
    let scenario = packageFolder + "/scenarios/jidong-2024.json"
    let asked = ["target", scenario, "--target", "T1", "--language", "en"]
    let result = try folder.torreyaInterrupted(asked + ["--trials", "1000000", "--output", "cut"])
    let done = try #require(result.messages.firstMatch(of: /written: (\d+) of 1000000 trials/))
    let trials = try #require(Int(done.1))
    #expect(trials >= 1024 && trials < 1_000_000)
    try folder.torreya(asked + ["--trials", "\(trials)", "--output", "short", "--quiet"])
    #expect(folder.bytes("cut/target.csv") == folder.bytes("short/target.csv"))
    let replay = try folder.torreya("replay", "cut/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
  }
}
