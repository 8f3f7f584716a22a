import Foundation
import Testing
import Torreya

@testable import Reports

/// The tables of revenue say what the trials say.
@Suite("tables of revenue")
struct FiscalTablesTests {
  /// The values of several periods together, in 万元.
  private func sums(_ id: String, _ labels: [String], _ result: RunResult) throws -> [Double] {
    let columns = try labels.map { try result.values(id, $0) }
    return (0..<result.simulation.trials).map { trial in
      columns.reduce(0) { $0 + $1[trial] } / 10_000
    }
  }

  private func isClose(_ left: Double, _ right: Double, _ scale: Double) -> Bool {
    abs(left - right) <= 1e-12 * max(1, abs(scale), abs(right))
  }

  @Test("quarters and years to date are the months of each trial", arguments: ScenarioText.all)
  func totals(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: 60)
    let rows = try TableRows("fiscal.csv", result)
    let horizon = result.compiled.model.model.horizon
    var checked = 0
    for row in rows.rows where rows.text("by", row) != "payerGroup" {
      let label = rows.text("period", row)
      let period = try #require(Period(label: label))
      let months = horizon.periods.filter { month in
        switch rows.text("periodKind", row) {
        case "yearToDate": month.year == period.year && month.ordinal <= period.ordinal
        default: period.months.contains(month.ordinal)
        }
      }
      let values = try sums(rows.text("indicator", row), months.map(\.label), result)
      let moments = Moments(of: values)
      let scale = values.map { abs($0) }.max()!
      #expect(isClose(try #require(rows.number("mean", row)), moments.mean, scale))
      for probability in summaryProbabilities {
        let quantile = quantiles(of: values, at: [probability])[0]
        let found = try #require(rows.number(quantileName(probability), row))
        #expect(isClose(found, quantile, scale))
      }
      checked += 1
    }
    #expect(checked > 100)
    #expect(Set(rows.rows.map { rows.text("periodKind", $0) }).isSuperset(of: ["month", "quarter"]))
  }

  @Test("growth is that of each trial", arguments: ScenarioText.all)
  func growth(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: 60)
    let rows = try TableRows("fiscal.csv", result)
    for row in rows.rows {
      guard let mean = rows.number("growthMean", row), rows.text("periodKind", row) == "month"
      else { continue }
      let period = try #require(Period(label: rows.text("period", row)))
      let id = rows.text("indicator", row)
      let now = try result.values(id, period.label)
      let before = try amounts(in: period.advanced(by: -12), of: id, rows, row, result)
      let growths = zip(now, before).map { $0 / $1 - 1 }
      #expect(abs(mean - growths.reduce(0, +) / 60) <= 1e-9 * max(1, abs(mean)))
      #expect(
        try #require(rows.number("growthP50", row)) == quantiles(of: growths, at: [0.5])[0])
    }
  }

  /// What a row's indicator came to in a period: in the trials, or by the file of history.
  private func amounts(
    in period: Period, of indicator: String, _ rows: TableRows, _ row: [Cell], _ result: RunResult
  ) throws -> [Double] {
    guard period.firstDay < result.compiled.model.model.horizon.firstDay else {
      return try result.values(indicator, period.label)
    }
    let layout = try #require(result.compiled.scenario.fiscal)
    let level = try #require(RevenueLevel(rawValue: rows.text("level", row)))
    let definition = try #require(
      layout.definitions.first { $0.id == rows.text("definition", row) })
    let kind = rows.text("kind", row)
    let month = period.ordinal
    let amount = try #require(layout.history).amount(
      ofKind: kind == "all" ? nil : kind, level, definition, months: month..<(month + 1))
    return Array(repeating: try #require(amount), count: result.simulation.trials)
  }

  @Test("shares of the variance add up to one, digit by digit", arguments: ScenarioText.all)
  func decomposition(scenario: ScenarioText) throws {
    let result = try scenario.run(trials: 300)
    guard !result.compiled.model.model.horizon.years.isEmpty else { return }
    let rows = try TableRows("decomposition.csv", result)
    let keys = ["year", "level", "definition", "by"]
    let groups = Dictionary(grouping: rows.rows) { row in keys.map { rows.text($0, row) } }
    #expect(!groups.isEmpty)
    for (key, group) in groups {
      let shares = group.compactMap { rows.number("share", $0) }
      // As a reader would add them: as decimals.
      let sum = shares.reduce(Decimal(0)) { $0 + Decimal(string: plainNumber($1))! }
      #expect(sum == 1, "\(key)")
      #expect(shares == shares.sorted(by: >), "\(key)")
      #expect(Set(group.map { rows.text("part", $0) }).count == group.count)
    }
  }

  @Test("the last row of progress is the year over the target")
  func progress() throws {
    let scenario = ScenarioText.starting
    let result = try scenario.run(trials: 500)
    let rows = try TableRows("progress.csv", result)
    let outcome = try #require(result.outcomes.first)
    let label = outcome.judged.columnPeriod
    let last = try #require(rows.rows(["period": "\(label)-12"]).first)
    let year = try sums(outcome.judged.columnLabel, [label], result)
    let bound = outcome.judged.bound / 10_000
    #expect(
      abs(try #require(rows.number("progressMean", last)) - Moments(of: year).mean / bound) < 1e-12)
    #expect(
      abs(
        try #require(rows.number("progressP90", last)) - quantiles(of: year, at: [0.9])[0] / bound)
        < 1e-12)
    #expect(rows.number("elapsedShare", last) == 1)
    #expect(rows.number("seasonalShare", last) == 1)
    #expect(rows.rows(["year": label]).count == 12)
  }

  @Test("without the trials nothing is told that would need them")
  func sketched() throws {
    let compiled = try ScenarioText.starting.compiled()
    var settings = testSettings(trials: 3000)
    let exact = try Torreya.run(compiled, settings)
    settings.quantiles = .sketch
    let result = try Torreya.run(compiled, settings)
    let names = result.tables(threads: 1, withTrials: false).map(\.fileName)
    #expect(names.contains("fiscal.csv"))
    #expect(!names.contains("progress.csv"))
    #expect(!names.contains("decomposition.csv"))
    let rows = try TableRows("fiscal.csv", result)
    let kept = try TableRows("fiscal.csv", exact)
    #expect(
      Set(rows.rows.map { rows.text("periodKind", $0) }) == ["month", "year"])
    let wanted = kept.rows.filter { ["month", "year"].contains(kept.text("periodKind", $0)) }
    #expect(rows.rows.count == wanted.count)
    for (row, exact) in zip(rows.rows, wanted) {
      let mean = try #require(kept.number("mean", exact))
      #expect(abs(try #require(rows.number("mean", row)) - mean) <= 1e-12 * abs(mean))
    }
  }

  @Test("a scenario without revenue has no table of it")
  func none() throws {
    let text = #"{ "torreya": 1, "id": "x", "horizon": { "first": "2024", "periods": 1 } }"#
    let result = try ScenarioText(name: "x.json", text: text).run(trials: 5)
    #expect(
      result.tables(threads: 1, withTrials: false).map(\.fileName)
        == ["summary.csv", "targets.csv", "assumptions.csv"])
  }

  @Test("members of a set have rows by its name, at a level and under a definition")
  func members() throws {
    let scenario = ScenarioText.starting
    let compiled = try scenario.compiled()
    let layout = try #require(compiled.scenario.fiscal)
    let kind = try #require(layout.kinds.first?.id)
    let changed = FiscalLayout(
      kinds: layout.kinds, levels: layout.levels, definitions: layout.definitions,
      memberResults: [
        FiscalLayout.MemberResults(
          set: FiscalLayout.Part(
            id: "villages", label: BilingualText(zh: "各村", en: "Villages")),
          members: [
            FiscalLayout.Member(
              id: "upper", label: BilingualText(zh: "上村", en: "Upper village"),
              indicator: "fiscal.\(kind).total.reported"),
            FiscalLayout.Member(
              id: "upper", label: BilingualText(zh: "上村", en: "Upper village"),
              indicator: "fiscal.\(kind).local.recurring", level: .local, definition: "recurring"),
            FiscalLayout.Member(
              id: "nowhere", label: BilingualText(zh: "无", en: "none"),
              indicator: "fiscal.nowhere"),
          ])
      ])
    let series = FiscalSeries.all(compiled.model, changed)
      .filter { $0.sort == .member(of: "villages") }
    #expect(series.map(\.sort.name) == ["villages", "villages"])
    #expect(series.map(\.part) == ["upper", "upper"])
    #expect(series.map(\.level) == [.total, .local])
    #expect(series.map { $0.definition?.id } == [nil, "recurring"])
  }
}

