import Formulas
import SourceText

extension ObjectReader {
  /// A date, or a day of every year.
  func dayRule(_ field: Field) -> DayRule? {
    guard let text = text(field) else { return nil }
    if let rule = DayRule(text) { return rule }
    reportInvalid(field, "'\(text)' is no day", expected: field.shape.expectation)
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
        to, "this ends before it begins", expected: "a day from \(first) on",
        suggestion: "exchange '\(from.key)' and '\(to.key)', or correct the year: it begins on "
          + "\(first) and ends on \(last)")
    } else {
      reportInvalid(
        to, "one end is a date, and the other a day of every year",
        expected: "two dates such as \"2024-09-01\", or two days such as \"09-01\"")
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
        field, "'\(text)' is no day of the Chinese calendar", expected: field.shape.expectation)
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
      reportInvalid(field, "this list is empty", expected: field.shape.expectation)
    }
    return elements.enumerated().map { ($1, path.appending(index: $0)) }
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
