import Formulas
import SourceText

/// What reading a scenario collects: diagnostics, assumptions and the named values behind them.
///
/// A class, because all readers of one scenario write to the same one; it does not outlive
/// `check`.
public final class ReadingContext {
  public let horizon: Horizon
  private let files: ProjectFiles
  public private(set) var diagnostics: [Diagnostic] = []
  public private(set) var assumptions: [Assumption] = []
  /// Every value that was read, as an inner indicator under its id path: formulas can name it,
  /// its unit is checked, and its random stream bears its name.
  public private(set) var values: [Indicator] = []
  /// Set when something that others may name could not be read: an unknown name may then be a
  /// consequence, and is not reported.
  public private(set) var isIncomplete = false

  /// The sets of members that the scenario declares; known before anything that may have them.
  var members = MemberSets.none
  /// The kinds of the days; known before anything that asks for them, nil where the scenario
  /// declares no calendar.
  var days: DayCalendar?
  /// The notices of public holidays that the scenario's calendar reads.
  var holidayNotices: [HolidayEntry] = []
  /// The day on which the scenario's knowledge ends; nil where it does not say.
  var asOf: CalendarDate?
  /// What is known of activities beyond what the scenario says.
  var progress = WorksProgress.none
  /// The values that continue a history, by name.
  private(set) var fits: [String: FittedValue] = [:]
  /// The place of each value among the values, by its name.
  private var places: [String: Int] = [:]

  init(horizon: Horizon, files: ProjectFiles) {
    self.horizon = horizon
    self.files = files
  }

  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
  func report(_ more: [Diagnostic]) { diagnostics += more }
  func markIncomplete() { isIncomplete = true }
  func add(_ indicator: Indicator) {
    places[indicator.id] = values.count
    values.append(indicator)
  }
  func add(_ assumption: Assumption) { assumptions.append(assumption) }
  func add(_ fit: FittedValue, named name: String) { fits[name] = fit }
  /// The value of a name, where it was read; the last one, should there be several.
  func value(named name: String) -> Indicator? { places[name].map { values[$0] } }

  /// Reads a file that the scenario names.
  ///
  /// - Errors: nil, with a diagnostic at `range`, when it cannot be read or lies outside.
  func file(named name: String, at range: SourceRange, path: JSONPath) -> SourceFile? {
    switch files.read(name) {
    case .success(let file): return file
    case .failure(let problem):
      report(problem.diagnostic(at: range, path: path.description))
      return nil
    }
  }
}
