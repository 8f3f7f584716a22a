import Foundation
import Testing

@Suite("commands and their options")
struct CommandOptionTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.torreya("init", "town.json")
    return folder
  }

  private let files = [
    "assumptions.csv", "checks.csv", "decomposition.csv", "fiscal.csv", "manifest.json",
    "progress.csv", "summary.csv", "targets.csv", "visitors.csv",
  ]

  @Test("the scenario on standard input gives the same results")
  func standardInput() throws {
    let folder = try folder()
    let text = try #require(folder.text("town.json"))
    let first = try folder.torreya("run", "town.json", "--trials", "50", "--output", "a")
    let second = try folder.torreya(
      "run", "-", "--trials", "50", "--output", "b", input: text)
    #expect([first.status, second.status] == [0, 0])
    for name in files where name != "manifest.json" {
      #expect(folder.bytes("a/" + name) == folder.bytes("b/" + name))
    }
    #expect(try folder.torreya("check", "-", input: text).status == 0)
    #expect(try folder.torreya("explain", "-", "--stage", "plan", input: text).status == 0)
    let empty = try folder.torreya("check", "-")
    #expect(empty.status == 65)
    #expect(empty.messages.contains("<standard input>:1:1: error"))
  }

  @Test("init writes a scenario that runs, and replaces none")
  func initialise() throws {
    let folder = try CommandFolder()
    let written = try folder.torreya("init", "my.json")
    #expect(written.status == 0)
    #expect(written.output == "my.json is written. Next: torreya run my.json\n")
    #expect(try folder.torreya("check", "my.json").status == 0)
    try folder.write("my.json", "mine")
    let refused = try folder.torreya("init", "my.json")
    #expect(refused.status == 73)
    #expect(refused.messages == "torreya: error: 'my.json' is already there; --force replaces it\n")
    #expect(folder.text("my.json") == "mine")
    #expect(try folder.torreya("init", "my.json", "--force").status == 0)
    #expect(try folder.torreya("init", "-").output == folder.text("my.json"))
    #expect(try folder.torreya("init", "new/deep/my.json").status == 0)
    #expect(try folder.torreya("init").status == 0)
    #expect(folder.names() == ["my.json", "new", "scenario.json"])
  }

  @Test("init writes its notes in the language that is asked for")
  func initialNotes() throws {
    let folder = try CommandFolder()
    let (zh, en) = (
      try folder.torreya("init", "-", "--language", "zh").output.split(separator: "\n"),
      try folder.torreya("init", "-", "--language", "en").output.split(separator: "\n")
    )
    let pairs = zip(zh, en).filter { $0 != $1 }
    #expect(zh.count == en.count && pairs.count == 8)
    #expect(pairs.allSatisfy { $0.0.contains("\"note\"") && $0.1.contains("\"note\"") })
    #expect(zh.contains { $0.contains("JSON 没有注释") } && !zh.contains { $0.contains("remarks") })
    try folder.torreya("init", "zh.json", "--language", "zh")
    #expect(try folder.torreya("check", "zh.json").status == 0)
  }

  @Test("--excel: a byte order mark and CRLF, and nothing else is different")
  func excel() throws {
    let folder = try folder()
    try folder.torreya("run", "town.json", "--trials", "50", "--output", "plain")
    try folder.torreya("run", "town.json", "--trials", "50", "--output", "excel", "--excel")
    try folder.torreya("compare", "town.json", "--trials", "50", "--output", "excel", "--excel")
    for name in ["summary.csv", "targets.csv", "assumptions.csv", "comparison.csv"] {
      let bytes = try #require(folder.bytes("excel/" + name))
      #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      #expect(lines.count > 1)
      #expect(lines.dropLast().allSatisfy { $0.last == 0x0D })
      #expect(lines.last?.isEmpty == true)
      guard let plain = folder.bytes("plain/" + name) else { continue }
      #expect(!plain.contains(0x0D))
      #expect(plain == bytes.dropFirst(3).filter { $0 != 0x0D })
    }
  }

  @Test("--language, and the locale when nothing is said")
  func language() throws {
    let folder = try folder()
    func output(_ arguments: [String], _ locale: String = "") throws -> String {
      let line = (["torreya", "run", "town.json", "--trials 50"] + arguments)
      let result = try folder.shell("LANG=\(locale) " + line.joined(separator: " "))
      #expect(result.status == 0)
      return result.output
    }
    let chinese = try output(["--language", "zh"])
    #expect(chinese.contains("我的乡镇　50 次试验，种子 1"))
    #expect(chinese.contains("达成概率"))
    #expect(chinese.contains("结果文件在 results/："))
    let english = try output(["--language", "en"], "zh_CN.UTF-8")
    #expect(english.contains("My town  50 trials, seed 1"))
    #expect(english.contains("Written to results/: "))
    #expect(try output([], "zh_CN.UTF-8") == chinese)
    #expect(try output([], "de_DE.UTF-8") == english)
    let wrong = try folder.torreya("check", "-", "--language", "zh", input: "{")
    #expect(wrong.messages.contains("错误"))
  }

  @Test("--quiet prints nothing, and writes everything", arguments: ["run", "compare"])
  func quiet(command: String) throws {
    let folder = try folder()
    let result = try folder.torreya(
      command, "town.json", "--trials", "50", "--quiet", "--output", "out")
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(result.messages.isEmpty)
    #expect(folder.names("out").contains("manifest.json"))
  }

  @Test("the files of a run, and trials.csv when it is asked for")
  func trials() throws {
    let folder = try folder()
    let result = try folder.torreya("run", "town.json", "--trials", "20")
    #expect(folder.names("results") == files)
    #expect(
      result.output.contains(
        "Written to results/: summary.csv, targets.csv, fiscal.csv, progress.csv, "
          + "decomposition.csv, visitors.csv, checks.csv, assumptions.csv, manifest.json"))
    try folder.torreya("run", "town.json", "--trials", "20", "--trials-csv", "--output", "all")
    #expect(folder.names("all") == (files + ["trials.csv"]).sorted())
    let lines = try #require(folder.text("all/trials.csv")).split(separator: "\n")
    #expect(lines[0] == "trial,indicator,period,unit,value")
    #expect(Set(lines.dropFirst().compactMap { $0.split(separator: ",").first }).count == 20)
  }

  @Test("one trial is enough, though it has no spread")
  func oneTrial() throws {
    let folder = try folder()
    #expect(try folder.torreya("run", "town.json", "--trials", "1").status == 0)
    #expect(try folder.torreya("compare", "town.json", "--trials", "1").status == 0)
    let summary = try #require(folder.text("results/summary.csv")).split(separator: "\n")
    let row = try #require(summary.first { $0.hasPrefix("visitors.total.spending,") })
    let cells = row.split(separator: ",", omittingEmptySubsequences: false)
    #expect(cells[5].isEmpty == false)
    #expect(cells[6].isEmpty && cells[7].isEmpty)
    // Every quantile is the one value, and none has a standard error.
    #expect(Set(cells[8..<15]) == [cells[5]])
    #expect(Set(cells[15..<25]) == [""])
  }

  @Test("options of the command line go before those of the scenario")
  func options() throws {
    let folder = try folder()
    func summary(_ arguments: String) throws -> String? {
      #expect(try folder.shell("torreya run town.json --quiet " + arguments).status == 0)
      return folder.text("results/summary.csv")
    }
    let standard = try summary("--trials 50")
    #expect(try summary("--trials 50 --seed 1") == standard)
    #expect(try summary("--trials 50 --seed 2") != standard)
    #expect(try summary("--trials 51") != standard)
    #expect(try summary("--trials 50 --threads 5") == standard)
  }

  @Test("target: the boldest bounds, as a table and as a file")
  func target() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "target", "town.json", "--indicator", "villageIncome", "--period", "2025",
      "--confidence", "0.5,0.9", "--trials", "400", "--output", "out")
    #expect(result.status == 0)
    #expect(result.output.contains("Villagers' income from visitors"))
    #expect(folder.names("out") == ["manifest.json", "target.csv"])
    let rows = try #require(folder.text("out/target.csv")).split(separator: "\n")
      .filter { $0.contains(",confidence,") && !$0.hasPrefix("indicator") }
    let bounds = rows.compactMap { Double($0.split(separator: ",")[6]) }
    #expect(bounds.count == 2)
    #expect(bounds[0] > bounds[1])
  }

  @Test("replay: the same bytes, from wherever it is called")
  func replay() throws {
    let folder = try folder()
    try folder.torreya("run", "town.json", "--trials", "50", "--trials-csv", "--quiet")
    let result = try folder.torreya("replay", "results/manifest.json")
    #expect(result.status == 0)
    #expect(
      result.output
        == "The same bytes: summary.csv, targets.csv, fiscal.csv, progress.csv, "
        + "decomposition.csv, visitors.csv, checks.csv, assumptions.csv, trials.csv\n")
    let before = try folder.files.map { folder.bytes("results/" + $0) }
    let text = try #require(folder.text("town.json"))
    try folder.write("town.json", text.replacingOccurrences(of: "200万元", with: "201万元"))
    let changed = try folder.torreya("replay", "results/manifest.json")
    #expect(changed.status == 1)
    #expect(changed.output.contains("input town.json: changed since the run\n"))
    #expect(changed.output.contains("result summary.csv: other bytes now\n"))
    #expect(try folder.files.map { folder.bytes("results/" + $0) } == before)
    try folder.write("moved.json", text)
    let moved = try folder.torreya(
      "replay", "results/manifest.json", "--scenario", "moved.json")
    #expect(moved.status == 0)
    try folder.write("broken.json", "{}")
    #expect(try folder.torreya("replay", "broken.json").status == 65)
  }

  @Test("replay of a comparison")
  func replayComparison() throws {
    let folder = try folder()
    try folder.torreya("compare", "town.json", "--trials", "50", "--quiet")
    let compared = try folder.torreya("replay", "results/compare/manifest.json")
    #expect(compared.status == 0, "\(compared.output)")
  }

  @Test("a level of kernels that there is not is told, and another one used")
  func unknownKernels() throws {
    let folder = try CommandFolder()
    try folder.torreya("init", "town.json")
    let run = try folder.torreya(
      "run", "town.json", "--trials", "64", "--quiet", environment: ["TORREYA_KERNELS": "avx"])
    #expect(run.status == 0)
    #expect(run.messages.hasPrefix("torreya: warning: TORREYA_KERNELS names none of baseline"))
    let asked = try folder.torreya(
      "run", "town.json", "--trials", "64", "--quiet",
      environment: ["TORREYA_KERNELS": "baseline"])
    #expect(asked.messages.isEmpty)
  }
}

extension CommandFolder {
  /// The result files of a plain run.
  fileprivate var files: [String] {
    get throws { names("results").filter { $0.hasSuffix(".csv") || $0.hasSuffix(".json") } }
  }
}