@Suite("times of a horizon")
struct ReportedPeriodTests {
  private func labels(_ horizon: Horizon, _ sort: ReportedPeriod.Sort) -> [String] {
    ReportedPeriod.all(horizon).filter { $0.sort == sort }.map(\.label)
  }

  @Test("a horizon that begins and ends within quarters")
  func midYear() {
    let horizon = Horizon(first: Period(.monthly, year: 2024, number: 11), count: 17)
    #expect(labels(horizon, .quarter) == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"])
    #expect(labels(horizon, .year) == ["2025"])
    #expect(labels(horizon, .yearToDate).count == 17)
    let first = ReportedPeriod.all(horizon).first { $0.sort == .yearToDate }
    #expect(first?.months == 2024 * 12..<2024 * 12 + 11)
    #expect(first?.monthsOfYearBefore == 2023 * 12..<2023 * 12 + 11)
  }

  @Test("quarters and years")
  func longer() {
    let quarters = Horizon(first: Period(.quarterly, year: 2024, number: 2), count: 7)
    #expect(labels(quarters, .month) == [])
    #expect(labels(quarters, .quarter).count == 7)
    #expect(labels(quarters, .year) == ["2025"])
    let years = Horizon(first: Period(.yearly, year: 2024), count: 2)
    #expect(ReportedPeriod.all(years).map(\.label) == ["2024", "2025"])
    #expect(labels(years, .year) == ["2024", "2025"])
  }

  @Test("the share of the year that has passed, in months and in days")
  func elapsed() {
    let (leap, usual) = (Period(.yearly, year: 2024), Period(.yearly, year: 2023))
    func share(_ year: Period, _ month: Int, _ counting: FiscalLayout.ElapsedTime) -> Double {
      ProgressTable.elapsedShare(
        of: year...year, through: Period(.monthly, year: year.year, number: month), counting)
    }
    #expect(share(leap, 3, .months) == 0.25)
    #expect(share(leap, 2, .days) == 60.0 / 366)
    #expect(share(usual, 2, .days) == 59.0 / 365)
    #expect(share(usual, 12, .days) == 1)
    #expect(
      ProgressTable.elapsedShare(
        of: leap...leap, through: Period(.quarterly, year: 2024, number: 3), .months) == 0.75)
    // Half of the second quarter of months, and of its days: 30 + 31 of 91.
    let quarter = Period(.monthly, year: 2024, number: 4)...Period(.monthly, year: 2024, number: 6)
    func shareOfQuarter(_ counting: FiscalLayout.ElapsedTime) -> Double {
      ProgressTable.elapsedShare(
        of: quarter, through: Period(.monthly, year: 2024, number: 5), counting)
    }
    #expect(shareOfQuarter(.months) == 2.0 / 3 && shareOfQuarter(.days) == 61.0 / 91)
  }
}
