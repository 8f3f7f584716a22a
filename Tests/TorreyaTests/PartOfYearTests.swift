import Foundation
import Testing
import Torreya

/// Totals of a quarter and of half a year on their way, against what can be worked out by hand.
@Suite("run-rates of a part of the year") struct PartOfYearTests {
  private let trials = 8192

  /// A level of the year with noise on top: every month is level + noise.
  private var scenario: ScenarioText {
    func normal(_ mean: String, _ deviation: String) -> [String: Any] {
      ["normal": ["mean": mean, "standardDeviation": deviation]]
    }
    var noise = normal("0万元", "5万元")
    noise["drawn"] = "everyPeriod"
    return ScenarioText(
      name: "parts.json",
      members: [
        "torreya": 1, "id": "parts", "horizon": ["first": "2024-01", "periods": 12],
        "indicators": [
          ["id": "level", "unit": "万元", "value": normal("100万元", "50万元")],
          ["id": "noise", "unit": "万元", "kind": "flow", "value": noise],
          ["id": "tax", "unit": "万元", "kind": "flow", "formula": "level + noise"],
        ],
        "targets": [
          ["id": "Q", "indicator": "tax", "period": "2024-Q2", "atLeast": "650万元"],
          ["id": "H", "indicator": "tax", "period": "2024-01..2024-06", "atMost": "1500万元"],
          ["id": "Y", "indicator": "tax", "period": "2024", "atLeast": "2000万元"],
          ["id": "M", "indicator": "tax", "period": "2024-05", "atLeast": "90万元"],
        ],
      ])
  }

  private func followed(_ rows: String, asOf: String? = nil, seed: UInt64 = 1) throws
    -> [String: TrackedTarget]
  {
    let model = try scenario.model()
    var request = TrackRequest()
    request.asOf = asOf.flatMap(CalendarDate.init(iso:))
    request.measuresRule = false
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(("indicator,period,value\n" + rows).utf8)),
      for: model)
    let result = try track(
      model, try #require(found.actuals), request, testSettings(trials: trials, seed: seed))
    return Dictionary(
      uniqueKeysWithValues: result.targets.map { ($0.judged.target.id, $0) })
  }

  /// The level given k months with mean m: variance 1 / (1/2500 + k/25).
  @Test("after four months: what a quarter and a half need and expect", arguments: [1, 7, 2024])
  func afterFourMonths(seed: UInt64) throws {
    let rows = "tax,2024-01,200\ntax,2024-02,205\ntax,2024-03,198\ntax,2024-04,210\n"
    let found = try followed(rows, seed: seed)
    let precision = 1.0 / 2500 + 4.0 / 25
    let mean = (100.0 / 2500 + (200 + 205 + 198 + 210) / 25) / precision
    // Of the mean of two months to come: that of the level, and half of their noise.
    let deviation = (1 / precision + 25 / 2).squareRoot()
    // How far off the four months were, with which the error of the regression grows.
    let squares = 4 * pow((203.25 - 100) / (2500 + 25.0 / 4).squareRoot(), 2) / 4 + 3.4
    let error = deviation * ((1 + squares) / Double(trials)).squareRoot()
    for (id, done, bound, elapsed) in [
      ("Q", 210.0, 650.0, 1.0 / 3), ("H", 813, 1500, 2.0 / 3),
    ] {
      let target = try #require(found[id])
      let rate = try #require(target.progress)
      #expect(target.through == "2024-04" && !target.isLate && rate.isReported)
      #expect(abs(rate.done - done * 1e4) < 1e-3)
      #expect(abs(rate.doneShare - done / bound) < 1e-9)
      #expect(abs(rate.elapsedShare - elapsed) < 1e-12)
      #expect(abs(rate.required - (bound - done) / 2 * 1e4) < 1e-3)
      let expected = try #require(rate.expected)
      #expect(abs(expected.mean / 1e4 - mean) < 4.5 * error, "\(expected.mean) \(mean)")
      // Between the 10 % and the 90 % quantile lie 2.563 deviations.
      let width = (expected.p90 - expected.p10) / 1e4 / 2.5631
      #expect(abs(width - deviation) < 0.06 * deviation, "\(width) \(deviation)")
      // All months are alike, so that the season is the calendar.
      #expect(abs(rate.seasonalShare.mean - elapsed) < 0.003)
      #expect(target.verdict.en.contains("each period to come"))
    }
    // The months of a year are its own, and a month is no total.
    #expect(found["Y"]?.progress?.required.rounded() == ((2000.0 - 813) / 8 * 1e4).rounded())
    #expect(found["M"]?.progress == nil)
  }

  @Test("a sum that reaches into a quarter from before does not say what of it lies there")
  func straddling() throws {
    let found = try followed("tax,2024-01..2024-04,813\n")
    let quarter = try #require(found["Q"]?.progress)
    #expect(!quarter.isReported && found["Q"]?.through == "2024-04")
    // About a quarter of the sum is April's.
    #expect(abs(quarter.done / 1e4 - 813.0 / 4) < 1)
    let half = try #require(found["H"]?.progress)
    #expect(half.isReported && abs(half.done - 813e4) < 1e-3)
    let within = try #require(try followed("tax,2024-04..2024-05,420\n")["Q"]?.progress)
    #expect(within.isReported && abs(within.done - 420e4) < 1e-3)
    #expect(abs(within.required - 230e4) < 1e-3)
  }

  @Test("before its first month is over, and after its last")
  func ends() throws {
    let march = try followed("tax,2024-01,100\n", asOf: "2024-04-15")
    #expect(march["Q"]?.progress == nil && march["H"]?.progress != nil)
    let months = (1...6).map { "tax,2024-0\($0),110\n" }.joined()
    let over = try #require(try followed(months)["Q"]?.progress)
    #expect(over.elapsedShare == 1 && over.required.isNaN && over.expected == nil)
    #expect(abs(over.done - 330e4) < 1e-3)
  }
}
