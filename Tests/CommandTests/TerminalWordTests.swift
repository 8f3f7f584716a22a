import Foundation
import Testing

/// Figures on the terminal, in both languages.
@Suite("words and figures on the terminal") struct TerminalWordTests {
  private let town = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024", "periods": 1 },
      "simulation": { "trials": 20000, "seed": 1 },
      "levers": [{ "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6] }],
      "drivers": { "luck": { "value": { "uniform": { "low": 0, "high": 1 } } } },
      "indicators": [
        { "id": "share", "unit": "%", "kind": "level",
          "formula": "drivers.luck / 2 + levers.visits / 100次" },
        { "id": "open", "unit": "share", "kind": "level",
          "formula": "if(drivers.luck > 0.25, 1, 0)" }
      ],
      "targets": [
        { "id": "half", "indicator": "share", "period": "2024", "atLeast": "27%" },
        { "id": "never", "indicator": "share", "period": "2024", "atLeast": "90%" },
        { "id": "always", "indicator": "share", "period": "2024", "atLeast": "0%" }
      ] }
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", town)
    return folder
  }

  @Test("what no trial does, or each, has one decimal beside the error of one trial that differs")
  func noneAndAll() throws {
    let folder = try folder()
    for language in ["zh", "en"] {
      let run = try folder.torreya("run", "town.json", "--language", language)
      #expect(run.status == 0, "\(run.messages)")
      #expect(run.output.contains(" 0.0 % ± 0.005"), "\(run.output)")
      #expect(run.output.contains("100.0 % ± 0.005"))
      #expect(!run.output.contains("0.000 %"))
    }
  }

  @Test("differences in points, of probabilities and of what is in percent")
  func points() throws {
    let folder = try folder()
    for (language, said) in [("zh", " 个百分点"), ("en", " points")] {
      let found = try folder.torreya(
        "compare", "town.json", "--targets", "half,never", "--what-if", "visits=6", "--language",
        language)
      #expect(found.status == 0, "\(found.messages)")
      // Four points more in each trial, and so eight of a hundred that meet the target more.
      #expect(found.output.contains("+4.000 ± 0\(said)") || found.output.contains("+4 ± 0\(said)"))
      let change = try #require(found.output.firstMatch(of: /\+(\d\.\d) ± 0\.\d/)?.output.1)
      #expect(abs(try #require(Double(change)) - 8) < 1)
    }
  }

  @Test("of a yes or no, one of the two bounds asks for nothing")
  func noBound() throws {
    let folder = try folder()
    for (language, said) in [("zh", "不限"), ("en", "any")] {
      let found = try folder.torreya(
        "target", "town.json", "--indicator", "open", "--confidence", "50%,90%", "--language",
        language)
      #expect(found.status == 0, "\(found.messages)")
      let rows = found.output.split(separator: "\n")
      #expect(rows.contains { $0.contains("90.0 %") && $0.contains(said) }, "\(found.output)")
      #expect(rows.contains { $0.contains("50.0 %") && $0.contains("≥ 1") }, "\(found.output)")
    }
  }

  @Test("the verdict of a backtest in a word, beside the simple forecast that has none")
  func verdicts() throws {
    let folder = try CommandFolder()
    // A trend that a seasonal naive forecast is always behind.
    let rows = (0..<60).map { month in
      "\(2019 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1),\(100 + 5 * month)"
    }
    try folder.write("grows.csv", (["period,value"] + rows).joined(separator: "\n") + "\n")
    for (language, better) in [("zh", "优于"), ("en", "better")] {
      let found = try folder.torreya("backtest", "grows.csv", "--language", language)
      #expect(found.status == 0, "\(found.messages)")
      let rows = found.output.split(separator: "\n")
      #expect(rows.contains { $0.hasPrefix("automatic  ") && $0.hasSuffix(" " + better) })
      #expect(rows.contains { $0.hasPrefix("seasonalNaive") && !$0.contains(better) })
    }
  }
}
