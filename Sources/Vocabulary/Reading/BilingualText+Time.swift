import Formulas
import History
import SourceText

/// How times that people write are written in a scenario.
extension BilingualText {
  /// What to write for a day such as `2025/5/31` or `2025年5月31日`; nil for what names no day.
  static func writeDay(_ text: String) -> BilingualText? {
    guard case .day(let day)? = PeriodText(text) else { return nil }
    return write(day.description)
  }

  /// What to write for a period such as `2025年7月`; nil for what names none.
  static func writePeriod(_ text: String) -> BilingualText? {
    Period(written: text).map { write($0.label) }
  }

  private static func write(_ text: String) -> BilingualText {
    BilingualText(zh: "写作 \"\(text)\"", en: "write \"\(text)\"")
  }
}
