import Formulas
import SourceText

/// A value that is drawn back to its mean: what is left of a deviation after each period is its
/// persistence.
///
/// - Source: Hamilton, *Time Series Analysis* (1994), section 3.4.
struct AutoregressiveProcess: Process {
  static let mean = Field(
    "mean", .valueInDeclaredUnit, .defaults(to: "0"), zh: "长期均值", en: "the long-run mean")
  static let persistence = Field(
    "persistence", .value(.share), zh: "持续性，每期保留的偏离",
    en: "the part of a deviation that is left a period later, below 1",
    called: BilingualText(zh: "持续性", en: "persistence"))
  static let standardDeviation = Field(
    "standardDeviation", .valueInDeclaredUnit, zh: "长期标准差",
    en: "the long-run standard deviation of the value",
    called: BilingualText(zh: "长期标准差", en: "long-run standard deviation"))

  static let descriptor = ObjectDescriptor(
    "ar1", zh: "一阶自回归", en: "a value that returns to its mean",
    fields: [mean, persistence, standardDeviation],
    example: #"{ "ar1": { "persistence": 0.6, "standardDeviation": 0.03 } }"#)

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    let mean = reader.value(Self.mean, in: unit)
    let deviation = reader.value(standardDeviation, in: unit) ?? .constant(0, unit)
    let persistence = reader.requiredValue(persistence)
    // The first value comes from the long-run distribution, as if the process had always run.
    let strayed = deviation * .standardNormal(stream: reader.name("start"), drawn: .once)
    let innovation =
      deviation
      * .call(.squareRoot, .constant(1) - persistence * persistence) * reader.shock()
    guard let mean else {
      return ProcessFormulas(
        persistence * .call(.previous, .reference(id), strayed) + innovation)
    }
    let past = Formula.call(.previous, .reference(id), mean + strayed)
    return ProcessFormulas(mean + persistence * (past - mean) + innovation)
  }
}
