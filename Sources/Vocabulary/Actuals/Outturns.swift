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
    /// The first and the last day; nil for a row without a period.
    let days: ClosedRange<CalendarDate>?
  }

  private let table: ActualsTable
  private var rows: [Key: (place: Int, known: CalendarDate)] = [:]
  private var firstKnown: [Key: CalendarDate] = [:]
  /// What is wrong with the table, and with those of its values that were asked for.
  public private(set) var diagnostics: [Diagnostic]

  /// - Errors: a column that is missing, unknown or there twice, what is no period and no day.
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
    let ends = try periods(cells)
    let key = Key(
      indicator: table.text(cells, .indicator),
      days: ends.map { $0.lowerBound.firstDay...$0.upperBound.lastDay })
    let given = try table.day(cells, .known, expected: .dateLike("2024-05-31"))
    // Nobody can know the last day of a period's value before it ends, but a day when it comes.
    let known: CalendarDate
    if let day = given ?? ends?.upperBound.lastDay {
      known = day
    } else if let day = try day(cells) {
      known = day
    } else {
      return
    }
    firstKnown[key] = min(firstKnown[key] ?? known, known)
    if let other = rows[key], other.known > known { return }
    rows[key] = (place, known)
  }

  /// The periods of a row; nil for a row with a day, which needs none.
  private func periods(_ cells: [CSVTable.Cell]) throws(ActualProblem) -> ClosedRange<Period>? {
    let expected = BilingualText(
      zh: "时段，如 2024、2024-05、2024年5月 或 2024-01..2024-06",
      en: "a period such as 2024, 2024-05 or 2024-01..2024-06")
    if table.text(cells, .period).isEmpty, case .day? = PeriodText(table.text(cells, .value)) {
      return nil
    }
    return try table.ends(cells, .monthly, expected: expected, year: 2024).ends
  }

  private func day(_ cells: [CSVTable.Cell]) throws(ActualProblem) -> CalendarDate? {
    try table.day(cells, .value, expected: .dateLike("2024-05-20"), isExact: true)
  }

  /// The indicators of all rows that have a value, in their order; a row for each.
  public var indicators: [String] {
    table.rows.filter(table.hasValue).map { table.text($0, .indicator) }
  }

  // MARK: What is asked for

  /// What came of an indicator in a period: as the table has it, or made of all months or quarters
  /// of that; nil where it does not say.
  ///
  /// - Parameters:
  ///   - period: its label.
  ///   - aggregation: how periods make the value of a longer one.
  ///   - unit: the one in which the value is returned.
  /// - Errors: a value that is neither a number nor a day, another unit; among `diagnostics`, once.
  public mutating func value(
    of indicator: String, in period: String, _ aggregation: Indicator.Aggregation,
    _ unit: UnitOfMeasure
  ) -> Outturn? {
    let withoutPeriod = Key(indicator: indicator, days: nil)
    if unit.hasSameDimension(as: .date), let found = value(withoutPeriod, unit) { return found }
    guard let ends = Period.ends(label: period) else { return nil }
    let days = ends.lowerBound.firstDay...ends.upperBound.lastDay
    if let found = value(Key(indicator: indicator, days: days), unit) { return found }
    for frequency in [Frequency.monthly, .quarterly] {
      let first = Period(frequency, containing: days.lowerBound)
      let last = Period(frequency, containing: days.upperBound)
      let whole = Horizon(first: first, count: last.ordinal - first.ordinal + 1)
      guard whole.count > 1, whole.firstDay == days.lowerBound, last.lastDay == days.upperBound
      else { continue }
      let parts = whole.periods.compactMap {
        value(Key(indicator: indicator, days: $0.firstDay...$0.lastDay), unit)
      }
      guard parts.count == whole.count else { continue }
      // All of it is known when the last part is.
      return Outturn(
        value: aggregation.value(of: parts.map(\.value)), known: parts.map(\.known).max()!)
    }
    return nil
  }

  private mutating func value(_ key: Key, _ unit: UnitOfMeasure) -> Outturn? {
    guard let place = rows[key]?.place, let known = firstKnown[key] else { return nil }
    let cells = table.rows[place]
    do throws(ActualProblem) {
      let value =
        unit.hasSameDimension(as: .date)
        ? try day(cells).map { Double($0.dayNumber) }
        : try table.quantity(cells, .value, like: unit).map { $0.number(in: unit) }
      return value.map { Outturn(value: $0, known: known) }
    } catch {
      // Several targets may ask for the same value.
      if !diagnostics.contains(where: { $0.range?.start == error.diagnostic.range?.start }) {
        diagnostics.append(error.diagnostic)
      }
      return nil
    }
  }
}

extension Indicator.Aggregation {
  /// What the values of all parts make of the whole.
  ///
  /// - Precondition: there is one.
  fileprivate func value(of parts: [Double]) -> Double {
    switch self {
    case .sum: parts.reduce(0, +)
    case .mean: parts.reduce(0, +) / Double(parts.count)
    case .minimum: parts.min()!
    case .maximum: parts.max()!
    case .last: parts[parts.count - 1]
    }
  }
}
