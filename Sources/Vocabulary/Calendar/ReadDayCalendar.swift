import Formulas
import SourceText

/// Reads the calendar of kinds of days, and tells which holidays are computed.
func readDayCalendar(_ reader: ObjectReader) -> DayCalendar {
  let horizon = reader.context.horizon
  let notices = reader.holidayEntries(DayCalendarFields.holidays)
  reader.context.holidayNotices = notices
  let holidays = PublicHolidays(years: DayCalendar.yearsAround(horizon), notices: notices)
  reportUnknownYears(holidays, reader, DayCalendarFields.holidays)
  for year in horizon.touchedYears { addComputedDays(of: year, holidays, reader) }
  let termReaders = reader.list(DayCalendarFields.schoolTerms)
  let terms = termReaders.map(SchoolTerm.init)
  reportOverlaps(terms, termReaders)
  let lunar = lunarCalendar(around: horizon)
  let festivals = reader.list(DayCalendarFields.festivals).map { Festival($0, lunar) }
  return DayCalendar(horizon, holidays: holidays, terms: terms, festivals: festivals)
}

/// The Chinese calendar of the horizon; nil where it is not known throughout.
private func lunarCalendar(around horizon: Horizon) -> LunarCalendar? {
  let (years, known) = (horizon.touchedYears, LunarCalendar.supportedYears)
  guard known.contains(years.lowerBound), known.contains(years.upperBound) else { return nil }
  // A festival that began in the year before may last.
  return LunarCalendar(covering: max(years.lowerBound - 1, known.lowerBound)...years.upperBound)
}

/// Reports the first year of the horizon whose public holidays are neither told nor computed.
///
/// - Parameter field: where the file of notices, or the wish for public holidays, stands.
func reportUnknownYears(_ holidays: PublicHolidays, _ reader: ObjectReader, _ field: Field) {
  let horizon = reader.context.horizon
  guard let year = holidays.unknownYears.first(where: horizon.touchedYears.contains) else { return }
  let known = PublicHolidays.computableYears
  let expected = BilingualText(
    zh: "节假日文件中写明 \(year) 年的放假日子，"
      + "或预测期在可推算的 \(known.lowerBound) 年至 \(known.upperBound) 年之内",
    en: "days off of \(year) in the file of holidays, or a horizon within the years "
      + "\(known.lowerBound) to \(known.upperBound), for which they are computed")
  let message = BilingualText(
    zh: "\(year) 年的法定节假日未知", en: "the public holidays of \(year) are not known")
  if reader.has(field) {
    reader.reportInvalid(field, message, expected: expected)
  } else {
    reader.context.report(
      Diagnostic(
        .invalidValue, message, at: reader.node.range, path: reader.path.description,
        expected: expected))
  }
}

/// A row of the assumptions, and a value that formulas can name: how many days off of a year no
/// notice tells. Nothing where there is none.
private func addComputedDays(
  of year: Int, _ holidays: PublicHolidays, _ reader: ObjectReader
) {
  guard let row = Assumption(computedDaysOffIn: year, holidays, id: reader.idPath),
    let days = row.value
  else { return }
  reader.context.add(
    Indicator(
      row.id, label: row.label, kind: .level, unit: .day, .constant(days, .day),
      visibility: .inner, origin: reader.node.range))
  reader.context.add(row)
}

extension Assumption {
  /// How many days off of a year no notice tells; nil where there is none.
  init?(computedDaysOffIn year: Int, _ holidays: PublicHolidays, id: String) {
    let days = Double(holidays.computedDaysOff.filter { $0.year == year }.count)
    guard days > 0 else { return nil }
    self.init(
      id: "\(id).computedDaysOff\(year)",
      label: BilingualText(
        zh: "\(year) 年按规则推算的节假日天数（无通知）",
        en: "Days off of public holidays in \(year) that are computed, without a notice"),
      value: days, unit: .day, text: "computed", isUncertain: false,
      source: "全国年节及纪念日放假办法, and the practice of the notices for 2014 to 2026",
      note: "make-up workdays and days beside the holiday may differ from the notice to come")
  }
}

private func reportOverlaps(_ terms: [SchoolTerm], _ readers: [ObjectReader]) {
  for (index, term) in terms.enumerated() {
    for other in terms[..<index] {
      guard let day = term.commonDay(with: other) else { continue }
      readers[index].reportInvalid(
        SchoolTerm.from,
        BilingualText(
          zh: "学期“\(other.id)”与“\(term.id)”都包含 \(day)",
          en: "the terms '\(other.id)' and '\(term.id)' have \(day) in common"),
        expected: BilingualText(zh: "互不重叠的学期", en: "terms that do not overlap"),
        suggestion: BilingualText(
          zh: "改正其中一个的日期", en: "correct the days of one of them"))
      break
    }
  }
}
