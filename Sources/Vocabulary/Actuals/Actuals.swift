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

/// One thing that is known of an indicator and that nothing else known says already: what some
/// periods come to together.
public struct KnownPart: Hashable, Sendable {
  public let indicator: String
  public let known: KnownPeriods
  /// As `Actual.error`; the errors of what was taken off are counted as independent.
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
/// - Returns: parts that share no period of an indicator; `row` is the place among `actuals`.
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
private func remaining(of actual: Actual, _ row: Int, _ parts: [KnownPart])
  -> Result<KnownPart?, ActualProblem>
{
  var (total, variance) = (actual.value, actual.error * actual.error)
  var rest = Set(actual.periods)
  for part in parts where part.known.periods.contains(where: rest.contains) {
    guard part.known.periods.allSatisfy(rest.contains) else {
      return .failure(
        ActualProblem(
          diagnostic: Diagnostic(
            .invalidValue, .overlap(actual), at: actual.range, expected: .nestedTotals)))
    }
    total -= part.known.total
    variance += part.error * part.error
    rest.subtract(part.known.periods)
  }
  guard !rest.isEmpty else {
    let allowed = roundingPart * max(abs(actual.value), abs(actual.value - total))
    guard abs(total) <= allowed + 4 * variance.squareRoot() else {
      let sum = actual.unit.value(ofBase: actual.value - total)
      return .failure(
        ActualProblem(
          diagnostic: Diagnostic(
            .invalidValue, .noSum(actual), at: actual.range,
            expected: .same("\(sum.inMessage) \(actual.unit.symbol)"),
            found: .same(
              "\(actual.unit.value(ofBase: actual.value).inMessage) " + actual.unit.symbol))))
    }
    return .success(nil)
  }
  return .success(
    KnownPart(
      indicator: actual.indicator, known: KnownPeriods(rest.sorted(), total: total),
      error: variance.squareRoot(), row: row))
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
