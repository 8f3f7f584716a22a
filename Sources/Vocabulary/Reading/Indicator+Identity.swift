import Formulas
import SourceText

extension Indicator {
  /// An identity that holds in every trial and period: what is left when one side is taken from the
  /// other, and, kept for a table, the largest of it without its sign over all periods.
  ///
  /// - Parameter unit: of the residual, an amount or a count of each period.
  static func identity(
    _ id: String, _ label: BilingualText, _ unit: UnitOfMeasure, residual: Formula
  ) -> [Indicator] {
    [
      Indicator(
        id, label: label, kind: unit.dimension.isCount ? .count : .flow, unit: unit, residual,
        visibility: .inner),
      Indicator(
        id + ".largest", label: label, kind: .level, unit: unit,
        .call(.maxOverPeriods, .call(.absolute, .reference(id))), visibility: .kept),
    ]
  }
}
