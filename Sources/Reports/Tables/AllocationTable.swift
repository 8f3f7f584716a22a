import Formulas
import Planning
import Probability
import SourceText
import Vocabulary

/// `allocation.csv`: the parts of a total, with what each is worth.
public enum AllocationTable {
  public static let columns: [Table.Column] = partColumns + riskColumns

  private static let partColumns: [Table.Column] = [
    Table.Column("allocation", BilingualText(zh: "分解的标识", en: "the allocation's id")),
    Table.Column(
      "way", BilingualText(zh: "share 按份额，equalRisk 按等风险", en: "share or equalRisk")),
    Table.Column(
      "row",
      BilingualText(
        zh: "member 成员；together 各成员合计（可互补）；allMembers 每个成员都完成；total 总量指标本身",
        en: "member; together: the sum of the members, who may make up for each other; allMembers: "
          + "each meets its part; total: the indicator itself")),
    Table.Column("member", BilingualText(zh: "成员", en: "the member")),
    .labelZh, .labelEn, .indicator, .period, .comparison,
    Table.Column(
      "part", BilingualText(zh: "分得的份额；各份之和等于总量", en: "its part; parts sum to the total exactly")),
    Table.Column(
      "partError",
      BilingualText(
        zh: "份额（舍入前）的蒙特卡洛标准误；总量和比例都给定时为 0",
        en: "the Monte Carlo standard error of the part before rounding; 0 where total and "
          + "shares are given")),
    .unit,
    Table.Column("least", BilingualText(zh: "下限", en: "the least that it may be given")),
    Table.Column("most", BilingualText(zh: "上限", en: "the most that it may be given")),
    Table.Column(
      "isAtBound", BilingualText(zh: "1 为停在上下限", en: "1: a bound holds it; 0: none does")),
  ]

  private static let riskColumns: [Table.Column] = [
    Table.Column(
      "probability", BilingualText(zh: "完成的概率", en: "the probability that it is met")),
    Table.Column(
      "standardError",
      BilingualText(zh: "概率的蒙特卡洛标准误", en: "the Monte Carlo standard error of the probability")),
    Table.Column(
      "expectedShortfall",
      BilingualText(
        zh: "未完成时的平均差距；allMembers 行为全部试验中各成员差距之和的平均",
        en: "the mean distance from the part when it is missed; for allMembers the mean over all "
          + "trials of what those who miss lack together")),
    Table.Column(
      "expectedShortfallError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column("mean", BilingualText(zh: "均值", en: "the mean over the trials")),
    Table.Column(
      "partOfTotal", BilingualText(zh: "占总量的比例", en: "the part as a share of the total")),
    Table.Column(
      "aboveEqualShare",
      BilingualText(zh: "比平均分配多多少", en: "how much it is above an equal share")),
    Table.Column(
      "aboveOtherWay",
      BilingualText(
        zh: "比另一种方式多多少；只算一种时为空",
        en: "how much it is above the part of the other way; empty where there is one only")),
    Table.Column(
      "commonConfidence",
      BilingualText(
        zh: "等风险：不在上下限的成员共同的把握",
        en: "at equal risk: the probability that the members at no bound have in common")),
    Table.Column(
      "commonConfidenceError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
  ]

  public static func append(_ answer: AllocationAnswer, to table: inout Table) {
    for parts in answer.ways {
      let other = answer.ways.first { $0.way != parts.way }
      for index in answer.members.indices {
        table.append(member(index, of: parts, other, answer))
      }
      table.append(
        whole("together", parts.risk.together, nil, parts, answer))
      table.append(
        whole(
          "allMembers", parts.risk.joint, (parts.risk.expectedLack, parts.risk.expectedLackError),
          parts, answer))
      table.append(whole("total", answer.attainment, nil, parts, answer))
    }
  }

  private static func member(
    _ index: Int, of parts: AllocatedParts, _ other: AllocatedParts?, _ answer: AllocationAnswer
  ) -> [Cell] {
    let (member, unit, risk) = (
      answer.members[index], answer.total.unit, parts.risk.parts[index]
    )
    let part = parts.units[index]
    let equal = Double(answer.totalUnits) / Double(answer.members.count)
    let scale = answer.inUnit(1)
    func bound(_ value: Double) -> Cell { value.isFinite ? .value(value, in: unit) : .empty }
    return [
      .text(answer.id), .text(parts.way.rawValue), .text("member"), .text(member.name),
      .text(member.label.zh), .text(member.label.en), .text(member.indicator),
      .date(member.period), .text(answer.side.name), .number(answer.inUnit(part)),
      .distance(parts.errors[index], in: unit), .text(unit.symbol),
      bound(answer.bounds[index].least), bound(answer.bounds[index].most),
      .integer(parts.isAtBound[index] ? 1 : 0), .number(risk.probability.probability),
      .known(risk.probability.standardError),
      risk.expectedShortfall.map { .distance($0, in: unit) } ?? .empty,
      risk.expectedShortfallError.map { .distance($0, in: unit) } ?? .empty,
      .value(answer.means[index], in: unit),
      .known(Double(part) / Double(answer.totalUnits)),
      .known((Double(part) - equal) * scale),
      other.map { .number(answer.inUnit(part - $0.units[index])) } ?? .empty,
      .known(parts.confidence), .known(parts.confidenceError),
    ]
  }

  private static func whole(
    _ row: String, _ probability: ExceedanceProbability, _ lack: (Double, Double)?,
    _ parts: AllocatedParts, _ answer: AllocationAnswer
  ) -> [Cell] {
    let unit = answer.total.unit
    return [
      .text(answer.id), .text(parts.way.rawValue), .text(row), .empty,
      .text(answer.label.zh), .text(answer.label.en), .text(answer.total.id),
      .date(answer.period), .text(answer.side.name), .number(answer.inUnit(answer.totalUnits)),
      .empty, .text(unit.symbol), .empty, .empty, .empty, .number(probability.probability),
      .known(probability.standardError),
      lack.map { .distance($0.0, in: unit) } ?? .empty,
      lack.map { .distance($0.1, in: unit) } ?? .empty, .empty, .empty, .empty, .empty,
      .known(parts.confidence), .known(parts.confidenceError),
    ]
  }
}
