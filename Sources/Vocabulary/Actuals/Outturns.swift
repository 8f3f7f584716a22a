import Formulas
import History
import SourceText

/// What came of the indicators of targets, in whatever periods a table says it.
///
/// The table is one of actuals (`readActuals`), read without a scenario: names of columns, periods,
/// units and days as spreadsheets write them. Of several values for one period the one that was
/// known last counts. A day needs no period, as rows about works have none.
public struct Outturns {
  /// What came of an indicator in a period.
  public struct Outturn: Hashable, Sendable {
    /// In the unit that was asked for; the number of a day.
    public let value: Double
    /// The first day on which some of it was known.
    public let known: CalendarDate
  }

  private struct Key: Hashable {
    let indicator: String
    /// The ordinals of its first and last month; nil for a row without a period.
    let months: ClosedRange<Int>?
  }

  /// What the rows of a key say, the later known ones later.
  private struct Said {
    /// How the first of them writes the period.
    let period: String
    /// Their places, by the day from which each was known.
    var places: [CalendarDate: Int] = [:]

    /// The place of what counts.
    var latest: Int { places.max { $0.key < $1.key }!.value }
    /// The first day on which some of it was known.
    var firstKnown: CalendarDate { places.keys.min()! }
  }

  private let table: ActualsTable
  private var said: [Key: Said] = [:]
  /// The indicators of which totals and parts were compared.
  private var compared: Set<String> = []
  private var hasToldErrors = false
  /// What is wrong with the table, and with those of its values that were asked for.
  public private(set) var diagnostics: [Diagnostic]

