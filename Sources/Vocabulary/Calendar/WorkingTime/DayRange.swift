import Formulas
import SourceText

/// A day, or the days from one to another: dated, or of every year.
enum DayRange: Component {
  static let from = Field(
    "from", .calendarDay, zh: "第一天：某年某日，或每年的月-日",
    en: "its first day: a date, or a day of every year")
  static let to = Field(
    "to", .calendarDay, .optional, zh: "最后一天；缺省与第一天相同；早于第一天的月-日指下一年",
    en: "its last day; the first one when left out; a day of the year before the first one is "
      + "meant in the next year")

  static let descriptor = ObjectDescriptor(
    "dayRange", zh: "一段日子", en: "days in a row", fields: [from, to],
    example: #"{ "from": "10-01", "to": "04-30" }"#)

  /// Single days, and days in a row.
  static let listShape = FieldShape.list(.either([.calendarDay, .object(descriptor)]))
}

extension ObjectReader {
  /// The days of a list of days and ranges that touch some years.
  func dayRanges(_ field: Field, touching years: ClosedRange<Int>) -> [ClosedRange<CalendarDate>] {
    elements(field).flatMap { element, path -> [ClosedRange<CalendarDate>] in
      guard case .string(let text) = element.value else {
        return ObjectReader(
          element, as: DayRange.descriptor, path: path, idPath: idPath, context: context,
          inside: self
        )?.spans(DayRange.from, DayRange.to, touching: years) ?? []
      }
      if let day = DayRule(text), let spans = DayRule.spans(from: day, to: day, touching: years) {
        return spans
      }
      context.report(
        Diagnostic(
          .invalidValue, .noDay(text), at: element.range, path: path.description,
          expected: FieldShape.calendarDay.expectation, found: .same(element.excerpt)))
      return []
    }
  }
}
