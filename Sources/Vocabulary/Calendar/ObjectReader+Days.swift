import Formulas
import SourceText

extension ObjectReader {
  /// A date, or a day of every year.
  func dayRule(_ field: Field) -> DayRule? {
    guard let text = text(field) else { return nil }
    if let rule = DayRule(text) { return rule }
    reportInvalid(field, .noDay(text), expected: field.shape.expectation)
    return nil
  }

  /// The spans between two fields that touch some years, the horizon's when left out; the second
  /// field may be left out.
  ///
  /// - Errors: empty, with a diagnostic, when they do not fit together.
  func spans(
    _ from: Field, _ to: Field, touching asked: ClosedRange<Int>? = nil
  ) -> [ClosedRange<CalendarDate>] {
    let (start, end) = (dayRule(from), dayRule(to))
    guard let start, let end = has(to) ? end : start else { return [] }
    let years = asked ?? context.horizon.touchedYears
    if let spans = DayRule.spans(from: start, to: end, touching: years) { return spans }
    if case .date(let first) = start, case .date(let last) = end {
      reportInvalid(
        to, .isEndBeforeBeginning, expected: .day(from: first),
        suggestion: BilingualText(
          zh: "把“\(from.key)”与“\(to.key)”对调，或改正年份：现在从 \(first) 开始，到 \(last) 结束",
          en: "exchange '\(from.key)' and '\(to.key)', or correct the year: it begins on "
            + "\(first) and ends on \(last)"))
    } else {
      reportInvalid(
        to,
        BilingualText(
          zh: "一端是某年某日，另一端是每年的某天",
          en: "one end is a date, and the other a day of every year"),
        expected: BilingualText(
          zh: "两端都是日期，例如 \"2024-09-01\"；或都是每年的某天，例如 \"09-01\"",
          en: "two dates such as \"2024-09-01\", or two days such as \"09-01\""))
    }
    return []
  }

  /// A month and a day of the Chinese calendar.
  func lunarDay(_ field: Field) -> (month: Int, day: Int)? {
    guard let text = text(field) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    func isTwoDigits(_ part: Substring) -> Bool {
      part.utf8.count == 2 && part.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    }
    let isShaped = parts.count == 2 && parts.allSatisfy(isTwoDigits)
    guard isShaped, let month = Int(parts[0]), let day = Int(parts[1]),
      (1...12).contains(month), (1...30).contains(day)
    else {
      reportInvalid(
        field,
        BilingualText(
          zh: "“\(text)”不是农历的月和日", en: "'\(text)' is no day of the Chinese calendar"),
        expected: field.shape.expectation)
      return nil
    }
    return (month, day)
  }

  /// The whole numbers of a list; those that are outside of its range are reported.
  func integers(_ field: Field) -> [Int] {
    guard let range = field.shape.integerRange else {
      preconditionFailure("no list of whole numbers")
    }
    return elements(field).compactMap { element, path in
      if case .number(let text) = element.value, let number = Int(text), range.contains(number) {
        return number
      }
      context.report(
        wrongType(element, expected: FieldShape.integer(range).expectation, path: path))
      return nil
    }
  }

  /// What stands in a list; one without anything is reported.
  func elements(_ field: Field) -> [(node: JSONNode, path: JSONPath)] {
    guard let (node, path) = member(field) else { return [] }
    guard case .array(let elements) = node.value else {
      context.report(wrongType(node, expected: field.shape.expectation, path: path))
      return []
    }
    if elements.isEmpty {
      reportInvalid(
        field, BilingualText(zh: "列表是空的", en: "this list is empty"),
        expected: field.shape.expectation)
    }
    return elements.enumerated().map { ($1, path.appending(index: $0)) }
  }
}

extension BilingualText {
  static func noDay(_ text: String) -> BilingualText {
    BilingualText(zh: "“\(text)”不是日子", en: "'\(text)' is no day")
  }

  static let endWithoutBeginning = BilingualText(
    zh: "有结束，没有开始", en: "an end needs a beginning")
  static let alsoFrom = BilingualText(zh: "同时写 \"from\"", en: "\"from\" too")
  static let lunarYearsUnknown = BilingualText(
    zh: "预测期内有的年份没有农历数据",
    en: "the Chinese calendar is not known throughout the horizon")

  /// The horizons in which the Chinese calendar is known.
  static var horizonOfLunarYears: BilingualText {
    let years = LunarCalendar.supportedYears
    return BilingualText(
      zh: "预测期在 \(years.lowerBound) 年至 \(years.upperBound) 年之内",
      en: "a horizon within the years \(years.lowerBound) to \(years.upperBound)")
  }
}

extension FieldShape {
  /// What the whole numbers of a list may be, where a list of them may stand.
  fileprivate var integerRange: ClosedRange<Int>? {
    switch self {
    case .list(.integer(let range)): range
    case .either(let shapes): shapes.lazy.compactMap(\.integerRange).first
    default: nil
    }
  }
}
