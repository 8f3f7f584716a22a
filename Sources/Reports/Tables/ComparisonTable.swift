import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary

/// `comparison.csv`: what each variant changes, trial by trial.
public enum ComparisonTable {
  public static let columns: [Table.Column] =
    [
      .variant,
      .indicator, .labelZh, .labelEn, .period, .unit,
      Table.Column("baseMean", BilingualText(zh: "基准均值", en: "the mean without the variant")),
      Table.Column("variantMean", BilingualText(zh: "变体均值", en: "the mean with the variant")),
      Table.Column(
        "difference",
        BilingualText(
          zh: "配对差的均值（日期以天计）", en: "the mean paired difference; for dates in days")),
      Table.Column(
        "standardError",
        BilingualText(zh: "配对差的标准误", en: "the Monte Carlo standard error of the difference")),
    ]
    + summaryProbabilities.map { probability in
      let percent = Int((probability * 100).rounded())
      return Table.Column(
        quantileName(probability),
        BilingualText(
          zh: "配对差的 \(percent)% 分位数", en: "the \(percent) % quantile of the difference"))
    }

  /// The rows of one variant.
  public static func append(
    _ differences: [PairedDifference], of variant: Variant, _ model: ScenarioModel,
    to table: inout Table
  ) {
    let indicators = Dictionary(
      uniqueKeysWithValues: model.model.indicators.map { ($0.indicator.id, $0.indicator) })
    for difference in differences {
      guard let indicator = indicators[difference.base.label], indicator.visibility == .reported
      else { continue }
      append(
        difference, of: variant, indicator.id, indicator.label, indicator.unit, to: &table)
    }
  }

  /// The row of a figure that was asked for: also of a target it is its indicator that is told of.
  public static func append(
    _ difference: PairedDifference, of variant: Variant, _ figure: AskedFigure,
    _ model: ScenarioModel, to table: inout Table
  ) {
    let indicator = model.model.indicators.first { $0.indicator.id == figure.indicator }?.indicator
    append(
      difference, of: variant, figure.indicator, indicator?.label ?? figure.label, figure.unit,
      to: &table)
  }

  private static func append(
    _ difference: PairedDifference, of variant: Variant, _ id: String, _ label: BilingualText,
    _ unit: UnitOfMeasure, to table: inout Table
  ) {
    let summary = difference.difference
    table.append(
      [
        .text(variant.id), .text(id), .text(label.zh), .text(label.en),
        .date(difference.base.period), .text(unit.symbol),
        .value(difference.baseMean, in: unit), .value(difference.variantMean, in: unit),
        .distance(summary.mean, in: unit), .distance(summary.standardError, in: unit),
      ] + summary.quantiles.map { .distance($0, in: unit) })
  }
}
