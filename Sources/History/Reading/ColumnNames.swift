import Formulas
import SourceText

/// The columns of a table by their names, as people write them: `数值（万元）` is a value in 万元.
public struct ColumnNames: Sendable {
  /// Without the unit in brackets, where it is one.
  public let names: [String]
  public let units: [UnitOfMeasure?]
  /// Nil where the name is not known.
  public let roles: [ColumnRole?]

  /// Reads a header; full-width forms, blanks around a name and capitals do not matter.
  public init(_ header: [CSVTable.Cell]) {
    let found = header.map { cell -> (name: String, unit: UnitOfMeasure?) in
      let scalars = trimmed(normalizedScalars(cell.text))
      let (name, unitText) = nameAndUnit(scalars)
      guard let unitText, let unit = try? UnitOfMeasure(parsing: unitText) else {
        return (string(scalars), nil)
      }
      return (name, unit)
    }
    names = found.map(\.name)
    units = found.map(\.unit)
    roles = names.map { ColumnRole.named($0) }
  }
}

/// The name of a column without the unit in brackets at its end: `增值税（万元）`.
///
/// - Returns: the unit is nil where there are no brackets.
func nameAndUnit(_ header: [Unicode.Scalar]) -> (name: String, unit: String?) {
  guard header.last == ")", let open = header.lastIndex(of: "("), open > 0 else {
    return (string(header), nil)
  }
  let unit = trimmed(Array(header[(open + 1)..<(header.count - 1)]))
  return (string(trimmed(Array(header[..<open]))), string(unit))
}
