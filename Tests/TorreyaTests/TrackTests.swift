import Foundation
import Testing
import Torreya

/// A year of revenue that follows an autoregression, followed month by month.
@Suite("following a year") struct TrackTests {
  private let trials = 4096

  private var scenario: ScenarioText {
    ScenarioText(
      name: "track.json",
      members: [
        "torreya": 1, "id": "track", "horizon": ["first": "2024-01", "periods": 12],
        "drivers": [
          "x": [
            "unit": "万元",
            "process": [
              "ar1": ["mean": "100万元", "persistence": 0.7, "standardDeviation": "10万元"]
            ],
          ]
        ],
        "indicators": [
          ["id": "revenue", "unit": "万元", "kind": "flow", "formula": "drivers.x"],
          ["id": "carried", "unit": "万元", "formula": "previous(revenue, 0万元)"],
          ["id": "level", "unit": "万元", "formula": "drivers.x"],
        ],
        "targets": [
          ["id": "T", "indicator": "revenue", "period": "2024", "atLeast": "1210万元"],
          ["id": "worst", "indicator": "revenue", "period": "every period", "atLeast": "75万元"],
        ],
      ])
  }

  private func actuals(_ rows: String, _ model: ScenarioModel) throws -> Actuals {
    let (actuals, diagnostics) = read(rows, model)
    return try #require(actuals, "\(diagnostics.map(\.message))")
  }

  private func read(_ rows: String, _ model: ScenarioModel) -> (Actuals?, [Diagnostic]) {
    let found = readActuals(
      SourceFile(name: "actuals.csv", bytes: Array(rows.utf8)), for: model)
    return (found.actuals, found.diagnostics)
  }

  private func followed(
    _ rows: String?, asOf: String? = nil, seed: UInt64 = 1, measures: Bool = false,
    trials: Int = 4096
  ) throws -> TrackResult {
    let model = try scenario.model()
    var request = TrackRequest()
    request.asOf = asOf.flatMap(CalendarDate.init(iso:))
    request.measuresRule = measures
    return try track(
      model, try rows.map { try actuals($0, model) }, request,
      testSettings(trials: trials, seed: seed))
  }

  private func values(_ result: TrackResult, _ id: String, _ period: String) throws -> [Double] {
    // All that the scenario reports, with what is known in place.
    let simulation = try simulate(compile(result.compiled.model).plan, result.settings)
    let column = try #require(simulation.column(id, period: period))
    return simulation.withTrials(of: column) { trials in
      trials.count == 1
        ? [Double](repeating: trials[0], count: simulation.trials) : Array(trials)
    }
  }

  private let months = """
    indicator,period,value,known
    revenue,2024-01,95,2024-01-31
    revenue,2024-02,96,2024-02-29
    revenue,2024-03,90,2024-03-31

    """

