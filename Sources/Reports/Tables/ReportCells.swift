import Formulas
import SourceText

extension Cell {
  /// A value in base units, as a number of its unit or as the day of a date.
  static func value(_ base: Double, in unit: UnitOfMeasure) -> Cell {
    unit.hasSameDimension(as: .date)
      ? .date(CalendarDate(containing: base).description)
      : .number(unit.decimalValue(ofBase: base))
  }

  /// A distance between values: of dates, a number of days. Empty where it is not known, as the
  /// spread of a single trial.
  static func distance(_ base: Double, in unit: UnitOfMeasure) -> Cell {
    .known(unit.hasSameDimension(as: .date) ? base : unit.decimalValue(ofBase: base))
  }

  /// A figure without a unit; empty where it is not known.
  static func known(_ number: Double?) -> Cell {
    guard let number, number.isFinite else { return .empty }
    return .number(number)
  }

  static func optional(_ text: String?) -> Cell { text.map { .text($0) } ?? .empty }
}

extension Table.Column {
  /// The columns that name an indicator, the same in every file.
  static let indicator = Table.Column(
    "indicator", BilingualText(zh: "指标标识", en: "the indicator's id"))
  static let labelZh = Table.Column(
    "labelZh", BilingualText(zh: "中文名称", en: "its Chinese label"))
  static let labelEn = Table.Column(
    "labelEn", BilingualText(zh: "英文名称", en: "its English label"))
  static let period = Table.Column(
    "period",
    BilingualText(
      zh: "时期：月、季、年；只有一个值的指标为整个预测期",
      en: "the month, quarter or year; the whole horizon for what has one value"))
  static let unit = Table.Column(
    "unit",
    BilingualText(
      zh: "单位；日期的离散程度以天计", en: "the unit; distances between dates are in days"))
  static let source = Table.Column(
    "source", BilingualText(zh: "来源", en: "where it comes from; illustrative: an assumption"))

  static let mean = Table.Column("mean", BilingualText(zh: "均值", en: "the mean over the trials"))
  static let standardDeviation = Table.Column(
    "standardDeviation", BilingualText(zh: "标准差", en: "the standard deviation"))
  static let standardError = Table.Column(
    "standardError",
    BilingualText(zh: "均值的蒙特卡洛标准误", en: "the Monte Carlo standard error of the mean"))
  static let standardDeviationError = Table.Column(
    "standardDeviationError",
    BilingualText(
      zh: "标准差的蒙特卡洛标准误", en: "the Monte Carlo standard error of the standard deviation"))

  /// `p05`, and what it holds.
  static func quantile(_ probability: Double) -> Table.Column {
    let percent = Int((probability * 100).rounded())
    return Table.Column(
      quantileName(probability),
      BilingualText(
        zh: "\(percent)% 分位数", en: "the value that \(percent) % of the trials do not exceed"))
  }

  /// `p05Error`, and what it holds.
  static func quantileError(_ probability: Double) -> Table.Column {
    let name = quantileName(probability)
    return Table.Column(
      name + "Error",
      BilingualText(zh: "\(name) 的蒙特卡洛标准误", en: "the Monte Carlo standard error of \(name)"))
  }

  static let sketchError = Table.Column(
    "sketchError",
    BilingualText(
      zh: "分位数因草图算法与逐次试验结果的最大差距；0 表示精确",
      en: "how far the quantiles may lie from those of the trials, when sketched; 0: exact"))
}