  /// - Errors: a column that is missing, unknown or there twice, what is no period and no day, what
  ///   was known before its period began, and another value for the same period and the same
  ///   `known`.
  public init(_ table: CSVTable) {
    self.table = ActualsTable(table)
    diagnostics = self.table.diagnostics
    guard diagnostics.isEmpty else { return }
    for place in table.rows.indices where self.table.hasValue(table.rows[place]) {
      do throws(ActualProblem) {
        try add(place)
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
  }

  private mutating func add(_ place: Int) throws(ActualProblem) {
    let cells = table.rows[place]
    let indicator = try table.indicator(cells)
    let written = try periods(cells)
    let key = Key(indicator: indicator, months: written.map { Self.months($0.ends) })
    let known: CalendarDate
    if let last = written?.ends.upperBound {
      known = try table.known(cells, last: last)
    } else if let day = try table.day(cells, .known, expected: .dateLike("2024-05-31")) {
      known = day
    } else if let day = try day(cells) {
      known = day
    } else {
      return
    }
    if let other = said[key]?.places[known] {
      guard !table.saysTheSame(cells, table.rows[other]) else { return }
      throw table.duplicate(
        key.indicator, written?.text ?? "", cells, first: table.rows[other])
    }
    said[key, default: Said(period: written?.text ?? "")].places[known] = place
  }

  private static func months(_ ends: ClosedRange<Period>) -> ClosedRange<Int> {
    Period(.monthly, containing: ends.lowerBound.firstDay)
      .ordinal...Period(.monthly, containing: ends.upperBound.lastDay).ordinal
  }

  /// The periods of a row; nil for a row with a day, which needs none.
  private func periods(_ cells: [CSVTable.Cell]) throws(ActualProblem)
    -> (ends: ClosedRange<Period>, text: String)?
  {
    let expected = BilingualText(
      zh: "时段，如 2024、2024-05、2024年5月 或 2024-01..2024-06",
      en: "a period such as 2024, 2024-05 or 2024-01..2024-06")
    if table.text(cells, .period).isEmpty, case .day? = PeriodText(table.text(cells, .value)) {
      return nil
    }
    return try table.ends(cells, .monthly, expected: expected, year: 2024)
  }

  private func day(_ cells: [CSVTable.Cell]) throws(ActualProblem) -> CalendarDate? {
    try table.day(cells, .value, expected: .dateLike("2024-05-20"), isExact: true)
  }

  /// The indicators of all rows that have a value, in their order; a row for each.
  public var indicators: [String] {
    table.rows.filter(table.hasValue).map { table.text($0, .indicator) }
  }

  // MARK: What is asked for

  /// What came of an indicator in a period: as the table has it, or made of parts of that which it
  /// has and that leave nothing out, the shortest first; nil where it does not say.
  ///
  /// - Parameters:
  ///   - period: its label.
  ///   - aggregation: how periods make the value of a longer one.
  ///   - unit: the one in which the value is returned.
  /// - Errors: a value that is neither a number nor a day, another unit, a negative error, and of
  ///   what is added up the totals that `knownParts` refuses; among `diagnostics`, once.
  public mutating func value(
    of indicator: String, in period: String, _ aggregation: Indicator.Aggregation,
    _ unit: UnitOfMeasure
  ) -> Outturn? {
    let withoutPeriod = Key(indicator: indicator, months: nil)
    let isDay = unit.hasSameDimension(as: .date)
    if isDay, let found = value(withoutPeriod, unit) { return found }
    guard let ends = Period.ends(label: period) else { return nil }
    if !isDay, aggregation == .sum, compared.insert(indicator).inserted {
      compareTotals(of: indicator, unit)
    }
    let months = Self.months(ends)
    let whole = Key(indicator: indicator, months: months)
    if said[whole] != nil { return value(whole, unit) }
    let spans = parts(of: indicator, months)
    let parts = spans.compactMap { value(Key(indicator: indicator, months: $0), unit) }
    guard !parts.isEmpty, parts.count == spans.count else { return nil }
    // All of it is known when the last part is.
    return Outturn(
      value: aggregation.value(of: parts.map(\.value), lasting: spans.map(\.count)),
      known: parts.map(\.known).max()!)
  }

  /// Periods that the table has and that follow one another from the first of some months to the
  /// last, the shortest at each step from which the rest can be reached; none where they leave a
  /// gap.
  private func parts(of indicator: String, _ months: ClosedRange<Int>) -> [ClosedRange<Int>] {
    var ends: [Int: [Int]] = [:]
    for key in said.keys where key.indicator == indicator {
      guard let own = key.months, months.contains(own.lowerBound),
        months.contains(own.upperBound)
      else { continue }
      ends[own.lowerBound, default: []].append(own.upperBound)
    }
    var reaching: [Int: Int] = [:]
    for month in months.reversed() {
      reaching[month] = ends[month]?
        .filter { $0 == months.upperBound || reaching[$0 + 1] != nil }.min()
    }
    var spans: [ClosedRange<Int>] = []
    var month = months.lowerBound
    while let end = reaching[month] {
      spans.append(month...end)
      month = end + 1
    }
    return spans
  }

  private mutating func compareTotals(of indicator: String, _ unit: UnitOfMeasure) {
    var actuals: [Actual] = []
    let own = said.filter { $0.key.indicator == indicator }
      .sorted { $0.value.latest < $1.value.latest }
    for (key, said) in own {
      guard let months = key.months else { continue }
      let cells = table.rows[said.latest]
      do throws(ActualProblem) {
        guard let value = try table.number(cells, .value, unit) else { continue }
        actuals.append(
          Actual(
            indicator: indicator, unit: unit, periodText: said.period, periods: months,
            value: value, error: try table.error(cells, unit), known: said.firstKnown,
            range: table.range(cells, .period)))
      } catch {
        report(error)
      }
    }
    diagnostics += knownParts(actuals).diagnostics
  }

  private mutating func value(_ key: Key, _ unit: UnitOfMeasure) -> Outturn? {
    guard let said = said[key] else { return nil }
    let cells = table.rows[said.latest]
    do throws(ActualProblem) {
      let value: Double?
      if unit.hasSameDimension(as: .date) {
        value = try day(cells).map { Double($0.dayNumber) }
      } else {
        value = try table.quantity(cells, .value, like: unit).map { $0.number(in: unit) }
        if try table.error(cells, unit) > 0 { tellErrors(cells) }
      }
      return value.map { Outturn(value: $0, known: said.firstKnown) }
    } catch {
      report(error)
      return nil
    }
  }

  /// Several targets may ask for the same value.
  private mutating func report(_ problem: ActualProblem) {
    let range = problem.diagnostic.range
    guard !diagnostics.contains(where: { $0.range?.start == range?.start }) else { return }
    diagnostics.append(problem.diagnostic)
  }

  private mutating func tellErrors(_ cells: [CSVTable.Cell]) {
    guard !hasToldErrors else { return }
    hasToldErrors = true
    diagnostics.append(
      Diagnostic(
        .invalidValue,
        .init(
          zh: "误差只用来核对合计，目标是否达成按数值判断",
          en: "errors are used to check totals; whether a target is met is judged by the value"),
        at: table.range(cells, .error), severity: .warning))
  }
}

extension Indicator.Aggregation {
  /// What the values of all parts make of the whole.
  ///
  /// - Parameter months: how long each part is, by which a mean weighs them.
  /// - Precondition: there is one.
  fileprivate func value(of parts: [Double], lasting months: [Int]) -> Double {
    switch self {
    case .sum: parts.reduce(0, +)
    case .mean:
      zip(parts, months).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(months.reduce(0, +))
    case .minimum: parts.min()!
    case .maximum: parts.max()!
    case .last: parts[parts.count - 1]
    }
  }
}
