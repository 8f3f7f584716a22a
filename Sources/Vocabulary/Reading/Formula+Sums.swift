import Formulas

extension Formula {
  /// The sum of formulas; zero in the unit when there are none.
  static func total(_ parts: [Formula], _ unit: UnitOfMeasure) -> Formula {
    parts.isEmpty ? .constant(0, unit) : parts.count == 1 ? parts[0] : Formula(.call(.sum, parts))
  }

  /// The product of formulas; one when there are none.
  static func product(_ factors: [Formula]) -> Formula {
    factors.dropFirst().reduce(factors.first ?? .constant(1)) { $0 * $1 }
  }
}
