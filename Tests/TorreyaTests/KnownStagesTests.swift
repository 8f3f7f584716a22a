import Foundation
import Testing
import Torreya

/// Stages of firms and books of groups, as facts of a year that is followed.
@Suite("stages and bookings that are known") struct KnownStagesTests {
  private static let advances = [
    "lead": 0.3, "talks": 0.3, "signed": 0.4, "registered": 0.5, "rampUp": 0.5,
  ]
  private static let losses = [
    "lead": 0.05, "talks": 0.05, "signed": 0.02, "registered": 0.01, "rampUp": 0.01, "stable": 0.01,
  ]

  private var rates: [String: [String: Double]] {
    Self.losses.reduce(into: [:]) { rates, loss in
      rates[loss.key] = ["lose": loss.value]
      rates[loss.key]?["advance"] = Self.advances[loss.key]
    }
  }

  private func town(_ firms: [[String: Any]]) -> ScenarioText {
    ScenarioText(
      name: "stages.json",
      members: [
        "torreya": 1, "id": "stages", "horizon": ["first": "2024-01", "periods": 12],
        "fiscal": [
          "taxes": [
            ["id": "vat", "kind": "valueAddedTax", "annual": "1200万元", "localShare": 0.5]
          ],
          "payers": [
            ["id": "firms", "mix": ["vat": 1], "stages": rates, "pipeline": firms]
          ],
        ],
        "targets": [
          [
            "id": "T", "indicator": "fiscal.firms.a.revenue", "period": "2024",
            "atLeast": "300万元",
          ]
        ],
      ])
  }

  private var chance: [String: Any] { ["id": "a", "startStage": "lead", "annualTax": "1200万元"] }

