import Foundation
import Testing

@testable import Reports
@testable import Torreya

@Suite("what-ifs: levers, sweeps, the best levers")
struct WhatIfTests {
  /// Two levers, a value that a lever moves by chance, and one that none does.
  private let text = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 3 },
      "levers": [
        { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6], "cost": "1万元" },
        { "id": "budget", "unit": "万元", "default": "3万元", "bounds": ["0万元", "9万元"],
          "step": "1万元", "cost": "1万元", "excludes": ["teams"] },
        { "id": "teams", "unit": "组", "default": 1, "bounds": [1, 3], "cost": "2万元" },
        { "id": "idle", "unit": "人", "default": 5, "bounds": [0, 9], "cost": "1万元" }
      ],
      "drivers": {
        "luck": { "value": { "normal": { "mean": 0, "standardDeviation": 2 } } },
        "other": { "value": { "normal": { "mean": 4, "standardDeviation": 1 } } }
      },
      "indicators": [
        { "id": "firms", "unit": "1", "kind": "level",
          "formula": "drivers.luck + levers.visits / 1次 + levers.budget / 2万元 \
    + levers.teams / 1组" },
        { "id": "calm", "unit": "1", "kind": "level", "formula": "drivers.other * drivers.other" }
      ],
      "targets": [
        { "id": "T", "indicator": "firms", "period": "2024-03", "atLeast": 6 },
        { "id": "C", "indicator": "calm", "period": "2024-03", "atLeast": 9 }
      ],
      "variants": [
        { "id": "hard",
          "set": { "drivers.luck.value": { "normal": { "mean": -2, "standardDeviation": 2 } } } },
        { "id": "both", "levers": { "visits": 4 },
          "set": { "drivers.other.value": { "normal": { "mean": 5, "standardDeviation": 1 } } } },
        { "id": "nothing", "levers": { "visits": 2 } }
      ] }
    """

  private func model() throws -> ScenarioModel {
    try ScenarioText(name: "town.json", text: text).model()
  }

  private func sweep(
    levers: [String] = [], places: [String] = [], targets: [String]? = nil, trials: Int = 500,
    seed: UInt64 = 1
  ) throws -> (sweep: Sweep, points: [SweepPoint]) {
    let model = try model()
    let axes = try Sweep.axes(levers: levers, places: places, in: model)
    let whatIf = WhatIf(
      model, try model.figures(targets: targets), levers: axes.map(\.id),
      testSettings(trials: trials, seed: seed), files: DiskFiles(scenario: nil))
    let sweep = try Sweep(whatIf, axes)
    return (sweep, try sweep.points())
  }

  private func optimised(
    _ wish: LeverWish, targets: [String]? = ["T"], levers: [String]? = nil,
    futures: [String] = [], frontier: Int = 0, _ settings: SimulationSettings
  ) throws -> LeverOptimisation {
    let question = try LeverQuestion(
      try model(), targets: targets, levers: levers, wish, futures: futures)
    let search = LeverSearchSettings(
      freshTrials: 4 * settings.trials, frontierBudgets: frontier)
    return try optimise(question, search, settings, files: DiskFiles(scenario: nil))
  }

  @Test("what is not moved differs by exactly zero; a lever moves as the formula says")
  func zero() throws {
    let (sweep, points) = try sweep(levers: ["visits=0:6:2"])
    #expect(sweep.count == 4)
    for (point, visits) in zip(points, [0.0, 2, 4, 6]) {
      // In units of the indicator, a visit is one.
      #expect(abs(point.figures[0].difference - (visits - 2)) < 1e-12)
      #expect(point.figures[1].difference == 0)
      #expect(point.figures[1].differenceError == 0)
      #expect(point.cost.map { abs($0 - visits * 10_000) < 1e-6 } == true)
      let change = try #require(point.figures[1].attainment)
      #expect(change.difference == 0 && change.differenceError == 0)
    }
    #expect(points[1].figures[0].difference == 0)
    #expect(points[1].joint?.difference == 0)
  }

  @Test("levers keep to what they promise, with the nearest value that can be chosen")
  func promises() throws {
    let model = try model()
    func refusal(_ line: String) -> String? {
      do throws(QuestionError) {
        _ = try Variant(supposing: line, in: model)
        return nil
      } catch {
        return error.message.en
      }
    }
    #expect(refusal("visits=2.5")?.contains("the nearest that can be chosen is 3") == true)
    #expect(refusal("levers.visits.default=2.5")?.contains("steps of 1") == true)
    #expect(refusal("budget=35000元")?.contains("in steps of 1万元") == true)
    #expect(refusal("budget=4万元 visits=3") == nil)
    #expect(refusal("budget=4万元 teams=2")?.contains("exclude each other") == true)
    #expect(refusal("budget=4万元 teams=1") == nil)
    #expect(refusal("budget=4万元 teams=2 teams=1") == nil)
    #expect(refusal("simulation.trials=5")?.contains("--trials") == true)
    for (levers, places) in [
      (["visits=0,2.5"], []), (["budget=0:4:0.5"], []), (["budget=0:4:1", "teams=1:3:1"], []),
      ([], ["levers.visits.default=2.5"]), ([], ["simulation.trials=5,6"]),
    ] as [([String], [String])] {
      #expect(throws: QuestionError.self) {
        try Sweep.axes(levers: levers, places: places, in: model)
      }
    }
    #expect(try Sweep.axes(levers: ["budget=0:3:1", "teams=1:3:1"], in: model).count == 2)
  }

  @Test("a target with a value is its bound, and of two values of a thing the later one is shown")
  func suppositions() throws {
    let model = try model()
    let moved = try Variant(supposing: "T=7", in: model)
    #expect(moved.changes.map(\.target) == ["targets.T.atLeast"])
    let twice = try Variant(supposing: "visits=4 visits=5 budget=2万元", in: model)
    #expect(twice.id == "visits=5 budget=2万元" && twice.changes.count == 2)
    let figures = try model.figures(targets: ["T"])
    let found = try FigureComparison(
      model, with: [moved], figures, testSettings(trials: 300), files: DiskFiles(scenario: nil))
    let column = figures[0].column(in: found.base)
    let met = (0..<300).count { found.base.value(of: column, inTrial: $0) >= 7 }
    #expect(found.variants[0].isChanged == [true])
    #expect(found.variants[0].attainments[0]?.probability == Double(met) / 300)
  }

  @Test("all targets by one word, where none is called so")
  func allTargets() throws {
    let model = try model()
    #expect(try model.targets(namedOrAll: ["all"]).map(\.target.id) == ["T", "C"])
    #expect(throws: QuestionError.self) { try model.targets(namedOrAll: ["all", "T"]) }
  }

  @Test("a lever as a parameter and as an overlay of the document: the same result")
  func overlay() throws {
    let (_, byParameter) = try sweep(levers: ["visits=0,4,6"])
    let (_, byOverlay) = try sweep(places: ["levers.visits.default=0,4,6"])
    for (left, right) in zip(byParameter, byOverlay) {
      for (a, b) in zip(left.figures, right.figures) {
        #expect(abs(a.mean - b.mean) < 1e-12 * max(1, abs(a.mean)))
        #expect(abs(a.difference - b.difference) < 1e-12)
        #expect(a.attainment?.probability == b.attainment?.probability)
      }
    }
  }

  @Test("the whole plan and its two parts: the same bytes", arguments: [false, true])
  func parts(isKept: Bool) throws {
    let model = try model()
    var settings = testSettings(trials: 70_000)
    // Room for the results of a run, 16 bytes for each trial, and with an eighth of it for no
    // column beside them; or for all.
    settings.memory = isKept ? 1 << 40 : 56 * settings.trials
    #expect(settings.canKeep(columns: 1) == isKept)
    let whatIf = WhatIf(
      model, try model.figures(), levers: ["visits"], settings,
      files: DiskFiles(scenario: nil))
    let plan = try whatIf.plan(with: [])
    let result = try whatIf.simulated(plan, levers: ["visits": 5])
    var whole = settings
    whole.parameters = ["levers.visits": 5]
    let expected = try simulate(plan.whole, whole)
    for column in plan.whole.columns {
      for trial in [0, 350, 699, 69_999] {
        #expect(
          result.value(of: column, inTrial: trial) == expected.value(of: column, inTrial: trial))
      }
    }
  }

  @Test("variants beside the scenario: the same bits as each by itself", arguments: [1, 2])
  func together(threads: Int) throws {
    let model = try model()
    var settings = testSettings(trials: 1300)
    settings.threads = threads
    let found = try FigureComparison(
      model, with: model.scenario.variants, try model.figures(), settings,
      files: DiskFiles(scenario: nil))
    let levers: [String: [String: Double]] = ["both": ["visits": 4], "nothing": ["visits": 2]]
    for compared in found.variants {
      let variant = compared.variant
      let changes = variant.changes.filter { !$0.target.hasPrefix("levers.") }
      let expected = try found.whatIf.simulated(
        try found.whatIf.plan(with: changes), levers: levers[variant.id] ?? [:])
      for (figure, own) in zip(found.whatIf.figures, compared.differences) {
        let alone = pairedDifference(
          figure.column(in: found.base), in: found.base, figure.column(in: expected), in: expected)
        #expect(own.difference.mean == alone.difference.mean)
        #expect(own.difference.standardDeviation == alone.difference.standardDeviation)
        #expect(own.difference.quantiles == alone.difference.quantiles)
        #expect(own.variantMean == alone.variantMean)
      }
    }
    // The lever moves firms by two, the other variant by what luck loses.
    #expect(abs(found.variants[1].differences[0].difference.mean - 2) < 1e-9)
    #expect(abs(found.variants[0].differences[0].difference.mean + 2) < 1e-9)
  }

  @Test("the best levers are those that enumeration finds", arguments: [1, 2, 3] as [UInt64])
  func optimum(seed: UInt64) throws {
    let settings = testSettings(trials: 1000, seed: seed)
    let found = try optimised(.budget(100_000), settings)
    let best = try #require(found.best)
    #expect(found.search?.isExhaustive == true)
    #expect(found.idle.map(\.id) == ["idle"])
    // firms = luck + visits + budget/2 + teams; a visit costs 1, a half in budget 1, a team 2.
    // Budget and teams are not raised together, and at most one of them above where it stands.
    var strongest = -Double.infinity
    for visits in 0...6 {
      for budget in 0...9 {
        for teams in 1...3 where budget <= 3 || teams <= 1 {
          let cost = Double(visits + budget + 2 * teams)
          if cost <= 10 {
            strongest = max(strongest, Double(visits) + Double(budget) / 2 + Double(teams))
          }
        }
      }
    }
    let value = best.decision[0] + best.decision[1] / 20_000 + best.decision[2]
    #expect(abs(value - strongest) < 1e-9, "\(best.decision)")
    // P(luck ≥ 6 - strongest) with a standard deviation of 2, in fresh trials.
    let exact = StandardNormal.distributionFunction(at: (strongest - 6) / 2)
    let error = (exact * (1 - exact) / 4000).squareRoot()
    #expect(abs(best.fresh.probability - exact) < 4.5 * error)
    #expect(abs(best.optimism) < 4.5 * best.optimismError)
    #expect(best.cost <= 100_000)
    let standing = try #require(found.standing)
    #expect(standing.fresh.difference == 0 && standing.fresh.differenceError == 0)
  }

  @Test("with extra money nothing is cut, and each lever alone stands beside the best")
  func extra() throws {
    let found = try optimised(
      .extra(30_000, mayCut: false), frontier: 4, testSettings(trials: 500))
    let standing = try #require(found.standing)
    let best = try #require(found.best)
    #expect(zip(best.decision, standing.decision).allSatisfy { $0 >= $1 })
    #expect(best.cost <= standing.cost + 30_000)
    #expect(best.decision[0] == 5)
    #expect(found.choices.map(\.role.name).contains("alone:teams"))
    #expect(found.budgets.count == 4 && found.budgets[0] == standing.cost)
    let searched = found.frontier.map(\.searched.probability)
    #expect(zip(searched, searched.dropFirst()).allSatisfy { $0 <= $1 }, "more money, no worse")
    let files = found.tables.map(\.fileName)
    #expect(files == ["optimise.csv", "frontier-cost.csv"])
  }

  @Test("the least cost for a probability, and a probability that cannot be had")
  func leastCost() throws {
    let settings = testSettings(trials: 1000)
    let found = try optimised(.probability(0.5), levers: ["visits"], settings)
    let best = try #require(found.best)
    #expect(best.searched.probability >= 0.5)
    // One visit less is not enough.
    let (_, points) = try sweep(
      levers: ["visits=\(Int(best.decision[0]) - 1)"], targets: ["T"], trials: 1000)
    #expect(try #require(points[0].figures[0].attainment).probability < 0.5)
    let never = try optimised(.probability(1), levers: ["visits"], settings)
    #expect(try #require(never.best).searched.probability < 1)
  }

  @Test("futures: each choice in each of them, and what is regretted")
  func futures() throws {
    let found = try optimised(
      .extra(20_000, mayCut: false), futures: ["hard"], testSettings(trials: 500))
    #expect(found.futures == ["base", "hard"])
    #expect(found.outcomes.count == found.choices.count)
    for row in found.outcomes {
      #expect(row.count == 2)
      #expect(row[1].probability < row[0].probability)
    }
    let regrets = RegretTable(found.outcomes.map { $0.map(\.probability) })
    let place = try #require(found.choices.firstIndex { $0.role == .best })
    #expect(regrets.worstRegrets[place] < 0.02)
  }

  @Test("a comparison of what is asked for: the figures of the full one")
  func comparison() throws {
    let model = try model()
    let settings = testSettings(trials: 400)
    let files = DiskFiles(scenario: nil)
    let full = try compare(model, with: model.scenario.variants, settings, files: files)
    let asked = try FigureComparison(
      model, with: model.scenario.variants, try model.figures(), settings,
      files: files)
    let tables = asked.tables
    let wanted = tables[1].wholeTable.rows
    let known = full.tables[1].wholeTable.rows
    #expect(wanted == known)
    let nothing = asked.variants[2]
    #expect(nothing.joint?.difference == 0)
    #expect(nothing.joint?.differenceError == 0)
  }

  @Test("a waterfall of a variant adds up, and what acts on one target is nothing to the other")
  func waterfall() throws {
    let model = try model()
    let found = try VariantWaterfall(
      model, of: model.scenario.variants[1], try model.figures(),
      testSettings(trials: 400), files: DiskFiles(scenario: nil))
    #expect(found.simulations == 4)
    for figure in found.parts {
      let sum = figure.parts.parts.reduce(0) { $0 + $1.part }
      #expect(abs(sum - figure.parts.difference) < 1e-12 * max(1, abs(figure.parts.whole)))
    }
    let firms = try #require(found.parts.first { $0.figure?.id == "T" && $0.measure == .mean })
    #expect(firms.changes == ["drivers.other.value", "levers.visits.default"])
    #expect(firms.parts.parts[0].part == 0)
    #expect(abs(firms.parts.parts[1].part - 2) < 1e-12)
    // other² with a mean of 5 instead of 4: 25 - 16 more in expectation.
    let calm = try #require(found.parts.first { $0.figure?.id == "C" && $0.measure == .mean })
    #expect(abs(calm.parts.parts[0].part - 9) < 4.5 * calm.parts.parts[0].standardError)
    #expect(calm.parts.parts[1].part == 0)
  }

  @Test(
    "grids over which nothing can be moved",
    arguments: [
      ["visits=0:9:1"], ["visit=1"], ["visits=1元"], ["visits"], ["visits=6:0:1"], ["visits=a"], [],
      ["visits=1", "visits=2"],
    ])
  func grids(levers: [String]) throws {
    let model = try model()
    #expect(throws: QuestionError.self) { try Sweep.axes(levers: levers, in: model) }
  }

  @Test("names that the scenario does not have are told all at once, with what was meant")
  func names() throws {
    let model = try model()
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch let error as QuestionError { return error.message.en } catch {}
      return ""
    }
    let figures = message {
      _ = try model.figures(targets: ["X", "T", "T"], indicators: ["firm", "calm@2031"])
    }
    #expect(
      figures.split(separator: "\n") == [
        "The scenario has no target 'X'. It has: T, C.", "The target 'T' is named twice.",
        "The scenario reports no indicator 'firm'. Did you mean 'firms'?",
        "'calm' has no value for 2031. It has: 2024-01, 2024-02, 2024-03.",
      ])
    let decided = message {
      _ = try LeverQuestion(
        model, targets: ["t"], levers: ["visit", "budgets"], .budget(1), futures: ["hart"])
    }
    #expect(decided.split(separator: "\n").count == 4)
    #expect(decided.contains("no variant 'hart'") && decided.contains("Did you mean 'hard'?"))
    #expect(decided.contains("Did you mean 'visits'?") && decided.contains("'budgets'"))
    let sensitivity = message {
      var question = SensitivityQuestion()
      (question.targets, question.variants) = (["X"], ["nothin"])
      _ = try SensitivityPlan(model, question)
    }
    #expect(sensitivity.split(separator: "\n").count == 2)
  }

  @Test(
    "wishes that cannot be wished",
    arguments: [
      ["5", nil, nil], ["5万元", "1万元", nil], [nil, nil, "2"], [nil, nil, nil],
      [nil, "-1万元", nil],
    ] as [[String?]])
  func wishes(texts: [String?]) throws {
    #expect(throws: QuestionError.self) {
      _ = try LeverWish(budget: texts[0], extra: texts[1], probability: texts[2])
    }
    #expect(try LeverWish(extra: "5万元", mayCut: true) == .extra(50_000, mayCut: true))
  }

  @Test("no lever acts on a target")
  func nothingActs() throws {
    #expect(throws: QuestionError.self) {
      try LeverQuestion(try model(), targets: ["C"], .budget(50_000))
    }
  }

  @Test("steps of a lever: counted things are whole, money is not unless it says so")
  func steps() throws {
    let levers = try model().scenario.levers
    #expect(levers.map(\.step) == [1, 10_000, 1, 1])
    #expect(levers[1].excluded == ["teams"])
  }
}
