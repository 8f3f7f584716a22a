import Foundation
import Testing

private let scenario = """
  {
    "torreya": 1, "id": "town", "label": { "zh": "示例镇", "en": "A town" },
    "horizon": { "first": "2024-01", "periods": 12 },
    "simulation": { "trials": 2000, "seed": 7 },
    "drivers": {
      "x": {
        "unit": "万元",
        "process": {
          "ar1": { "mean": "100万元", "persistence": 0.7, "standardDeviation": "10万元" }
        }
      }
    },
    "indicators": [
      { "id": "revenue", "unit": "万元", "kind": "flow", "formula": "drivers.x" }
    ],
    "targets": [
      { "id": "T", "label": { "zh": "收入目标", "en": "Revenue" }, "indicator": "revenue",
        "period": "2024", "atLeast": "1200万元" },
      { "id": "low", "indicator": "revenue", "period": "2024", "atLeast": "1000万元" }
    ]
  }
  """

private let actuals = """
  indicator,period,value,known
  revenue,2024-01..2024-05,470,2024-05-31

  """

@Suite("torreya track, and score --targets") struct TrackCommandTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", scenario)
    try folder.write("actuals.csv", actuals)
    return folder
  }

  @Test("the files, the same bytes whatever the workers, and a verdict in two languages")
  func tracks() throws {
    let folder = try folder()
    for (threads, language) in [("1", "en"), ("2", "zh")] {
      let result = try folder.torreya(
        "track", "town.json", "--actuals", "actuals.csv", "--threads", threads, "--output",
        threads, "--language", language)
      #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
      #expect(result.output.contains(language == "en" ? "as of 2024-05-31" : "截至 2024-05-31"))
      #expect(result.output.contains(language == "en" ? "off course" : "偏离目标"))
    }
    #expect(folder.names("1") == [
      "known.csv", "manifest.json", "summary.csv", "track.csv", "warning.csv",
    ])
    for name in folder.names("1") where name != "manifest.json" {
      #expect(folder.bytes("1/" + name) == folder.bytes("2/" + name), "\(name)")
    }
    let manifest = folder.text("1/manifest.json") ?? ""
    #expect(manifest.contains("\"command\" : \"track\"") && manifest.contains("actuals.csv"))
    let replay = try folder.torreya("replay", "1/manifest.json")
    #expect(replay.status == 0, "\(replay.output) \(replay.messages)")
    try folder.write("actuals.csv", actuals.replacingOccurrences(of: "470", with: "480"))
    let changed = try folder.torreya("replay", "1/manifest.json")
    #expect(changed.status == 1)
    #expect(changed.output.contains("input actuals.csv: changed since the run"))
    #expect(changed.output.contains("result track.csv: other bytes now"))
  }

  @Test("targets are chosen, and mistakes are told with the status for them")
  func options() throws {
    let folder = try folder()
    let one = try folder.torreya(
      "track", "town.json", "--actuals", "actuals.csv", "--targets", "T", "--no-warning",
      "--quiet")
    #expect(one.status == 0 && one.output.isEmpty)
    #expect(folder.text("results/track/track.csv")?.contains("\nlow,") == false)
    #expect(folder.names("results/track") == [
      "known.csv", "manifest.json", "summary.csv", "track.csv",
    ])
    let unknown = try folder.torreya("track", "town.json", "--targets", "lowe")
    #expect(unknown.status == 64 && unknown.messages.contains("Did you mean 'low'?"))
    let order = try folder.torreya("track", "town.json", "--green", "30%", "--red", "40%")
    #expect(order.status == 64)
    try folder.write("actuals.csv", "indicator,period,value\nrevenu,2024-01,1\n")
    let wrong = try folder.torreya(
      "track", "town.json", "--actuals", "actuals.csv", "--language", "en")
    #expect(wrong.status == 65)
    #expect(wrong.messages.contains("actuals.csv:2:1") && wrong.messages.contains("revenue"))
    #expect(
      try folder.torreya("track", "town.json", "--actuals", "none.csv").status == 66)
    try folder.write("facts.json", #"{ "set": { "drivers.y": 1 } }"#)
    let facts = try folder.torreya("track", "town.json", "--facts", "facts.json")
    #expect(facts.status == 65 && facts.messages.contains("drivers"))
  }

  @Test("what was registered is scored when the year is over")
  func register() throws {
    let folder = try folder()
    try folder.torreya(
      "track", "town.json", "--actuals", "actuals.csv", "--register", "kept", "--no-warning")
    #expect(folder.names("kept/town") == ["2024-05-31-T.csv", "2024-05-31-low.csv"])
    try folder.write("outturn.csv", "indicator,period,value\nrevenue,2024,1130\n")
    let result = try folder.torreya(
      "score", "--targets", "--register", "kept", "--actuals", "outturn.csv", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("Probabilities registered: 2, of which 0 have no outcome"))
    #expect(folder.names("results/score") == ["brier.csv", "register.csv", "reliability.csv"])
    let rows = (folder.text("results/score/register.csv") ?? "").split(separator: "\n")
    #expect(rows.count == 3 && rows[1].contains(",1130,false,") && rows[2].contains(",true,"))
    // Known when the probability was given.
    try folder.write(
      "early.csv", "indicator,period,value,known\nrevenue,2024,1130,2024-05-31\n")
    let early = try folder.torreya(
      "score", "--targets", "--register", "kept", "--actuals", "early.csv", "--language", "en")
    #expect(early.status == 0)
    #expect(early.output.contains("2 given when the outcome was known: left out"))
    #expect(!early.output.contains("Brier score"))
  }

  @Test("a fact that takes a value out of its correlations is named, in both languages")
  func certainFact() throws {
    let folder = try CommandFolder()
    let uncertain = #"{ "uniform": { "low": "50万元", "high": "150万元" } }"#
    try folder.write(
      "pair.json",
      """
      { "torreya": 1, "id": "pair", "horizon": { "first": "2024", "periods": 1 },
        "indicators": [
          { "id": "x", "unit": "万元", "kind": "flow", "value": \(uncertain) },
          { "id": "y", "unit": "万元", "kind": "flow", "value": \(uncertain) },
          { "id": "sum", "unit": "万元", "kind": "flow", "formula": "x + y" } ],
        "correlations": [{ "streams": ["x.value", "y.value"], "correlation": 0.6 }],
        "targets": [{ "id": "T", "indicator": "sum", "period": "2024", "atLeast": "200万元" }] }
      """)
    try folder.write("facts.json", #"{ "set": { "x.value": "120万元" } }"#)
    for (language, said) in [("zh", "退出相关组"), ("en", "No longer uncertain")] {
      let result = try folder.torreya(
        "track", "pair.json", "--facts", "facts.json", "--as-of", "2024-12-31", "--trials", "200",
        "--no-warning", "--language", language)
      #expect(result.status == 0, "\(result.messages)")
      let lines = result.output.split(separator: "\n").filter { $0.contains(said) }
      #expect(lines.count == 1 && lines[0].contains("x.value"), "\(result.output)")
    }
  }
}
