import Formulas
import SourceText

/// What the days of the week are worth to those who come, and days off around holidays.
struct WeekdayFactors {
  static let names = CalendarDate.weekdayNames + ["workday", "weekend", "holiday"]

  /// What the days of a name are called.
  static func label(_ name: String) -> BilingualText {
    switch name {
    case "workday": return BilingualText(zh: "工作日", en: "workdays")
    case "weekend": return BilingualText(zh: "周末", en: "weekends")
    case "holiday": return BilingualText(zh: "法定假日", en: "days off around public holidays")
    default:
      let day = CalendarDate.weekdayNames.firstIndex(of: name)
      let chinese = ["一", "二", "三", "四", "五", "六", "日"]
      return BilingualText(
        zh: day.map { "周" + chinese[$0] } ?? name, en: name.prefix(1).uppercased()
          + name.dropFirst() + "s")
    }
  }

  /// Monday first.
  private let days: [Double]
  private let workday, dayOff: Double

  /// - Parameter factors: by their names; what is not named is 1, a day of the week what workdays
  ///   or weekends are.
  init(_ factors: [String: Double]) {
    days = CalendarDate.weekdayNames.enumerated().map { index, name in
      factors[name] ?? factors[index < 5 ? "workday" : "weekend"] ?? 1
    }
    workday = factors["workday"] ?? days[0..<5].reduce(0, +) / 5
    dayOff = factors["holiday"] ?? (days[5] + days[6]) / 2
  }

  /// The factor of a day by what people do on it: a Sunday that is worked is a workday, and a day
  /// off around a holiday is like a weekend unless `holiday` says otherwise.
  func factor(of day: CalendarDay) -> Double {
    if day.holiday != nil { return dayOff }
    return day.isMakeUpWorkday ? workday : days[day.weekday - 1]
  }
}
