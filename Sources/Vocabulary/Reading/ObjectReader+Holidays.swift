import Formulas
import SourceText

extension ObjectReader {
  /// The public holidays of a file, and the days that make up for them.
  func holidays(_ field: Field) -> (
    daysOff: Set<CalendarDate>, makeUpWorkdays: Set<CalendarDate>
  ) {
    let entries = holidayEntries(field)
    func dates(_ kind: HolidayEntry.Kind) -> Set<CalendarDate> {
      Set(entries.filter { $0.kind == kind }.map(\.date))
    }
    return (dates(.dayOff), dates(.makeUpWorkday))
  }

  /// The rows of a file of public holidays; the column `name` may be missing.
  func holidayEntries(_ field: Field) -> [HolidayEntry] {
    guard let table = table(field), let dates = cells(table, "date", field),
      let kinds = cells(table, "kind", field)
    else { return [] }
    let names = table.column(named: "name")
    return dates.indices.compactMap { row in
      guard let day = CalendarDate(iso: dates[row].text),
        let kind = HolidayEntry.Kind(rawValue: kinds[row].text)
      else {
        context.report(
          Diagnostic(
            .invalidValue,
            BilingualText(zh: "这一行不是节假日", en: "this row is no holiday"),
            at: dates[row].range,
            expected: BilingualText(
              zh: "日期（例如 2024-02-10）和类别 dayOff 或 makeUpWorkday",
              en: "a date such as 2024-02-10 with the kind dayOff or makeUpWorkday"),
            found: .same(dates[row].text + ", " + kinds[row].text)))
        return nil
      }
      return HolidayEntry(day, kind, name: names?[row].text ?? "")
    }
  }
}
