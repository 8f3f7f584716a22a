import Formulas
import SourceText

/// A span of days in which groups travel, such as the spring trips.
struct TravelWindow: Component {
  static let from = Field(
    "from", .calendarDay, zh: "第一天：某年某日，或每年的月-日",
    en: "its first day: a date, or a day of every year")
  static let to = Field(
    "to", .calendarDay, zh: "最后一天", en: "its last day")
  static let share = Field(
    "share", .quantity(.share), .optional, zh: "占全年的比例；各窗口都写或都不写，合计为 1",
    en: "its part of the year's groups, which all windows give, or none; left out, by their days")

  static let descriptor = ObjectDescriptor(
    "travelWindow", zh: "出行窗口", en: "a span of days in which groups travel",
    fields: [.id, .label, from, to, share],
    example: #"{ "id": "spring", "from": "03-15", "to": "06-10", "share": "55%" }"#)

  /// The name of its random stream, below the product.
  let id: String
  let label: BilingualText
  /// The times at which it is open, in order.
  let spans: [ClosedRange<CalendarDate>]
  /// Its part of the year's groups; nil where the days decide.
  let share: Double?

  init(
    id: String, label: BilingualText, spans: [ClosedRange<CalendarDate>], share: Double? = nil
  ) {
    self.id = id
    self.label = label
    self.spans = spans
    self.share = share
  }

  init(_ reader: ObjectReader) {
    self.init(
      id: reader.id(), label: reader.labelOrID, spans: reader.spans(Self.from, Self.to),
      share: reader.quantity(Self.share))
    if let share, !(0...1).contains(share) {
      reader.reportInvalid(
        Self.share,
        BilingualText(
          zh: "这不能作为占全年团数的比例", en: "this is no part of the year's groups"),
        expected: .shareFrom0To1)
    }
  }

  /// The span that contains a day.
  func span(containing day: CalendarDate) -> ClosedRange<CalendarDate>? {
    spans.first { $0.contains(day) }
  }

  // MARK: From the school year

  /// Each term of the scenario's calendar as a window.
  static func terms(_ calendar: DayCalendar) -> [TravelWindow] {
    calendar.terms.map { TravelWindow(id: $0.id, label: $0.label, spans: $0.spans) }
  }

  /// The days outside of all terms as one window.
  static func vacations(_ calendar: DayCalendar, _ years: ClosedRange<Int>) -> TravelWindow {
    let terms = calendar.terms.flatMap(\.spans)
    var spans: [ClosedRange<CalendarDate>] = []
    for day in days(of: years) where !terms.contains(where: { $0.contains(day) }) {
      if let last = spans.last, last.upperBound.adding(days: 1) == day {
        spans[spans.count - 1] = last.lowerBound...day
      } else {
        spans.append(day...day)
      }
    }
    return TravelWindow(
      id: "vacations", label: BilingualText(zh: "寒暑假", en: "Vacations"), spans: spans)
  }

  /// All days of some calendar years, in order.
  static func days(of years: ClosedRange<Int>) -> [CalendarDate] {
    guard let first = CalendarDate(year: years.lowerBound, month: 1, day: 1),
      let last = CalendarDate(year: years.upperBound, month: 12, day: 31)
    else { preconditionFailure("horizons lie within the calendar") }
    return (first.dayNumber...last.dayNumber).map(CalendarDate.init(dayNumber:))
  }
}
