/// A month of the Chinese calendar: from a new moon to the day before the next.
public struct LunarMonth: Hashable, Sendable {
  /// The Gregorian year in which its lunar year begins.
  public let year: Int
  /// 1 to 12.
  public let number: Int
  /// Whether it repeats the number of the month before it.
  public let isLeap: Bool
  /// Its first day.
  public let firstDay: CalendarDate
  /// 29 or 30.
  public let days: Int

  /// The months from that of one winter solstice to the one before the next.
  ///
  /// Month 11 holds the solstice. Where thirteen new moons fall between two of them, the first
  /// month without a major term repeats the number of the one before.
  ///
  /// - Parameter year: the calendar year in which the second solstice falls.
  /// - Source: GB/T 33661-2017, 4.
  static func between(solsticesBefore year: Int) -> [LunarMonth] {
    let first = numberOfNewMoon(before: SolarTerm.winterSolstice.day(in: year - 1))
    let last = numberOfNewMoon(before: SolarTerm.winterSolstice.day(in: year))
    let starts = (first...last).map { BeijingTime.day(ofTerrestrialTime: NewMoons.moment($0)) }
    let leap = last - first == 13 ? leapMonth(starts, majorTerms(of: year)) : nil
    var months: [LunarMonth] = []
    for index in 0..<(last - first) {
      let ordinal = index - (leap.map { index >= $0 ? 1 : 0 } ?? 0)
      months.append(
        LunarMonth(
          year: ordinal < 2 ? year - 1 : year, number: (ordinal + 10) % 12 + 1,
          isLeap: index == leap, firstDay: starts[index],
          days: starts[index + 1].dayNumber - starts[index].dayNumber))
    }
    return months
  }

  /// The number of the last new moon that falls on a day or before it.
  private static func numberOfNewMoon(before day: CalendarDate) -> Int {
    let moment = Double(day.dayNumber) - 10_957.5
    var number = Int(((moment - NewMoons.epoch) / NewMoons.meanMonth).rounded(.down)) + 2
    while BeijingTime.day(ofTerrestrialTime: NewMoons.moment(number)) > day { number -= 1 }
    return number
  }

  /// The days of the major terms from one winter solstice to the next.
  private static func majorTerms(of year: Int) -> [CalendarDate] {
    let terms = SolarTerm.allCases.filter(\.isMajor)
    return [SolarTerm.winterSolstice.day(in: year - 1)] + terms.map { $0.day(in: year) }
  }

  /// Which of the months is the first without a major term.
  private static func leapMonth(_ starts: [CalendarDate], _ terms: [CalendarDate]) -> Int? {
    starts.indices.dropLast().first { index in
      !terms.contains { starts[index] <= $0 && $0 < starts[index + 1] }
    }
  }
}
