import Formulas
import SourceText

/// How the days of a horizon differ for those who come: what each day is worth beside an ordinary
/// one, which is 1.
///
/// All of it is known before the run, so it is multiplied here and costs no trial anything.
struct DayFactors {
  static let weekdays = Field(
    "weekdays", .map(.quantity(.one)), .optional,
    zh: "一周各日的系数：monday 至 sunday，或 workday、weekend；holiday 为法定假日；不写的为 1",
    en: "factors of the days of the week: monday to sunday, or workday and weekend; holiday for "
      + "days off around public holidays; 1 where nothing is said")
  static let holidays = Field(
    "holidays", .map(.quantity(.one)), .optional,
    zh: "各节假日的系数，如 springFestival；加 .first、.middle、.last 指假期首日、中间、末日，"
      + ".dayBefore、.dayAfter 指前后一日；every 指所有未写的节假日",
    en: "factors of the holidays' days off, such as springFestival; with .first, .middle or .last "
      + "of these days, with .dayBefore or .dayAfter of the days around them; every for all others")
  static let festivals = Field(
    "festivals", .map(.quantity(.one)), .optional, zh: "日历中各节庆、集市日的系数",
    en: "factors of the calendar's festivals and market days")
  static let vacation = Field(
    "vacation", .quantity(.one), .optional, zh: "寒暑假日子的系数",
    en: "the factor of days outside of the school terms",
    called: BilingualText(zh: "寒暑假日子系数", en: "factor on days of school vacations"))
  static let season = Field(
    "season", .list(.calendarDay), .optional, zh: "只在这段日子有游客：[首日, 末日]",
    en: "the first and the last day between which they come at all")

  static let fields = [weekdays, holidays, festivals, vacation, season]

  /// The spans outside of which nobody comes; nil for the whole year.
  let season: [ClosedRange<CalendarDate>]?
  /// Where a key says something of kinds of days.
  private let calendar: DayCalendar?
  private let week: WeekdayFactors
  private let holidays: HolidayFactors
  private let festivals: [String: Double]
  private let vacation: Double

  /// Whether an object says something of kinds of days, for which a calendar is needed.
  static func needCalendar(_ reader: ObjectReader) -> Bool {
    [weekdays, holidays, festivals, vacation].contains(where: reader.has)
  }

  /// - Parameter calendar: there wherever `needCalendar` says so.
  init(_ reader: ObjectReader, _ calendar: DayCalendar?) {
    season = reader.season(Self.season)
    self.calendar = Self.needCalendar(reader) ? calendar : nil
    week = WeekdayFactors(
      reader.knownFactors(
        Self.weekdays, among: WeekdayFactors.names, called: WeekdayFactors.label))
    holidays = HolidayFactors(
      reader.knownFactors(
        Self.holidays, among: HolidayFactors.names, called: HolidayFactors.label))
    let declared = calendar?.festivals ?? []
    festivals = reader.knownFactors(
      Self.festivals, among: declared.map(\.id),
      called: { id in declared.first { $0.id == id }?.label ?? .same(id) })
    vacation = calendar.map { Self.vacation(reader, $0) } ?? 1
  }

  /// The factor of each day of a horizon of the same years as the scenario's.
  func values(_ horizon: Horizon) -> [Double] {
    var values = [Double](repeating: 1, count: horizon.dayCount)
    if let calendar {
      let days = DayCalendar(
        horizon, holidays: calendar.holidays, terms: calendar.terms, festivals: calendar.festivals
      ).days
      values = days.map { factor(of: $0, calendar) }
    }
    guard let season else { return values }
    for index in values.indices {
      let day = horizon.day(at: index)
      if !season.contains(where: { $0.contains(day) }) { values[index] = 0 }
    }
    return values
  }

  private func factor(of day: CalendarDay, _ calendar: DayCalendar) -> Double {
    let ofHoliday = day.holiday.flatMap { holidays.factor(of: $0, day.place) }
    let ofFestivals = day.festivals.reduce(1) { $0 * (festivals[$1] ?? 1) }
    return (ofHoliday ?? week.factor(of: day)) * holidays.factorBeside(day) * ofFestivals
      * (calendar.isVacation(day) ? vacation : 1)
  }

