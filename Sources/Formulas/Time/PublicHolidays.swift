import SourceText

/// The public holidays of some years: from notices where there are any, else computed.
///
/// A year is known from notices when they hold a day off in it from February to November; the days
/// of New Year alone, which the notice of the year before may hold, do not tell the rest.
public struct PublicHolidays: Sendable {
  /// The years that can be computed.
  public static let computableYears =
    HolidayArrangement.firstYear...LunarCalendar.supportedYears.upperBound

  /// The years that were asked for.
  public let years: ClosedRange<Int>
  /// Those of them that no notice tells and that are computed, in order.
  public let computedYears: [Int]
  /// Those that no notice tells and that cannot be computed, in order: without any holiday.
  public let unknownYears: [Int]
  /// The blocks of days off, in order.
  public let blocks: [HolidayBlock]
  /// All days off that are not mere weekends.
  public let daysOff: Set<CalendarDate>
  /// The weekend days that are worked.
  public let makeUpWorkdays: Set<CalendarDate>

  /// The holidays of some years.
  ///
  /// - Complexity: about 0.5 ms a year.
  public init(years: ClosedRange<Int>, notices: [HolidayEntry] = []) {
    self.years = years
    let told = Set(
      notices.filter { $0.kind == .dayOff && (2...11).contains($0.date.month) }.map(\.date.year))
    let untold = years.filter { !told.contains($0) }
    computedYears = untold.filter(Self.computableYears.contains)
    unknownYears = untold.filter { !Self.computableYears.contains($0) }
    let known = years.clamped(to: LunarCalendar.supportedYears)
    let calendar = years.overlaps(LunarCalendar.supportedYears)
      ? LunarCalendar(covering: known) : nil
    // A block may reach over a turn of the year, and so may a week of work before it.
    let span = (years.lowerBound * 12 - 2)...(years.upperBound * 12 + 13)
    var entries = notices.filter { span.contains($0.date.year * 12 + $0.date.month - 1) }
    if let calendar {
      for year in computedYears { entries += Self.computed(year, calendar, besides: entries) }
    }
    let worked = Set(entries.filter { $0.kind == .makeUpWorkday }.map(\.date))
    makeUpWorkdays = worked
    daysOff = Set(entries.filter { $0.kind == .dayOff }.map(\.date)).subtracting(worked)
    blocks = HolidayBlocks(entries, worked, calendar).all
  }

  /// The days of a year by the law and the practice; New Year only where no notice tells it.
  private static func computed(
    _ year: Int, _ calendar: LunarCalendar, besides entries: [HolidayEntry]
  ) -> [HolidayEntry] {
    let newYear = PublicHoliday.newYear.day(in: year, calendar)
    let isNewYearTold = entries.contains { $0.kind == .dayOff && $0.date == newYear }
    return HolidayArrangement(year: year, calendar).blocks.flatMap { block -> [HolidayEntry] in
      if isNewYearTold && block.holidays == [.newYear] { return [] }
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
