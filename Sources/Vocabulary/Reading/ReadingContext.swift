import Formulas
import SourceText

/// What reading a scenario collects: diagnostics, assumptions and the named values behind them.
///
/// A class, because all readers of one scenario write to the same one; it does not outlive
/// `check`.
public final class ReadingContext {
  public let horizon: Horizon
  private let projectFiles: any ProjectFiles
  private(set) var collected = Collected()

  /// What reading has collected up to some place of the scenario: all that is needed to go on from
  /// there.
  struct Collected: Sendable {
    fileprivate(set) var diagnostics: [Diagnostic] = []
    fileprivate var assumptions: [Assumption] = []
    fileprivate var values: [Indicator] = []
    fileprivate var isIncomplete = false
    fileprivate var members = MemberSets.none
    fileprivate var days: DayCalendar?
    fileprivate var holidayNotices: [HolidayEntry] = []
    fileprivate var asOf: CalendarDate?
    fileprivate var fits: [String: FittedValue] = [:]
    /// The place of each value among the values, by its name.
    fileprivate var places: [String: Int] = [:]
    fileprivate var files: [SourceFile] = []
  }

  public var diagnostics: [Diagnostic] { collected.diagnostics }
  public var assumptions: [Assumption] { collected.assumptions }
  /// Every value that was read, as an inner indicator under its id path: formulas can name it,
  /// its unit is checked, and its random stream bears its name.
  public var values: [Indicator] { collected.values }
  /// Set when something that others may name could not be read: an unknown name may then be a
  /// consequence, and is not reported.
  public var isIncomplete: Bool { collected.isIncomplete }

  /// The sets of members that the scenario declares; known before anything that may have them.
  var members: MemberSets {
    get { collected.members }
    set { collected.members = newValue }
  }
  /// The kinds of the days; known before anything that asks for them, nil where the scenario
  /// declares no calendar.
  var days: DayCalendar? {
    get { collected.days }
    set { collected.days = newValue }
  }
  /// The notices of public holidays that the scenario's calendar reads.
  var holidayNotices: [HolidayEntry] {
    get { collected.holidayNotices }
    set { collected.holidayNotices = newValue }
  }
  /// The day on which the scenario's knowledge ends; nil where it does not say.
  var asOf: CalendarDate? {
    get { collected.asOf }
    set { collected.asOf = newValue }
  }
  /// The project files that were read, once each, in the order of reading.
  var files: [SourceFile] { collected.files }
  /// The values that continue a history, by name.
  var fits: [String: FittedValue] { collected.fits }
  /// What is known of activities beyond what the scenario says.
  let progress: WorksProgress
  /// What people call things that others refer to by an id.
  var declared = DeclaredLabels.none
  /// What correlations joined before a change was laid over the scenario.
  let former: FormerCorrelations

  init(
    horizon: Horizon, files: any ProjectFiles, knowing progress: WorksProgress = .none,
    after former: FormerCorrelations = .none
  ) {
    self.horizon = horizon
    projectFiles = files
    (self.progress, self.former) = (progress, former)
  }

  /// Goes on from what the reading of another scenario had collected; what is wrong so far stays.
  func goOn(from other: Collected) {
    let mistakes = collected.diagnostics
    collected = other
    collected.diagnostics = mistakes + other.diagnostics
  }

  func report(_ diagnostic: Diagnostic) { collected.diagnostics.append(diagnostic) }
  func report(_ more: [Diagnostic]) { collected.diagnostics += more }
  func markIncomplete() { collected.isIncomplete = true }
  func add(_ indicator: Indicator) {
    collected.places[indicator.id] = collected.values.count
    collected.values.append(indicator)
  }
  func add(_ assumption: Assumption) { collected.assumptions.append(assumption) }
  func add(_ fit: FittedValue, named name: String) { collected.fits[name] = fit }
  /// The value of a name, where it was read; the last one, should there be several.
  func value(named name: String) -> Indicator? {
    collected.places[name].map { collected.values[$0] }
  }

  /// Reads a file that the scenario names.
  ///
  /// - Errors: nil, with a diagnostic at `range`, when it cannot be read or lies outside.
  func file(named name: String, at range: SourceRange, path: JSONPath) -> SourceFile? {
    switch projectFiles.read(name) {
    case .success(let file):
      if !collected.files.contains(where: { $0.name == file.name }) {
        collected.files.append(file)
      }
      return file
    case .failure(let problem):
      report(problem.diagnostic(at: range, path: path.description))
      return nil
    }
  }
}
