import Planning
import Probability
import SourceText
import Vocabulary

/// The boxes that were found for a target.
public struct BoxReport: Sendable {
  public let output: AskedFigure
  public let inputs: [AnalysedInput]
  /// For each input what its numbers are.
  public let measures: [BoxInput.Measure]
  public let boxes: [DiscoveredBox]
  /// In which share of all trials it is missed.
  public let missShare: Double

  public init(
    output: AskedFigure, inputs: [AnalysedInput], measures: [BoxInput.Measure],
    boxes: [DiscoveredBox], missShare: Double
  ) {
    self.output = output
    self.inputs = inputs
    self.measures = measures
    self.boxes = boxes
    self.missShare = missShare
  }
}

/// `boxes.csv`: the conditions under which a target is missed.
public enum BoxesTable {
  public static let columns: [Table.Column] = [
    .analysedTarget,
    Table.Column("box", BilingualText(zh: "框的序号", en: "the number of the box")),
    .input, .inputLabelZh, .inputLabelEn,
    Table.Column(
      "condition",
      BilingualText(
        zh: "range 取值在两端之间；happens 发生；doesNotHappen 不发生",
        en: "range: between the two ends; happens; doesNotHappen")),
    Table.Column(
      "lowQuantile",
      BilingualText(
        zh: "输入低于下限的概率；空为无下限；多期抽取者为其总得分的概率",
        en: "the probability that the input is below the low end; empty where there is none; of "
          + "what is drawn in several periods that of its score on the whole")),
    Table.Column(
      "highQuantile",
      BilingualText(
        zh: "输入不高于上限的概率，同上",
        en: "the probability that it is not above the high end, likewise")),
    Table.Column(
      "lowValue",
      BilingualText(
        zh: "下限取值；只抽一次的输入才有",
        en: "the low end as a value, for what is drawn once")),
    Table.Column("highValue", BilingualText(zh: "上限取值", en: "the high end as a value")),
    Table.Column("inputUnit", BilingualText(zh: "输入的单位", en: "the unit of these")),
    Table.Column(
      "chance",
      BilingualText(
        zh: "准 p 值：去掉此限而仅凭偶然也有这样多未达成的概率；小于 1e-12 记为 0",
        en: "quasi-p-value: the probability of so many misses by chance without this limit; 0 when "
          + "below 1e-12")),
    Table.Column(
      "reproducibility",
      BilingualText(
        zh: "在半数试验上重做时同样限制此输入的比例",
        en: "in which part of the searches on half of the trials the input was limited too")),
    Table.Column(
      "density",
      BilingualText(
        zh: "框内未达成的比例，以既未参与搜索也未参与选择的四分之一试验计；前面各框内的试验不再计入，下同",
        en: "the share of misses in the box, in the quarter of the trials on which it was neither "
          + "searched for nor chosen; here and in what follows what earlier boxes hold is not "
          + "counted again")),
    Table.Column("densityError", BilingualText(zh: "其标准误", en: "its standard error")),
    Table.Column(
      "coverage",
      BilingualText(
        zh: "全部未达成的试验中落在框内的比例，同上",
        en: "the part of all misses that lie in the box, in the same trials")),
    Table.Column(
      "mass",
      BilingualText(
        zh: "全部试验中落在框内的比例，同上",
        en: "the part of all these trials that lie in the box")),
    Table.Column(
      "searchedDensity",
      BilingualText(
        zh: "参与搜索的试验中的 density（偏高）",
        en: "density in the trials of the search, which flatters")),
    Table.Column(
      "searchedCoverage",
      BilingualText(
        zh: "参与搜索的试验中的 coverage",
        en: "coverage in the trials of the search")),
    Table.Column(
      "missShare", BilingualText(zh: "全部试验中未达成的比例", en: "the share of misses in all trials")),
    Table.Column(
      "wishedDensity",
      BilingualText(
        zh: "所求的 density；实际低于此者为所求未能达到时的最佳框",
        en: "the density that was wished for; a box with less is the best that was found")),
  ]

  public static func table(_ reports: [BoxReport]) -> Table {
    var table = Table(columns: columns)
    for report in reports {
      for (number, box) in report.boxes.enumerated() {
        for limit in box.limits {
          table.append(cells(report, number + 1, box, limit))
        }
      }
    }
    return table
  }

