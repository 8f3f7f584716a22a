import Foundation
import Testing

@Suite("sensitivity and discover on the command line")
struct SensitivityCommandTests {
  /// A town whose revenue is a tax, a firm that may come, and a fee that goes with the tax.
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write(
      "town.json",
      """
      { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
        "indicators": [
          { "id": "tax", "unit": "万元", "kind": "flow", "label": { "zh": "税", "en": "Tax" },
            "value": { "normal": { "mean": "100万元", "standardDeviation": "10万元" },
              "drawn": "once" } },
          { "id": "fee", "unit": "万元", "kind": "flow", "label": { "zh": "费", "en": "Fee" },
            "value": { "normal": { "mean": "50万元", "standardDeviation": "5万元" },
              "drawn": "once" } },
          { "id": "grant", "unit": "万元", "kind": "flow", "label": { "zh": "补助", "en": "Grant" },
            "value": { "uniform": { "low": "0万元", "high": "60万元" }, "drawn": "once" } },
          { "id": "idle", "unit": "万元", "kind": "flow", "label": { "zh": "无关", "en": "Idle" },
            "value": { "uniform": { "low": "0万元", "high": "60万元" }, "drawn": "once" } },
          { "id": "revenue", "unit": "万元", "kind": "flow",
            "label": { "zh": "收入", "en": "Revenue" }, "formula": "tax + fee + grant" },
          { "id": "other", "unit": "万元", "kind": "flow",
            "label": { "zh": "其他", "en": "Other" }, "formula": "idle + idle" } ],
        "correlations": [ { "streams": ["tax.value", "fee.value"], "correlation": 0.5 } ],
        "targets": [ { "id": "enough", "label": { "zh": "够用", "en": "Enough" },
          "indicator": "revenue", "period": "2024-03", "atLeast": "180万元" } ],
        "variants": [ { "id": "more", "label": "more", "set": { "grant.value": "60万元" } } ] }
      """)
    return folder
  }

  private func rows(_ folder: CommandFolder, _ name: String) throws -> [[String: String]] {
    let lines = try #require(folder.text(name)).split(separator: "\n")
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return Dictionary(uniqueKeysWithValues: zip(names, cells).map { (String($0), String($1)) })
    }
  }

  @Test("writes what the methods find, and nothing about what does not matter")
  func measures() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "sensitivity", "town.json", "--trials", "2048", "--methods",
      "tornado,ranks,sobol,shapley,information", "--orders", "8", "--language", "en")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("Enough (2024-03)"))
    let found = try rows(folder, "results/sensitivity/sensitivity.csv")
    let inputs = Set(found.map { $0["input"]! })
    #expect(inputs == ["tax.value", "fee.value", "grant.value", "tax.value+fee.value", "all"])
    func estimate(_ kind: String, _ input: String) throws -> (Double, Double) {
      let row = try #require(
        found.first {
          $0["kind"] == kind && $0["input"] == input && $0["measure"] == "value"
        })
      return (Double(row["estimate"]!)!, Double(row["standardError"]!)!)
    }
    // 100 + 25 + 2 × 25 of tax and fee, and 60² / 12 of the grant.
    let whole = 175.0 + 300
    for (kind, input, truth) in [
      ("sobolTotal", "grant.value", 300 / whole),
      ("sobolFirst", "tax.value+fee.value", 175 / whole),
      ("shapley", "tax.value", (100 * (1 - 0.125) + 25 + 25 * 0.125) / whole),
      ("shapley", "fee.value", (25 * (1 - 0.125) + 25 + 100 * 0.125) / whole),
    ] {
      let (value, error) = try estimate(kind, input)
      #expect(abs(value - truth) < 5 * error + 0.01, "\(kind) \(input): \(value), not \(truth)")
    }
    let worth = try estimate("informationValue", "grant.value")
    let everything = try estimate("informationValue", "all")
    #expect(result.output.contains("worth of knowing (万元)"))
    #expect(result.output.contains("What decides whether it is met:"))
    #expect(found.allSatisfy { $0["kind"] != "informationValue" || Double($0["low95"]!)! >= 0 })
    #expect(worth.0 > 1 && worth.0 < everything.0)
    let bars = try rows(folder, "results/sensitivity/tornado.csv")
    #expect(bars.count == 3 && bars[0]["input"] == "grant.value")
    let joined = bars.filter { $0["correlated"] == "conditional" }.map { $0["input"]! }
    #expect(Set(joined) == ["tax.value", "fee.value"])
    #expect(bars[0]["lowValue"] == "6" && bars[0]["highValue"] == "54")
    #expect(Double(bars[0]["highProbability"]!)! > Double(bars[0]["lowProbability"]!)!)
    // All of it again, to the byte.
    #expect(
      try folder.torreya("replay", "results/sensitivity/manifest.json").status == 0)
  }

  @Test("tells conditions in the inputs' own units, and again to the byte")
  func conditions() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "discover", "town.json", "--trials", "4000", "--language", "zh")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("未达成"))
    let boxes = try rows(folder, "results/discover/boxes.csv")
    #expect(boxes.contains { $0["input"] == "grant.value" && $0["highQuantile"] != "" })
    #expect(boxes.allSatisfy { Double($0["density"]!)! > Double($0["missShare"]!)! })
    #expect(!(try rows(folder, "results/discover/box-trajectory.csv")).isEmpty)
    #expect(try folder.torreya("replay", "results/discover/manifest.json").status == 0)
    // More than there is: every trial of a box of this kind.
    let vain = try folder.torreya(
      "discover", "town.json", "--trials", "400", "--density", "99.99%", "--boxes", "1",
      "--language", "en", "--output", "vain")
    let density = try #require(try rows(folder, "vain/boxes.csv").first?["density"])
    #expect(vain.output.contains("wished in a box: 100.0 %"))
    let isTold = ["was not reached", "is reached only with"].contains { vain.output.contains($0) }
    #expect(isTold == (Double(density)! < 0.9999))
  }

  @Test("the numbers of the inputs count in the memory that is allowed", arguments: ["1", "2"])
  func memory(threads: String) throws {
    let folder = try folder()
    let line = ["discover", "town.json", "--memory", "4M", "--threads", threads, "--boxes", "1"]
    let result = try folder.torreya(line + ["--trials", "200000", "--language", "en"])
    #expect(result.status != 0)
    #expect(result.messages.contains("of 3 inputs do not fit into memory"), "\(result.messages)")
    // Three inputs with a number and two places in half of the trials, two results, and 16 bytes.
    let fitting = (4 << 20) / (3 * 12 + 2 * 8 + 16) / 1024 * 1024
    #expect(result.messages.contains("--trials \(fitting) or fewer"), "\(result.messages)")
    let fits = try folder.torreya(line + ["--trials", "\(fitting)", "--quiet"])
    #expect(fits.status == 0, "\(fits.messages)")
  }

  @Test("conditions on counts are counts, and figures are those of what is printed")
  func counts() throws {
    let folder = try CommandFolder()
    try folder.write(
      "counts.json",
      """
      { "torreya": 1, "id": "counts", "horizon": { "first": "2024-01", "periods": 12 },
        "indicators": [
          { "id": "n0", "unit": "人", "value": { "poisson": { "mean": 1.5 } } },
          { "id": "n1", "unit": "人", "value": { "binomial": { "count": 4, "probability": 0.3 } } },
          { "id": "rain", "unit": "share", "value": { "bernoulli": { "probability": 0.3 } } },
          { "id": "sure", "unit": "人", "value": "5人" },
          { "id": "sum", "unit": "人", "formula": "n0 + 2 * n1 + rain * 0人" } ],
        "targets": [ { "id": "S", "indicator": "sum", "atMost": "5人" },
          { "id": "K", "indicator": "sure", "atMost": "5人" } ] }
      """)
    try folder.torreya("discover", "counts.json", "--target", "S", "--trials", "40000", "--quiet")
    let boxes = try rows(folder, "results/discover/boxes.csv").filter { $0["box"] == "1" }
    func probability(_ name: String, _ count: Int) -> Double {
      if name == "n0.value" {
        return (0..<count).reduce(exp(-1.5)) { $0 * 1.5 / Double($1 + 1) }
      }
      let ways = [1.0, 4, 6, 4, 1]
      return count > 4 ? 0 : ways[count] * pow(0.3, Double(count)) * pow(0.7, Double(4 - count))
    }
    func holds(_ name: String, _ count: Int) throws -> Bool {
      guard let row = boxes.first(where: { $0["input"] == name }) else { return true }
      for end in ["lowValue", "highValue"] where row[end] != "" {
        let value = try #require(Double(row[end]!))
        #expect(value == value.rounded())
        if end == "lowValue" ? Double(count) < value : Double(count) > value { return false }
      }
      return true
    }
    var (mass, misses, all) = (0.0, 0.0, 0.0)
    for a in 0..<30 {
      for b in 0..<5 {
        let p = probability("n0.value", a) * probability("n1.value", b)
        all += a + 2 * b > 5 ? p : 0
        guard try holds("n0.value", a), try holds("n1.value", b) else { continue }
        (mass, misses) = (mass + p, misses + (a + 2 * b > 5 ? p : 0))
      }
    }
    let row = try #require(boxes.first)
    let density = misses / mass
    let error = (density * (1 - density) / (mass * 20_000)).squareRoot()
    #expect(abs(Double(row["density"]!)! - density) < 4.5 * error + 1e-9)
    #expect(abs(Double(row["coverage"]!)! - misses / all) < 0.02)
    #expect(abs(Double(row["mass"]!)! - mass) < 0.015)
    #expect(!boxes.contains { $0["input"] == "rain.value" })
    // Nothing decides what is sure.
    let sure = try folder.torreya(
      "sensitivity", "counts.json", "--target", "K", "--trials", "64", "--language", "en")
    #expect(sure.output.contains("Nothing uncertain decides it."))
  }

  @Test("chooses between variants, and asks about indicators")
  func variantsAndIndicators() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "sensitivity", "town.json", "--trials", "512", "--methods", "information", "--variants",
      "more", "--indicator", "revenue@2024-03", "--quiet")
    #expect(result.status == 0, "\(result.messages)")
    // The variant is never worse, so knowing is worth nothing but what a spline misses near the
    // end, where both are about the same.
    let found = try rows(folder, "results/sensitivity/sensitivity.csv")
    #expect(found.allSatisfy { abs(Double($0["estimate"]!)!) < 0.1 })
    try folder.torreya(
      "sensitivity", "town.json", "--trials", "64", "--methods", "sobol", "--by", "object",
      "--target", "all", "--quiet")
    let inputs = try rows(folder, "results/sensitivity/sensitivity.csv").map { $0["input"]! }
    #expect(Set(inputs) == ["tax+fee", "grant"])
  }

  @Test(
    "says what it is asked for in vain",
    arguments: [
      (["--target", "enogh"], "Did you mean 'enough'?"), (["--methods", "sobl"], "no method"),
      (["--indicator", "revenue@1999"], "no value for 1999"), (["--trials", "5"], "at least 32"),
      (["--variants", "less"], "no variant 'less'"), (["--confidence", "1"], "is no confidence"),
    ])
  func refusals(arguments: [String], message: String) throws {
    let folder = try folder()
    let line = (["sensitivity", "town.json"] + arguments).joined(separator: " ")
    let result = try folder.shell("torreya " + line)
    #expect(result.status == 64)
    #expect(result.messages.contains(message), "\(result.messages)")
    #expect(folder.names("results").isEmpty)
  }
}
