import SourceText

/// A public holiday of mainland China for all citizens.
public enum PublicHoliday: String, CaseIterable, Sendable {
  case newYear, springFestival, qingming, labourDay, dragonBoat, midAutumn, nationalDay

  /// What people call it.
  public var label: BilingualText {
    switch self {
    case .newYear: BilingualText(zh: "元旦", en: "New Year's Day")
    case .springFestival: BilingualText(zh: "春节", en: "Spring Festival")
    case .qingming: BilingualText(zh: "清明节", en: "Qingming")
    case .labourDay: BilingualText(zh: "劳动节", en: "Labour Day")
    case .dragonBoat: BilingualText(zh: "端午节", en: "Dragon Boat Festival")
    case .midAutumn: BilingualText(zh: "中秋节", en: "Mid-Autumn Festival")
    case .nationalDay: BilingualText(zh: "国庆节", en: "National Day")
    }
  }

  /// The holidays that a notice's name of a day off tells, such as `国庆节、中秋节`.
  public static func named(in text: String) -> [PublicHoliday] {
    allCases.filter { holiday in holiday.words.contains { text.contains($0) } }
  }

  private var words: [String] {
    switch self {
    case .labourDay: ["劳动节", "五一"]
    case .nationalDay: ["国庆", "十一"]
    case .newYear, .springFestival: [label.zh]
    case .qingming, .dragonBoat, .midAutumn: [String(label.zh.dropLast())]
    }
  }

  /// The day of the festival itself in a calendar year.
  ///
  /// - Precondition: the calendar covers the year.
  public func day(in year: Int, _ calendar: LunarCalendar) -> CalendarDate {
    switch self {
    case .newYear: Self.date(year, 1, 1)
    case .springFestival: Self.lunar(year, 1, 1, calendar)
    case .qingming: SolarTerm.pureBrightness.day(in: year)
    case .labourDay: Self.date(year, 5, 1)
    case .dragonBoat: Self.lunar(year, 5, 5, calendar)
    case .midAutumn: Self.lunar(year, 8, 15, calendar)
    case .nationalDay: Self.date(year, 10, 1)
    }
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("every year has that day")
    }
    return date
  }

  private static func lunar(_ year: Int, _ month: Int, _ day: Int, _ calendar: LunarCalendar)
    -> CalendarDate
  {
    guard let date = calendar.date(of: LunarDate(year: year, month: month, day: day)) else {
      preconditionFailure("the calendar covers the year")
    }
    return date
  }
}
