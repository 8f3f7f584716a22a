import Formulas
import SourceText

/// A school term: within it schools can send classes, outside of it families travel.
public struct SchoolTerm: Component {
  static let from = Field(
    "from", .calendarDay, zh: "开学日：某年某日，或每年的月-日",
    en: "its first day: a date, or a day of every year")
  static let to = Field(
    "to", .calendarDay, zh: "学期最后一天；早于开学日的月-日指下一年",
    en: "its last day; a day of the year before the first one is meant in the next year")

  public static let descriptor = ObjectDescriptor(
    "schoolTerm", zh: "学期；学期之外为寒暑假", en: "a school term; outside of all terms is vacation",
    fields: [.id, .label, from, to],
    example: #"{ "id": "spring", "from": "02-20", "to": "06-30" }"#)

  /// The name by which the scenario refers to it.
  public let id: String
  /// The name that people read.
  public let label: BilingualText
  /// The spans that touch the horizon's years: one, or one for each year.
  public let spans: [ClosedRange<CalendarDate>]

  init(_ reader: ObjectReader) {
    id = reader.id()
    label = reader.labelOrID
    spans = reader.spans(Self.from, Self.to)
  }

  /// A day that two terms have in common; nil when there is none.
  func commonDay(with other: SchoolTerm) -> CalendarDate? {
    for span in spans {
      for otherSpan in other.spans where span.overlaps(otherSpan) {
        return max(span.lowerBound, otherSpan.lowerBound)
      }
    }
    return nil
  }
}
