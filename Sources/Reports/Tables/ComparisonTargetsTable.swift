import Planning
import SourceText
import Vocabulary

/// `comparison-targets.csv`: how a variant changes the probabilities of the targets.
public enum ComparisonTargetsTable {
  public static let columns: [Table.Column] = [
    .variant, .targetOrJoint, .labelZh, .labelEn,
    Table.Column(
      "baseProbability",
      BilingualText(zh: "基准达成概率", en: "the probability without the variant")),
    Table.Column(
      "baseError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "variantProbability",
      BilingualText(zh: "变体达成概率", en: "the probability with the variant")),
    Table.Column(
      "variantError",
      BilingualText(zh: "其蒙特卡洛标准误", en: "its Monte Carlo standard error")),
    Table.Column(
      "difference", BilingualText(zh: "两者之差", en: "the variant's less the other")),
    Table.Column(
      "standardError",
      BilingualText(
        zh: "该差的蒙特卡洛标准误（逐次试验配对）",
        en: "the Monte Carlo standard error of the difference, trial by trial")),
  ]

  /// - Parameter figure: the target; nil for several of them together.
  /// - Parameter isOfAll: whether these are all targets of the scenario.
  public static func append(
    _ change: ProbabilityChange, of variant: Variant, _ figure: AskedFigure?,
    isOfAll: Bool = true, to table: inout Table
  ) {
    let together =
      isOfAll
      ? BilingualText(zh: "全部目标同时达成", en: "All targets together")
      : BilingualText(zh: "以上目标同时达成", en: "All of these targets together")
    let names: [Cell] =
      figure.map { [.text($0.id), .text($0.label.zh), .text($0.label.en)] }
      ?? [.text("joint"), .text(together.zh), .text(together.en)]
    table.append(
      [.text(variant.id)] + names + [
        .number(change.baseProbability), .known(change.baseError),
        .number(change.probability), .known(change.standardError), .number(change.difference),
        .known(change.differenceError),
      ])
  }
}
