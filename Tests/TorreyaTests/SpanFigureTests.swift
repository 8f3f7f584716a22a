import Foundation
import Testing
import Torreya

@testable import Reports

/// Figures of several periods together, in every what-if that takes `id@period`.
@Suite("what-ifs of a quarter and of half a year") struct SpanFigureTests {
  /// Every month brings ten with a deviation of two, and one for each visit; the stock is what the
  /// last month leaves.
  private let text = """
    { "torreya": 1, "id": "town", "horizon": { "first": "2024-01", "periods": 12 },
      "levers": [
        { "id": "visits", "unit": "次", "default": 2, "bounds": [0, 6], "cost": "1万元" }
      ],
      "indicators": [
        { "id": "money", "unit": "万元", "kind": "flow", "formula": "luck + levers.visits * 1万元/次" },
        { "id": "luck", "unit": "万元", "kind": "flow",
          "value": { "normal": { "mean": "10万元", "standardDeviation": "2万元" },
            "drawn": "everyPeriod" } },
        { "id": "stock", "unit": "万元", "kind": "level", "formula": "money" }
      ],
      "targets": [
        { "id": "H", "indicator": "money", "period": "2024-01..2024-06", "atLeast": "72万元" }
      ],
      "variants": [
        { "id": "more", "levers": { "visits": 4 } },
        { "id": "lucky", "set": { "luck.value": { "normal":
          { "mean": "11万元", "standardDeviation": "2万元" }, "drawn": "everyPeriod" } } }
      ] }
    """
  private let names = ["money@2024-Q2", "money@2024-01/2024-06", "stock@2024-04..2024-06", "money"]
  private let files = DiskFiles(scenario: nil)

  private func model() throws -> ScenarioModel {
    try ScenarioText(name: "town.json", text: text).model()
  }

  @Test("the figures have the labels that results have, and one that there is not is told")
  func labels() throws {
    let model = try model()
    let figures = try model.figures(indicators: names)
    // Named by its months, a quarter keeps that name.
    #expect(
      figures.map(\.period) == ["2024-Q2", "2024-01..2024-06", "2024-04..2024-06", "2024"])
    do throws(QuestionError) {
      _ = try model.figures(indicators: ["money@2024-12..2025-01", "stock@2024-Q5"])
      Issue.record("neither is in the horizon")
    } catch {
      let text = error.message.en
      #expect(text.contains("'money' has no value for 2024-12..2025-01. It has: 2024-01"))
      #expect(text.contains("'stock' has no value for 2024-Q5"))
    }
  }

  @Test(
    "a sweep of a lever and of a value: so much for each month, in either way of simulating",
    arguments: [SamplingScheme.pseudoRandom, .sobol(randomisations: 2)])
  func sweep(scheme: SamplingScheme) throws {
    let model = try model()
    let settings = testSettings(trials: 2048, sampling: scheme)
    for (levers, places) in [
      (["visits=0,2,6"], []), ([], ["levers.visits.default=0,2,6"]),
    ] as [([String], [String])] {
      let axes = try Sweep.axes(levers: levers, places: places, in: model)
      let whatIf = WhatIf(
        model, try model.figures(targets: ["H"], indicators: names), levers: axes.map(\.id),
        settings, files: files)
      let sweep = try Sweep(whatIf, axes)
      let points = try sweep.points()
      for (point, visits) in zip(points, [-2.0, 0, 4]) {
        // The target, three months, six, the last of three, twelve.
        for (figure, months) in zip(point.figures, [6.0, 3, 6, 1, 12]) {
          #expect(abs(figure.difference - visits * months * 1e4) < 1e-6)
        }
      }
      let still = points[1].figures
      for (figure, months) in zip(still, [6.0, 3, 6, 1, 12]) {
        let error = 2e4 * (months / 2048).squareRoot()
        #expect(abs(figure.mean - 12e4 * months) < 4.5 * error, "\(figure.mean) \(months)")
      }
      let table = sweep.table(points).wholeTable
      let place = try #require(table.columns.firstIndex { $0.name == "period" })
      #expect(
        table.rows.prefix(5).map { "\($0[place])" }
          == (["2024-01..2024-06", "2024-Q2", "2024-01..2024-06", "2024-04..2024-06", "2024"])
          .map { "\(Cell.date($0))" })
    }
  }

  @Test("variants beside the scenario, and a waterfall whose parts are those of the months")
  func comparison() throws {
    let model = try model()
    let figures = try model.figures(indicators: names)
    let found = try FigureComparison(
      model, with: model.scenario.variants, figures, testSettings(trials: 500), files: files)
    for (place, compared) in found.variants.enumerated() {
      for (pair, months) in zip(compared.differences, [3.0, 6, 1, 12]) {
        let monthly = [2.0, 1][place]
        #expect(abs(pair.difference.mean - monthly * months * 1e4) < 1e-6)
      }
    }
    let waterfall = try VariantWaterfall(
      model, of: model.scenario.variants[0], figures, testSettings(trials: 500), files: files)
    for (part, months) in zip(waterfall.parts, [3.0, 6, 1, 12]) {
      #expect(abs(part.parts.difference - 2 * months * 1e4) < 1e-6)
    }
  }

  @Test("sensitivity of a quarter: what its months draw, and the lever three times")
  func sensitivity() throws {
    var question = SensitivityQuestion()
    (question.indicators, question.methods) = (["money@2024-Q2"], [.tornado, .information])
    question.variants = ["lucky"]
    let plan = try SensitivityPlan(try model(), question)
    #expect(plan.outputs.map(\.period) == ["2024-Q2"])
    let report = try analyseSensitivity(plan, testSettings(trials: 2048), files: files)
    let lever = try #require(report.bars.first { $0.input.id == "levers.visits" })
    // From 0 to 6 visits, in three months.
    #expect(abs(lever.value.swing.value - 18e4) < 1e-6)
    #expect(report.rows.contains { $0.kind == .informationValue })
  }
}
