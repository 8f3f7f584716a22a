import Formulas

extension FieldShape {
  /// What would be right at the key, for messages and for the reference.
  public var expectation: String {
    switch self {
    case .text: "a text"
    case .id: "a name: a letter, then letters and digits, such as \"vat\""
    case .label: "{ \"zh\": \"…\", \"en\": \"…\" } or a text"
    case .boolean: "true or false"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices): "one of: " + choices.joined(separator: ", ")
    case .period: "a period, such as \"2024-03\" or \"2024\""
    case .date: "a date, such as \"2024-03-26\""
    case .dayOfYear: "a day of the year such as \"06-08\", or a distribution of such days"
    case .calendarDay: "a date such as \"2024-09-01\", or a day of every year such as \"09-01\""
    case .lunarDay: "a month and a day of the Chinese calendar, such as \"09-09\""
    case .unit: "a unit, such as \"万元\" or \"visits\""
    case .formula: "a formula, such as \"a + 2 * b\""
    case .value(let unit): "a value in \(unit.symbolOrShare): \(unit.exampleValue), "
      + "a distribution or a formula"
    case .valueInDeclaredUnit: "a value in the declared unit, a distribution or a formula"
    case .quantity(let unit): "a value in \(unit.symbolOrShare), such as \(unit.exampleValue)"
    case .file: "the path of a file below the project folder"
    case .profile: "twelve numbers, January first, or { \"file\": …, \"column\": … }"
    case .list(let element): "a list of: \(element.expectation)"
    case .map(let element): "an object from names to: \(element.expectation)"
    case .object(let descriptor): "an object for \(descriptor.name)"
    case .oneOf(let descriptors):
      "an object for one of: " + descriptors.map(\.name).joined(separator: ", ")
    case .either(let shapes): shapes.map(\.expectation).joined(separator: "; or ")
    case .anything: "a value"
    }
  }
}

extension UnitOfMeasure {
  /// The symbol, or the word for a number without a unit.
  var symbolOrShare: String { symbol == "1" ? "a plain number" : symbol }

  /// A value in this unit as a planner would write it.
  var exampleValue: String {
    if hasSameDimension(as: .date) { return "\"2024-06-01\"" }
    if hasSameDimension(as: .one) { return "0.8 or \"80%\"" }
    if hasSameDimension(as: .month) { return "\"6\(symbol)\"" }
    return "\"120\(symbol)\""
  }

  /// Whether a number without a unit can only mean one thing: not for money, lengths, areas and
  /// weights, where 元 and 万元, or m and km, are both usual.
  var allowsBareNumbers: Bool {
    dimension.isCount || dimension == .day || hasSameDimension(as: .month)
  }
}
