import Foundation
import Testing

@Suite("torreya sweep, optimise, and compare for what is asked")
struct WhatIfCommandTests {
  private let town = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024", "periods": 1 },
      "levers": [
        { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6], "cost": "1万元" },
        { "id": "teams", "unit": "组", "default": 1, "bounds": [1, 3], "cost": "2万元" }
      ],
      "drivers": { "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } } },
      "indicators": [
        { "id": "firms", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.visits / 1次 + levers.teams / 2组" }
      ],
      "targets": [{ "id": "T", "indicator": "firms", "period": "2024", "atLeast": 3 }],
      "variants": [
        { "id": "more", "levers": { "visits": 4, "teams": 2 } },
        { "id": "hard", "set": { "drivers.luck.value.normal.mean": -6 } }
      ] }
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", town)
    return folder
  }

  @Test("a sweep: a row for each point, a table in both languages, a manifest that replays")
  func sweep() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "sweep", "town.json", "--lever", "visits=0:6:3", "--trials", "200", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(folder.names("results/sweep") == ["manifest.json", "sweep.csv"])
    #expect(folder.text("results/sweep/sweep.csv")?.split(separator: "\n").count == 4)
    #expect(result.output.contains("change of the mean"))
    let matrix = try folder.torreya(
      "sweep", "town.json", "--lever", "visits=0,6", "--lever", "teams=1:3:1", "--trials", "200",
      "--language", "zh")
    #expect(matrix.status == 0 && matrix.output.contains("visits \\ teams"))
    let replay = try folder.torreya("replay", "results/sweep/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
  }

  @Test("of a bad what-if the first mistake is told, and how many follow, in both languages")
  func firstMistake() throws {
    let folder = try folder()
    for (language, more) in [("en", " more follow"), ("zh", "个后续问题")] {
      let result = try folder.torreya(
        "compare", "town.json", "--what-if", "levers.visits.unit=万元", "--trials", "50",
        "--language", language)
      #expect(result.status == 65)
      let mark = language == "en" ? ": error" : "错误"
      #expect(result.messages.components(separatedBy: mark).count == 2, "\(result.messages)")
      #expect(result.messages.contains(more), "\(result.messages)")
    }
  }

  @Test("the best levers, and no answer where the budget is too small")
  func optimise() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "optimise", "town.json", "--targets", "T", "--extra", "2万元", "--trials", "300",
      "--frontier", "3", "--futures", "hard", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      folder.names("results/optimise")
        == ["frontier-cost.csv", "manifest.json", "optimise.csv", "robustness.csv"])
    #expect(result.output.contains("4 次"), "two more visits are worth more than a team")
    let replay = try folder.torreya("replay", "results/optimise/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
    let poor = try folder.torreya(
      "optimise", "town.json", "--targets", "T", "--budget", "1万元", "--trials", "50")
    #expect(poor.status == 1)
    // At most 23 % can be reached where luck is hard: six visits and three teams, of 3.
    let missed = try folder.torreya(
      "optimise", "town.json", "--targets", "T", "--probability", "80%", "--trials", "300",
      "--futures", "hard", "--output", "missed", "--language", "en")
    #expect(missed.status == 0, "\(missed.messages)")
    #expect(missed.output.contains("in these futures; what is shown comes nearest: hard."))
    #expect(missed.output.contains("in every future."))
    let settled = try folder.torreya(
      "optimise", "town.json", "--targets", "T", "--extra", "2万元", "--futures", "more",
      "--language", "en")
    #expect(settled.status == 64 && settled.messages.contains("'more'"), "\(settled.messages)")
    #expect(try folder.torreya("optimise", "town.json", "--budget", "5").status == 64)
    for refused in ["--frontier=-1", "--evaluations=0", "--fresh-trials=0"] {
      #expect(
        try folder.torreya("optimise", "town.json", "--budget", "5万元", refused).status == 64)
    }
    #expect(try folder.torreya("optimise", "town.json").status == 64)
    let two = try folder.torreya(
      "optimise", "town.json", "--extra", "1万元", "--probability", "0.5")
    #expect(two.status == 64)
  }

  @Test("the manifest keeps the options as they were written, and each of them is asked again")
  func options() throws {
    let folder = try folder()
    let lines = [
      ["optimise", "--extra", "1万元", "--cuts", "--levers", "visits, teams"],
      ["compare", "--indicators", "firms@2024", "--variants", "more"],
    ]
    let kept = [
      ["levers=visits, teams", "extra=1万元", "cuts=true"], ["indicators=firms@2024"],
    ]
    for (line, options) in zip(lines, kept) {
      let result = try folder.torreya(
        [line[0], "town.json", "--trials", "40", "--quiet", "--output", line[0]] + line.dropFirst())
      #expect(result.status == 0, "\(result.messages)")
      let text = try #require(folder.text(line[0] + "/manifest.json"))
      let manifest = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(manifest?["arguments"] as? [String] == options)
      let replay = try folder.torreya("replay", line[0] + "/manifest.json")
      #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
    }
  }

  @Test("what is not there is told all at once")
  func mistakes() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "sweep", "town.json", "--targets", "X", "--indicators", "firm", "--lever", "visit=1")
    #expect(result.status == 64)
    for part in ["no target 'X'", "Did you mean 'firms'?", "Did you mean 'visits'?"] {
      #expect(result.messages.contains(part), "\(result.messages)")
    }
  }

  @Test("a comparison of targets, and a waterfall whose parts add up")
  func compare() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "compare", "town.json", "--targets", "T", "--trials", "200", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      folder.names("results/compare")
        == ["comparison-targets.csv", "comparison.csv", "manifest.json"])
    let waterfall = try folder.torreya(
      "compare", "town.json", "--waterfall", "more", "--trials", "200", "--output", "parts")
    #expect(waterfall.status == 0, "\(waterfall.messages)")
    let replay = try folder.torreya("replay", "parts/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
    let both = try folder.torreya(
      "compare", "town.json", "--waterfall", "more", "--variants", "more")
    #expect(both.status == 64)
    let unknown = try folder.torreya("compare", "town.json", "--waterfall", "mor")
    #expect(unknown.status == 64 && unknown.messages.contains("'more'"))
  }

  @Test("a session: each line is answered, mistakes do not end it, and it replays")
  func session() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "compare", "town.json", "--interactive", "--trials", "200", "--language", "en",
      input: """
        more
        visit=4
        drivers.luk.value=3

        visits = 6 teams=3
        ?
        visits=5
        visits=2
        """)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("Did you mean 'visits'?"))
    #expect(result.messages.contains("'drivers.luk.value' leads nowhere"))
    let shown = [
      "visits 6次; teams 3组", "variant  name", "least  most", "visits 5次",
      "The same in every trial: T",
    ]
    for part in shown {
      #expect(result.output.contains(part), "\(result.output)")
    }
    let rows = folder.text("results/compare/comparison.csv")?.split(separator: "\n") ?? []
    #expect(rows.count == 5)
    #expect(rows[1].hasPrefix("more,") && rows[2].hasPrefix("visits=6 teams=3,"))
    let replay = try folder.torreya("replay", "results/compare/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
    // The same on the command line.
    let asked = try folder.torreya(
      "compare", "town.json", "--what-if", "more", "--what-if", "visits=6 teams=3", "--what-if",
      "visits=5", "--what-if", "visits=2", "--trials", "200", "--output", "asked")
    #expect(asked.status == 0, "\(asked.messages)")
    for name in ["comparison.csv", "comparison-targets.csv"] {
      #expect(folder.text("asked/" + name) == folder.text("results/compare/" + name))
    }
  }

  @Test("a session in which nothing is asked writes nothing")
  func emptySession() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "compare", "town.json", "--interactive", "--trials", "200", "--language", "zh")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("没有提出假设，未写文件"))
    #expect(folder.names() == ["town.json"])
  }

  @Test("a file of questions as Windows writes it: none is lost, and one mistake is told once")
  func windowsQuestions() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "compare", "town.json", "--interactive", "--trials", "200", "--language", "en",
      input: "\u{FEFF}visits=3\r\n\r\nhorizon.first=soon\r\nT=2\r\nvisits=4\r\n")
    #expect(result.status == 0, "\(result.messages)")
    let rows = folder.text("results/compare/comparison.csv")?.split(separator: "\n") ?? []
    #expect(rows.map { $0.prefix { $0 != "," } } == ["variant", "visits=3", "T=2", "visits=4"])
    #expect(result.messages.components(separatedBy: "error:").count == 2, "\(result.messages)")
  }

  @Test("a comparison says its trials, and tells figures of several periods apart")
  func heading() throws {
    let folder = try folder()
    try folder.write(
      "months.json",
      town.replacingOccurrences(
        of: #""first": "2024", "periods": 1"#, with: #""first": "2024-01", "periods": 12"#
      ).replacingOccurrences(
        of: #""id": "firms","#, with: #""id": "firms", "label": { "zh": "企业", "en": "Firms" },"#))
    let result = try folder.torreya(
      "compare", "months.json", "--indicators", "firms@2024年6月，firms@2024-7", "--targets", "T",
      "--variants", "more", "--trials", "40", "--seed", "5", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    for part in ["town  40 trials, seed 5", "Firms (2024-06)", "Firms (2024-07)"] {
      #expect(result.output.contains(part), "\(result.output)")
    }
    let rows = folder.text("results/compare/comparison.csv")?.split(separator: "\n") ?? []
    #expect(rows.count == 4 && rows[1].hasPrefix("more,firms,企业,Firms,"), "\(rows)")
  }

  @Test("what-ifs beside other ways of naming variants are refused, and so are their mistakes")
  func refusedSession() throws {
    let folder = try folder()
    for other in [["--variants", "more"], ["--waterfall", "more"]] {
      let result = try folder.torreya(["compare", "town.json", "--what-if", "visits=3"] + other)
      #expect(result.status == 64)
    }
    let input = try folder.torreya("compare", "-", "--interactive")
    #expect(input.status == 64)
    let wrong = try folder.torreya(
      "compare", "town.json", "--what-if", "visit=3", "--what-if", "mor")
    #expect(wrong.status == 64)
    for part in ["Did you mean 'visits'?", "Did you mean 'more'?"] {
      #expect(wrong.messages.contains(part), "\(wrong.messages)")
    }
  }
}
