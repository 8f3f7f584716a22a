import Formulas
import Scheduling

/// The lines of working time of a schedule, each kind once.
struct WorkLines {
  private(set) var lines: [WorkLine] = []
  /// The indicators that are the states of its weather.
  private(set) var states: [String] = []
  private var places: [Key: Int] = [:]

  private struct Key: Hashable {
    let label: String
    let losses: [WorkLine.Loss]
  }

  /// The place of a line.
  ///
  /// - Parameter losses: what the weather takes from its days; none for a plan without weather.
  mutating func place(
    _ line: ActivityLine, losses: [(state: String, share: Network.Amount)], _ days: WorkedDays
  ) -> Int {
    let losses = losses.map { loss in
      let state = states.firstIndex(of: loss.state) ?? states.count
      if state == states.count { states.append(loss.state) }
      return WorkLine.Loss(state: state, share: loss.share)
    }
    let key = Key(label: line.label, losses: losses)
    if let place = places[key] { return place }
    places[key] = lines.count
    lines.append(
      WorkLine(
        label: line.label, firstDay: days.first, workedShares: days.shares(of: line),
        losses: losses))
    return lines.count - 1
  }
}

/// Which days are worked on each kind of line, known once for all schedules.
///
/// A class, because all schedules of a scenario share it while they are made.
final class WorkedDays {
  private let span: (first: CalendarDate, last: CalendarDate)
  private var known: [String: [Double]] = [:]

  init(_ horizon: Horizon) {
    let years = horizon.workingYears
    span = (
      Period(.yearly, year: years.lowerBound).firstDay,
      Period(.yearly, year: years.upperBound).lastDay
    )
  }

  /// The first day, since 1970-01-01.
  var first: Int { span.first.dayNumber }

  func shares(of line: ActivityLine) -> [Double] {
    if let shares = known[line.label] { return shares }
    let shares = line.shares(from: span.first, through: span.last)
    known[line.label] = shares
    return shares
  }
}
