import SourceText

extension Table.Column {
  /// The columns that files about targets have in common.
  static let target = Table.Column("target", BilingualText(zh: "目标标识", en: "the target's id"))
  static let comparison = Table.Column(
    "comparison", BilingualText(zh: "atLeast 不低于，atMost 不高于", en: "atLeast or atMost"))
  static let bound = Table.Column("bound", BilingualText(zh: "目标值", en: "the bound"))
}
