import Formulas
import SourceText

/// Over how many months a tax on an equity incentive may be paid, by the date of exercise: data
/// with a date and a source.
struct InstalmentRules {
  static let file = Field(
    "instalmentRules", .file, .optional, zh: "股权激励分期缴税规则（CSV）",
    en: "a file with the columns validFrom, validTo, months: over how many months tax on an equity "
      + "incentive may be paid when it is exercised between these days")

  private struct Rule {
    let from, end: CalendarDate
    let months: Int
  }

  private var rules: [Rule] = []
  private let isGiven: Bool

  init(_ reader: ObjectReader) {
    isGiven = reader.has(Self.file)
    guard let table = reader.table(Self.file),
      let starts = reader.cells(table, "validFrom", Self.file),
      let ends = reader.cells(table, "validTo", Self.file),
      let months = table.numbers(inColumn: "months", reader, Self.file)
    else { return }
    for index in starts.indices {
      guard let from = Self.date(starts[index], reader), let end = Self.date(ends[index], reader)
      else { continue }
      guard from <= end, months[index] >= 1, let number = Int(exactly: months[index]) else {
        reader.reportInvalid(
          Self.file,
          .init(
            zh: "文件第 \(index + 2) 行的止日早于起日，或月数不是整数",
            en: "row \(index + 2) of the file ends before it begins or has no whole number of "
              + "months"))
        continue
      }
      rules.append(Rule(from: from, end: end, months: number))
    }
  }

  private static func date(_ cell: CSVTable.Cell, _ reader: ObjectReader) -> CalendarDate? {
    if let date = CalendarDate(iso: cell.text) { return date }
    reader.context.report(
      Diagnostic(
        .invalidValue, .noDate, at: cell.range,
        expected: .init(zh: "日期，例如 2024-01-01", en: "a date such as 2024-01-01"),
        found: .same(cell.text)))
    return nil
  }

  /// The longest time that any rule allows; nil where no file limits it.
  var monthsMaximum: Int? { isGiven ? rules.map(\.months).max() ?? 0 : nil }

  /// 1 where a tax may be spread over so many months, by the date of exercise; nil for always.
  func allow(months: Int, exercise: Formula) -> Formula? {
    guard isGiven else { return nil }
    let spans = rules.filter { $0.months >= months }.map { rule in
      Formula.call(.lessOrEqual, .constant(Double(rule.from.dayNumber), .date), exercise)
        * .call(.less, exercise, .constant(Double(rule.end.dayNumber + 1), .date))
    }
    return .call(.minimum, .total(spans, .one), .constant(1))
  }
}
