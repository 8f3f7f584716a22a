import Foundation
import SeededNumbers
import Testing
import Torreya

/// Values that continue a history, beside what `torreya forecast` says of the same file.
@Suite("fitted values") struct FitTests {
  private static let trials = 16_000

  /// A scenario of one monthly value for each fit, in the folder of the repository or another.
  static func scenario(
    _ fits: [String: [String: Any]], first: String = "2024-01", periods: Int = 12,
    unit: String = "万元", files: DiskFiles? = nil
  ) -> ScenarioText {
    ScenarioText(
      name: "scenarios/fitted.json",
      members: [
        "torreya": 1, "id": "fitted", "horizon": ["first": first, "periods": periods],
        "indicators": fits.keys.sorted().map { id -> [String: Any] in
          ["id": id, "unit": unit, "kind": "flow", "value": ["fit": fits[id]!]]
        },
      ],
      files: files ?? DiskFiles(scenario: repositoryFile("scenarios/fitted.json")))
  }

  static func repositoryFile(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// What `torreya forecast` says of a file, with as many paths as a fit draws.
  private func forecasts(_ file: String, _ model: String, horizon: Int) throws -> SeriesForecast {
    let bytes = try #require(FileManager.default.contents(atPath: Self.repositoryFile(file)))
    let (histories, _) = readHistory(SourceFile(name: file, bytes: Array(bytes)))
    var request = ForecastRequest(
      horizon: horizon, methods: [try #require(forecastMethod(named: model))])
    request.pathCount = 8192
    return try #require(forecast(histories, request).forecasts.first)
  }

  /// The quantiles of trials against wanted ones, within what chance and the given part of the
  /// spread allow.
  private func expect(
    _ values: [Double], have wanted: [Double], at probabilities: [Double], scale: Double,
    tolerance: Double = 0, _ what: String
  ) {
    let found = quantiles(of: values, at: probabilities)
    let deviation = (wanted[wanted.count - 1] - wanted[0]) * scale / 2.563
    for (place, probability) in probabilities.enumerated() {
      let score = StandardNormal.quantile(at: probability)
      let error =
        (probability * (1 - probability) / Double(values.count)).squareRoot()
        / StandardNormal.density(at: score) * deviation
      // Skewed laws are thinner in a tail than the normal one.
      let allowed = 4.5 * 1.7 * error + tolerance * (wanted[wanted.count - 1] - wanted[0]) * scale
      let difference = abs(found[place] - wanted[place] * scale)
      #expect(difference <= allowed, "\(what) \(probability): \(found) for \(wanted)")
    }
  }

  @Test(
    "periods and years are distributed as the forecast says",
    arguments: [
      ("vat", "automatic"), ("visitors", "automatic"), ("vat", "theta"), ("visitors", "ets"),
      ("vat", "naive"), ("visitors", "seasonalNaive"),
    ])
  func agrees(series: String, model: String) throws {
    let file = "seeds/history/\(series).csv"
    let forecast = try forecasts(file, model, horizon: 12)
    let isMoney = series == "vat"
    let fitted = Self.scenario(
      ["x": ["history": file, "model": model]], unit: isMoney ? "万元" : "人次")
    let result = try fitted.run(trials: Self.trials, seed: 4)
    let scale: Double = isMoney ? 10_000 : 1
    let probabilities = [0.1, 0.25, 0.5, 0.75, 0.9]
    for step in [0, 1, 5, 11] {
      expect(
        try result.values("x", Period(.monthly, year: 2024, number: step + 1).label),
        have: forecast.quantiles(step: step, at: probabilities), at: probabilities, scale: scale,
        tolerance: 0.002, "\(series) \(model) step \(step)")
    }
    let year = try #require(forecast.years.first)
    expect(
      try result.values("x", "2024"), have: Array(year.quantiles[1...5]), at: probabilities,
      scale: scale, tolerance: 0.02, "\(series) \(model) year")
  }

  @Test("what is assumed says how often the interval held", arguments: ["automatic", "ets"])
  func judged(model: String) throws {
    let fitted = Self.scenario(
      ["x": ["history": "seeds/history/vat.csv", "model": model]], unit: "万元")
    let texts = try fitted.model().scenario.assumptions.map(\.text)
    let told = try #require(texts.first { $0.hasPrefix("fit of ") })
    let held = /6 earlier origins the 80 % interval held (\d+) %/
    let coverage = try #require(told.firstMatch(of: held))
    #expect((50...100).contains(Int(coverage.1) ?? -1), "\(told)")
  }

  @Test("a gap before the horizon is bridged by forecasting further")
  func bridges() throws {
    let forecast = try forecasts("seeds/history/vat.csv", "drift", horizon: 6)
    let fitted = Self.scenario(
      ["x": ["history": "seeds/history/vat.csv", "model": "drift"]], first: "2024-05", periods: 2)
    let result = try fitted.run(trials: Self.trials)
    for step in [4, 5] {
      expect(
        try result.values("x", "2024-0\(step + 1)"),
        have: forecast.quantiles(step: step, at: [0.1, 0.5, 0.9]), at: [0.1, 0.5, 0.9],
        scale: 10_000, tolerance: 0.002, "step \(step)")
    }
  }

  @Test("a year's amount has the law of the year's total")
  func annual() throws {
    let year = try #require(
      try forecasts("seeds/history/vat.csv", "automatic", horizon: 12).years.first)
    let taxes: [[String: Any]] = [
      [
        "id": "vat", "kind": "valueAddedTax", "localShare": "50%",
        "annual": ["fit": ["history": "seeds/history/vat.csv"]],
      ]
    ]
    let scenario = Self.scenario([:]).setting(["fiscal"], to: ["taxes": taxes])
    let values = try scenario.run(trials: Self.trials).values("fiscal.vat.accrued", "2024")
    expect(
      values, have: Array(year.quantiles[1...5]), at: [0.1, 0.25, 0.5, 0.75, 0.9], scale: 10_000,
      tolerance: 0.002, "annual")
  }

  @Test("quarters add up the months of the paths, and a mean is a third of that")
  func quarters() throws {
    func fit(_ aggregate: String) -> [String: Any] {
      ["history": "seeds/history/vat.csv", "model": "theta", "aggregate": aggregate]
    }
    let quarterly = Self.scenario(
      ["mean": fit("mean"), "sum": fit("sum")], first: "2024-Q1", periods: 4)
    let result = try quarterly.run(trials: Self.trials)
    let monthly = try Self.scenario(["x": fit("sum")]).run(trials: Self.trials, seed: 9)
    let months = try (4...6).map { try monthly.values("x", "2024-0\($0)") }
    let sums = months[0].indices.map { months[0][$0] + months[1][$0] + months[2][$0] }
    let probabilities = [0.1, 0.5, 0.9]
    let wanted = quantiles(of: sums, at: probabilities)
    expect(
      try result.values("sum", "2024-Q2"), have: wanted, at: probabilities, scale: 1,
      tolerance: 0.03, "sum")
    expect(
      try result.values("mean", "2024-Q2"), have: wanted, at: probabilities, scale: 1.0 / 3,
      tolerance: 0.03, "mean")
  }

  @Test("adding a fit, or changing something else, changes no draw of a fit")
  func sharing() throws {
    let vat: [String: Any] = ["history": "seeds/history/vat.csv", "model": "theta"]
    let visitors: [String: Any] = [
      "history": "seeds/history/visitors.csv", "model": "naive", "unit": "人次",
    ]
    let alone = Self.scenario(["vat": vat])
    let both = alone.adding(
      ["id": "visitors", "unit": "人次", "kind": "flow", "value": ["fit": visitors]],
      to: "indicators")
    let driven = both.setting(
      ["drivers"], to: ["a": ["value": ["normal": ["mean": 0, "standardDeviation": 1]]]])
    let results = try [alone, both, driven].map { try $0.run(trials: 500, seed: 3) }
    for period in ["2024-01", "2024-07", "2024"] {
      let first = try results[0].values("vat", period)
      for result in results.dropFirst() { #expect(try result.values("vat", period) == first) }
      #expect(try results[1].values("visitors", period) == results[2].values("visitors", period))
    }
    let other = try alone.run(trials: 500, seed: 4)
    #expect(try other.values("vat", "2024-01") != results[0].values("vat", "2024-01"))
  }

  @Test("a variant that changes something else differs by exactly zero")
  func variants() throws {
    let scenario = Self.scenario([
      "vat": ["history": "seeds/history/vat.csv", "model": "theta"]
    ]).adding(
      ["id": "price", "unit": "1", "value": ["uniform": ["low": 0, "high": 1]]], to: "indicators"
    ).adding(["id": "dear", "set": ["price.value": 3]], to: "variants")
    let base = try scenario.model()
    let variant = try #require(
      load(base.scenario.variants[0], of: base, files: scenario.files).model)
    let settings = testSettings(trials: 300)
    let results = try [base, variant].map { try run(compile($0), settings) }
    #expect(try results[0].values("vat", "2024-03") == results[1].values("vat", "2024-03"))
    let prices = try results.map { try $0.values("price", "2024") }
    #expect(prices[0] != prices[1])
  }

  @Test("the same seed gives the same bytes, whatever the number of workers")
  func sameBytes() throws {
    let scenario = Self.scenario([
      "vat": ["history": "seeds/history/vat.csv", "model": "ets"]
    ])
    let results = try [1, 2].map { try scenario.run(trials: 3000, seed: 5, threads: $0) }
    for file in ["summary.csv", "assumptions.csv"] {
      #expect(try results[0].bytes(file) == results[1].bytes(file))
    }
    // The same table with a blank line at its end is fitted anew, and the same.
    let folder = try TemporaryFolder()
    let text = try String(
      contentsOfFile: Self.repositoryFile("seeds/history/vat.csv"), encoding: .utf8)
    try folder.write("vat.csv", text + "\n")
    let copy = Self.scenario(
      ["vat": ["history": "vat.csv", "model": "ets"]],
      files: DiskFiles(scenario: folder.path + "/fitted.json"))
    let again = try copy.run(trials: 3000, seed: 5)
    #expect(try again.bytes("summary.csv") == results[0].bytes("summary.csv"))
  }

  @Test("what the history knows of the horizon is certain, as far as it was known then")
  func knownPeriods() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<27).map { index -> String in
      let period = Period(.monthly, year: 2022).advanced(by: index)
      let value = 100 + index * 5 % 12 * 7 + index % 5
      return "\(period.label),\(value)"
    }
    try folder.write("visitors.csv", "period,value\n" + rows.joined(separator: "\n") + "\n")
    let files = DiskFiles(scenario: folder.path + "/fitted.json")
    let scenario = Self.scenario(
      ["x": ["history": "visitors.csv", "model": "seasonalNaive"]], unit: "人次", files: files)
    let result = try scenario.run(trials: 200)
    for (period, value) in [("2024-01", 104.0), ("2024-02", 135), ("2024-03", 171)] {
      #expect(Set(try result.values("x", period)) == [value])
    }
    #expect(Set(try result.values("x", "2024-04")).count > 150)
    let before = try scenario.setting(["asOf"], to: "2024-02-10").run(trials: 200)
    #expect(Set(try before.values("x", "2024-01")) == [104])
    #expect(Set(try before.values("x", "2024-02")).count > 150)
    let year = try scenario.setting(
      ["indicators", "0", "value"],
      to: ["fit": ["history": "visitors.csv", "model": "naive"], "drawn": "everyYear"]
    ).setting(["horizon"], to: ["first": "2022", "periods": 2]).run(trials: 50)
    let amounts = (0..<12).map { month in 100 + month * 5 % 12 * 7 + month % 5 }
    let total = Double(amounts.reduce(0, +))
    #expect(Set(try year.values("x", "2022")) == [total])
  }
}