  private static func vacation(_ reader: ObjectReader, _ calendar: DayCalendar) -> Double {
    guard let factor = reader.knownFactor(vacation) else { return 1 }
    if calendar.terms.isEmpty {
      reader.reportInvalid(
        vacation,
        BilingualText(
          zh: "日历没有学期，因此没有属于寒暑假的日子",
          en: "the calendar has no school terms, so that no day is one of a vacation"),
        expected: BilingualText(
          zh: "在情景的日历中写 \"schoolTerms\"",
          en: "\"schoolTerms\" in the scenario's calendar"))
    }
    return factor
  }
}

extension ObjectReader {
  /// Factors by names that are known, none of them negative; listed among the assumptions.
  ///
  /// - Parameter label: what the days of a name are called.
  func knownFactors(
    _ field: Field, among names: [String], called label: (String) -> BilingualText
  ) -> [String: Double] {
    var factors: [String: Double] = [:]
    for (member, factor) in quantities(field) ?? [] {
      let path = path.appending(key: field.key).appending(key: member.key).description
      if !names.contains(member.key) {
        context.report(
          Diagnostic(
            .unknownName,
            BilingualText(
              zh: "“\(field.key)”中没有“\(member.key)”这个名称",
              en: "'\(member.key)' is not known in '\(field.key)'"),
            at: member.keyRange, path: path,
            expected: names.isEmpty
              ? BilingualText(
                zh: "留空：日历没有声明任何一个", en: "nothing: the calendar declares none")
              : .oneOf(Self.shown(names)),
            suggestion: didYouMean(member.key, among: names)))
      } else if isFactor(factor, at: member.value.range, path: path) {
        factors[member.key] = factor
        let days = label(member.key)
        addKnown(
          field, factor, at: "." + member.key,
          called: BilingualText(zh: days.zh + "系数", en: "factor on " + days.en))
      }
    }
    return factors
  }

  /// One known factor, listed among the assumptions.
  func knownFactor(_ field: Field) -> Double? {
    guard let factor = quantity(field), let (node, path) = member(field),
      isFactor(factor, at: node.range, path: path.description)
    else { return nil }
    addKnown(field, factor)
    return factor
  }

  private func isFactor(_ factor: Double, at range: SourceRange, path: String) -> Bool {
    if factor >= 0 { return true }
    context.report(
      Diagnostic(
        .invalidValue, BilingualText(zh: "系数不得为负", en: "a factor is not negative"),
        at: range, path: path,
        expected: BilingualText(
          zh: "0 为当天无人，1 为平常日子，2 为平常的两倍",
          en: "0 for a day without anybody, 1 for an ordinary day, 2 for twice as many")))
    return false
  }

  /// Lists a known number among the assumptions.
  func addKnown(
    _ field: Field, _ value: Double, at suffix: String = "", called: BilingualText? = nil
  ) {
    context.add(
      Assumption(
        id: name(field.key) + suffix, label: labelled(called ?? field.name), object: owner(),
        value: value, unit: .one, text: "given", isUncertain: false, source: source, note: note))
  }

  /// Enough of the names to see what they are like.
  private static func shown(_ names: [String]) -> [String] {
    names.count <= 12 ? names : Array(names.prefix(12)) + ["…"]
  }

  /// The first and the last day of a season, as the spans that touch the horizon's years.
  func season(_ field: Field) -> [ClosedRange<CalendarDate>]? {
    guard let (node, path) = member(field) else { return nil }
    if case .array(let elements) = node.value, elements.count == 2,
      case .string(let first) = elements[0].value, case .string(let last) = elements[1].value,
      let from = DayRule(first), let to = DayRule(last),
      let spans = DayRule.spans(from: from, to: to, touching: context.horizon.touchedYears)
    {
      return spans
    }
    context.report(
      wrongType(
        node,
        expected: BilingualText(
          zh: "[第一天, 最后一天]，例如 [\"09-05\", \"10-20\"]",
          en: "[first day, last day], such as [\"09-05\", \"10-20\"]"), path: path))
    return nil
  }
}
