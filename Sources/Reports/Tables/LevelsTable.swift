import ColumnPlan
import Formulas
import Planning
import Simulation
import SourceText

/// `target.csv`: the boldest bound of one indicator for each wished confidence.
public enum LevelsTable {
  public static let columns: [Table.Column] = [
    .indicator, .labelZh, .labelEn, .period,
    Table.Column(
      "comparison", BilingualText(zh: "atLeast 不低于，atMost 不高于", en: "atLeast or atMost")),
    Table.Column(
      "confidence", BilingualText(zh: "把握", en: "the probability with which the bound is met")),
    Table.Column(
      "bound", BilingualText(zh: "可承诺的值", en: "the boldest bound that is met with it")),
    Table.Column(
      "standardError",
      BilingualText(
        zh: "该值的蒙特卡洛标准误（日期以天计）",
        en: "the Monte Carlo standard error of the bound; for dates in days")),
    .unit,
  ]

  public static func table(
    _ indicator: Indicator, _ column: Column, _ side: Goal.Side, _ confidences: [Double],
    _ result: SimulationResult
  ) -> Table {
    var table = Table(columns: columns)
    let found = levels(of: column, side, at: confidences, in: result)
    for (index, confidence) in confidences.enumerated() {
      table.append([
        .text(indicator.id), .text(indicator.label.zh), .text(indicator.label.en),
        .date(column.period), .text(side == .atLeast ? "atLeast" : "atMost"),
        .number(confidence), .value(found.values[index], in: indicator.unit),
        .distance(found.standardErrors[index], in: indicator.unit), .text(indicator.unit.symbol),
      ])
    }
    return table
  }
}
