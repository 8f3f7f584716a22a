import Foundation
import Testing
import Torreya

/// A lane that is designed and built: what is known of it fixes the past, and the rest is forecast.
@Suite("following works") struct TrackWorksTests {
  private let trials = 8192

  private var scenario: ScenarioText {
    ScenarioText(
      name: "lane.json",
      members: [
        "torreya": 1, "id": "lane", "horizon": ["first": "2024-01", "periods": 12],
        "calendars": [["id": "every", "week": "sevenDay"]],
        "works": [
          "projects": [
            [
              "id": "lane", "calendar": "every",
              "activities": [
                [
                  "id": "design",
                  "duration": ["pert": ["low": 20, "likely": 40, "high": 90]],
                ],
                [
                  "id": "build", "after": ["design"],
                  "duration": ["normal": ["mean": 60, "standardDeviation": 10]],
                ],
                ["id": "opening", "after": ["build"], "duration": 0],
              ],
            ]
          ]
        ],
        "targets": [["id": "T", "indicator": "works.lane.finish", "by": "2024-05-01"]],
      ])
  }

  private func read(_ rows: String, _ model: ScenarioModel) -> (Actuals?, [Diagnostic]) {
    let text = "indicator,period,value,known\n" + rows
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(text.utf8)), for: model)
    return (found.actuals, found.diagnostics)
  }

  private func followed(_ rows: String, asOf: String? = nil) throws -> TrackResult {
    let model = try scenario.model()
    let (actuals, diagnostics) = read(rows, model)
    var request = TrackRequest()
    request.asOf = asOf.flatMap(CalendarDate.init(iso:))
    request.measuresRule = false
    return try track(
      model, try #require(actuals, "\(diagnostics.map(\.message))"), request,
      testSettings(trials: trials, seed: 1))
  }

  /// The lane is open by the first of May when building takes no more than the days that are left.
  @Test(
    "what is left is the closed form of a normal duration",
    arguments: [
      ("works.lane.design.finish,,2024-03-10,\n", 52.0),
      ("works.lane.design.finish,,2024-03-10,\nworks.lane.build.start,,2024-03-15,\n", 48),
      ("works.lane.build.start,,2024-03-01,\n", 62),
    ])
  func forecast(rows: String, days: Double) throws {
    let result = try followed(rows)
    let found = try #require(result.targets[0].points.last)
    let exact = StandardNormal.distributionFunction(at: (days - 60) / 10)
    #expect(
      abs(found.probability - exact) < 4.5 * found.standardError,
      "\(found.probability) \(exact)")
    // What was not known yet changes nothing.
    let first = try #require(result.targets[0].points.first)
    #expect(first.probability == result.targets[0].before.probability)
  }

  /// Building began on 15 March, and 37 days later it has not finished: only the lengths above 37
  /// days are left of the normal distribution.
  @Test("what has begun and not finished goes on after the day on which that is known")
  func underWay() throws {
    let begun = "works.lane.build.start,,2024-03-15,2024-03-15\n"
    func exact(_ worked: Double) -> Double {
      let below = StandardNormal.distributionFunction(at: (worked - 60) / 10)
      return (StandardNormal.distributionFunction(at: -1.2) - below) / (1 - below)
    }
    for (asOf, worked) in [("2024-04-20", 37.0), ("2024-04-28", 45)] {
      let found = try #require(try followed(begun, asOf: asOf).targets[0].points.last)
      #expect(
        abs(found.probability - exact(worked)) < 4.5 * found.standardError + 0.002,
        "\(found.probability) \(exact(worked))")
    }
    // 10 days were left on 20 April; on 10 May one more day is the least.
    let late = begun + "works.lane.build.remaining,,10天,2024-04-20\n"
    #expect(try followed(late, asOf: "2024-04-25").targets[0].points.last?.probability == 1)
    #expect(try followed(late, asOf: "2024-05-10").targets[0].points.last?.probability == 0)
  }

  @Test("what is finished is certain, and what remains is counted from its day on")
  func certain() throws {
    for (rows, probability) in [
      ("works.lane.finish,,2024-04-20,\n", 1.0), ("works.lane.finish,,2024-05-05,\n", 0),
      ("works.lane.build.start,,2024-03-15,\nworks.lane.build.remaining,,10天,2024-04-20\n", 1),
      ("works.lane.build.start,,2024-03-15,\nworks.lane.build.remaining,,12天,2024-04-20\n", 0),
      ("works.lane.build.finish,,2024-04-20,\nworks.lane.opening.finish,,2024-04-28,\n", 1),
    ] {
      let found = try followed(rows)
      #expect(found.targets[0].points.last?.probability == probability, "\(rows)")
    }
    // A later word about the same counts.
    let revised =
      "works.lane.finish,,2024-04-20,2024-04-20\nworks.lane.finish,,2024-05-02,2024-05-03\n"
    #expect(try followed(revised).targets[0].points.last?.probability == 0)
    #expect(try followed(revised, asOf: "2024-04-30").targets[0].points.last?.probability == 1)
    #expect(try followed(revised, asOf: "2024-04-30").laterCount == 1)
  }

  @Test("dates that are known stand beside what the model expected")
  func known() throws {
    let result = try followed("works.lane.design.finish,,2024-03-10,\n")
    let one = try #require(result.known.first)
    #expect(result.known.count == 1 && one.indicator.id == "works.lane.design.finish")
    // The mean of the three-point duration is 45 days: 31 January, 14 February.
    #expect(abs(one.agreement.expected - (one.value - 25)) < 2)
    #expect((1.0...3).contains(one.agreement.surprise))
    #expect(result.tables.map(\.fileName).contains("known.csv"))
  }

  @Test(
    "mistakes are told with their place",
    arguments: [
      ("works.lane.design.finish,,soon,\n", "2:27 invalid-value"),
      ("works.lane.design.finish,,2024-03-10,2024-03-01\n", "2:38 invalid-value"),
      ("works.lane.build.remaining,,10天,\n", "2:1 missing-key"),
      ("works.lane.build.remaining,,-1天,2024-04-20\n", "2:29 invalid-value"),
      ("works.lane.finish,,2024-04-20,\nworks.lane.finish,,2024-04-20,\n", "3:1 duplicate-period"),
      (
        "works.lane.build.start,,2024-04-20,\nworks.lane.build.finish,,2024-04-01,\n",
        "3:26 invalid-value"
      ),
      ("works.lane.start,,2024-04-20,\n", "2:1 timing"),
      (
        "works.lane.finish,,2024-04-20,\nworks.lane.build.start,,2024-05-02,\n",
        "3:25 invalid-value"
      ),
      (
        "works.lane.build.start,,2024-05-02,\nworks.lane.finish,,2024-04-20,\n",
        "3:20 invalid-value"
      ),
    ])
  func mistakes(rows: String, expected: String) throws {
    let (actuals, diagnostics) = read(rows, try scenario.model())
    #expect(actuals == nil)
    let found = diagnostics.map { diagnostic in
      let place = diagnostic.range.map { "\($0.start)" } ?? "-"
      return "\(place) \(diagnostic.code.rawValue)"
    }
    #expect(found == [expected], "\(diagnostics.map(\.message))")
  }
}
