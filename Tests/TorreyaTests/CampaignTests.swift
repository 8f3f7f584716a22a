import Foundation
import Testing
import Torreya

/// Campaigns whose expected gain is known on paper.
@Suite("campaigns")
struct CampaignTests {
  private static let seeds: [UInt64] = [1, 2, 20_240_326, 99_991]
  private let trials = 4000

  /// 100 visits a day in April and May, and campaigns.
  private func scenario(
    _ campaigns: [[String: Any]], _ others: [String: Any] = [:]
  ) -> ScenarioText {
    var visitors: [String: Any] = [
      "segments": [["id": "a", "annual": "3.6万人次", "season": ["04-01", "05-31"]]],
      "campaigns": campaigns,
    ]
    visitors.merge(others) { _, new in new }
    return ScenarioText(
      name: "campaigns.json",
      members: [
        "torreya": 1, "id": "campaigns", "horizon": ["first": "2024-04", "periods": 2],
        "visitors": visitors,
      ])
  }

  /// The part of the year's visits that a day has: 61 days alike.
  private let daily = 36_000.0 / 61

  /// The sum over some days of a pull that is 1 on day 0.
  private func pull(_ days: Range<Int>, halfLife: Double) -> Double {
    days.reduce(0.0) { sum, day in sum + pow(2, -Double(day) / halfLife) }
  }

  private func expectMean(
    _ values: [Double], _ mean: Double, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let count = Double(values.count)
    let found = values.reduce(0, +) / count
    let variance = values.map { ($0 - found) * ($0 - found) }.reduce(0, +) / (count - 1)
    #expect(abs(found - mean) < 4 * (variance / count).squareRoot(), sourceLocation: sourceLocation)
  }

  @Test("a video on some day of a span gains its probability times what it would", arguments: seeds)
  func oneOfASpan(seed: UInt64) throws {
    let result = try scenario([
      [
        "id": "video", "probability": 0.3, "from": "2024-04-05", "to": "2024-04-24",
        "uplift": 0.8, "halfLife": 6,
      ]
    ]).run(trials: trials, seed: seed)
    let values = try result.values("visitors.a.arrivals", "2024-04")
    // Each of twenty days as likely; from it on to the end of April the pull decays.
    let gains = (4..<24).map { start -> Double in 0.8 * pull(0..<(30 - start), halfLife: 6) }
    let gain = gains.reduce(0, +) / 20
    expectMean(values, daily * (30 + 0.3 * gain))
    let none = Double(values.count { abs($0 - 30 * daily) < 1e-6 }) / Double(trials)
    #expect(abs(none - 0.7) < 4 * (0.7 * 0.3 / Double(trials)).squareRoot())
  }

  @Test("videos through the year gain their number times what one would", arguments: seeds)
  func throughTheYear(seed: UInt64) throws {
    let result = try scenario([
      ["id": "videos", "timesPerYear": 24, "probability": 0.25, "uplift": 0.5, "halfLife": 8]
    ]).run(trials: trials, seed: seed)
    // On each day one comes with the probability 6/366, and fades from then on.
    let gains = (0..<61).map { start -> Double in
      6.0 / 366 * 0.5 * pull(0..<(61 - start), halfLife: 8)
    }
    let april = try result.values("visitors.a.arrivals", "2024-04")
    let may = try result.values("visitors.a.arrivals", "2024-05")
    expectMean(zip(april, may).map(+), daily * (61 + gains.reduce(0, +)))
  }

  @Test("each trial decays by its own half-life", arguments: seeds)
  func uncertainHalfLife(seed: UInt64) throws {
    let result = try scenario([
      [
        "id": "video", "from": "2024-04-01", "uplift": 1,
        "halfLife": ["discrete": ["5": 0.5, "10": 0.5]],
      ]
    ]).run(trials: trials, seed: seed)
    let april = try result.values("visitors.a.arrivals", "2024-04")
    let may = try result.values("visitors.a.arrivals", "2024-05")
    for (first, second) in zip(april, may) {
      let isClose = [5.0, 10].contains { halfLife in
        abs(first - daily * (30 + pull(0..<30, halfLife: halfLife))) < 1e-6
          && abs(second - daily * (31 + pull(30..<61, halfLife: halfLife))) < 1e-6
      }
      #expect(isClose)
    }
    let mean = (pull(0..<30, halfLife: 5) + pull(0..<30, halfLife: 10)) / 2
    expectMean(april, daily * (30 + mean))
  }

  @Test("several that go viral saturate together", arguments: seeds)
  func saturation(seed: UInt64) throws {
    let videos = (0..<4).map { number -> [String: Any] in
      [
        "id": "video\(number)", "probability": 0.5, "from": "2024-04-01", "uplift": 0.5,
        "halfLife": 10,
      ]
    }
    let result = try scenario(videos, ["campaignSaturation": 0.6]).run(trials: trials, seed: seed)
    let values = try result.values("visitors.a.arrivals", "2024-04")
    // k of four come, with the binomial weights 1, 4, 6, 4, 1 of 16.
    var expected = 0.0
    for (videos, weight) in [1.0, 4, 6, 4, 1].enumerated() {
      for day in 0..<30 {
        let pull = 0.5 * Double(videos) * pow(2, -Double(day) / 10)
        expected += weight / 16 * 0.6 * (1 - exp(-pull / 0.6))
      }
    }
    expectMean(values, daily * (30 + expected))
    #expect(values.max()! < daily * 30 * 1.6)
  }
}