  private static func cells(
    _ report: BoxReport, _ number: Int, _ box: DiscoveredBox, _ limit: BoxLimit
  ) -> [Cell] {
    let input = report.inputs[limit.input]
    let isEvent = report.measures[limit.input] == .event
    let low = report.probability(limit, ofLow: true)
    let high = report.probability(limit, ofLow: false)
    func value(_ isLow: Bool) -> Cell {
      guard let value = report.value(limit, ofLow: isLow), let unit = input.valueUnit else {
        return .empty
      }
      return .value(value, in: unit)
    }
    return [
      report.output.targetCell, .integer(number), .text(input.id), .text(input.label.zh),
      .text(input.label.en),
      .text(isEvent ? (limit.low > 0.5 ? "happens" : "doesNotHappen") : "range"),
      isEvent ? .empty : .known(low), isEvent ? .empty : .known(high),
      value(true), value(false), input.unit, .number(limit.chance < 1e-12 ? 0 : limit.chance),
      .known(limit.reproducibility), .known(box.fresh.density),
      .known(box.fresh.densityError), .number(box.freshCoverage), .number(box.mass),
      .known(box.searched.density), .number(box.coverage), .number(report.missShare),
      .number(box.wished),
    ]
  }
}

extension BoxReport {
  /// The probability of what lies below the low end of a limit, or not above its high end; nil
  /// where there is no such end, and of events.
  public func probability(_ limit: BoxLimit, ofLow isLow: Bool) -> Double? {
    let end = isLow ? limit.low : limit.high
    guard end.isFinite else { return nil }
    switch measures[limit.input] {
    case .event: return nil
    case .score: return StandardNormal.distributionFunction(at: end)
    case .value:
      return inputs[limit.input].draw?.draw.distribution
        .distributionFunction(at: isLow ? end.nextDown : end)
    }
  }

  /// The only value that a limit leaves of an input of which single values have a probability; nil
  /// where there are others.
  public func onlyValue(_ limit: BoxLimit) -> Double? {
    guard let support = inputs[limit.input].draw?.draw.distribution.support else { return nil }
    let low = max(limit.low, support.lowerBound), high = min(limit.high, support.upperBound)
    return low == high ? low : nil
  }

  /// The value of an end of a limit, in base units; nil where there is no such end, of events and
  /// of what has no single value.
  public func value(_ limit: BoxLimit, ofLow isLow: Bool) -> Double? {
    let end = isLow ? limit.low : limit.high
    guard end.isFinite, let draw = inputs[limit.input].draw, !draw.isEvent else { return nil }
    switch measures[limit.input] {
    case .event: return nil
    case .value: return end
    case .score:
      let probability = StandardNormal.distributionFunction(at: end)
      guard probability > 0, probability < 1 else { return nil }
      return draw.draw.distribution.quantile(at: probability)
    }
  }
}

/// `box-trajectory.csv`: what peeling went through on its way to each box.
public enum BoxTrajectoryTable {
  public static let columns: [Table.Column] = [
    .analysedTarget,
    Table.Column("box", BilingualText(zh: "框的序号", en: "the number of the box")),
    Table.Column("step", BilingualText(zh: "步，0 为全部", en: "the step; 0: nothing is peeled off")),
    Table.Column(
      "input", BilingualText(zh: "被削去一片的输入", en: "the input of which a slice went")),
    Table.Column("end", BilingualText(zh: "削去的一端：low 或 high", en: "at which end: low or high")),
    Table.Column("limited", BilingualText(zh: "受限输入的个数", en: "how many inputs are limited")),
    Table.Column(
      "mass",
      BilingualText(
        zh: "剩余试验的比例",
        en: "the part of the trials of the search that is left")),
    Table.Column(
      "searchedDensity", BilingualText(zh: "参与搜索的试验中未达成的比例", en: "the share of misses in it")),
    Table.Column(
      "searchedCoverage", BilingualText(zh: "参与搜索的试验中的覆盖率", en: "the part of all misses in it")),
    Table.Column(
      "density",
      BilingualText(
        zh: "用来选择步骤的四分之一试验中未达成的比例（选中者略偏高）",
        en: "the share of misses in the quarter of the trials by which the step is chosen; of the "
          + "chosen one it flatters a little")),
    Table.Column(
      "coverage",
      BilingualText(
        zh: "这些试验中的覆盖率",
        en: "the part of all misses in these trials")),
    Table.Column(
      "chosen",
      BilingualText(
        zh: "true 为选中的一步（其后再放宽并去掉多余限制）",
        en: "true for the step that was taken, then pasted and freed of needless limits")),
  ]

  public static func table(_ reports: [BoxReport]) -> Table {
    var table = Table(columns: columns)
    for report in reports {
      for (number, box) in report.boxes.enumerated() {
        for (place, step) in box.steps.enumerated() {
          table.append([
            report.output.targetCell, .integer(number + 1), .integer(place),
            step.input.map { .text(report.inputs[$0].id) } ?? .empty,
            step.input == nil ? .empty : .text(step.isLowEnd ? "low" : "high"),
            .integer(step.limited), .number(step.mass), .known(step.searched.density),
            .known(step.coverage), .known(step.choosing.density),
            .known(step.choosingCoverage),
            .text(place == box.chosen ? "true" : "false"),
          ])
        }
      }
    }
    return table
  }
}