  private func read(_ rows: String, _ model: ScenarioModel) -> (Actuals?, [Diagnostic]) {
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(("indicator,period,value\n" + rows).utf8)),
      for: model)
    return (found.actuals, found.diagnostics)
  }

  private func followed(_ rows: String, _ text: ScenarioText, seed: UInt64) throws -> TrackResult {
    let model = try text.model()
    let (actuals, diagnostics) = read(rows, model)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message.en))")
    var request = TrackRequest()
    request.measuresRule = false
    return try track(model, try #require(actuals), request, testSettings(trials: 8192, seed: seed))
  }

  /// The mean of the revenue of June to December of a firm that stands at a stage at the end of
  /// May, and the probability that it is 3 million or more: each way through the chain, enumerated.
  private func revenueAfterMay(from stage: Int) -> (mean: Double, atLeast300: Double) {
    let names = ["lead", "talks", "signed", "registered", "rampUp", "stable"]
    // By stage (6 for lost) and by what has been paid, in halves of a month's full taxes.
    var states: [[Int]: Double] = [[stage, 0]: 1]
    for _ in 6...12 {
      var next: [[Int]: Double] = [:]
      for (state, probability) in states {
        func come(to stage: Int, _ part: Double) {
          let paid = state[1] + (stage == 4 ? 1 : stage == 5 ? 2 : 0)
          next[[stage, paid], default: 0] += probability * part
        }
        guard state[0] < 6 else {
          come(to: 6, 1)
          continue
        }
        let name = names[state[0]]
        let (on, away) = (Self.advances[name] ?? 0, Self.losses[name] ?? 0)
        if on > 0 { come(to: state[0] + 1, on) }
        come(to: 6, away)
        come(to: state[0], 1 - on - away)
      }
      states = next
    }
    return (
      states.reduce(0) { $0 + $1.value * Double($1.key[1]) * 50 },
      states.reduce(0) { $0 + ($1.key[1] >= 6 ? $1.value : 0) }
    )
  }

  @Test(
    "a stage that is known by its name decides what follows it",
    arguments: [("signed", 2), ("已签约", 2), ("registered", 3), ("Lost", 6), ("在谈", 1)], [1, 7])
  func stage(told: (name: String, place: Int), seed: UInt64) throws {
    let result = try followed(
      "fiscal.firms.a.stage,2024-05,\(told.name)\n", town([chance]), seed: seed)
    let expected = revenueAfterMay(from: told.place)
    let point = try #require(result.targets[0].points.last)
    let error = max((expected.atLeast300 * (1 - expected.atLeast300) / 8192).squareRoot(), 1e-3)
    #expect(
      abs(point.probability - expected.atLeast300) < 4 * error,
      "\(point.probability) of \(expected.atLeast300)")
    let mean = try #require(result.targets[0].outlook).mean / 10_000
    #expect(abs(mean - expected.mean) < 9, "\(mean), \(expected.mean)")
  }

  @Test("a firm that time leads on is known by the month of its registration")
  func timed() throws {
    var firm = chance
    firm["rampMonths"] = 3
    let text = town([firm])
    let result = try followed("fiscal.firms.a.stage,2024-05,已注册\n", text, seed: 1)
    // A third in June, two thirds in July, all of it then; one in a hundred is lost in each month.
    let shares = [1.0 / 3, 2.0 / 3, 1, 1, 1, 1, 1]
    let expected = shares.enumerated().reduce(0) { sum, month in
      sum + 100 * month.element * pow(0.99, Double(month.offset + 1))
    }
    let mean = try #require(result.targets[0].outlook).mean / 10_000
    #expect(abs(mean - expected) < 5, "\(mean), \(expected)")
    for stage in ["rampUp", "达产"] {
      let (actuals, diagnostics) = read("fiscal.firms.a.stage,2024-05,\(stage)\n", try text.model())
      #expect(actuals == nil && diagnostics.count == 1)
      #expect(diagnostics.first?.suggestion?.en.contains("registered") == true)
    }
  }

  @Test("what is no stage, or lies behind, is refused with its place")
  func refused() throws {
    var signed = chance
    signed["startStage"] = "signed"
    let landing: [String: Any] = ["id": "b", "landing": "2024-03-01", "annualTax": "60万元"]
    let model = try town([signed, landing]).model()
    let (actuals, diagnostics) = read(
      """
      fiscal.firms.a.stage,2024-04,talks
      fiscal.firms.a.stage,2024-05,famous
      fiscal.firms.b.stage,2024-05,stable

      """, model)
    #expect(actuals == nil && diagnostics.count == 3)
    #expect(diagnostics[0].message.en.contains("does not go back"))
    #expect(diagnostics[1].expected?.en.contains("signed") == true)
    #expect(diagnostics[1].expected?.en.contains("talks") == false)
    #expect(diagnostics[2].suggestion?.en.contains("landing") == true)
    #expect(diagnostics.map { $0.range?.start.line } == [2, 3, 4])
  }

  @Test("books that are known replace what was booked by their day, which they name")
  func books() throws {
    var study = StudyScenario(product: ["groupsPerYear": 60], windows: [("spring", 7...70)])
    study.others["asOf"] = "2024-03-31"
    study.product["leadTime"] = ["100": 1]
    study.product["booked"] = [["from": "2024-04-15", "groups": 2]]
    study.others["targets"] = [
      [
        "id": "T", "indicator": "visitors.studyTravel.trips.groups", "period": "2024-05",
        "atLeast": "9团",
      ]
    ]
    let base = try study.text.model()
    func read(_ set: String) -> (Variant?, [Diagnostic]) {
      let text = "{\"set\": {\(set)}}"
      let found = readFacts(
        SourceFile(name: "facts.json", bytes: Array(text.utf8)), horizon: base.scenario.horizon)
      return (found.facts, found.diagnostics)
    }
    let booked = "[{\"from\": \"2024-05-20\", \"groups\": 9}]"
    for set in [
      "\"visitors.studyTravel.trips.booked\": \(booked)",
      "\"visitors.studyTravel.trips\": {\"booked\": \(booked)}",
    ] {
      let (facts, diagnostics) = read(set)
      #expect(facts == nil && diagnostics.count == 1)
      #expect(diagnostics.first?.expected?.en.contains("asOf") == true)
    }
    let (facts, diagnostics) = read(
      "\"asOf\": \"2024-04-30\", \"visitors.studyTravel.trips.booked\": \(booked)")
    #expect(diagnostics.isEmpty)
    let (current, mistakes) = load(try #require(facts), of: base, files: NoFiles())
    #expect(mistakes.isEmpty)
    var request = TrackRequest()
    request.asOf = CalendarDate(iso: "2024-04-30")
    request.measuresRule = false
    let result = try track(
      base, facts: try #require(current), nil, request, testSettings(trials: 256, seed: 1))
    let points = result.targets[0].points
    // All is booked a hundred days before: none came for May by March, nine by the end of April.
    #expect(result.targets[0].before.probability == 0)
    #expect(points.last?.probability == 1 && result.targets[0].outlook?.mean == 9)
  }
}
