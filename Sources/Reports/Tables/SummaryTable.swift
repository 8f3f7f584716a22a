import Formulas
import Simulation
import SourceText
import Vocabulary

/// `summary.csv`: what every reported indicator comes to in every period and year.
public enum SummaryTable {
  public static let columns: [Table.Column] =
    [
      .indicator, .labelZh, .labelEn, .period, .unit,
      .mean, .standardDeviation, .standardError,
    ]
    + summaryProbabilities.map { .quantile($0) }
    + [
      Table.Column(
        "skewness",
        BilingualText(
          zh: "偏度；取值全部相同时为空",
          en: "the skewness, as spreadsheets have it; empty where nothing differs")),
      .standardDeviationError,
      Table.Column(
        "skewnessError",
        BilingualText(zh: "偏度的蒙特卡洛标准误", en: "the Monte Carlo standard error of the skewness")),
    ]
    + summaryProbabilities.map { .quantileError($0) } + [.sketchError]

  /// - Parameter summaries: one for each storage of the plan.
  public static func table(
    _ model: ScenarioModel, _ result: SimulationResult, _ summaries: [Summary]
  ) -> Table {
    var table = Table(columns: columns)
    let columnsOf = Dictionary(grouping: result.plan.columns, by: \.label)
    // In the order of the scenario, not in that of computation.
    for indicator in model.scenario.definitions.indicators
    where indicator.visibility == .reported {
      for column in columnsOf[indicator.id] ?? [] {
        let summary = summaries[column.storage]
        table.append(
          [
            .text(indicator.id), .text(indicator.label.zh), .text(indicator.label.en),
            .date(column.period), .text(indicator.unit.symbol),
            .value(summary.mean, in: indicator.unit),
            .distance(summary.standardDeviation, in: indicator.unit),
            .distance(summary.standardError, in: indicator.unit),
          ] + summary.quantiles.map { .value($0, in: indicator.unit) } + [
            .known(summary.skewness),
            .distance(summary.standardDeviationError, in: indicator.unit),
            .known(summary.skewnessError),
          ] + summary.quantileErrors.map { .distance($0, in: indicator.unit) } + [
            .distance(summary.sketchError, in: indicator.unit)
          ])
      }
    }
    return table
  }
}

/// `p05`, `p50`: the name of a quantile's column.
func quantileName(_ probability: Double) -> String {
  let percent = String(Int((probability * 100).rounded()))
  return "p" + String(repeating: "0", count: 2 - percent.count) + percent
}
