import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary

/// `joint.csv`: each target by itself and among the others; the last row is all of them.
public enum JointTable {
  public static let columns: [Table.Column] = [
    .targetOrJoint, .labelZh, .labelEn, .indicator, .period, .comparison, .bound, .unit,
    Table.Column(
      "probability",
      BilingualText(zh: "达成概率；joint 行为同时达成", en: "that it is met; in the last row, that all are")),
    .probabilityError,
    Table.Column(
      "missedAlone",
      BilingualText(
        zh: "只有它未达成的概率", en: "the probability that it is missed and all others are met")),
    Table.Column(
      "missedAloneError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "partOfMisses",
      BilingualText(
        zh: "在有目标未达成的试验中，它未达成的比例",
        en: "the part of the trials with a miss in which it is missed")),
    Table.Column(
      "partMissedAlone",
      BilingualText(
        zh: "在有目标未达成的试验中，只有它未达成的比例",
        en: "the part of the trials with a miss in which it alone is missed: how far it binds")),
    Table.Column(
      "jointWithout",
      BilingualText(zh: "不计它时其余同时达成的概率", en: "the probability that all others are met")),
    Table.Column(
      "jointWithoutError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "ifIndependent",
      BilingualText(
        zh: "假如各目标互不相关，同时达成的概率（joint 行）",
        en: "in the last row: the probability of all if they had nothing to do with each other")),
    Table.Column(
      "ifIndependentError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  public static func table(_ answer: JointAnswer) -> Table {
    var table = Table(columns: columns)
    for (judged, member) in zip(answer.targets, answer.joint.members) {
      table.append(
        cells(judged, judged.bound) + [
          .number(member.alone.probability), .known(member.alone.standardError),
          .number(member.missedAlone.probability), .known(member.missedAlone.standardError),
          .known(member.partOfMisses), .known(member.partMissedAlone),
          .number(member.jointWithout.probability), .known(member.jointWithout.standardError),
          .empty, .empty,
        ])
    }
    let joint = answer.joint
    table.append(
      [.text("joint"), .text("全部目标同时达成"), .text("All targets together")]
        + [Cell](repeating: .empty, count: 5) + [
          .number(joint.joint.probability), .known(joint.joint.standardError), .empty, .empty,
          .empty, .empty, .empty, .empty, .number(joint.independent),
          .known(joint.independentError),
        ])
    return table
  }

  /// Which target, and a bound of it.
  static func cells(_ judged: JudgedTarget, _ bound: Double) -> [Cell] {
    let target = judged.target
    return [
      .text(target.id), .text(target.label.zh), .text(target.label.en), .text(target.indicator),
      .date(target.time == .everyPeriod ? "every period" : judged.columnPeriod),
      .text(target.side.rawValue), .value(bound, in: judged.unit), .text(judged.unit.symbol),
    ]
  }
}

/// `easings.csv`: what a bound that is easier to meet does for all targets together.
public enum EasingsTable {
  public static let columns: [Table.Column] = [
    .target, .labelZh, .labelEn, .indicator, .period, .comparison,
    Table.Column("bound", BilingualText(zh: "放宽后的目标值", en: "the other bound")), .unit,
    Table.Column(
      "easing",
      BilingualText(
        zh: "nextValue 取值很少的指标放宽到下一个取值，onePercent 放宽 1%，oneUnit 放宽一个单位（日期一天），toConfidence 放到单独达到所问把握的值"
          + "（已达到的没有这一行）",
        en: "nextValue: to the next value of what has few; onePercent: by 1 %; oneUnit: by one of "
          + "the unit, or a day; toConfidence: to what it meets by itself with the wished confidence, unless it does already")),
    Table.Column(
      "probability",
      BilingualText(zh: "放宽后单独达成的概率", en: "that it is met by itself with that bound")),
    Table.Column(
      "jointGain",
      BilingualText(
        zh: "全部目标同时达成概率的增加", en: "by how much the probability of all targets rises")),
    Table.Column(
      "jointGainError",
      BilingualText(
        zh: "其蒙特卡洛标准误（同一批试验）", en: "its Monte Carlo standard error, from the same trials")),
  ]

  public static func table(_ answer: JointAnswer) -> Table {
    var table = Table(columns: columns)
    for (index, judged) in answer.targets.enumerated() {
      for (kind, easing) in zip(answer.easings[index], answer.joint.members[index].easings) {
        table.append(
          JointTable.cells(judged, easing.bound) + [
            .text(kind.rawValue), .number(easing.alone), .number(easing.gain),
            .known(easing.gainError),
          ])
      }
    }
    return table
  }
}

/// `frontier.csv`: levels that hold together with the wished probability.
public enum FrontierTable {
  public static let columns: [Table.Column] = [
    Table.Column(
      "point",
      BilingualText(zh: "点的序号：同号各行为一组目标值", en: "rows of one number are one set of levels")),
    Table.Column(
      "way",
      BilingualText(
        zh: "equalConfidence 各目标单独把握相同，equalSteps 各目标移动相同倍数的标准差，oneAtATime 只动一个，pair 两个目标的前沿",
        en: "equalConfidence: each level has the same probability by itself; equalSteps: each "
          + "bound moves by as many of its standard deviations; oneAtATime: one moves; pair: the "
          + "frontier of two targets")),
    Table.Column(
      "moved", BilingualText(zh: "只动一个时：哪一个目标", en: "for oneAtATime: the target that moves")),
    .target, .labelZh, .labelEn, .indicator, .period, .comparison,
    Table.Column("bound", BilingualText(zh: "目标值", en: "the level")), .unit,
    Table.Column(
      "boundError",
      BilingualText(
        zh: "该值的蒙特卡洛标准误；给定的值为 0（日期以天计）",
        en: "its Monte Carlo standard error, 0 where it was given; for dates in days")),
    Table.Column(
      "probability", BilingualText(zh: "单独达成的概率", en: "that it is met by itself")),
    Table.Column(
      "joint", BilingualText(zh: "该点全部同时达成的概率", en: "that all levels of the point are met")),
    Table.Column(
      "jointError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "commonConfidence",
      BilingualText(
        zh: "equalConfidence：各目标单独把握中最低的；没有相同取值时各目标都是它",
        en: "equalConfidence: the least of their probabilities by themselves; without ties that of "
          + "all")),
    Table.Column(
      "commonConfidenceError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "steps",
      BilingualText(
        zh: "equalSteps：移动几个标准差；负数为放宽",
        en: "equalSteps: how many standard deviations; negative: bounds give way")),
    Table.Column("stepsError", BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  public static func table(_ answer: JointAnswer) -> Table {
    var table = Table(columns: columns)
    for (number, point) in answer.frontier.points.enumerated() {
      for (index, judged) in answer.targets.enumerated() {
        let isCommon = point.way == .equalConfidence
        table.append(
          [
            .integer(number + 1), .text(point.way.rawValue),
            .optional(point.moved.map { answer.targets[$0].target.id }),
          ] + JointTable.cells(judged, point.levels[index]) + [
            .distance(point.levelErrors[index], in: judged.unit), .number(point.alone[index]),
            .number(point.joint.probability), .known(point.joint.standardError),
            .known(isCommon ? point.parameter : nil),
            .known(isCommon ? point.parameterError : nil),
            .known(isCommon ? nil : point.parameter),
            .known(isCommon ? nil : point.parameterError),
          ])
      }
    }
    return table
  }
}
