import Formulas
import Planning
import SourceText
import Vocabulary

/// A bar of a tornado in the scenario's words.
public struct TornadoRow: Sendable {
  public let output: AskedFigure
  public let input: AnalysedInput
  /// Between which quantiles it was moved; nil for a lever.
  public let moved: TornadoInput?
  public let othersFollow: Bool
  public let value: TornadoBar
  /// Of the target being met; nil where no target is asked for.
  public let attainment: TornadoBar?

  public init(
    output: AskedFigure, input: AnalysedInput, moved: TornadoInput?, othersFollow: Bool,
    value: TornadoBar, attainment: TornadoBar?
  ) {
    self.output = output
    self.input = input
    self.moved = moved
    self.othersFollow = othersFollow
    self.value = value
    self.attainment = attainment
  }
}

/// `tornado.csv`: each input held low and high, everything else drawn; the widest bar first.
public enum TornadoTable {
  public static let columns: [Table.Column] =
    [
      .analysedTarget, .indicator, .period, .input, .inputLabelZh, .inputLabelEn,
      Table.Column(
        "moved",
        BilingualText(
          zh: "p10p90 在 10% 与 90% 分位数之间；event 从不发生到发生；bounds 措施在其上下限之间；"
            + "score 多期抽取者按其总得分的 10% 与 90% 分位数",
          en: "p10p90: between these quantiles; event: from not happening to happening; bounds: a "
            + "lever between its bounds; score: "
            + "what is drawn in several periods, between these quantiles of its score on the "
            + "whole")),
      Table.Column(
        "lowValue", BilingualText(zh: "低端取值", en: "its value at the low end")),
      Table.Column(
        "highValue", BilingualText(zh: "高端取值", en: "its value at the high end")),
      Table.Column("inputUnit", BilingualText(zh: "输入的单位", en: "the unit of these")),
      Table.Column(
        "correlated",
        BilingualText(
          zh: "alone 其余输入照常抽取；conditional 与其相关者按其取值条件抽取",
          en: "alone: all others drawn as ever; conditional: those that go with it drawn given its "
            + "value")),
    ]
    + ["low", "high"].flatMap { end in
      [
        ("Mean", "均值", "the mean"), ("Median", "中位数", "the median"),
        ("P10", "10% 分位数", "the 10 % quantile"), ("P90", "90% 分位数", "the 90 % quantile"),
      ].map { name, zh, en in
        Table.Column(
          end + name,
          BilingualText(
            zh: (end == "low" ? "低端时" : "高端时") + zh, en: "\(en) with the input \(end)"))
      }
    } + [
      Table.Column(
        "swing", BilingualText(zh: "均值之差：高端减低端", en: "the mean at the high less at the low end")),
      Table.Column(
        "swingError",
        BilingualText(
          zh: "swing 的标准误（同一随机数配对）",
          en: "the standard error of swing, from paired trials")),
      .unit,
      Table.Column(
        "lowProbability",
        BilingualText(
          zh: "低端时的达成概率",
          en: "the probability of meeting the target at the low end")),
      Table.Column(
        "highProbability", BilingualText(zh: "高端时的达成概率", en: "the same at the high end")),
      Table.Column(
        "probabilityChange", BilingualText(zh: "达成概率之差：高端减低端", en: "the latter less the former")),
      Table.Column(
        "probabilityChangeError",
        BilingualText(zh: "probabilityChange 的标准误", en: "the standard error of probabilityChange")),
    ]

  /// - Precondition: rows of one output stand together.
  public static func table(_ rows: [TornadoRow]) -> Table {
    Table(columns: columns, rows: rows.map(cells))
  }

  private static func kind(_ row: TornadoRow) -> String {
    if row.input.lever != nil { return "bounds" }
    guard let draw = row.input.draw else { return "score" }
    return draw.isEvent ? "event" : "p10p90"
  }

  /// The value of the input at an end.
  private static func value(_ row: TornadoRow, isLow: Bool) -> Cell {
    if let lever = row.input.lever, let bounds = lever.bounds {
      return .value(isLow ? bounds.lowerBound : bounds.upperBound, in: lever.unit)
    }
    return row.moved.map { row.input.value(at: isLow ? $0.low : $0.high) } ?? .empty
  }

  private static func cells(_ row: TornadoRow) -> [Cell] {
    let unit = row.output.unit
    let isEvent = row.input.draw?.isEvent ?? false
    let attainment = row.attainment
    var cells: [Cell] = [
      row.output.targetCell, .text(row.output.columnLabel), .date(row.output.period),
      .text(row.input.id), .text(row.input.label.zh), .text(row.input.label.en),
      .text(kind(row)), isEvent ? .integer(0) : value(row, isLow: true),
      isEvent ? .integer(1) : value(row, isLow: false),
      row.input.unit, .text(row.othersFollow ? "conditional" : "alone"),
    ]
    for end in [row.value.low, row.value.high] {
      cells += [end.mean, end.median, end.p10, end.p90].map { .value($0, in: unit) }
    }
    cells += [
      .distance(row.value.swing.value, in: unit),
      .distance(row.value.swing.standardError, in: unit),
      .text(unit.symbol),
    ]
    return cells + [
      .known(attainment?.low.mean), .known(attainment?.high.mean),
      .known(attainment?.swing.value), .known(attainment?.swing.standardError),
    ]
  }
}
