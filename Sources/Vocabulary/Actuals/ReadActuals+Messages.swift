import Formulas
import SourceText

/// What is said of a table of actuals, where it is long.
extension BilingualText {
  static let tellWorks = BilingualText(
    zh: "可以填写作业的开始日、完成日或剩余时间，或项目的完成日",
    en: "the start, the finish or the remaining time of an activity, or a project's finish, "
      + "can be told")
  static let stateFacts = BilingualText(
    zh: "日期或阶段请用 --facts 写明", en: "state a date or a stage with --facts")
  static let onePeriod = BilingualText(zh: "单个时段", en: "one period")

  static func periodOrSeveral(_ first: String, to last: String) -> BilingualText {
    BilingualText(
      zh: "一个时段，例如 \(first)；或连续几个时段，例如 \(first)..\(last)",
      en: "a period such as \(first), or several as \(first)..\(last)")
  }

  static func lookedAtFromElsewhere(_ id: String) -> BilingualText {
    BilingualText(
      zh: "有公式在别的时段引用“\(id)”某一时段的值，因此须逐个时段填写",
      en: "a formula looks at one period of '\(id)' from elsewhere in time, so that "
        + "each has to be known")
  }

  static func units(of own: UnitOfMeasure, against unit: UnitOfMeasure) -> BilingualText {
    let (found, needed) = (own.symbolOrWord, unit.symbolOrWord)
    return BilingualText(
      zh: "数值用的是\(found.zh)，指标用的是\(needed.zh)",
      en: "the value is in \(found.en), but the indicator in \(needed.en)")
  }

  static func dateLike(_ example: String) -> BilingualText {
    BilingualText(zh: "日期，例如 \(example)", en: "a date: \(example)")
  }
}
