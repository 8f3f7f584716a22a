/// The days off that surround the public holidays of a year, and the weekend days that are worked
/// in exchange: what a notice would most likely say.
///
/// Every year the State Council's General Office says which days are off; for years without a
/// notice they are computed by the practice of those that there are:
///
/// - New Year, Qingming, Dragon Boat, Mid-Autumn, and Labour Day until 2019, make three days off
///   with the weekend beside them: on a Tuesday Monday is off too and Saturday is worked, on a
///   Thursday Friday is off too and Sunday is worked; a Wednesday stands alone. One that falls
///   on a weekend is made up for on Monday.
/// - Labour Day has five days from 2020 on: from 1 May, or from the Saturday before a Sunday or
///   Monday.
/// - The Spring Festival has seven days from its eve, from 2024 on eight. From 2014 to 2024 the
///   eve was no holiday by law; it was off all the same, but for 2014 and 2024, which begin a day
///   later.
/// - National Day has seven days. With a Mid-Autumn from 29 September to 8 October they are eight,
///   from the earlier of the two on; so they are with one on 28 September whose days off would
///   meet them.
/// - As many weekend days are worked as there are weekdays among these days beyond the days by
///   law: two of them one before and one after, a single one where less work is in a row, before
///   where it is the same. Until 2024 a block that begins on a Monday has both before it, one that
///   ends on a Friday both after.
///
/// - Accuracy: of the 81 blocks of the notices for 2015 to 2026 it gives 76 to the day, with the
///   days worked in exchange; it misses the three of autumn 2015 (Victory Day's 70th anniversary,
///   and two that share make-up days), Labour Day 2019 (four days by a second notice) and the
///   Spring Festival of 2020 (lengthened in the epidemic).
/// - Source: the notices, as in `seeds/holidays-cn.csv`; for years from 2025 on also what the
///   General Office said with decree 795 (12 November 2024): eight, seven, five and three days,
///   one on a Wednesday, and generally no more than six days of work in a row.
struct HolidayArrangement {
  /// The first year that the rules describe.
  static let firstYear = 2014

  /// The holidays of a year as days off and days worked in exchange.
  struct Block {
    let holidays: [PublicHoliday]
    let days: ClosedRange<CalendarDate>
    var makeUpWorkdays: [CalendarDate] = []
  }

  private(set) var blocks: [Block] = []
  private let year: Int
  private let calendar: LunarCalendar

  /// - Precondition: the year is 2014 or later, and the calendar covers it.
  init(year: Int, _ calendar: LunarCalendar) {
    precondition(year >= Self.firstYear, "before 2014 the practice was another one")
    self.year = year
    self.calendar = calendar
    let midAutumn = PublicHoliday.midAutumn.day(in: year, calendar)
    let national = PublicHoliday.nationalDay.day(in: year, calendar)
    let isJoined =
      switch midAutumn.dayNumber - national.dayNumber {
      case -2...7: true
      case -3: (4...6).contains(midAutumn.weekday)
      default: false
      }
    for holiday in [PublicHoliday.newYear, .qingming, .dragonBoat] { addShort(holiday) }
    addSpringFestival()
    addLabourDay()
    if isJoined {
      add([.midAutumn, .nationalDay], from: min(midAutumn, national), days: 8)
    } else {
      addShort(.midAutumn)
      add([.nationalDay], from: national, days: 7)
    }
    for index in blocks.indices where blocks[index].makeUpWorkdays.isEmpty {
      blocks[index].makeUpWorkdays = makeUpWorkdays(of: blocks[index])
    }
  }

  // MARK: Which days are off

  /// One day by law, with the weekend beside it.
  private mutating func addShort(_ holiday: PublicHoliday) {
    let day = holiday.day(in: year, calendar)
    // From and to by the day of the week, and the day that is worked in exchange.
    let (first, last, worked): (Int, Int, Int?) =
      switch day.weekday {
      case 1: (-2, 0, nil)
      case 2: (-2, 0, -3)
      case 3: (0, 0, nil)
      case 4: (0, 2, 3)
      case 5: (0, 2, nil)
      case 6: (0, 2, nil)
      default: (-1, 1, nil)
      }
    blocks.append(
      Block(
        holidays: [holiday], days: day.adding(days: first)...day.adding(days: last),
        makeUpWorkdays: worked.map { [day.adding(days: $0)] } ?? []))
  }

