import Formulas
import Planning
import SourceText
import Vocabulary

/// A figure of a sensitivity analysis about one input and one output.
public struct SensitivityRow: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case sobolFirst, sobolTotal, rankCorrelation, partialRankCorrelation, shapley
    case informationValue
  }

  public let output: AskedFigure
  /// Whether it is about the target being met, and not about the value.
  public let isAttainment: Bool
  public let kind: Kind
  /// Nil for all inputs together.
  public let input: AnalysedInput?
  public let estimate: SensitivityEstimate

  public init(
    output: AskedFigure, isAttainment: Bool, kind: Kind, input: AnalysedInput?,
    estimate: SensitivityEstimate
  ) {
    self.output = output
    self.isAttainment = isAttainment
    self.kind = kind
    self.input = input
    self.estimate = estimate
  }

  /// The ends of the interval that holds the true figure with a probability of 95 %: values of
  /// information are not negative.
  public var interval: (low: Double, high: Double) {
    guard kind == .informationValue else { return estimate.interval }
    let interval = estimate.interval
    return (max(interval.low, 0), interval.high + max(-estimate.value, 0))
  }
}

/// `sensitivity.csv`: which inputs decide a figure, by several measures.
public enum SensitivityTable {
  public static let columns: [Table.Column] = [
    .analysedTarget, .indicator, .period,
    Table.Column(
      "measure",
      BilingualText(
        zh: "value 为数值，attainment 为是否达成（1 或 0）",
        en: "value, or attainment: whether the target is met, 1 or 0")),
    Table.Column(
      "kind",
      BilingualText(
        zh: "sobolFirst 一阶 Sobol 指数，sobolTotal 总指数，rankCorrelation 秩相关，"
          + "partialRankCorrelation 偏秩相关，shapley Shapley 效应，informationValue 完全信息价值",
        en: "sobolFirst, sobolTotal; rankCorrelation, partialRankCorrelation; shapley; "
          + "informationValue: the value of perfect information")),
    .input, .inputLabelZh, .inputLabelEn,
    Table.Column(
      "estimate",
      BilingualText(
        zh: "估计值；略小于零者即为零",
        en: "the estimate; slightly below zero where the truth is zero")),
    Table.Column(
      "standardError", BilingualText(zh: "蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "low95",
      BilingualText(
        zh: "95% 置信下限；完全信息价值不低于零",
        en: "the low end of its 95 % interval; of values of information never below zero")),
    Table.Column("high95", BilingualText(zh: "95% 置信上限", en: "the high end of its 95 % interval")),
    Table.Column(
      "unit",
      BilingualText(
        zh: "完全信息价值的单位；其余各项无单位", en: "the unit of values of information; the others have none")),
  ]

  public static func table(_ rows: [SensitivityRow]) -> Table {
    var table = Table(columns: columns)
    for row in rows where row.estimate.value.isFinite {
      let hasUnit = row.kind == .informationValue
      func cell(_ value: Double) -> Cell {
        hasUnit ? .distance(value, in: row.output.unit) : .known(value)
      }
      let interval = row.interval
      table.append([
        row.output.targetCell, .text(row.output.columnLabel), .date(row.output.period),
        .text(row.isAttainment ? "attainment" : "value"), .text(row.kind.rawValue),
        .text(row.input?.id ?? "all"), .text(row.input?.label.zh ?? "全部输入"),
        .text(row.input?.label.en ?? "All inputs"), cell(row.estimate.value),
        cell(row.estimate.standardError), cell(interval.low), cell(interval.high),
        hasUnit ? .text(row.output.unit.distanceSymbol) : .empty,
      ])
    }
    return table
  }
}

extension UnitOfMeasure {
  /// The unit of distances between its values: of dates, days.
  public var distanceSymbol: String { hasSameDimension(as: .date) ? "天" : symbol }
}
