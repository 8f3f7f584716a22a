import Foundation
import Testing

@Suite("target, joint and allocate")
struct TargetCommandTests {
  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.write("town.json", planningTown)
    return folder
  }

  @Test("target: the triple, the declared bound and the least loss beside closed forms")
  func target() throws {
    let folder = try folder()
    let result = try folder.torreya("target", "town.json", "--target", "all")
    #expect(result.status == 0, "\(result.messages)")
    #expect(folder.names("results/target") == ["manifest.json", "target.csv"])
    let rows = try folder.rows("results/target/target.csv")
    func row(_ kind: String) throws -> [String: String] {
      try #require(rows.first { $0["kind"] == kind })
    }
    // The total is normal: mean 500, deviation 50.
    for (kind, confidence, score) in [
      ("floor", 0.95, -1.6449), ("base", 0.8, -0.8416), ("stretch", 0.5, 0),
      ("leastLoss", 0.75, -0.6745),
    ] {
      let level = try row(kind)
      #expect(level.number("confidence") == confidence)
      #expect(abs(level.number("bound") - (500 + 50 * score)) < 4.5 * level.number("standardError"))
      #expect(level.number("costPerPoint") > 0 && level.number("costPerPointError") > 0)
      #expect(abs(level.number("probability") - confidence) < 0.001)
    }
    let declared = try row("declared")
    #expect(declared["bound"] == "480")
    #expect(
      abs(declared.number("probability") - 0.65542) < 4.5 * declared.number("probabilityError"))
    // One percent is 4.8: Φ(0.4) − Φ(0.304).
    #expect(declared["bolderBound"] == "484.8")
    #expect(
      abs(declared.number("probabilityLost") - 0.03598)
        < 4.5 * declared.number("probabilityLostError"))
    #expect(declared.number("aboveLeastLoss") > 0)
    #expect(rows.contains { $0["kind"] == "curve" && $0["bound"] == "500" })
    #expect(rows.allSatisfy { $0["lossUnit"] == "万元" })
    #expect(result.output.contains("← declared"))
    #expect(result.output.contains("newsvendor's: what is met with 75.0 %"))
  }

  @Test("half a year and a quarter of months: asked for, and promised")
  func spans() throws {
    let folder = try folder()
    // Six months of 10 ± 2: mean 60, deviation 4.899; three: 30, 3.4641.
    let spans: [(String, String, Double, Double)] = [
      ("2024-01..2024-06", "2024-01..2024-06", 60, 4.899), ("2024-Q2", "2024-Q2", 30, 3.4641),
      ("2024-04/2024-06", "2024-04..2024-06", 30, 3.4641),
    ]
    for (period, label, mean, deviation) in spans {
      let asked = try folder.torreya(
        "target", "town.json", "--indicator", "monthly", "--period", period, "--confidence",
        "80%,0.9")
      #expect(asked.status == 0, "\(asked.messages)")
      let rows = try folder.rows("results/target/target.csv")
      let level = try #require(
        rows.first { $0["kind"] == "confidence" && $0.number("confidence") == 0.8 })
      #expect(level["period"] == label)
      let distance: Double = level.number("bound") - (mean - 0.8416 * deviation)
      #expect(abs(distance) < 4.5 * level.number("standardError"))
      #expect(try folder.torreya("replay", "results/target/manifest.json").status == 0)
    }
    let half = #"{ "id": "half", "indicator": "monthly", "period": "2024-01..2024-06", "#
      + #""atLeast": "58万元" },"#
    let targets = "\"targets\": ["
    try folder.write(
      "half.json", planningTown.replacingOccurrences(of: targets, with: targets + half))
    #expect(try folder.torreya("run", "half.json", "--output", "half", "--quiet").status == 0)
    let target = try #require(
      try folder.rows("half/targets.csv").first { $0["target"] == "half" })
    #expect(target["period"] == "2024-01..2024-06")
    #expect(abs(target.number("probability") - 0.6585) < 0.035)
    let outside = try folder.torreya(
      "target", "town.json", "--indicator", "monthly", "--period", "2024-12..2025-01")
    #expect(outside.status != 0 && outside.messages.contains("has no value for"))
  }

  @Test("a precision is reached with no more than what it is wished of")
  func precision() throws {
    let folder = try folder()
    // Twelve hundred columns more, which would not fit.
    let others = (0..<100).map { number in
      #"{ "id": "other\#(number)", "unit": "万元", "kind": "flow", "formula": "monthly * 2" }, "#
    }
    let indicators = "\"indicators\": ["
    try folder.write(
      "many.json",
      planningTown.replacingOccurrences(of: indicators, with: indicators + others.joined()))
    let asked = try folder.torreya(
      "target", "many.json", "--target", "all", "--trials", "1000", "--precision", "0.5%",
      "--precision", "monthly@2024=1%", "--max-trials", "50000", "--memory", "48M")
    #expect(asked.status == 0, "\(asked.messages)")
    let rows = try folder.rows("results/target/target.csv")
    let declared = try #require(rows.first { $0["kind"] == "declared" })
    #expect(declared.number("probabilityError") <= 0.005)
  }

  @Test("target: costs on the command line go before the scenario's, in any unit that fits")
  func costs() throws {
    let folder = try folder()
    try folder.torreya(
      "target", "town.json", "--target", "all", "--miss-cost", "9元/元", "--low-cost", "1",
      "--quiet")
    let least = try folder.rows("results/target/target.csv").first { $0["kind"] == "leastLoss" }
    #expect(least?["confidence"] == "0.9")
    try folder.torreya(
      "target", "town.json", "--indicator", "streams", "--period", "2024", "--miss-cost",
      "2万元/条", "--low-cost", "5000元/条", "--fixed-miss-cost", "1万元", "--quiet")
    let rows = try folder.rows("results/target/target.csv")
    #expect(Set(rows.map { $0["lossUnit"] }) == ["万元"])
    #expect(rows.filter { $0["kind"] == "curve" }.map { $0["bound"] } == ["12", "13", "14"])
    // 12: 0.5 × (0.3 + 2 × 0.6). 13: 0.1 × 3 + 0.5 × 0.6. 14: 0.1 × 5 + 0.3 × 3.
    for (row, loss) in zip(rows.filter { $0["kind"] == "curve" }, [0.75, 0.6, 1.4]) {
      #expect(abs(row.number("expectedLoss") - loss) < 4.5 * row.number("expectedLossError"))
    }
    #expect(rows.first { $0["kind"] == "leastLoss" }?["bound"] == "13")
    for (arguments, said) in [
      (["--miss-cost=-1"], "below 0"),
      (["--low-cost", "0"], "above 0"),
      (["--miss-cost", "2万元/条", "--low-cost", "3"], "different kinds of loss"),
      (["--miss-cost", "2万元/条", "--fixed-miss-cost", "3天"], "another kind of loss"),
      (["--miss-cost", "much"], "does not begin with a number"),
      (["--miss-cost", "2万元/条"], "give a cost of aiming low above 0 too"),
      (["--miss-cost", "2", "--low-cost", "0"], "give a cost of aiming low above 0 too"),
      (["--fixed-miss-cost", "1万元"], "give a cost of aiming low above 0 too"),
      (["--low-cost", "3"], "give a cost of missing above 0 too"),
    ] {
      let line = ["target", "town.json", "--indicator", "streams", "--period", "2024"] + arguments
      let refused = try folder.shell("torreya " + line.joined(separator: " "))
      #expect(refused.status == 64)
      #expect(refused.messages.contains(said), "\(refused.messages)")
    }
  }

  @Test("target from a sketch: levels for probabilities, and no losses")
  func sketch() throws {
    let folder = try folder()
    let arguments = "torreya target town.json --quantiles sketch "
    let found = try folder.shell(arguments + "--indicator tax.total --period 2024-01/2024-12")
    let result = found.status == 0
      ? found : try folder.shell(arguments + "--indicator tax.total")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("from a sketch"))
    let rows = try folder.rows("results/target/target.csv").filter { $0["kind"] == "curve" }
    #expect(rows.count == 25)
    #expect(rows.allSatisfy { $0["confidence"] == $0["probability"] })
    let refused = try folder.shell(arguments + "--target all")
    #expect(refused.status == 64)
    #expect(refused.messages.contains("A sketch keeps no trials"))
    // What always needs the trials does not list what it could not do.
    for command in ["joint", "allocate", "track"] {
      #expect(try !folder.torreya(command, "--help").output.contains("--quantiles"), "\(command)")
      let other = try folder.torreya(command, "town.json", "--quantiles", "sketch")
      #expect(other.status == 64)
      #expect(other.messages.contains("Unknown option '--quantiles'"))
    }
  }

  @Test("joint: closed forms of two normals that share a part, and the frontier")
  func joint() throws {
    let folder = try folder()
    let result = try folder.torreya(
      "joint", "town.json", "--targets", "all,a", "--confidence", "0.7", "--pairs", "7")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      folder.names("results/joint")
        == ["easings.csv", "frontier.csv", "joint.csv", "manifest.json"])
    let rows = try folder.rows("results/joint/joint.csv")
    #expect(rows.map { $0["target"] } == ["all", "a", "joint"])
    // P(z1 ≥ −0.4, z2 ≥ 0) with correlation 0.8: 0.45935 (scipy's multivariate_normal).
    #expect(abs(rows[2].number("probability") - 0.45935) < 4.5 * rows[2].number("standardError"))
    #expect(
      abs(rows[2].number("ifIndependent") - 0.32771)
        < 4.5 * rows[2].number("ifIndependentError"))
    let only = rows[1].number("missedAlone")
    #expect(abs(rows[1].number("jointWithout") - rows[2].number("probability") - only) < 1e-9)
    let easings = try folder.rows("results/joint/easings.csv")
    #expect(easings.map { $0["easing"] } == [
      "onePercent", "oneUnit", "toConfidence", "onePercent", "oneUnit", "toConfidence",
    ])
    #expect(easings.map { $0["bound"] }[..<2] == ["475.2", "479"])
    let frontier = try folder.rows("results/joint/frontier.csv")
    for row in frontier {
      #expect(row.number("joint") >= 0.7 && row.number("joint") < 0.701)
    }
    #expect(frontier.count { $0["way"] == "pair" } == 14)
    let three = try folder.torreya("joint", "town.json", "--language", "zh")
    #expect(three.status == 0)
    #expect(three.output.contains("全部目标同时达成的概率"))
  }

  @Test("allocate: the scenario's own, by both ways, with exact sums")
  func allocate() throws {
    let folder = try folder()
    let result = try folder.torreya("allocate", "town.json")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.hasPrefix("By kind\nTotal ≥ 480 万元"))
    let rows = try folder.rows("results/allocate/allocation.csv")
    #expect(rows.map { $0["row"] } == [
      "member", "member", "together", "allMembers", "total",
      "member", "member", "together", "allMembers", "total",
    ])
    let parts = rows.filter { $0["row"] == "member" }
    #expect(parts.map { $0["member"] } == ["a", "b", "a", "b"])
    // Expected values 400 and 100; at equal risk the score is −20 / 70.
    #expect(parts[0].number("part") + parts[1].number("part") == 480)
    #expect(parts[2].number("part") + parts[3].number("part") == 480)
    #expect(abs(parts[0].number("part") - 384) <= 1)
    #expect(abs(parts[2].number("part") - 388.57) < 4.5 * parts[2].number("partError") + 1)
    #expect(
      abs(parts[2].number("commonConfidence") - 0.61245)
        < 4.5 * parts[2].number("commonConfidenceError"))
    #expect(abs(parts[2].number("probability") - parts[3].number("probability")) < 0.02)
    #expect(parts[2].number("aboveOtherWay") == -parts[0].number("aboveOtherWay"))
  }

  @Test("allocate: months and quarters, bounds, shares and decimals")
  func allocateOptions() throws {
    let folder = try folder()
    func parts(_ arguments: String) throws -> [[String: String]] {
      let line = "torreya allocate town.json --quiet --trials 500 " + arguments
      let result = try folder.shell(line)
      #expect(result.status == 0, "\(line): \(result.messages)")
      return try folder.rows("results/allocate/allocation.csv").filter { $0["row"] == "member" }
    }
    let months = try parts(
      "--total monthly --period 2024 --confidence 0.8 --members months --by equalRisk "
        + "--bounds 2024-01=3万元:5万元,2024-02=:9万元")
    #expect(months.count == 12)
    #expect(months[0]["part"] == "5" && months[0]["isAtBound"] == "1")
    #expect(months[0]["least"] == "3" && months[1]["least"] == "" && months[1]["most"] == "9")
    let quarters = try parts(
      "--total monthly --period 2024 --level 110万元 --members quarters --decimals 2 --by share "
        + "--shares 2024-Q1=1,2024-Q2=1,2024-Q3=1,2024-Q4=0")
    #expect(quarters.map { $0["part"] } == ["36.67", "36.67", "36.66", "0"])
    try folder.write("shares.csv", "member,lastYear\na,300\nb,100\n")
    let shared = try parts(
      "--total tax.total --level 480万元 --members 'tax.*.amount' --by share --shares shares.csv")
    #expect(shared.map { $0["part"] } == ["360", "120"])
    let ceilings = try parts(
      "--total tax.total --level 520万元 --members tax.a.amount,tax.b.amount --at-most")
    #expect(ceilings.allSatisfy { $0["comparison"] == "atMost" })
    #expect(ceilings[2].number("commonConfidence") > 0.5)
  }

  @Test(
    "what cannot be asked is told",
    arguments: [
      ("target town.json", "--indicator, or --target"),
      ("target town.json --target al", "has no target 'al'. It has: all, a, clean."),
      ("target town.json --target all --at-most", "its own period and side"),
      ("target town.json --indicator tax.totl", "Did you mean 'tax.total'?"),
      ("target town.json --indicator monthly --period 2025", "has no value for 2025"),
      ("joint town.json --targets all,all", "named twice"),
      ("joint town.json --confidence 1", "'1' is no confidence"),
      ("allocate town.json --members months", "Name the --total"),
      ("allocate town.json --total monthly", "Name the --members"),
      ("allocate town.json --total monthly --members months", "either --level or --confidence"),
      (
        "allocate town.json --total tax.total --level 480万元 --members months",
        "is not the sum of its months"
      ),
      (
        "allocate town.json --total tax.total --level 480 --members 'tax.*.amount'",
        "write it in 万元"
      ),
      ("allocate town.json --total tax.total --level 4万元 --members 'x.*'", "fits 'x.*'"),
      (
        "allocate town.json --total tax.total --level 4万元 --members streams,tax.a.amount",
        "cannot be parts of it"
      ),
      (
        "allocate town.json --total tax.total --level 4万元 --members 'tax.*.amount' --bounds c=1:2",
        "'c' is none of the members: a, b."
      ),
      (
        "allocate town.json --total tax.total --level 480万元 --members 'tax.*.amount' "
          + "--bounds a=:100万元,b=:90万元", "does not fit the bounds"
      ),
      (
        "allocate town.json --total tax.total --level 4800万元 --members 'tax.*.amount' "
          + "--by equalRisk", "No common confidence gives the total of 4800 万元"
      ),
      (
        "allocate town.json --total tax.total --level 480.5万元 --members 'tax.*.amount' "
          + "--decimals 0", "more than 0 decimals"
      ),
      (
        "allocate town.json --total tax.total --level 480万元 --members 'tax.*.amount' --shares a=1",
        "No share is given for b."
      ),
    ])
  func mistakes(line: String, said: String) throws {
    let folder = try folder()
    let result = try folder.shell("torreya " + line + " --trials 200")
    #expect(result.status == 64, "\(result.output)")
    #expect(result.messages.contains(said), "\(result.messages)")
    #expect(folder.names() == ["town.json"] || folder.names("results").isEmpty)
  }

  @Test(
    "replay answers again, whatever the number of workers",
    arguments: [
      "target town.json --target all --miss-cost 4 --low-cost 1",
      "target town.json --indicator tax.b.amount --at-most --points 9",
      "joint town.json --targets clean,a --confidence 0.6",
      "allocate town.json",
      "allocate town.json --total monthly --period 2024 --confidence 0.7 --members quarters",
    ])
  func replay(line: String) throws {
    let folder = try folder()
    let one = "torreya \(line) --trials 700 --quiet --threads 1 --output one"
    let two = "torreya \(line) --trials 700 --quiet --threads 3 --output two"
    #expect(try folder.shell(one).status == 0)
    #expect(try folder.shell(two).status == 0)
    for name in folder.names("one") {
      #expect(folder.bytes("one/" + name) == folder.bytes("two/" + name), "\(name)")
    }
    let replayed = try folder.torreya("replay", "one/manifest.json")
    #expect(replayed.status == 0, "\(replayed.output) \(replayed.messages)")
    #expect(replayed.output.hasPrefix("The same bytes: "))
    try folder.write(
      "town.json", planningTown.replacingOccurrences(of: "\"mean\": \"10", with: "\"mean\": \"11"))
    #expect(try folder.torreya("replay", "one/manifest.json").status == 1)
  }

  @Test("told to end, what is left is whole", arguments: ["joint", "allocate", "target"])
  func interrupted(command: String) throws {
    let folder = try folder()
    let target = command == "target" ? ["--target", "all"] : []
    let result = try folder.torreya(
      [command, "town.json", "--trials", "200000000", "--memory", "100G"] + target,
      signal: SIGINT, after: 0.5)
    #expect(result.status == 130)
    // Nothing where no block was finished, else a manifest that says how many trials were.
    let names = folder.names("results/" + command)
    if !names.isEmpty {
      let manifest = folder.text("results/\(command)/manifest.json")
      #expect(names.contains("manifest.json") && manifest?.contains("\"finished\"") == true)
    }
  }
}

extension CommandFolder {
  /// The rows of a CSV file without quotes, by the names of their columns.
  func rows(_ name: String) throws -> [[String: String]] {
    let lines = try #require(text(name)).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(lines.first)
    return try lines.dropFirst().map { cells in
      try #require(cells.count == header.count)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }
}

extension [String: String] {
  /// NaN for a cell that is empty or no number.
  fileprivate func number(_ column: String) -> Double {
    self[column].flatMap(Double.init) ?? .nan
  }
}