/// Fitted values that move together.
@Suite("correlated fits") struct FitCorrelationTests {
  /// Two random walks whose steps have the correlation 0.8, and a third of its own.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let noise = PathNoise(key: RandomStream(name: "walks").key(seed: 11), pathCount: 96)
    let steps = (0..<3).map { noise.normals(step: $0) }
    let own = 0.6
    let walks = [
      steps[0], zip(steps[0], steps[1]).map { 0.8 * $0 + own * $1 }, steps[2],
    ]
    for (name, walk) in zip(["a", "b", "c"], walks) {
      var level = 1000.0
      let rows = walk.enumerated().map { index, step -> String in
        level += 10 * step
        return Period(.monthly, year: 2016).advanced(by: index).label + ",\(level)"
      }
      try folder.write(name + ".csv", "period,value\n" + rows.joined(separator: "\n") + "\n")
    }
    return folder
  }

  private func scenario(_ folder: TemporaryFolder, _ group: [String: Any]) -> ScenarioText {
    var fits: [String: [String: Any]] = [:]
    for name in ["a", "b", "c"] { fits[name] = ["history": name + ".csv", "model": "naive"] }
    return FitTests.scenario(
      fits, periods: 6, unit: "人次", files: DiskFiles(scenario: folder.path + "/fitted.json")
    ).adding(group, to: "correlations")
  }

  private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let means = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    func sum(_ a: [Double], _ b: [Double], _ m: Double, _ n: Double) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - m) * ($1.1 - n) }
    }
    return sum(left, right, means.0, means.1)
      / (sum(left, left, means.0, means.0) * sum(right, right, means.1, means.1)).squareRoot()
  }

  @Test("residuals give the correlation that the histories were made with")
  func residuals() throws {
    let folder = try Self.folder()
    let group: [String: Any] = [
      "streams": ["a.value", "b.value", "c.value"], "from": "residuals",
    ]
    let result = try scenario(folder, group).run(trials: 16_000)
    let rows = try result.lines("correlations.csv").map { line in
      line.split(separator: ",").map(String.init)
    }
    let used = try rows.map { try #require(Double($0[6])) }
    // Of 95 steps a correlation of 0.8 has the error 0.037, and is shrunk a little.
    #expect(abs(used[0] - 0.8) < 0.12 && abs(used[1]) < 0.3 && abs(used[2]) < 0.3, "\(used)")
    #expect(rows[0][1...2] == ["a.value.shock", "b.value.shock"])
    #expect(rows[0][9].contains("residuals of 95 periods 2016-02 to 2023-12"))
    // Shocks of each month move together so, and so do the values that are made of them.
    for period in ["2024-01", "2024-06"] {
      let (a, b) = try (result.values("a", period), result.values("b", period))
      #expect(abs(correlation(a, b) - used[0]) < 0.03, "\(period)")
    }
  }

  @Test(
    "a number joins a fit with another driver of each period, under every scheme",
    arguments: [SamplingScheme.pseudoRandom, .latinHypercube, .sobol(randomisations: 16)])
  func declared(sampling: SamplingScheme) throws {
    let folder = try Self.folder()
    let scenario = scenario(
      folder, ["streams": ["a.value", "drivers.economy.value"], "correlation": 0.6]
    ).setting(
      ["drivers"],
      to: ["economy": ["value": ["normal": ["mean": 0, "standardDeviation": 1]]]])
    let result = try run(
      scenario.compiled(), testSettings(trials: 16_000, seed: 2, sampling: sampling))
    let (a, driver) = try (
      ["2024-01", "2024-02"].map { try result.values("a", $0) },
      ["2024-01", "2024-02"].map { try result.values("drivers.economy", $0) }
    )
    #expect(abs(correlation(a[0], driver[0]) - 0.6) < 0.03)
    // Of two steps of a walk the second is half of the variance.
    #expect(abs(correlation(a[1], driver[1]) - 0.6 / 2.0.squareRoot()) < 0.03)
    #expect(abs(correlation(a[0], driver[1])) < 0.04)
  }
}
