import Formulas
import SourceText

/// Groups that are on the books.
struct Booking: Component {
  static let from = Field("from", .date, zh: "最早出行日", en: "the first day of their travel")
  static let to = Field(
    "to", .date, .optional, zh: "最晚出行日；不写则为一天", en: "the last day; the first when left out")
  static let groups = Field(
    "groups", .integer(1...10_000), zh: "团数",
    en: "how many groups, which spread evenly over the travel days")
  static let pupils = Field(
    "pupils", .integer(1...10_000_000), .optional, zh: "学生人数",
    en: "how many pupils they bring; left out, groups of the usual size")

  static let descriptor = ObjectDescriptor(
    "booking", zh: "已预订的团", en: "groups that are on the books", fields: [from, to, groups, pupils],
    example: #"{ "from": "2024-04-08", "to": "2024-04-19", "groups": 12, "pupils": 1900 }"#)

  let span: ClosedRange<CalendarDate>
  let groupCount: Int
  /// nil for groups of the usual size.
  let pupilCount: Int?

  /// - Errors: nil, with a diagnostic, when it makes no sense.
  init?(_ reader: ObjectReader) {
    let (first, groups) = (reader.date(Self.from), reader.integer(Self.groups))
    pupilCount = reader.integer(Self.pupils)
    let last = reader.has(Self.to) ? reader.date(Self.to) : first
    guard let first, let last, let groups else { return nil }
    guard Self.isRightOrder(first, last) else {
      reader.reportInvalid(
        Self.to, .isEndBeforeBeginning,
        expected: BilingualText(
          zh: "\(first) 起一年之内的日子", en: "a day from \(first) on, within a year"))
      return nil
    }
    (span, groupCount) = (first...last, groups)
    guard span.overlaps(reader.context.horizon.firstDay...reader.context.horizon.lastDay) else {
      reader.context.report(
        Diagnostic(
          .periodOutsideHorizon,
          BilingualText(
            zh: "这些团的出行日不在预测期之内",
            en: "these groups travel outside of the horizon"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "\(reader.context.horizon.label) 之内的日子",
            en: "days within \(reader.context.horizon.label)")))
      return nil
    }
  }

  private static func isRightOrder(_ first: CalendarDate, _ last: CalendarDate) -> Bool {
    (0...366).contains(last.dayNumber - first.dayNumber)
  }

  // MARK: A file of them

  static let file = Field(
    "bookedFile", .file, .optional, zh: "已预订团名单（CSV：from,to,groups,pupils）",
    en: "a file of groups on the books with the columns from, to, groups and pupils")

  /// The rows of the file; those before and after the horizon are left out.
  static func rows(_ reader: ObjectReader) -> [Booking] {
    guard let table = reader.table(file) else { return [] }
    let columns = [from.key, groups.key].compactMap { reader.cells(table, $0, file) }
    guard columns.count == 2 else { return [] }
    let (ends, pupilCells) = (table.column(named: to.key), table.column(named: pupils.key))
    let horizon = reader.context.horizon
    return table.rows.indices.compactMap { row in
      func text(_ cells: [CSVTable.Cell]?) -> String? {
        cells.flatMap { $0[row].text.isEmpty ? nil : $0[row].text }
      }
      let first = CalendarDate(iso: columns[0][row].text)
      let last = text(ends).map { CalendarDate(iso: $0) } ?? first
      let count = Int(columns[1][row].text).flatMap { (1...10_000).contains($0) ? $0 : nil }
      let brought = text(pupilCells).map { Int($0).flatMap { $0 > 0 ? $0 : nil } }
      guard let first, let last, isRightOrder(first, last), let count, brought != .some(nil) else {
        reader.context.report(
          Diagnostic(
            .invalidValue, BilingualText(zh: "这一行不是预订", en: "this row is no booking"),
            at: columns[0][row].range, expected: .rowOfBooking,
            found: .same(columns[0][row].text + ", " + columns[1][row].text)))
        return nil
      }
      guard (first...last).overlaps(horizon.firstDay...horizon.lastDay) else { return nil }
      return Booking(span: first...last, groupCount: count, pupilCount: brought ?? nil)
    }
  }

  private init(span: ClosedRange<CalendarDate>, groupCount: Int, pupilCount: Int?) {
    self.span = span
    self.groupCount = groupCount
    self.pupilCount = pupilCount
  }
}

extension BilingualText {
  fileprivate static let rowOfBooking = BilingualText(
    zh: "日期（例如 2024-04-08）、整数的团数；学生人数也写整数，或空着",
    en: "days such as 2024-04-08, a whole number of groups, and of pupils or nothing")
}