  /// Given the last month an autoregression forgets the others: by hand from x(3) = 90.
  @Test("the rest of the year follows from the last month", arguments: [1, 7, 2024])
  func autoregression(seed: UInt64) throws {
    let result = try followed(months, seed: seed)
    #expect(result.asOf.description == "2024-03-31")
    for (period, value) in ["2024-01": 95.0, "2024-02": 96, "2024-03": 90] {
      #expect(try values(result, "revenue", period).allSatisfy { $0 == value * 1e4 })
    }
    var (mean, variance) = (95.0 + 96 + 90, 0.0)
    let innovation = 10 * (1 - 0.49).squareRoot()
    for month in 1...9 {
      let power = pow(0.7, Double(month))
      mean += 100 - 10 * power
      // What the shock of a month does to all that follow.
      let reach = (1 - pow(0.7, Double(10 - month))) / (1 - 0.7)
      variance += innovation * innovation * reach * reach
    }
    let deviation = variance.squareRoot()
    let year = try values(result, "revenue", "2024").map { $0 / 1e4 }
    let moments = Moments(of: year)
    let distance = try #require(result.conditioning).distance
    let n = Double(trials)
    #expect(
      abs(moments.mean - mean) < 4.5 * deviation * ((1 + distance) / n).squareRoot(),
      "\(moments.mean) \(mean)")
    #expect(
      abs(moments.standardDeviation - deviation) < 4.5 * deviation / (2 * n).squareRoot(),
      "\(moments.standardDeviation) \(deviation)")
    let exact = 1 - StandardNormal.distributionFunction(at: (1210 - mean) / deviation)
    let point = try #require(result.targets[0].points.last)
    #expect(abs(point.probability - exact) < 4.5 * point.standardError, "\(point) \(exact)")
    #expect(result.targets[0].points.map(\.date.description) == [
      "2024-01-31", "2024-02-29", "2024-03-31",
    ])
    #expect(result.known.allSatisfy { $0.agreement.remainderSize < 1 })
  }

  @Test("a total to date is kept to the last yuan, with the months in it or without")
  func totals() throws {
    for rows in [
      "indicator,period,value\nrevenue,2024-01..2024-03,281\n",
      "indicator,period,value\nrevenue,2024-01,95\nrevenue,2024-Q1,281\n",
    ] {
      let result = try followed(rows)
      let parts = try ["2024-01", "2024-02", "2024-03"].map { try values(result, "revenue", $0) }
      for trial in 0..<trials {
        let sum = parts.reduce(0) { $0 + $1[trial] }
        #expect(abs(sum - 2_810_000) < 1e-3)
      }
      let progress = try #require(result.targets[0].progress)
      #expect(abs(progress.done - 2_810_000) < 1e-3 && progress.elapsedShare == 0.25)
      #expect(abs(progress.required - (1210.0 - 281) / 9 * 1e4) < 1e-2)
      #expect(abs(progress.seasonalShare.mean - 0.25) < 0.01)
      // What looks back gets what came.
      let carried = try values(result, "carried", "2024-02")
      #expect(carried == parts[0])
    }
  }

  @Test("with nothing known everything is the run, to the bit")
  func nothingKnown() throws {
    let result = try followed(nil, asOf: "2024-05-31")
    let plain = try scenario.run(trials: trials)
    #expect(result.settings.shift == nil && result.known.isEmpty)
    #expect(try values(result, "revenue", "2024") == plain.values("revenue", "2024"))
    for (target, outcome) in zip(result.targets, plain.outcomes) {
      #expect(target.points.last?.probability == outcome.attainment.probability)
      #expect(target.before.probability == outcome.attainment.probability)
    }
    let early = try followed(months, asOf: "2024-01-15")
    #expect(early.settings.shift == nil && early.laterCount == 3)
  }

  @Test("of several values the one that was known last counts, from its day on")
  func revisions() throws {
    let rows = months + "revenue,2024-01,120,2024-03-15\n"
    let result = try followed(rows)
    #expect(try values(result, "revenue", "2024-01").allSatisfy { $0 == 1_200_000 })
    let before = try followed(rows, asOf: "2024-02-29")
    #expect(try values(before, "revenue", "2024-01").allSatisfy { $0 == 950_000 })
  }

  @Test("mistakes of a table of actuals are told where they stand")
  func mistakes() throws {
    let model = try scenario.model()
    func messages(_ rows: String) -> [String] {
      read(rows, model).1.map { diagnostic in
        let place = diagnostic.range.map { "\($0.start)" } ?? "-"
        return "\(place) \(diagnostic.code.rawValue)"
      }
    }
    let head = "indicator,period,value,unit,known\n"
    #expect(messages("indicator,period\nrevenue,2024-01\n") == ["1:1 csv-header"])
    #expect(messages("indicator,period,value,knwon\n") == ["1:24 unknown-column"])
    #expect(messages(head + "revenu,2024-01,1,,\n") == ["2:1 unknown-name"])
    #expect(messages(head + "revenue,2025-01,1,,\n") == ["2:9 period-outside-horizon"])
    #expect(messages(head + "revenue,spring,1,,\n") == ["2:9 invalid-value"])
    #expect(messages(head + "revenue,2024-01,much,,\n") == ["2:17 invalid-value"])
    #expect(messages(head + "revenue,2024-01,1,km,\n") == ["2:19 unit-mismatch"])
    #expect(messages(head + "revenue,2024-01,1,,soon\n") == ["2:20 invalid-value"])
    #expect(messages(head + "revenue,2024-01,1,,2023-12-31\n") == ["2:20 invalid-value"])
    #expect(
      messages(head + "revenue,2024-01,1,,\nrevenue,2024-01,2,,\n") == ["3:9 duplicate-period"])
    #expect(messages(head + "level,2024-01..2024-02,1,,\n") == ["2:7 invalid-value"])
    #expect(
      messages(head + "revenue,2024-01,1,,\nrevenue,2024-02,1,,\nrevenue,2024-01..2024-02,9,,\n")
        == ["4:9 invalid-value"])
    #expect(
      messages(head + "revenue,2024-01..2024-03,1,,\nrevenue,2024-02..2024-04,1,,\n")
        == ["3:9 invalid-value"])
    // A warning: nothing is known by it.
    #expect(messages(head + "revenue,2024-01,,,\n") == ["1:1 empty-file"])
    #expect(messages(head + "revenue,2024-01,1wombat,,\nx,y,z,,\n").count == 2)
  }

  @Test("the rule is measured, and being stopped leaves what is finished")
  func ruleAndStop() throws {
    let result = try followed(months, measures: true, trials: 1024)
    #expect(result.warnings.map(\.judged.target.id) == ["T", "worst"])
    #expect(result.warnings[0].rates.count == 12 && result.finished == nil)
    let last = result.warnings[0].rates[11]
    // The year is known: nothing is left to be wrong about, also of the worst month.
    #expect(last.falseAlarm == 0 && last.miss == 0 && last.falseAlarmError == 0)
    let worst = result.warnings[1].rates[11]
    #expect(worst.falseAlarm == 0 && worst.miss == 0 && worst.brier == 0)
    let model = try scenario.model()
    let stopped = try track(
      model, try actuals(months, model), TrackRequest(), testSettings(trials: 1024, seed: 1),
      isStopped: { true })
    #expect(stopped.finished?.done == 0 && stopped.targets[0].points.isEmpty)
    #expect(stopped.tables.map(\.fileName) == ["track.csv"])
  }

  @Test("a stage that is known changes the forecast")
  func facts() throws {
    let vat: [String: Any] = [
      "id": "vat", "kind": "valueAddedTax", "annual": "100万元", "localShare": 0.5,
    ]
    let firm: [String: Any] = [
      "id": "newFirm", "startStage": "lead", "annualTax": "60万元", "rampMonths": 2,
    ]
    let stages = ["lead": 0.1, "talks": 0.2, "signed": 0.4].mapValues { advance in
      ["advance": advance, "lose": 0.05]
    }.merging(["registered": ["lose": 0.01], "rampUp": ["lose": 0.01], "stable": ["lose": 0.01]]) {
      own, _ in own
    }
    let text = ScenarioText(
      name: "facts.json",
      members: [
        "torreya": 1, "id": "facts", "horizon": ["first": "2024-01", "periods": 12],
        "fiscal": [
          "taxes": [vat],
          "payers": [["id": "firms", "mix": ["vat": 1], "stages": stages, "pipeline": [firm]]],
        ],
        "targets": [
          [
            "id": "T", "indicator": "fiscal.total", "definition": "recurring", "period": "2024",
            "atLeast": "130万元",
          ]
        ],
      ])
    let base = try text.model()
    let file = SourceFile(
      name: "facts.json",
      bytes: Array(#"{"set": {"fiscal.firms.newFirm.startStage": "stable"}}"#.utf8))
    let (facts, mistakes) = readFacts(file, horizon: base.scenario.horizon)
    #expect(mistakes.isEmpty)
    let (current, diagnostics) = load(try #require(facts), of: base, files: NoFiles())
    #expect(diagnostics.isEmpty)
    var request = TrackRequest()
    request.asOf = CalendarDate(iso: "2024-02-29")
    request.measuresRule = false
    let settings = testSettings(trials: 2048, seed: 1)
    let result = try track(base, facts: try #require(current), nil, request, settings)
    let points = result.targets[0].points
    #expect(points.count == 2 && points[0].probability == result.targets[0].before.probability)
    #expect(points[1].probability > points[0].probability + 0.3)
    // Beside actuals too: those of a month in which it paid, and those of one in which it did not,
    // which only its loss explains.
    for (value, isThere) in [("13.3", true), ("9", false)] {
      let known = try actuals(
        "indicator,period,value\nfiscal.vat.total.recurring,2024-01,\(value)\n", base)
      let both = try track(base, facts: current, known, request, settings)
      let probability = try #require(both.targets[0].points.last).probability
      #expect(isThere ? probability > 0.3 : probability < 0.05, "\(value): \(probability)")
    }
    let list = SourceFile(name: "f", bytes: Array("[1]".utf8))
    #expect(!readFacts(list, horizon: base.scenario.horizon).diagnostics.isEmpty)
  }
}

@Suite("the register of targets") struct TargetRegisterTests {
  private func entry(
    _ target: String, _ probability: Double, bound: Double = 100, period: String = "2024",
    date: String = "2024-05-31"
  ) -> RegisteredTarget {
    RegisteredTarget(
      scenario: "town", target: target, label: BilingualText(zh: "目标", en: "a target"),
      indicator: "revenue", period: period, side: .atLeast, bound: bound, unit: "万元",
      aggregation: "sum", date: CalendarDate(iso: date)!, probability: probability,
      standardError: 0.01)
  }

  private func scored(_ targets: [RegisteredTarget], _ rows: String) -> (
    [RegisteredTarget], [Diagnostic]
  ) {
    let found = score(targets, by: SourceFile(name: "outturn.csv", bytes: Array(rows.utf8)))
    return (found.targets, found.diagnostics)
  }

  @Test("a year is decided by its own value, by its months, and not by some of them")
  func outturns() {
    let targets = [entry("a", 0.9), entry("b", 0.2, bound: 130), entry("c", 0.5, period: "2025")]
    let year = scored(targets, "indicator,period,value,unit\nrevenue,2024,0.0121,亿元\n")
    #expect(year.1.isEmpty)
    #expect(abs((year.0[0].outturn ?? 0) - 121) < 1e-9)
    #expect(year.0.map(\.isMet) == [true, false, nil])
    let months = (1...12).map { "revenue,2024-\($0 < 10 ? "0" : "")\($0),10\n" }
    let head = "indicator,period,value\n"
    #expect(scored(targets, head + months.joined()).0[0].outturn == 120)
    #expect(scored(targets, head + months.dropLast().joined()).0[0].outturn == nil)
    let revised = [
      "indicator,period,value,known", "revenue,2024,120,2025-03-01", "revenue,2024,90,2025-01-10",
    ].joined(separator: "\n")
    #expect(scored(targets, revised).0[0].outturn == 120)
    #expect(scored(targets, "indicator,period,value\nrevenue,2024,lots\n").1.count == 1)
    #expect(scored(targets, "indicator,value\n").1.count == 1)
    #expect(scored(targets, head + "revenue,2024-13,3\nother,2024-05,1\n").1.count == 1)
    // A half and a quarter of a year are made of their months too.
    let parts = [
      entry("half", 0.5, period: "2024-01..2024-06"), entry("quarter", 0.5, period: "2024-Q2"),
    ]
    let found = scored(parts, head + months[..<6].joined()).0
    #expect(found.map(\.outturn) == [60, 30])
    let quarters = scored(parts, head + "revenue,2024-Q1,7\nrevenue,2024-Q2,8\n").0
    #expect(quarters.map(\.outturn) == [15, 8])
    let scores = yearlyScores(year.0)
    #expect(scores.map(\.year) == ["2024", "all"])
    #expect(abs(scores[0].score.score - (0.01 + 0.04) / 2) < 1e-15)
  }

  @Test("what was known when a probability was given is not scored")
  func leftOut() {
    func names(_ rows: String) -> [String] {
      let targets = [
        entry("may", 0.5), entry("december", 0.9, date: "2024-12-31"),
        entry("january", 1, date: "2025-01-10"), entry("march", 1, date: "2025-03-02"),
      ]
      let found = scored(targets, "indicator,period,value,known\n" + rows).0
      #expect(found.filter { $0.judged == nil }.count == found.filter(\.isLeftOut).count)
      return found.filter(\.isLeftOut).map(\.target)
    }
    // From the first value on, though the revision is what counts.
    #expect(
      names("revenue,2024,90,2025-01-10\nrevenue,2024,120,2025-03-01\n") == ["january", "march"])
    #expect(names("revenue,2024,120,2025-01-11\n") == ["march"])
    // Without a day: from the end of the year on.
    #expect(names("revenue,2024,120,\n") == ["december", "january", "march"])
    #expect(names("revenue,2024-01..2024-12,120,\n") == ["december", "january", "march"])
    let months = (1...12).map { "revenue,2024-\($0 < 10 ? "0" : "")\($0),10," }
    #expect(names((months.dropLast() + [months[11] + "2025-02-01"]).joined(separator: "\n"))
      == ["march"])
    // What was decided by the actuals of its day is left out whatever the table says.
    var decided = entry("decided", 1)
    decided = RegisteredTarget(
      scenario: decided.scenario, target: decided.target, label: decided.label,
      indicator: decided.indicator, period: decided.period, side: decided.side,
      bound: decided.bound, unit: decided.unit, aggregation: decided.aggregation,
      date: decided.date, probability: 1, standardError: 0, isDecided: true)
    let found = scored([decided], "indicator,period,value,known\nrevenue,2024,120,2025-02-01\n").0
    #expect(found[0].isMet == true && found[0].judged == nil && yearlyScores(found).isEmpty)
  }

  @Test("what is kept is read again, and never replaced")
  func kept() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/register-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try ScenarioText(
      name: "kept.json",
      members: [
        "torreya": 1, "id": "kept", "horizon": ["first": "2024-01", "periods": 12],
        "indicators": [
          [
            "id": "revenue", "unit": "万元", "kind": "flow",
            "value": ["normal": ["mean": "10万元", "standardDeviation": "1万元"]],
          ]
        ],
        "targets": [["id": "T", "indicator": "revenue", "period": "2024", "atLeast": "120万元"]],
      ]
    ).model()
    var request = TrackRequest()
    request.asOf = CalendarDate(iso: "2024-01-31")
    request.measuresRule = false
    let result = try track(model, nil, request, testSettings(trials: 1024, seed: 1))
    let register = TargetRegister(folder)
    #expect(try register.keep(result) == ["kept/2024-01-31-T.csv"])
    #expect(try register.keep(result) == ["kept/2024-01-31-T.csv"])
    let found = try register.read()
    #expect(found.diagnostics.isEmpty && found.targets.count == 1)
    #expect(found.targets[0].probability == result.targets[0].points.last?.probability)
    #expect(found.targets[0].bound == 120 && found.targets[0].unit == "万元")
    #expect(found.targets[0].aggregation == "sum" && found.targets[0].label.en == "T")
    #expect(!found.targets[0].isDecided)
    let year = "indicator,period,value\nrevenue,2024-01..2024-12,125\n"
    let actuals = readActuals(SourceFile(name: "year.csv", bytes: Array(year.utf8)), for: model)
    request.asOf = nil
    let over = try track(
      model, try #require(actuals.actuals), request, testSettings(trials: 1024, seed: 1))
    #expect(try register.keep(over) == ["kept/2024-12-31-T.csv"])
    #expect(try register.read().targets.map(\.isDecided) == [false, true])
    // The same target on the same day with other trials: said anew, and scored once.
    request.asOf = CalendarDate(iso: "2024-01-31")
    let again = try track(model, nil, request, testSettings(trials: 500, seed: 3))
    #expect(try register.keep(again) == ["kept/2024-01-31-T-2.csv"])
    let last = try register.read()
    #expect(last.repeated == 1 && found.repeated == 0)
    #expect(last.targets.map(\.isDecided) == [false, true])
    #expect(last.targets[0].probability == again.targets[0].points.last?.probability)
    #expect(last.targets[0].probability != found.targets[0].probability)
  }
}
