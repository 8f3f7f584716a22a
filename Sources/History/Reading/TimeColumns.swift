import Formulas
import SourceText

/// The columns that say when a row was.
public enum TimeColumns: Hashable, Sendable {
  /// One cell says it.
  case label(Int)
  /// A year, and a number within it.
  case parts(year: Int, number: Int, Frequency)

  /// Finds them; nil where no name says when.
  public init?(_ roles: [ColumnRole?]) {
    func first(_ role: ColumnRole) -> Int? { roles.firstIndex(of: role) }
    if let column = first(.period) {
      self = .label(column)
    } else if let year = first(.year), let month = first(.month) {
      self = .parts(year: year, number: month, .monthly)
    } else if let year = first(.year), let quarter = first(.quarter) {
      self = .parts(year: year, number: quarter, .quarterly)
    } else if let column = first(.time) ?? first(.year) ?? first(.month) ?? first(.quarter) {
      self = .label(column)
    } else {
      return nil
    }
  }

  /// Their places in the header.
  public var columns: [Int] {
    switch self {
    case .label(let column): [column]
    case .parts(let year, let number, _): [year, number]
    }
  }

  /// A cell that does not say when.
  public struct Mistake: Error, Hashable, Sendable {
    public let column: Int
    /// What it should say.
    public let expected: BilingualText
  }

  /// When a row was.
  ///
  /// - Throws: the first cell that does not say it.
  public func time(_ cells: [CSVTable.Cell]) throws(Mistake) -> PeriodText {
    switch self {
    case .label(let column):
      if let time = PeriodText(cells[column].text) { return time }
      throw Mistake(column: column, expected: .aPeriod)
    case .parts(let year, let number, let frequency):
      let count = frequency.periodsPerYear
      guard let found = NumberText.wholeNumber(cells[year].text, in: PeriodText.years) else {
        throw Mistake(column: year, expected: .aYear)
      }
      guard let part = NumberText.wholeNumber(cells[number].text, in: 1...count) else {
        throw Mistake(column: number, expected: .number(to: count))
      }
      return .period(Period(frequency, year: found, number: part))
    }
  }
}
