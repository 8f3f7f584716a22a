import Formulas
import SourceText

/// How many of several like things pass in a period: streams at class II, sites without a hazard.
///
/// Given the common shocks of a period, each member passes by itself with the same probability.
public struct Compliance: Component {
  static let members = Field(
    "members", .integer(1...100_000), zh: "成员数", en: "how many there are")
  static let pass = Field(
    "pass", .value(.share), zh: "每期达标概率", en: "the probability that one passes in a period",
    called: BilingualText(zh: "每期达标概率", en: "probability to pass in a period"))
  static let commonShock = Field(
    "commonShock", .map(.value(.share)), .optional, zh: "共同冲击",
    en: "indicators, and the factor on the probability in periods in which each is above zero",
    called: BilingualText(zh: "共同冲击下的系数", en: "factor under the common shock"))

  public static let descriptor = ObjectDescriptor(
    "compliance", zh: "达标数", en: "how many of several like things pass",
    fields: [members, pass, commonShock],
    example: """
      { "members": 14, "pass": "99.8%", "commonShock": { "weather.typhoons": 0.98 } }
      """)

  let formula: Formula

  init(_ reader: ObjectReader, unit: UnitOfMeasure) {
    var probability = reader.requiredValue(Self.pass, drawn: .once)
    reader.requireShare(Self.pass)
    let shocks = reader.elasticities(Self.commonShock) { id in
      reader.context.declared.label(of: id) ?? Weather.label(of: id)
    }
    for (indicator, factor, origin) in shocks {
      let strikes = Formula.call(
        .greater, Formula(.reference(indicator), origin: origin), .constant(0))
      probability = probability * .call(.conditional, strikes, factor, .constant(1))
    }
    let members = Double(reader.integer(Self.members) ?? 1)
    let passing = Formula.call(
      .binomialQuantile, .probability(stream: reader.name("passing"), drawn: .everyPeriod),
      .constant(members), probability)
    formula = passing * .constant(1, UnitOfMeasure(unit.dimension))
  }
}
