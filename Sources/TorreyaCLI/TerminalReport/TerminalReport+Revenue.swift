import Torreya

extension TerminalReport {
  /// The revenue of the first whole year, as expected and as it may well come out; none where the
  /// scenario has no revenue or no whole year.
  func revenue(_ result: RunResult) -> [String] {
    let (model, simulation) = (result.compiled.model, result.simulation)
    guard let layout = model.scenario.fiscal, let year = model.model.horizon.years.first else {
      return []
    }
    let label = Period(.yearly, year: year.year).label
    var table = Table(columns: [
      column("\(label)年收入", "revenue of \(label)"), column("预期", "expected"),
      column("p10", "p10"), column("p90", "p90"),
    ])
    for level in [RevenueLevel.total, .local] {
      let columns = layout.standardDefinitions.map { definition in
        simulation.column(layout.indicator(ofKind: nil, level, definition), period: label)
      }
      guard let recurring = columns[0], let reported = columns[1] else { continue }
      table.append(cells(level, layout.standardDefinitions[0], recurring, simulation))
      // Where nothing is one-off both definitions are one.
      guard reported.storage != recurring.storage else { continue }
      table.append(cells(level, layout.standardDefinitions[1], reported, simulation))
      table.append(oneOff(recurring, reported, simulation))
    }
    return table.rows.isEmpty ? [] : ["", textTable(table)]
  }

  private func cells(
    _ level: RevenueLevel, _ definition: RevenueDefinition, _ column: Column,
    _ simulation: SimulationResult
  ) -> [Cell] {
    let name =
      level.label[language] + text("（", ", ") + definition.label[language] + text("）", "")
    let found = summary(of: column, in: simulation)
    return [.text(name), .text(amount(found.mean))] + ends(found)
  }

  private func oneOff(
    _ recurring: Column, _ reported: Column, _ simulation: SimulationResult
  ) -> [Cell] {
    let name = text("　其中：一次性", "  of which one-off")
    guard simulation.quantiles == .exact else {
      let mean =
        summary(of: reported, in: simulation).mean - summary(of: recurring, in: simulation).mean
      return [.text(name), .text(amount(mean)), .empty, .empty]
    }
    let found = pairedDifference(recurring, in: simulation, reported, in: simulation).difference
    return [.text(name), .text(amount(found.mean))] + ends(found)
  }

  private func ends(_ summary: Summary) -> [Cell] {
    [0.1, 0.9].map { .text(amount(summary.quantile($0))) }
  }

  private func amount(_ yuan: Double) -> String { value(yuan, .tenThousandYuan) }

  /// Whether the identities of revenue and visitors hold; nothing where there are none.
  func checks(_ checks: [IdentityCheck]) -> [String] {
    guard !checks.isEmpty else { return [] }
    let broken = checks.filter { !$0.holds }
    if broken.isEmpty {
      return [
        "",
        text(
          "\(checks.count) 项恒等式在全部试验中均成立，见 checks.csv。",
          checks.count == 1
            ? "The identity holds in every trial; see checks.csv."
            : "All \(checks.count) identities hold in every trial; see checks.csv."),
      ]
    }
    let names = broken.map { $0.label[language] }.joined(separator: text("、", ", "))
    return [
      "",
      text(
        "警告：恒等式不成立（差额见 checks.csv）：\(names)。",
        "Warning: identities do not hold; checks.csv has the residuals: \(names)."),
    ]
  }

  /// What is left out of the tables of revenue and visitors because the trials are not kept.
  func leftOut(_ result: RunResult) -> [String] {
    let scenario = result.compiled.scenario
    guard result.simulation.quantiles == .sketch else { return [] }
    var lines: [String] = []
    if scenario.fiscal != nil {
      lines.append(
        text(
          "因此 fiscal.csv 没有季度合计与年初累计，也没有 progress.csv 和 decomposition.csv。",
          "So fiscal.csv adds up no periods and has no years to date, and there is no "
            + "progress.csv and no decomposition.csv."))
    }
    if scenario.visitors != nil, scenario.horizon.frequency == .monthly {
      lines.append(
        text("因此 visitors.csv 没有季度合计。", "So visitors.csv adds up no quarters."))
    }
    return lines
  }
}
