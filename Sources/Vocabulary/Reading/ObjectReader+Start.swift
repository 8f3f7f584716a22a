import Formulas
import SourceText

extension ObjectReader {
  /// The number that a value which has been read always is, in base units; nil otherwise.
  func constant(_ field: Field) -> Double? { constant(named: name(field.key)) }

  /// The same of a value under any name.
  func constant(named name: String) -> Double? {
    let node = value(named: name)?.formula.node
    return if case .constant(let number, _)? = node { number } else { nil }
  }

  /// A value as it is in the first period, which is known before it.
  func atStart(_ field: Field, _ formula: Formula) -> Formula {
    atStart(name(field.key), formula)
  }

  /// The same of a value under any name.
  func atStart(_ name: String, _ formula: Formula) -> Formula {
    if constant(named: name) != nil { return formula }
    let first = Formula.constant(Double(context.horizon.firstDay.dayNumber), .date)
    // A value that has none before the horizon is told of where the planner wrote it.
    let origin = value(named: name)?.origin
    return Formula(.call(.at, [Formula(formula.node, origin: origin), first]), origin: origin)
  }

  /// Whether a value that has been read is a formula over other names.
  func dependsOnOthers(_ field: Field) -> Bool {
    guard let value = value(named: name(field.key)) else { return false }
    return value.formula.referencedNames.contains {
      !isBuiltIn($0) && $0 != Fit.score(of: value.id)
    }
  }

  /// What the year before that of the first period came to, in base units, where a value that has
  /// been read continues a history that tells it.
  func totalBefore(_ field: Field) -> Double? {
    guard let id = value(named: name(field.key))?.id, let fit = context.fits[id] else {
      return nil
    }
    return fit.law.yearBefore.map(fit.unit.baseValue)
  }

  /// A value that has been read, the member's own or the one that all members have in common.
  func value(named name: String) -> Indicator? {
    context.value(named: name) ?? context.value(named: sharedName(name))
  }
}
