import Foundation
import Testing

/// Numbers and words far from what anybody means: each is answered or refused, in words.
@Suite("inputs beyond all reason") struct ExtremeInputTests {
  private let town = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
      "levers": [
        { "id": "visits", "label": { "zh": "走访", "en": "calls" }, "unit": "次", "default": 2,
          "bounds": [0, 6], "cost": "1万元" },
        { "id": "teams", "label": { "zh": "走访", "en": "calls" }, "unit": "组", "default": 1,
          "bounds": [1, 3], "cost": "2万元" }
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
        { "id": "revenue", "unit": "万元", "kind": "flow",
          "formula": "drivers.luck + levers.visits * 1万元/次 + levers.teams * 0.5万元/组" }
      ],
      "targets": [{ "id": "T", "indicator": "revenue", "period": "2024-03", "atLeast": "13万元" }],
      "variants": [
        { "id": "luckier", "label": { "zh": "好运", "en": "luckier" },
          "set": { "drivers.luck.value.normal.mean": "12万元" } },
        { "id": "lucky", "label": { "zh": "好运", "en": "luckier" },
          "set": { "drivers.luck.value.normal.mean": "11万元" } },
        { "id": "longer", "set": { "horizon.periods": 18 } },
        { "id": "shorter", "set": { "horizon.periods": 6 } }
      ] }
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", town)
    return folder
  }

  /// Runs a command line, and expects its status and a part of what it says.
  private func expect(
    _ status: Int32, _ part: String, in folder: CommandFolder, _ line: String,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let result = try folder.shell("torreya \(line) --trials 200 --language en")
    let said = result.output + result.messages
    #expect(result.status == status, "\(line): \(said)", sourceLocation: location)
    #expect(said.contains(part), "\(line): \(said)", sourceLocation: location)
  }

  @Test("costs whose losses are beyond counting")
  func losses() throws {
    try expect(
      0, "–", in: folder(), "target town.json --target T --miss-cost 1e300 --low-cost 1")
  }

  @Test("costs that come to no money are refused, with what may be written")
  func units() throws {
    let folder = try folder()
    try expect(
      64, "3万元 for each 万元 comes to no money: write it as 3 or 3元/元", in: folder,
      "target town.json --target T --miss-cost 3万元 --low-cost 1万元")
    try expect(
      0, "expected loss", in: folder, "target town.json --target T --miss-cost 3元/元 --low-cost 1")
    try expect(64, "no money", in: folder, "target town.json --target T --fixed-miss-cost 3天")
  }

  @Test(
    "actuals beyond counting are refused where they stand",
    arguments: [
      ("1e150", ""), ("1e308亿元", ""), ("-1e31", ""), ("10", "1e155"),
    ])
  func actuals(value: String, error: String) throws {
    let folder = try folder()
    try folder.write(
      "actuals.csv", "indicator,period,value,error\nrevenue,2024-02,\(value),\(error)\n")
    try expect(65, "actuals.csv:2:", in: folder, "track town.json --actuals actuals.csv")
  }

  @Test("levers and futures with the same label, and values that come twice")
  func alike() throws {
    let folder = try folder()
    try expect(
      0, "calls", in: folder,
      "optimise town.json --targets T --extra 2万元 --evaluations 5 --futures luckier,lucky")
    try expect(
      0, "calls", in: folder, "sweep town.json --targets T --lever visits=0:4:2 --lever teams=3,3")
    #expect(folder.text("results/sweep/sweep.csv")?.split(separator: "\n").count == 4)
    try expect(
      0, "town", in: folder,
      "sweep town.json --targets T --set drivers.luck.value.normal.mean=12万元,120000元,12.1万元")
    #expect(folder.text("results/sweep/sweep.csv")?.split(separator: "\n").count == 3)
    // Two values that the table shows alike.
    try expect(
      0, "town", in: folder,
      "sweep town.json --targets T --set drivers.luck.value.normal.mean=10万元,11万元 "
        + "--set drivers.luck.value.normal.standardDeviation=1.0000001万元,1.0000002万元")
  }

  @Test("more points than anybody reads, and more trials than there can be")
  func sizes() throws {
    let folder = try folder()
    try expect(
      64, "more than 10000", in: folder,
      "sweep town.json --targets T --set drivers.luck.value.normal.mean=0:999:1 "
        + "--set drivers.luck.value.normal.standardDeviation=0:999:1")
    for line in ["optimise town.json --extra 1万元", "compare town.json --waterfall luckier"] {
      let result = try folder.shell(
        "torreya \(line) --targets T --trials 9223372036854775807 --language en")
      #expect(result.status == 65, "\(line): \(result.status) \(result.messages)")
      #expect(result.messages.contains("error"), "\(result.messages)")
    }
  }

  @Test("a horizon that a variant, a what-if or a fact changes")
  func horizons() throws {
    let folder = try folder()
    try expect(
      0, "longer", in: folder, "compare town.json --variants longer --indicators revenue@2024-02")
    let rows = folder.text("results/compare/comparison.csv")?.split(separator: "\n") ?? []
    #expect(rows.count == 2 && rows.last?.contains(",2024-02,") == true, "\(rows)")
    for line in [
      "compare town.json --variants shorter --indicators revenue@2024-08",
      "compare town.json --what-if horizon.periods=6 --indicators revenue@2024-08",
      "compare town.json --waterfall shorter --indicators revenue@2024-08",
      "sweep town.json --set horizon.periods=12,6 --indicators revenue@2024-08",
    ] {
      try expect(65, "has no value for 2024-08", in: folder, line)
    }
    let session = try folder.torreya(
      "compare", "town.json", "--interactive", "--indicators", "revenue@2024-08", "--trials", "50",
      "--language", "en", input: "visits=3\nhorizon.periods=6\nvisits=4\n")
    #expect(session.status == 0 && session.messages.contains("no value for 2024-08"))
    #expect(folder.text("results/compare/comparison.csv")?.split(separator: "\n").count == 3)
    try folder.write("facts.json", #"{ "set": { "horizon.first": "2025-01" } }"#)
    try expect(
      65, "facts do not change the horizon", in: folder, "track town.json --facts facts.json")
  }

  @Test("no folder is no folder", arguments: ["run", "target", "joint", "track"])
  func output(command: String) throws {
    let folder = try folder()
    let options = command == "target" ? "--target T" : ""
    let line = "\(command) town.json \(options) -o ''"
    try expect(64, "needs the name of a folder", in: folder, line)
  }

  @Test("lines that are too long or not UTF-8 are told, and those behind them are answered")
  func sessionLines() throws {
    let folder = try folder()
    let result = try folder.shell(
      "(printf 'visits=3\\n'; head -c 1100000 /dev/zero | tr '\\0' 'x'; "
        + "printf '\\nvisits=\\262\\273\\nvisits=4\\nvisits=4\\n') | "
        + "torreya compare town.json --targets T --interactive --trials 50 --language en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("a line of more than 1048576 bytes is passed over"))
    #expect(result.messages.contains("not UTF-8"), "\(result.messages)")
    let rows = folder.text("results/compare/comparison.csv")?.split(separator: "\n") ?? []
    #expect(rows.map { $0.prefix { $0 != "," } } == ["variant", "visits=3", "visits=4"])
  }
}
