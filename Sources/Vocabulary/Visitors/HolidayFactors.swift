import Formulas
import SourceText

/// What the days off around public holidays are worth, and the days beside them.
struct HolidayFactors {
  private static let parts = ["first", "middle", "last", "dayBefore", "dayAfter"]
  private static let every = "every"
  static let names: [String] = {
    let holidays = PublicHoliday.allCases.map(\.rawValue) + ["other", every]
    return holidays + holidays.flatMap { holiday in parts.map { holiday + "." + $0 } }
  }()

  /// What the days of a name are called: 春节, 春节首日, 春节前一日.
  static func label(_ name: String) -> BilingualText {
    let words = name.split(separator: ".").map(String.init)
    let holiday: BilingualText =
      switch words[0] {
      case every: BilingualText(zh: "其他节假日", en: "every other holiday")
      case "other": BilingualText(zh: "另行放假", en: "other days off")
      default: PublicHoliday(rawValue: words[0])?.label ?? .same(words[0])
      }
    let part: BilingualText =
      switch words.dropFirst().first {
      case "first": BilingualText(zh: "首日", en: ", first day")
      case "middle": BilingualText(zh: "中间各日", en: ", days between")
      case "last": BilingualText(zh: "末日", en: ", last day")
      case "dayBefore": BilingualText(zh: "前一日", en: ", the day before")
      case "dayAfter": BilingualText(zh: "后一日", en: ", the day after")
      default: .same("")
      }
    return holiday + part
  }

  private let factors: [String: Double]

  init(_ factors: [String: Double]) { self.factors = factors }

  /// The factor of a day off, in place of that of its weekday; nil where nothing is said of it.
  ///
  /// Where two holidays meet, as National Day and Mid-Autumn in 2020, the larger one counts.
  func factor(of holiday: HolidayBlock, _ place: CalendarDay.Place?) -> Double? {
    func named(_ id: String) -> Double? {
      place.flatMap { factors["\(id).\($0.rawValue)"] } ?? factors[id]
    }
    return Self.ids(of: holiday).compactMap(named).max() ?? named(Self.every)
  }

  /// The factor of a day beside a holiday, on top of that of its weekday; 1 for all others.
  func factorBeside(_ day: CalendarDay) -> Double {
    func factor(_ holiday: HolidayBlock?, _ part: String) -> Double {
      guard let holiday else { return 1 }
      return Self.ids(of: holiday).compactMap { factors["\($0).\(part)"] }.max()
        ?? factors["\(Self.every).\(part)"] ?? 1
    }
    return factor(day.holidayOfNextDay, "dayBefore") * factor(day.holidayOfPreviousDay, "dayAfter")
  }

  private static func ids(of holiday: HolidayBlock) -> [String] {
    holiday.holidays.isEmpty ? ["other"] : holiday.holidays.map(\.rawValue)
  }
}