  private mutating func addSpringFestival() {
    let newYear = PublicHoliday.springFestival.day(in: year, calendar)
    let isEveOff = year != 2014 && year != 2024
    add(
      [.springFestival], from: newYear.adding(days: isEveOff ? -1 : 0), days: year < 2024 ? 7 : 8)
  }

  private mutating func addLabourDay() {
    guard year >= 2020 else { return addShort(.labourDay) }
    let day = PublicHoliday.labourDay.day(in: year, calendar)
    let weekendBefore =
      switch day.weekday {
      case 1: 2
      case 7: 1
      default: 0
      }
    add([.labourDay], from: day.adding(days: -weekendBefore), days: 5)
  }

  private mutating func add(_ holidays: [PublicHoliday], from first: CalendarDate, days: Int) {
    blocks.append(Block(holidays: holidays, days: first...first.adding(days: days - 1)))
  }

  // MARK: Which days are worked in exchange

  private func makeUpWorkdays(of block: Block) -> [CalendarDate] {
    let days = block.days.lowerBound.dayNumber...block.days.upperBound.dayNumber
    let weekdays = days.filter { CalendarDate(dayNumber: $0).weekday < 6 }.count
    let lawful = block.holidays.map { holiday in
      let days = HolidayLaw.days(of: holiday, in: year, calendar)
      return days.upperBound.dayNumber - days.lowerBound.dayNumber + 1
    }.reduce(0, +)
    let before = dayBefore(block.days.lowerBound)
    let after = dayAfter(block.days.upperBound)
    switch weekdays - lawful {
    case ...0: return []
    case 1:
      let workBefore = block.days.lowerBound.dayNumber - before.dayNumber
      let workAfter = after.dayNumber - block.days.upperBound.dayNumber
      // A week of work stands on the other side of a Saturday before, and of a Sunday after.
      let isBefore =
        (before.weekday == 6 ? 6 : workBefore) <= (after.weekday == 7 ? 6 : workAfter)
      return [isBefore ? before : after]
    default: return bothWorkdays(block.days) ?? [before, after]
    }
  }

  /// The weekend that joins a block, worked as a whole: the practice until 2024.
  private func bothWorkdays(_ days: ClosedRange<CalendarDate>) -> [CalendarDate]? {
    guard year < 2025 else { return nil }
    if days.lowerBound.weekday == 1 { return [-2, -1].map { days.lowerBound.adding(days: $0) } }
    if days.upperBound.weekday == 5 { return [1, 2].map { days.upperBound.adding(days: $0) } }
    return nil
  }

  /// The weekend day that is worked before a block that begins on a day.
  private func dayBefore(_ first: CalendarDate) -> CalendarDate {
    let distance =
      switch first.weekday {
      // The Saturday, so that Sunday lengthens the holiday.
      case 1: 2
      case 7: 1
      default: first.weekday
      }
    var day = first.adding(days: -distance)
    while isTaken(day) { day = day.adding(days: -7) }
    return day
  }

  /// The weekend day that is worked after a block that ends on a day.
  private func dayAfter(_ last: CalendarDate) -> CalendarDate {
    let distance =
      switch last.weekday {
      // The Sunday, so that Saturday lengthens the holiday.
      case 5: 2
      case 6: 1
      case 7: 6
      default: 6 - last.weekday
      }
    var day = last.adding(days: distance)
    while isTaken(day) { day = day.adding(days: 7) }
    return day
  }

  /// Whether a day is off, or worked for another holiday.
  private func isTaken(_ day: CalendarDate) -> Bool {
    blocks.contains { $0.days.contains(day) || $0.makeUpWorkdays.contains(day) }
  }
}
