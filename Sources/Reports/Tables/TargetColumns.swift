import SourceText

extension Table.Column {
  /// The columns that files about targets have in common.
  static let target = Table.Column("target", BilingualText(zh: "目标标识", en: "the target's id"))
  static let targetOrJoint = Table.Column(
    "target", BilingualText(zh: "目标标识；joint 为全部目标", en: "the target's id; joint: all of them"))
  static let variant = Table.Column("variant", BilingualText(zh: "变体标识", en: "the variant's id"))
  static let probabilityError = Table.Column(
    "standardError",
    BilingualText(zh: "概率的蒙特卡洛标准误", en: "the Monte Carlo standard error of the probability"))
  static let comparison = Table.Column(
    "comparison", BilingualText(zh: "atLeast 不低于，atMost 不高于", en: "atLeast or atMost"))
  static let bound = Table.Column("bound", BilingualText(zh: "目标值", en: "the bound"))
}
