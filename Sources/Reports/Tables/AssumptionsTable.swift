import Formulas
import SourceText
import Vocabulary

/// `assumptions.csv`: every value that the scenario gives, uncertain or not.
public enum AssumptionsTable {
  public static let columns: [Table.Column] = [
    Table.Column("id", BilingualText(zh: "标识路径", en: "the id path of the value")),
    .labelZh, .labelEn,
    Table.Column(
      "value",
      BilingualText(
        zh: "取值；不确定时为最可能值或中位数", en: "the value; when uncertain the likeliest, or the median")),
    .unit,
    Table.Column(
      "distribution",
      BilingualText(
        zh: "分布或公式；given 为确定值", en: "the distribution or formula; given: a known value")),
    Table.Column("uncertain", BilingualText(zh: "是否不确定", en: "true when it is drawn")),
    .source,
    Table.Column("note", BilingualText(zh: "说明", en: "a remark")),
  ]

  public static func table(_ scenario: Scenario) -> Table {
    Table(
      columns: columns,
      rows: scenario.assumptions.map { assumption in
        [
          .text(assumption.id), .text(assumption.label.zh), .text(assumption.label.en),
          assumption.value.map { .value($0, in: assumption.unit) } ?? .empty,
          .text(assumption.unit.symbol), .text(assumption.text),
          .text(assumption.isUncertain ? "true" : "false"), .optional(assumption.source),
          .optional(assumption.note),
        ]
      })
  }
}
