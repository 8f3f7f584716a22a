import Formulas
import SourceText

extension ObjectReader {
  /// The public holidays of a file, and the days that make up for them.
  func holidays(_ field: Field) -> (
    daysOff: Set<CalendarDate>, makeUpWorkdays: Set<CalendarDate>
  ) {
    var (daysOff, makeUpWorkdays): (Set<CalendarDate>, Set<CalendarDate>) = ([], [])
    guard let table = table(field), let dates = cells(table, "date", field),
      let kinds = cells(table, "kind", field)
    else { return (daysOff, makeUpWorkdays) }
    for (date, kind) in zip(dates, kinds) {
      guard let day = CalendarDate(iso: date.text),
        ["dayOff", "makeUpWorkday"].contains(kind.text)
      else {
        context.report(
          Diagnostic(
            .invalidValue, "this row is no holiday", at: date.range,
            expected: "a date such as 2024-02-10 with the kind dayOff or makeUpWorkday",
            found: date.text + ", " + kind.text))
        continue
      }
      if kind.text == "dayOff" { daysOff.insert(day) } else { makeUpWorkdays.insert(day) }
    }
    return (daysOff, makeUpWorkdays)
  }
}
