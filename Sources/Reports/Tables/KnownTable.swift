import Formulas
import Planning
import SourceText

/// What is known of an indicator, beside what the model says of it.
public struct TrackedActual: Sendable {
  public let indicator: Indicator
  /// As `2024-05`, or the first and the last of several periods.
  public let period: String
  /// In base units.
  public let value, error: Double
  public let agreement: Conditioning.Agreement

  public init(
    indicator: Indicator, period: String, value: Double, error: Double,
    agreement: Conditioning.Agreement
  ) {
    (self.indicator, self.period, self.value) = (indicator, period, value)
    (self.error, self.agreement) = (error, agreement)
  }

  /// Whether it is so far off that a slip of the pen is more likely than the year: another unit,
  /// a sign. No more than one of 10¹⁴ figures is, of a normal model.
  public var isFarOff: Bool { abs(agreement.surprise) > 8 }

  /// Whether trials of the model differ and yet none comes to it: a number between two that can
  /// be, or beyond them all, or one that contradicts another.
  public var isUnreached: Bool { agreement.isUnreached }

  /// Whether it is a bound of the model, at which one trial of fifty or more is.
  public var isAtBound: Bool { error == 0 && agreement.shareAtBound >= 0.02 }

  /// Whether all trials of the model have one number of it, and another one came: a death where
  /// none was drawn, or a figure that the scenario gives as certain.
  public var isInNoTrial: Bool {
    let size = max(abs(value), abs(agreement.expected))
    return error == 0 && agreement.deviation == 0 && abs(value - agreement.expected) > 1e-6 * size
  }
}

/// `known.csv`: what is known on the day that was asked about, beside what the model said of it,
/// and what the model cannot explain.
public enum KnownTable {
  public static let columns: [Table.Column] = [
    .indicator, .labelZh, .labelEn,
    Table.Column(
      "period",
      BilingualText(
        zh: "时期；已知合计中扣除已知各期后余下的各期",
        en: "the period, or those of a known sum that are not known by themselves")),
    .unit, Table.Column("actual", BilingualText(zh: "实绩", en: "what came")),
    Table.Column(
      "error", BilingualText(zh: "实绩误差的标准差；0 为准确", en: "its standard deviation; 0: a fact")),
    Table.Column(
      "expected",
      BilingualText(
        zh: "模型事前的均值（给定更早各期的实绩）",
        en: "the model's mean before, given what came of earlier periods")),
    Table.Column(
      "standardDeviation",
      BilingualText(
        zh: "模型事前的标准差（同样给定更早各期）", en: "its standard deviation, given the same")),
    Table.Column(
      "surprise",
      BilingualText(
        zh: "实绩偏离预期几个标准差（在 scale 尺度上）；模型中为定值时为空",
        en: "by how many standard deviations it lies above, in the scale used; empty where the "
          + "model has a certain value")),
    Table.Column(
      "scale", BilingualText(zh: "比较尺度：linear 或 logarithmic", en: "linear or logarithmic")),
    Table.Column(
      "unexplained",
      BilingualText(
        zh: "条件化后各组成部分仍解释不了的差额（均值）",
        en: "what came less what the parts of the model come to after conditioning: mean")),
    Table.Column(
      "unexplainedSize",
      BilingualText(zh: "其均方根", en: "its root mean square over the trials")),
  ]

  public static func table(_ actuals: [TrackedActual]) -> Table {
    var table = Table(columns: columns)
    for actual in actuals {
      let (indicator, agreement) = (actual.indicator, actual.agreement)
      let unit = indicator.unit
      table.append([
        .text(indicator.id), .text(indicator.label.zh), .text(indicator.label.en),
        .date(actual.period), .text(unit.symbol), .value(actual.value, in: unit),
        .distance(actual.error, in: unit), .value(agreement.expected, in: unit),
        .distance(agreement.deviation, in: unit), .known(agreement.surprise),
        .text(agreement.isLogarithmic ? "logarithmic" : "linear"),
        .distance(agreement.remainder, in: unit), .distance(agreement.remainderSize, in: unit),
      ])
    }
    return table
  }
}
