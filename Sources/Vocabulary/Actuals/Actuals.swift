import Formulas
import SourceText

/// What came of an indicator in a period, or in several together, and since when that is known.
public struct Actual: Sendable {
  /// The id of the indicator.
  public let indicator: String
  /// The unit of the indicator.
  public let unit: UnitOfMeasure
  /// As the file has it, such as `2024-05` or `2024-01..2024-05`.
  public let periodText: String
  /// Its periods, by their places in the horizon.
  public let periods: ClosedRange<Int>
  /// In base units.
  public let value: Double
  /// The standard deviation of its error, in base units; 0 for a fact.
  public let error: Double
  /// The day from which it was known.
  public let known: CalendarDate
  let range: SourceRange
}

/// What came of a scenario's indicators so far.
public struct Actuals: Sendable {
  public let source: SourceFile
  public let rows: [Actual]
  /// Dates of works, and what was left of them.
  public let progress: [ActualProgress]

  /// What was known on a day: of several values for the same periods the one that was known last.
  public func known(on day: CalendarDate) -> [Actual] {
    var latest: [Key: Actual] = [:]
    var order: [Key] = []
    for row in rows where row.known <= day {
      let key = Key(row)
      if latest[key] == nil { order.append(key) }
      if latest[key].map({ $0.known < row.known }) ?? true { latest[key] = row }
    }
    return order.compactMap { latest[$0] }
  }

  /// The last day on which something new became known; nil where there is nothing.
  public var lastKnown: CalendarDate? {
    (rows.map(\.known) + progress.map(\.known)).max()
  }

  /// How many values were known only after a day.
  public func count(after day: CalendarDate) -> Int {
    rows.count { $0.known > day } + progress.count { $0.known > day }
  }

  struct Key: Hashable {
    let indicator: String
    let periods: ClosedRange<Int>

    init(_ row: Actual) { (indicator, periods) = (row.indicator, row.periods) }
  }
}

/// One thing that is known of an indicator and that no other facts say already: what some periods
/// come to together.
public struct KnownPart: Hashable, Sendable {
  public let indicator: String
  public let known: KnownPeriods
  /// As `Actual.error`.
  public let error: Double
  /// The actual that says it.
  public let row: Int

  public init(indicator: String, known: KnownPeriods, error: Double, row: Int) {
    (self.indicator, self.known, self.error, self.row) = (indicator, known, error, row)
  }
}

/// Takes apart what is known: a total to date and the months in it become the months, and what the
/// total leaves for the rest.
///
/// - Returns: parts of which those without an error share no period of an indicator; `row` is the
///   place among `actuals`.
/// - Errors: totals that overlap without one lying in the other, and a total that its own periods
///   contradict.
public func knownParts(_ actuals: [Actual]) -> (parts: [KnownPart], diagnostics: [Diagnostic]) {
  var parts: [KnownPart] = []
  var diagnostics: [Diagnostic] = []
  var ids: [String] = []
  for actual in actuals where !ids.contains(actual.indicator) { ids.append(actual.indicator) }
  for id in ids {
    let rows = actuals.indices.filter { actuals[$0].indicator == id }
    var own: [KnownPart] = []
    // The shortest first: longer ones say what those leave of them.
    for row in rows.sorted(by: { shorter(actuals[$0], actuals[$1]) }) {
      switch remaining(of: actuals[row], row, own) {
      case .success(let part): if let part { own.append(part) }
      case .failure(let problem): diagnostics.append(problem.diagnostic)
      }
    }
    parts += own.sorted { $0.known.periods[0] < $1.known.periods[0] }
  }
  return (parts, diagnostics)
}

private func shorter(_ left: Actual, _ right: Actual) -> Bool {
  (left.periods.count, left.periods.lowerBound) < (right.periods.count, right.periods.lowerBound)
}

/// Something that is wrong with a table of actuals.
struct ActualProblem: Error {
  let diagnostic: Diagnostic
}

/// How far a total and the sum of its parts may differ by rounding.
private let roundingPart = 5e-4

/// What an actual says beyond the parts; nil where they say it already.
///
/// Only facts are taken off: what is left of a total without figures that have errors would have
/// the same errors the other way round, so that it is the total itself that is known.
private func remaining(of actual: Actual, _ row: Int, _ parts: [KnownPart])
  -> Result<KnownPart?, ActualProblem>
{
  let whole = Set(actual.periods)
  var (total, rest) = (actual.value, whole)
  let within = parts.filter { $0.known.periods.contains(where: whole.contains) }
  for part in within {
    guard part.known.periods.allSatisfy(whole.contains) else {
      return .failure(
        ActualProblem(
          diagnostic: Diagnostic(
            .invalidValue, .overlap(actual), at: actual.range, expected: .nestedTotals)))
    }
    guard part.error == 0 else { continue }
    total -= part.known.total
    rest.subtract(part.known.periods)
  }
  if let sum = contradicted(actual, by: within) {
    let unit = actual.unit
    return .failure(
      ActualProblem(
        diagnostic: Diagnostic(
          .invalidValue, .noSum(actual), at: actual.range,
          expected: .same("\(unit.value(ofBase: sum).inMessage) \(unit.symbol)"),
          found: .same("\(unit.value(ofBase: actual.value).inMessage) \(unit.symbol)"))))
  }
  guard !rest.isEmpty else { return .success(nil) }
  return .success(
    KnownPart(
      indicator: actual.indicator, known: KnownPeriods(rest.sorted(), total: total),
      error: actual.error, row: row))
}

/// What the parts of an actual come to, facts first, where they make up all of its periods and that
/// is another sum, by more than rounding and errors explain.
private func contradicted(_ actual: Actual, by parts: [KnownPart]) -> Double? {
  var (sum, variance) = (0.0, actual.error * actual.error)
  var rest = Set(actual.periods)
  for part in parts.filter({ $0.error == 0 }) + parts.filter({ $0.error > 0 })
  where part.known.periods.allSatisfy(rest.contains) {
    sum += part.known.total
    variance += part.error * part.error
    rest.subtract(part.known.periods)
  }
  let allowed = roundingPart * max(abs(actual.value), abs(sum)) + 4 * variance.squareRoot()
  return rest.isEmpty && abs(actual.value - sum) > allowed ? sum : nil
}

extension BilingualText {
  fileprivate static func overlap(_ actual: Actual) -> BilingualText {
    BilingualText(
      zh: "“\(actual.indicator)”在 \(actual.periodText) 的合计，与另一个合计只有部分时段相同",
      en: "'\(actual.periodText)' of '\(actual.indicator)' overlaps another total of which only "
        + "some periods lie in it")
  }

  fileprivate static let nestedTotals = BilingualText(
    zh: "彼此包含的合计，例如都从一月起的累计数",
    en: "totals that lie in one another, such as those from January on")

  fileprivate static func noSum(_ actual: Actual) -> BilingualText {
    BilingualText(
      zh: "“\(actual.indicator)”在 \(actual.periodText) 的合计不等于其中各时段之和",
      en: "'\(actual.periodText)' of '\(actual.indicator)' is not the sum of its periods")
  }
}
