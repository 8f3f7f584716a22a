import Formulas
import SourceText

extension ObjectReader {
  /// The factor by which drivers and a shock of its own move a period of this object.
  ///
  /// The logarithm of the factor is the sum of elasticity × driver and of a normal shock, from
  /// which half its variance is taken off, so that the mean of the shock's factor is one.
  ///
  /// - Source: Aitchison and Brown, *The Lognormal Distribution* (1957), section 2.3.
  func movement(follows: Field, volatility: Field) -> Formula {
    var logarithm: Formula?
    for (driver, elasticity, origin) in elasticities(follows, of: declaredDriver) {
      let part = elasticity * Formula(.reference("drivers." + driver), origin: origin)
      logarithm = logarithm.map { $0 + part } ?? part
    }
    if has(volatility) {
      let deviation = requiredValue(volatility)
      // What all members have in common comes first, so that it is computed once for them.
      let offset = .constant(-0.5) * deviation * deviation
      logarithm = (logarithm.map { $0 + offset } ?? offset) + deviation * shock()
    }
    return logarithm.map { .call(.exp, $0) } ?? .constant(1)
  }

  /// The values of a map from drivers to numbers, such as elasticities, with the places of the
  /// drivers' names.
  ///
  /// - Parameter word: what people call what a key names; the key where that is not known.
  func elasticities(_ field: Field, of word: (String) -> BilingualText? = { _ in nil }) -> [(
    driver: String, elasticity: Formula, origin: SourceRange
  )] {
    guard case .map(.value(let unit)) = field.shape, let (node, path) = member(field) else {
      return []
    }
    guard case .object(let members) = node.value else {
      context.report(wrongType(node, expected: field.shape.expectation, path: path))
      return []
    }
    return members.map { member in
      let elasticity = value(
        at: member.value, path: path.appending(key: member.key), unit: unit,
        name: name(field.key) + "." + member.key,
        called: field.name.of(word(member.key) ?? .same(member.key)))
      return (member.key, elasticity, member.keyRange)
    }
  }

  private func declaredDriver(_ id: String) -> BilingualText? {
    context.declared.label(of: "drivers." + id)
  }

  /// The numbers of a map from names to known quantities, in base units.
  func quantities(_ field: Field) -> [(member: JSONMember, value: Double)]? {
    guard case .map(.quantity(let unit)) = field.shape, let (node, path) = member(field) else {
      return nil
    }
    guard case .object(let members) = node.value else {
      context.report(wrongType(node, expected: field.shape.expectation, path: path))
      return nil
    }
    let reader = ValueReader(
      context: context, unit: unit, name: name(field.key), cadence: .once, member: member)
    return members.compactMap { member in
      reader.number(member.value, path.appending(key: member.key)).map { (member, $0.value) }
    }
  }
}
