import Foundation
import Testing

@Suite("revenue on the command line")
struct RevenueCommandTests {
  /// A town with a tax, a share sale, a target and two identities.
  ///
  /// - Parameter slip: what the second identity is missed by in July.
  private func folder(slip: String = "0万元") throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write(
      "town.json",
      """
      { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
        "fiscal": { "history": "before.csv",
          "taxes": [ { "id": "vat", "kind": "valueAddedTax", "localShare": 0.5, "volatility": "5%",
            "annual": { "uniform": { "low": "900万元", "high": "1100万元" } } } ],
          "oneOff": [ { "id": "sale", "tax": "vat", "probability": 0.5, "amount": "100万元",
            "first": "2024-03", "last": "2024-05" } ] },
        "indicators": [
          { "id": "fiscal.checks.levels", "unit": "万元", "kind": "flow",
            "label": { "zh": "层级之和", "en": "levels add up" },
            "formula": "fiscal.total.reported - fiscal.local.reported - fiscal.central.reported" },
          { "id": "fiscal.checks.slip", "unit": "万元", "kind": "flow",
            "label": { "zh": "失误", "en": "a slip" },
            "formula": "if(period.month == 7, \(slip), 0万元)" } ],
        "targets": [ { "id": "year", "indicator": "fiscal.total.recurring", "period": "2024",
          "atLeast": "1000万元" } ],
        "variants": [ { "id": "less", "label": "less", "set": { "fiscal.sale.probability": 0 } } ] }
      """)
    try folder.write("before.csv", "period,kind,level,amount\n2023,vat,total,800\n")
    return folder
  }

  private let files = ["fiscal.csv", "progress.csv", "decomposition.csv", "checks.csv"]

  @Test("is told in both languages: as expected, as it may come out, and what comes once")
  func told() throws {
    let folder = try folder()
    let english = try folder.torreya("run", "town.json", "--trials", "2000", "--language", "en")
    #expect(english.status == 0)
    for text in [
      "revenue of 2024", "expected", "Total fiscal revenue, without one-offs",
      "Total fiscal revenue, with one-offs", "of which one-off",
      "General public budget revenue, with one-offs",
      "All 12 identities hold in every trial; see checks.csv.",
    ] { #expect(english.output.contains(text), "\(text)") }
    for file in files { #expect(english.output.contains(file)) }
    let chinese = try folder.torreya("run", "town.json", "--trials", "2000", "--language", "zh")
    for text in [
      "2024年收入", "财政总收入（剔除一次性）", "一般公共预算收入（含一次性）", "其中：一次性",
      "12 项恒等式在全部试验中均成立",
    ] { #expect(chinese.output.contains(text), "\(text)") }
    // The sale comes in half of the trials: never at the 10 % quantile, always at the 90 %.
    let line = try #require(
      english.output.split(separator: "\n").first { $0.contains("of which one-off") })
    #expect(line.contains(" 0 万元"))
    #expect(line.hasSuffix("100 万元"))
  }

  @Test("an identity that does not hold is warned of, and the run is done all the same")
  func broken() throws {
    let folder = try folder(slip: "0.01万元")
    let run = try folder.torreya("run", "town.json", "--trials", "50", "--language", "en")
    #expect(run.status == 0)
    #expect(
      run.output.contains(
        "Warning: identities do not hold; checks.csv has the residuals: a slip."))
    let chinese = try folder.torreya("run", "town.json", "--trials", "50", "--language", "zh")
    #expect(chinese.output.contains("警告：恒等式不成立"))
    let rows = try #require(folder.text("results/checks.csv")).split(separator: "\n")
    // The header, ten identities of the engine's own, and the two of the scenario.
    #expect(rows.count == 13)
    #expect(rows.dropFirst().dropLast().allSatisfy { $0.hasSuffix("true") })
    #expect(rows[12].contains(",0.01,"))
    #expect(rows[12].hasSuffix("false"))
  }

  @Test("without the trials the report says what is left out; what is there can be replayed")
  func sketched() throws {
    let folder = try folder()
    let run = try folder.torreya(
      "run", "town.json", "--trials", "3000", "--quantiles", "sketch", "--language", "en")
    #expect(run.status == 0)
    #expect(run.output.contains("there is no progress.csv and no decomposition.csv"))
    #expect(run.output.contains("All 12 identities"))
    #expect(folder.names("results").filter(files.contains) == ["checks.csv", "fiscal.csv"])
    #expect(try folder.torreya("replay", "results/manifest.json").status == 0)
  }

  @Test("every file is in the manifest and can be replayed; what was collected before is an input")
  func replay() throws {
    let folder = try folder()
    for threads in ["1", "2"] {
      #expect(
        try folder.torreya(
          "run", "town.json", "--trials", "3000", "--threads", threads, "--output", threads,
          "--quiet"
        ).status == 0)
    }
    for file in files {
      #expect(try #require(folder.bytes("1/" + file)) == folder.bytes("2/" + file), "\(file)")
      #expect(try #require(folder.text("1/manifest.json")).contains(file))
    }
    #expect(try folder.torreya("replay", "1/manifest.json").status == 0)
    try folder.write("before.csv", "period,kind,level,amount\n2023,vat,total,900\n")
    let changed = try folder.torreya("replay", "1/manifest.json")
    #expect(changed.status == 1)
    #expect((changed.output + changed.messages).contains("before.csv: changed since the run"))
    #expect((changed.output + changed.messages).contains("fiscal.csv: other bytes now"))
  }

  @Test("a comparison is what it was: one table")
  func compare() throws {
    let folder = try folder()
    #expect(
      try folder.torreya("compare", "town.json", "--trials", "500", "--quiet").status == 0)
    #expect(
      folder.names("results/compare")
        == ["comparison-targets.csv", "comparison.csv", "manifest.json"])
  }
}
