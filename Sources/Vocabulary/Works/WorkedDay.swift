import Formulas

/// A day on the line of a calendar's working days, as weather takes from it.
///
/// Weather takes its part of a working day from whatever is under way as the day begins: who starts
/// at noon loses nothing of the afternoon, and who has an hour left in the morning loses as much as
/// others.
struct WorkedDay {
  let calendar: Formula

  /// The working-day number of its first moment.
  private var start: Formula { .call(.workingDay, .reference("day.start"), calendar) }

  /// The working days of it that are lost: none on a day off.
  ///
  /// - Parameter kept: the part of a day that its weather leaves.
  func lost(_ kept: Formula) -> Formula {
    let end = Formula.call(
      .workingDay, .reference("day.start") + .constant(1, .day), calendar)
    return (.constant(1) - kept) * (end - start)
  }

  /// Whether work that begins and ends at two working-day numbers is under way as the day begins.
  func isWithin(_ begin: Formula, _ end: Formula) -> Formula {
    // A sum that misses a whole day by its rounding must not be taken for a day more.
    let start = start + .constant(Self.tolerance, .day)
    return .call(.and, .call(.lessOrEqual, begin, start), .call(.less, start, end))
  }

  /// Whether a working-day number has been reached at a moment.
  func isReached(_ number: Formula, at moment: Formula) -> Formula {
    .call(
      .lessOrEqual, number,
      .call(.workingDay, moment, calendar) + .constant(Self.tolerance, .day))
  }

  /// How close to a whole number of working days counts as whole.
  private static let tolerance = WorkCalendar.wholeDayTolerance
}
