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

  /// Spreadsheets leave the name in the first of the cells that were merged.
  static let fillMerged = BilingualText(
    zh: "合并的单元格请拆开，每一行都填写", en: "split merged cells, and fill every row")

  /// What to write for a text that names no period; nil where nothing is known of it.
  ///
  /// - Parameter year: the one to suggest where the year is left out.
  static func period(_ text: String, year: Int) -> BilingualText? {
    if text.isEmpty { return fillMerged }
    let whole = "\(year)年\(text)"
    if Period.ends(written: whole) != nil {
      return BilingualText(
        zh: "请连年份一起写，如 \(whole)", en: "write the year as well, such as \(whole)")
    }
    guard let month = spreadsheetMonth(text) else { return nil }
    let written = "\(month.year)年\(month.number)月"
    return BilingualText(
      zh: "表格软件把它改成了日期：把这一列设为文本，写作 \(written)",
      en: "a spreadsheet has made a date of it: set the column to text, and write \(written)")
  }

  /// The month of what spreadsheets make of one: `Jan-25`, `25-Jan`, or the days since the end of
  /// 1899, such as 45658; nil for anything else.
  private static func spreadsheetMonth(_ text: String) -> Period? {
    // From 2000 to 2099.
    if text.count == 5, let days = Int(text), (36_526...73_050).contains(days),
      let start = CalendarDate(year: 1899, month: 12, day: 30)
    {
      return Period(.monthly, containing: start.adding(days: days))
    }
    let parts = text.lowercased().split(separator: "-").map(String.init)
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard parts.count == 2, let name = parts.first(where: names.contains),
      let month = names.firstIndex(of: name), let number = parts.first(where: { $0 != name }),
      number.count == 2, let year = Int(number), year >= 0
    else { return nil }
    return Period(.monthly, year: 2000 + year, number: month + 1)
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
