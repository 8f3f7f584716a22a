import Formulas
import SourceText

/// What a lever costs: so much for each of the unit that it declares.
struct LeverPrice {
  /// The value as the planner wrote it.
  let price: Formula
  /// How much of the lever an amount is the price of; nil for a rate, which says so itself.
  let portion: UnitOfMeasure?

  /// An amount is the price of one of the lever's unit; a rate, such as 3000元/亩, says of what it
  /// is one.
  ///
  /// - Returns: nil where it costs nothing.
  init?(_ reader: ObjectReader, of unit: UnitOfMeasure) {
    guard let (node, _) = reader.member(Lever.cost) else { return nil }
    let base = UnitOfMeasure(unit.dimension)
    let rate = UnitOfMeasure.yuan / base
    let isRate = node.hasQuantity { written in
      // Of shares an amount and a rate measure the same; how it is written tells them apart.
      written.hasSameDimension(as: rate)
        && (!written.hasSameDimension(as: .yuan) || written.symbol.contains("/"))
    }
    guard let price = reader.value(Lever.cost, in: isRate ? rate : .yuan) else { return nil }
    (self.price, portion) = (price, isRate ? nil : unit)
  }

  /// What a value of the lever costs.
  ///
  /// - Parameter indicator: the id of the indicator that is its value.
  func total(of indicator: String) -> Formula {
    let value = Formula.reference(indicator)
    guard let portion else { return value * price }
    return value / .constant(portion.scale, UnitOfMeasure(portion.dimension)) * price
  }
}

extension JSONNode {
  /// Whether a quantity stands in a value, or at any depth of it, whose unit is such.
  fileprivate func hasQuantity(_ isSuch: (UnitOfMeasure) -> Bool) -> Bool {
    switch value {
    case .string(let text): (try? Quantity(parsing: text)).map { isSuch($0.unit) } ?? false
    case .array(let elements): elements.contains { $0.hasQuantity(isSuch) }
    case .object(let members): members.contains { $0.value.hasQuantity(isSuch) }
    default: false
    }
  }
}
