import Formulas
import Planning
import SourceText

/// The parts of a figure's difference between a scenario and a variant.
public struct WaterfallFigure: Sendable {
  public enum Measure: String, Sendable { case mean, probability }

  /// Nil for all targets together.
  public let figure: AskedFigure?
  public let measure: Measure
  /// The id paths of the changes, in the order of the variant.
  public let changes: [String]
  public let parts: ChangeParts

  public init(figure: AskedFigure?, measure: Measure, changes: [String], parts: ChangeParts) {
    self.figure = figure
    self.measure = measure
    self.changes = changes
    self.parts = parts
  }

  /// The unit of its values; nil for probabilities.
  public var unit: UnitOfMeasure? { measure == .mean ? figure?.unit : nil }
}

/// `waterfall.csv`: from the scenario to a variant, change by change.
public enum WaterfallTable {
  public static let columns: [Table.Column] =
    [.variant]
    + WhatIfColumns.figure + [
      Table.Column(
        "measure",
        BilingualText(zh: "mean 均值，probability 达成概率", en: "mean, or probability of the target")),
      Table.Column(
        "step",
        BilingualText(
          zh: "base 起点，一项改动的标识路径，variant 终点",
          en: "base, the id path of a change, or variant")),
      Table.Column(
        "level", BilingualText(zh: "到该步为止的水平", en: "the level with the parts so far")),
      Table.Column(
        "part",
        BilingualText(
          zh: "该改动的贡献（Shapley 值；日期以天计）；variant 行为合计差",
          en: "the part of the change (its Shapley value; for dates in days); in the row variant "
            + "the whole difference")),
      Table.Column(
        "partError",
        BilingualText(zh: "贡献的蒙特卡洛标准误", en: "the Monte Carlo standard error of the part")),
      Table.Column(
        "orderError",
        BilingualText(
          zh: "因只抽取部分先后次序而来的标准误；0 为全部次序",
          en: "its standard error because orders were drawn; 0: all orders")),
      Table.Column(
        "firstIn", BilingualText(zh: "最先作出时的作用", en: "what it does when it is made first")),
      Table.Column(
        "lastIn", BilingualText(zh: "最后作出时的作用", en: "what it does when it is made last")),
      Table.Column(
        "least",
        BilingualText(
          zh: "各次序中最小的作用；只抽取部分次序时为所抽次序中的最小",
          en: "the least that it does in any order; where orders were drawn, in any of those")),
      Table.Column(
        "greatest",
        BilingualText(
          zh: "各次序中最大的作用；只抽取部分次序时为所抽次序中的最大",
          en: "the greatest that it does in any order; where orders were drawn, in any of those")),
    ]

  public static func table(_ figures: [WaterfallFigure], variant: String) -> Table {
    var table = Table(columns: columns)
    for figure in figures {
      let head = [Cell.text(variant)] + (figure.figure?.cells ?? WhatIfColumns.joint)
        + [.text(figure.measure.rawValue)]
      let parts = figure.parts
      let open = [Cell](repeating: .empty, count: 7)
      table.append(head + [.text("base"), figure.level(parts.base)] + open)
      var level = parts.base
      for (change, part) in zip(figure.changes, parts.parts) {
        level += part.part
        let distances = [
          part.part, part.standardError, part.orderError, part.firstIn, part.lastIn, part.least,
          part.greatest,
        ]
        table.append(
          head + [.text(change), figure.level(level)] + distances.map(figure.distance))
      }
      table.append(
        head + [
          .text("variant"), figure.level(parts.whole), figure.distance(parts.difference),
          figure.distance(parts.differenceError),
        ] + open.dropFirst(2))
    }
    return table
  }
}

extension WaterfallFigure {
  fileprivate func level(_ value: Double) -> Cell {
    unit.map { .value(value, in: $0) } ?? .number(value)
  }

  fileprivate func distance(_ value: Double) -> Cell {
    unit.map { .distance(value, in: $0) } ?? .known(value)
  }
}
