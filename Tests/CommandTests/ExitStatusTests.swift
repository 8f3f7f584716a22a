import Foundation
import Testing

@Suite("exit statuses")
struct ExitStatusTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    #expect(try folder.torreya("init", "town.json").status == 0)
    return folder
  }

  @Test("0: done")
  func done() throws {
    let folder = try folder()
    #expect(try folder.torreya("check", "town.json").status == 0)
    let result = try folder.torreya("run", "town.json", "--trials", "100")
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
  }

  @Test("1: what was asked does not hold")
  func checkFailed() throws {
    let folder = try folder()
    try folder.torreya("run", "town.json", "--trials", "100", "--quiet")
    try folder.write("results/summary.csv", "changed\n")
    let result = try folder.torreya("replay", "results/manifest.json")
    #expect(result.status == 1)
    #expect(result.output == "file summary.csv: changed after the run\n")
  }

  @Test(
    "what the parser of the command line says is in Chinese where that is asked for",
    arguments: [
      ("run town.json --trials 1,000", "错误：“1,000”不能作为“--trials <trials>”的值"),
      ("run town.json --density 84", "错误：没有选项“--density”"),
      ("run town.json --trails 5", "错误：没有选项“--trails”。是否要写“--trials”？"),
      ("run town.json --trials", "错误：缺少取值：“--trials <trials>”"),
      ("run", "错误：缺少参数：“<scenario>”"),
      ("run town.json other.json", "错误：多余的参数：“other.json”"),
      ("discover town.json --density 84", "错误：“84”不能作为“--density <density>”的值"),
      // Ours are so already.
      ("run town.json --trials 0", "错误：--trials"),
    ])
  func parserMessages(line: String, message: String) throws {
    let folder = try folder()
    let result = try folder.shell("LC_ALL=zh_CN.UTF-8 torreya " + line)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.messages.hasPrefix(message), "\(result.messages)")
    #expect(result.messages.contains("Usage: torreya"), "\(result.messages)")
  }

  @Test(
    "64: usage, with what would be right",
    arguments: [
      (["run"], "Missing expected argument '<scenario>'"),
      (["walk"], "Unexpected argument 'walk'"),
      (["run", "town.json", "--trails", "5"], "Unknown option '--trails'"),
      (["run", "town.json", "--trials", "0"], "--trials must be at least 1."),
      (["run", "town.json", "--trials", "many"], "'many' is invalid for '--trials <trials>'"),
      (["run", "town.json", "--threads", "0"], "--threads must be from 1 to 4096."),
      (["run", "town.json", "--memory", "lots"], "'lots' is invalid for '--memory <memory>'"),
      (["run", "town.json", "--language", "fr"], "'fr' is invalid for '--language <language>'"),
      (
        ["explain", "town.json", "fiscal.totl.recurring"], "Did you mean 'fiscal.total.recurring'?"
      ),
      (["explain", "town.json", "villageIncome", "--period", "2031"], "'2031' is no single period"),
      (["explain", "town.json", "villageIncome", "--trial", "-1"], "--trial"),
      (
        ["explain", "town.json", "villageIncome", "--trial", "9223372036854775807"],
        "--trial is counted from 0, and must be below 1000000000000."
      ),
      (["compare", "town.json", "--variants", "weakYaer"], "Did you mean 'weakYear'?"),
      (["target", "town.json", "--indicator", "villageIncome", "--confidence", "1.5"], "1.5"),
      (["target", "town.json", "--indicator", "fiscal.total"], "reports: fiscal.total.recurring,"),
      (["target", "town.json", "--indicator", "villageIncome", "--period", "1999"], "1999"),
      (
        ["optimise", "town.json", "--budget", "1万元", "--frontier", "-1"],
        "--frontier is a whole number of at least 0"
      ),
      (["describe", "columns", "sumary"], "There is no 'sumary' among columns."),
    ])
  func usage(arguments: [String], message: String) throws {
    let folder = try folder()
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")
    let result = try folder.shell("torreya " + line)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.messages.contains(message), "\(result.messages)")
    #expect(!folder.names().contains("results"))
  }

  @Test(
    "64: what the scenario does not have is no matter of usage, and told in the chosen language",
    arguments: [
      (["target", "--target", "T9"], "The scenario has no target 'T9'.", "情景没有目标“T9”。"),
      (["compare", "--variants", "w"], "The scenario has no variant 'w'.", "情景没有变体“w”。"),
      (
        ["explain", "fiscal.totl.recurring"],
        "The scenario has no indicator 'fiscal.totl.recurring'. "
          + "Did you mean 'fiscal.total.recurring'?",
        "情景没有指标“fiscal.totl.recurring”。是否要写“fiscal.total.recurring”？"
      ),
      (
        ["run", "--precision", "nothing=1%"],
        "--precision 'nothing=1%': the scenario reports no indicator 'nothing'.",
        "--precision “nothing=1%”：情景的结果里没有指标“nothing”。"
      ),
    ])
  func absent(arguments: [String], english: String, chinese: String) throws {
    let folder = try folder()
    let line = [arguments[0], "town.json"] + arguments.dropFirst()
    let told = try folder.torreya(line + ["--language", "en"])
    #expect(told.status == 64)
    #expect(told.messages.hasPrefix("torreya: error: " + english), "\(told.messages)")
    #expect(!told.messages.contains("Usage:") && !told.messages.contains("--help"))
    let chineseToo = try folder.torreya(line + ["--language=zh"])
    #expect(chineseToo.status == 64)
    #expect(chineseToo.messages.hasPrefix("torreya: 错误：" + chinese), "\(chineseToo.messages)")
    #expect(!chineseToo.messages.contains("Usage:"))
  }

  @Test("64: a wrong form of the command line, with its usage, in the chosen language")
  func formInChinese() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "run", "town.json", "--trials", "0", "--language", "zh")
    #expect(result.status == 64)
    #expect(result.messages.hasPrefix("错误：--trials 至少为 1。\n"), "\(result.messages)")
    #expect(result.messages.contains("Usage: torreya run"))
    let locale = try folder.torreya(
      "run", "town.json", "--trials", "0", environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(locale.messages == result.messages)
  }

  @Test("65: the scenario has errors, and all of them are told", arguments: ["run", "check"])
  func scenario(command: String) throws {
    let folder = try CommandFolder()
    try folder.write(
      "bad.json",
      """
      {
        "torreya": 1, "id": "bad", "horizon": { "first": "2025-01", "periods": 12 },
        "indicatorz": [],
        "indicators": [{ "id": "a", "unit": "万元", "formula": "1万元 + 2人次" }]
      }
      """)
    let result = try folder.torreya(command, "bad.json")
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    #expect(result.messages.contains("bad.json:3:3: error:"))
    #expect(result.messages.contains("bad.json:4:"))
    #expect(result.messages.contains("did you mean 'indicators'?"))
    #expect(result.messages.hasSuffix("2 errors\n"), "\(result.messages)")
    #expect(folder.names() == ["bad.json"])
  }

  @Test("65: more than memory allows, told before anything is computed")
  func memory() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "run", "town.json", "--trials", "100000000", "--memory", "64M")
    #expect(result.status == 65)
    #expect(result.messages.contains("do not fit into memory [memory-budget]"))
    #expect(result.messages.contains("expected at most 64 MB"))
    let small = try folder.torreya("run", "town.json", "--trials", "100", "--memory", "1M")
    #expect(small.status == 65)
    #expect(small.messages.contains("expected at most 1024 KB"))
    #expect(small.messages.contains("allow more with --memory"))
    #expect(folder.names() == ["town.json"])
  }

  @Test("the number of trials that is said to fit does fit")
  func fittingTrials() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "run", "town.json", "--trials", "100000000", "--memory", "20M", "--threads", "2")
    let match = try #require(result.messages.firstMatch(of: /use --trials (\d+) or fewer/))
    let fitting = String(match.1)
    let again = try folder.torreya(
      "run", "town.json", "--trials", fitting, "--memory", "20M", "--threads", "2", "--quiet")
    #expect(again.status == 0)
  }

  @Test(
    "66: no input",
    arguments: [
      ("nowhere.json", "there is no such file"), (".", "it is a folder"),
      ("town.json/below.json", "there is no such file"),
    ])
  func noInput(path: String, reason: String) throws {
    let folder = try folder()
    for command in ["run", "check", "compare", "explain"] {
      let result = try folder.torreya(command, path)
      #expect(result.status == 66)
      #expect(result.messages == "torreya: error: cannot read '\(path)': \(reason)\n")
    }
    #expect(try folder.torreya("replay", path).status == 66)
  }

  @Test("73: cannot write, and the earlier results stay")
  func cannotWrite() throws {
    let folder = try folder()
    for output in ["town.json/results", "/proc/self/results"] {
      let result = try folder.torreya("run", "town.json", "--trials", "10", "--output", output)
      #expect(result.status == 73)
      #expect(result.output.isEmpty)
      #expect(result.messages.hasPrefix("torreya: error: cannot write '"))
    }
    #expect(folder.names() == ["town.json"])
  }

  @Test("73 comes before the work: trials that would not end in an hour are not begun")
  func cannotWriteIsToldFirst() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "run", "town.json", "--trials", "2000000000", "--quantiles", "sketch",
      "--output", "town.json")
    #expect(result.status == 73)
    #expect(result.messages == "torreya: error: cannot write 'town.json': Not a directory\n")
  }
}
