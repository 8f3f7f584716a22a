import Formulas
import Planning
import SourceText

/// A point of a sweep: where the levers or values stand, and what comes of it.
public struct SweepPoint: Sendable {
  public struct Value: Sendable {
    public let shown: Cell
    public let unit: String

    public init(shown: Cell, unit: String) {
      self.shown = shown
      self.unit = unit
    }
  }

  /// For each axis.
  public let values: [Value]
  /// The expected cost of the levers that are moved, in yuan; nil where they cost nothing.
  public let cost: Double?
  public let figures: [FigureChange]
  /// All targets together; nil where there are not several.
  public let joint: ProbabilityChange?
  /// The streams that it makes certain, and that moved with others in the scenario.
  public let certainStreams: [String]

  public init(
    values: [Value], cost: Double?, figures: [FigureChange], joint: ProbabilityChange?,
    certainStreams: [String] = []
  ) {
    self.certainStreams = certainStreams
    self.values = values
    self.cost = cost
    self.figures = figures
    self.joint = joint
  }
}

/// `sweep.csv`: a grid over one or two levers or values.
public enum SweepTable {
  public static let columns: [Table.Column] =
    [
      Table.Column("axis1", BilingualText(zh: "第一项变动：措施或标识路径", en: "the lever or id path")),
      Table.Column("value1", BilingualText(zh: "其取值", en: "its value")),
      Table.Column("unit1", BilingualText(zh: "取值的单位", en: "the unit of the value")),
      Table.Column(
        "axis2", BilingualText(zh: "第二项变动；只有一项时为空", en: "the second one; empty for a single one")),
      Table.Column("value2", BilingualText(zh: "其取值", en: "its value")),
      Table.Column("unit2", BilingualText(zh: "取值的单位", en: "the unit of the value")),
      Table.Column(
        "cost",
        BilingualText(
          zh: "所变动措施的期望成本合计", en: "the expected cost of the levers that are moved"),
        unit: "万元"),
    ] + WhatIfColumns.figure + [
      .mean, .standardError,
    ]
    + FigureChange.probabilities.map(Table.Column.quantile)
    + [
      Table.Column(
        "difference",
        BilingualText(
          zh: "与基准逐次试验之差的均值（日期以天计）",
          en: "the mean paired difference to the scenario as it stands; for dates in days")),
      Table.Column(
        "differenceError",
        BilingualText(zh: "该差的蒙特卡洛标准误", en: "the Monte Carlo standard error of the difference")),
    ] + WhatIfColumns.probability

  public static func table(_ points: [SweepPoint], axes: [String], _ figures: [AskedFigure])
    -> Table
  {
    var table = Table(columns: columns)
    for point in points {
      var head: [Cell] = []
      for place in 0..<2 {
        head +=
          place < axes.count
          ? [.text(axes[place]), point.values[place].shown, .text(point.values[place].unit)]
          : [.empty, .empty, .empty]
      }
      head.append(point.cost.map { .value($0, in: .tenThousandYuan) } ?? .empty)
      for (figure, change) in zip(figures, point.figures) {
        let unit = figure.unit
        table.append(
          head + figure.cells + [
            .value(change.mean, in: unit), .distance(change.standardError, in: unit),
          ] + change.quantiles.map { .value($0, in: unit) } + [
            .distance(change.difference, in: unit), .distance(change.differenceError, in: unit),
          ] + WhatIfColumns.cells(change.attainment))
      }
      if let joint = point.joint {
        table.append(
          head + WhatIfColumns.joint + [Cell](repeating: .empty, count: 7)
            + WhatIfColumns.cells(joint))
      }
    }
    return table
  }
}

/// The columns that the files of what-ifs have in common.
enum WhatIfColumns {
  static let figure: [Table.Column] = [
    Table.Column(
      "figure",
      BilingualText(
        zh: "目标或指标的标识；joint 为所问目标同时达成",
        en: "the id of the target or indicator; joint: all targets that were asked for together")),
    .labelZh, .labelEn, .indicator, .period, .unit,
  ]

  static let probability: [Table.Column] = [
    Table.Column(
      "probability", BilingualText(zh: "达成概率；指标为空", en: "the probability that the target is met")),
    Table.Column(
      "probabilityError",
      BilingualText(zh: "概率的蒙特卡洛标准误", en: "the Monte Carlo standard error of the probability")),
    Table.Column(
      "probabilityDifference",
      BilingualText(zh: "与基准的概率之差", en: "the probability less that of the scenario as it stands")),
    Table.Column(
      "probabilityDifferenceError",
      BilingualText(
        zh: "该差的蒙特卡洛标准误（逐次试验配对）",
        en: "the Monte Carlo standard error of that difference, trial by trial")),
  ]

  static func cells(_ change: ProbabilityChange?) -> [Cell] {
    guard let change else { return [.empty, .empty, .empty, .empty] }
    return [
      .number(change.probability), .known(change.standardError), .number(change.difference),
      .known(change.differenceError),
    ]
  }

  static let joint: [Cell] = [
    .text("joint"), .text("所问目标同时达成"), .text("All of these targets together"), .empty, .empty,
    .empty,
  ]
}

extension AskedFigure {
  var cells: [Cell] {
    [
      .text(id), .text(label.zh), .text(label.en), .text(indicator), .date(period),
      .text(unit.symbol),
    ]
  }
}
