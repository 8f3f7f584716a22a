import Foundation
import Testing

/// The same words mean the same wherever they are written.
@Suite("one way to read words") struct WordReadingTests {
  private let town = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
      "levers": [
        { "id": "visits", "label": { "zh": "走访", "en": "calls" }, "unit": "次", "default": 2,
          "bounds": [0, 6] },
        { "id": "ads", "label": { "zh": "广告", "en": "advertising" }, "unit": "万元",
          "default": "4万元", "bounds": ["0万元", "10万元"], "step": "2万元",
          "excludes": ["visits"] }
      ],
      "drivers": {
        "luck": {
          "unit": "万元",
          "value": {
            "normal": { "mean": "10万元", "standardDeviation": "2万元" }, "drawn": "everyPeriod"
          }
        }
      },
      "indicators": [
        { "id": "a", "label": { "zh": "东村", "en": "east" }, "unit": "万元", "kind": "flow",
          "formula": "drivers.luck + levers.visits * 1万元/次" },
        { "id": "b", "label": { "zh": "西村", "en": "west" }, "unit": "万元", "kind": "flow",
          "formula": "2 * drivers.luck + 0.1 * levers.ads" },
        { "id": "total", "unit": "万元", "kind": "flow", "formula": "a + b" }
      ],
      "targets": [{ "id": "T", "indicator": "total", "period": "2024", "atLeast": "400万元" }],
      "variants": [
        { "id": "less", "label": { "zh": "收入下滑", "en": "less" },
          "set": { "drivers.luck.value.normal.mean": "8万元" } }
      ],
      "allocations": [
        { "id": "half", "total": "total", "period": "2024-H1", "level": "200万元",
          "members": ["a", "b"] }
      ] }
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", town)
    return folder
  }

  private func run(_ folder: CommandFolder, _ line: String) throws -> FinishedCommand {
    try folder.shell("torreya \(line) --trials 200 --language en")
  }

  private func expectSame(
    _ lines: [String], file: String, in folder: CommandFolder,
    location: SourceLocation = #_sourceLocation
  ) throws {
    var texts: Set<String> = []
    for line in lines {
      let result = try run(folder, line)
      #expect(result.status == 0, "\(line): \(result.messages)", sourceLocation: location)
      texts.insert(folder.text(file) ?? "")
    }
    #expect(texts.count == 1, "\(lines[0])", sourceLocation: location)
  }

  @Test("half a year, by whatever name")
  func halves() throws {
    let folder = try folder()
    let words = ["2024-01..2024-06", "2024-H1", "2024年上半年", "2024年1-6月", "2024年1月至6月"]
    try expectSame(
      words.map { "target town.json --indicator total --period '\($0)'" },
      file: "results/target/target.csv", in: folder)
    try expectSame(
      words.map {
        "allocate town.json --total total --members a,b --level 200万元 --period '\($0)'"
      }, file: "results/allocate/allocation.csv", in: folder)
    try expectSame(
      words.map { "compare town.json --variants less --indicators 'total@\($0)'" },
      file: "results/compare/comparison.csv", in: folder)
    for (place, word) in words.enumerated() {
      try folder.write(
        "\(place).csv", "indicator,period,value,known\ntotal,\(word),190,2024-06-30\n")
    }
    try expectSame(
      words.indices.map { "track town.json --actuals \($0).csv --no-warning" },
      file: "results/track/track.csv", in: folder)
    let declared = try run(folder, "allocate town.json")
    #expect(declared.status == 0 && declared.output.contains("2024-01..2024-06"))
    let precise = try run(folder, "run town.json --precision 'total@2024年=5%'")
    #expect(precise.status == 0, "\(precise.messages)")
  }

  @Test("levers, variants and lists by Chinese words and signs")
  func names() throws {
    let folder = try folder()
    try expectSame(
      [
        "compare town.json --targets T --variants less",
        "compare town.json --targets T --variants 收入下滑",
      ], file: "results/compare/comparison.csv", in: folder)
    try expectSame(
      [
        "sweep town.json --targets T --lever visits=3,5",
        "sweep town.json --targets T --lever 走访＝３，５",
        "sweep town.json --targets T --lever 走访　＝　３，　５　",
        "sweep town.json --targets T --set levers.visits.default=3、5",
      ], file: "results/sweep/sweep.csv", in: folder)
    try expectSame(
      [
        "sweep town.json --targets T --set drivers.luck.value.normal.mean=8万元,9万元",
        "sweep town.json --targets T --set drivers.luck.value.normal.mean=8万元，90000元，8万元",
      ].map { $0.replacingOccurrences(of: "90000元", with: "9万元") },
      file: "results/sweep/sweep.csv", in: folder)
    let again = try run(
      folder, "compare town.json --targets T --what-if 收入下滑 --what-if less --what-if visits=3")
    #expect(again.status == 0 && again.messages.contains("was asked before"), "\(again.messages)")
    #expect(folder.text("results/compare/comparison.csv")?.split(separator: "\n").count == 3)
  }

  @Test("a lever's place is the lever, with what it promises")
  func levers() throws {
    let folder = try folder()
    let lines = [
      ("--lever visits=3,5 --set levers.visits.default=3,5", "each once"),
      ("--lever visits=3 --lever 走访=5", "each once"),
      ("--lever visits=3 --set levers.ads.default=6万元", "exclude each other"),
      ("--set levers.ads.default=5万元", "moves in steps"),
      ("--lever visits=0～5", "Write 0:5:1, say."), ("--lever visits=0:5", "Write 0:5:1, say."),
      ("--lever 走访=9", "'走访' may stand from 0次 to 6次"),
    ]
    for (line, part) in lines {
      let result = try run(folder, "sweep town.json --targets T \(line)")
      #expect(result.status == 64 && result.messages.contains(part), "\(line): \(result.messages)")
    }
  }

  @Test(
    "what supposes nothing is refused",
    arguments: [
      "include=1", "id=foo", "variants=[]", "confidences.base=0.5", "targets=[]",
      "variants.less.label=x", "indicators.a.label=x", "simulation.trials=5",
    ])
  func nothing(word: String) throws {
    let result = try run(folder(), "compare town.json --targets T --what-if '\(word)'")
    #expect(result.status == 64 && result.messages.contains("supposes"), "\(result.messages)")
  }

  @Test("a file of shares: all that is wrong, each where it stands; labels name members")
  func shares() throws {
    let folder = try folder()
    let line = "allocate town.json --total total --members a,b --level 400万元 --by share "
    try folder.write("bad.csv", "member,share\na,-2\nnosuch,3\na,x\nb,1e308\nb,2\n东村,3\na,3\n")
    let bad = try run(folder, line + "--shares bad.csv")
    #expect(bad.status == 65)
    for place in ["2:3: ", "3:1: ", "4:3: ", "5:3: ", "8:1: "] {
      #expect(bad.messages.contains("bad.csv:" + place), "\(place) \(bad.messages)")
    }
    try folder.write("ids.csv", "member,share\na,300\nb,100\n")
    try folder.write("labels.csv", "成员,份额\n东村,３００\nwest,100\n")
    try expectSame(
      [line + "--shares ids.csv", line + "--shares labels.csv"],
      file: "results/allocate/allocation.csv", in: folder)
    let large = try run(folder, line + "--shares a=1e308,b=1e308")
    #expect(large.status == 64 && large.messages.contains("beyond the range"), "\(large.messages)")
  }

  @Test("days as tables of actuals write them, and amounts below 0")
  func days() throws {
    let folder = try folder()
    try folder.write("actuals.csv", "indicator,period,value\ntotal,2024-01..2024-03,90\n")
    try expectSame(
      ["2024-03-31", "2024年3月31日", "2024年3月", "2024-Q1"].map {
        "track town.json --actuals actuals.csv --no-warning --as-of \($0)"
      }, file: "results/track/track.csv", in: folder)
    let extra = try run(folder, "optimise town.json --targets T --extra -5万元")
    #expect(extra.status == 64, "\(extra.messages)")
    #expect(extra.messages.contains("lies below 0"), "\(extra.messages)")
  }

  @Test("actuals of which a register has no target are named")
  func unjudged() throws {
    let folder = try folder()
    try folder.write("actuals.csv", "indicator,period,value\ntotal,2024-01..2024-03,90\n")
    _ = try run(folder, "track town.json --actuals actuals.csv --no-warning --register kept")
    try folder.write("came.csv", "indicator,period,value\ntotl,2024,390\ntotal,2024,390\n")
    let result = try folder.shell(
      "torreya score --targets --register kept --actuals came.csv --language en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      result.messages.contains("are not used: 'totl'. 'totl': did you mean 'total'?"),
      "\(result.messages)")
    let chinese = try folder.shell(
      "torreya score --targets --register kept --actuals came.csv --language zh")
    #expect(chinese.messages.contains("其实绩未用：“totl”。“totl”是否要写“total”？"))
  }

  @Test("shares in full-width signs, and what is no share or amount with its words")
  func amounts() throws {
    let folder = try folder()
    try expectSame(
      ["0.8", "80%", "８０％", "0．8"].map { "target town.json --target T --confidence '\($0)'" },
      file: "results/target/target.csv", in: folder)
    for (line, words) in [
      ("optimise town.json --targets T --extra 50", "'--extra 50' is no amount of money"),
      ("optimise town.json --targets T --extra=-50万元", "'--extra -50万元' lies below 0"),
      ("optimise town.json --targets T --probability 80", "'--probability 80' is no probability"),
      ("target town.json --target T --indicator total", "and not both"),
    ] {
      let found = try run(folder, line)
      #expect(found.status == 64 && found.messages.contains(words), "\(found.messages)")
    }
  }
}
