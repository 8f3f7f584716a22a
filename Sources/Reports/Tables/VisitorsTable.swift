import Formulas
import SourceText

/// `visitors.csv`: what each group of visitors comes to, and how full the town is, in months,
/// quarters and years.
public enum VisitorsTable {
  public static let columns: [Table.Column] =
    [
      .visitorSort, .visitorGroup, .labelZh, .labelEn,
      Table.Column(
        "measure",
        BilingualText(
          zh: "读数：arrivals 人次，nights 过夜，spending 消费（分类的如 spending.food）；"
            + "受接待能力限制的群体另有 demand 需求，spilled 分流，lost 流失；"
            + "研学 groups、booked、cancelled、rebooked、refused、groupsLost；"
            + "接待能力 occupancy、daysAtCapacity",
          en: "arrivals, nights, spending, by category such as spending.food; of whom a capacity "
            + "limits demand, spilled, lost; of study travel groups, booked, cancelled, "
            + "rebooked, refused, groupsLost; of a capacity occupancy, daysAtCapacity")),
      Table.Column("measureZh", BilingualText(zh: "读数的中文名称", en: "its Chinese name")),
      Table.Column("measureEn", BilingualText(zh: "读数的英文名称", en: "its English name")),
      .indicator,
      Table.Column(
        "periodKind",
        BilingualText(zh: "month 当月，quarter 当季，year 全年", en: "month, quarter or year")),
      Table.Column("period", BilingualText(zh: "时期", en: "the period")),
      .unit,
    ] + BriefFigures.columns + BriefFigures.errorColumns

  /// - Returns: nil when the scenario tells nothing of its visitors.
  public static func table(_ figures: VisitorFigures) -> Table? {
    var table = Table(columns: columns)
    for row in figures.rows { table.append(cells(row)) }
    return table.rows.isEmpty ? nil : table
  }

  private static func cells(_ row: VisitorFigures.Row) -> [Cell] {
    let (series, summary) = (row.series, row.summary)
    let indicator = series.indicator
    return [
      .text(series.sort), .text(series.part), .text(series.label.zh), .text(series.label.en),
      .text(series.measure), .text(series.measureLabel.zh), .text(series.measureLabel.en),
      .text(indicator.id), .text(row.period.sort.rawValue), .date(row.period.label),
      .text(indicator.unit.symbol),
    ] + BriefFigures.cells(summary, in: indicator.unit)
      + BriefFigures.errorCells(summary, in: indicator.unit)
  }
}
