import SourceText

/// The public holidays of some years: from notices where there are any, else computed.
///
/// A holiday of a year is told by the notices when they hold the day of its festival as a day off;
/// one that they do not tell is computed (`HolidayArrangement`).
public struct PublicHolidays: Sendable {
  /// The years that can be computed.
  public static let computableYears =
    HolidayArrangement.firstYear...LunarCalendar.supportedYears.upperBound

  /// The years that were asked for.
  public let years: ClosedRange<Int>
  /// Those that cannot be computed and in which the notices hold no day off, in order.
  public let unknownYears: [Int]
  /// The blocks of days off, in order.
  public let blocks: [HolidayBlock]
  /// All days off that are not mere weekends.
  public let daysOff: Set<CalendarDate>
  /// Those of them that no notice tells.
  public let computedDaysOff: Set<CalendarDate>
  /// The weekend days that are worked.
  public let makeUpWorkdays: Set<CalendarDate>

  /// The holidays of some years.
  ///
  /// - Complexity: about 0.5 ms a year.
  public init(years: ClosedRange<Int>, notices: [HolidayEntry] = []) {
    self.years = years
    let told = Set(notices.filter { $0.kind == .dayOff }.map(\.date))
    let toldYears = Set(told.map(\.year))
    unknownYears = years.filter {
      !Self.computableYears.contains($0) && !toldYears.contains($0)
    }
    let calendar =
      years.overlaps(LunarCalendar.supportedYears)
      ? LunarCalendar(covering: years.clamped(to: LunarCalendar.supportedYears)) : nil
    // A block may reach over a turn of the year, and so may a week of work before it.
    let span = (years.lowerBound * 12 - 2)...(years.upperBound * 12 + 13)
    var entries = notices.filter { span.contains($0.date.year * 12 + $0.date.month - 1) }
    if let calendar {
      for year in years where Self.computableYears.contains(year) {
        entries += Self.computed(year, calendar, besides: told)
      }
    }
    let worked = Set(entries.filter { $0.kind == .makeUpWorkday }.map(\.date))
    let off = entries.filter { $0.kind == .dayOff && !worked.contains($0.date) }
    makeUpWorkdays = worked
    daysOff = Set(off.map(\.date))
    computedDaysOff = Set(off.filter { $0.origin == .computed }.map(\.date)).subtracting(told)
    blocks = HolidayBlocks(entries, worked, calendar).all
  }

  /// The days of a year by the law and the practice, for the holidays that no notice tells.
  private static func computed(
    _ year: Int, _ calendar: LunarCalendar, besides told: Set<CalendarDate>
  ) -> [HolidayEntry] {
    let missing = HolidayArrangement(year: year, calendar).blocks.filter { block in
      !block.holidays.contains { told.contains($0.day(in: year, calendar)) }
    }
    return missing.flatMap { block -> [HolidayEntry] in
      let days = block.days.lowerBound.dayNumber...block.days.upperBound.dayNumber
      return days.map {
        HolidayEntry(CalendarDate(dayNumber: $0), .dayOff, block.holidays, "", .computed)
      } + block.makeUpWorkdays.map {
        HolidayEntry($0, .makeUpWorkday, block.holidays, "", .computed)
      }
    }
  }

  /// Whether a day is worked in a week of five days.
  public func isWorkingDay(_ date: CalendarDate) -> Bool {
    makeUpWorkdays.contains(date) || (date.weekday < 6 && !daysOff.contains(date))
  }

  /// The block among whose days off a day is; nil for all other days, weekends too.
  public func block(containing date: CalendarDate) -> HolidayBlock? {
    // The number of blocks that have begun by that day.
    var (lower, upper) = (0, blocks.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if blocks[middle].firstDay <= date { lower = middle + 1 } else { upper = middle }
    }
    return lower > 0 && blocks[lower - 1].contains(date) ? blocks[lower - 1] : nil
  }
}
