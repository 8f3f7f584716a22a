import Formulas
import SourceText

/// How many come in a period: a Poisson number with a mean, or a number that is given.
enum Arrivals {
  /// - Source: the Poisson distribution as the law of many rare arrivals, Feller, *An Introduction
  ///   to Probability Theory and Its Applications*, vol. 1, 3rd ed. (1968), VI.5.
  static func formula(
    _ reader: ObjectReader, rate: Field, number: Field, _ unit: UnitOfMeasure
  ) -> Formula? {
    guard reader.has(rate) || reader.has(number) else { return nil }
    switch reader.only(rate, number)?.key {
    case rate.key:
      let mean = reader.requiredValue(rate)
      refuseNegative(rate, reader)
      let months = Double(reader.context.horizon.frequency.monthsPerPeriod)
      return .call(
        .poissonQuantile, .probability(stream: reader.name("arrive"), drawn: .everyPeriod),
        mean * .constant(months))
    case number.key:
      let given = reader.requiredValue(number, drawn: .everyPeriod)
      refuseNegative(number, reader)
      return .call(.maximum, .call(.round, given), .constant(0, unit))
    default: return nil
    }
  }

  private static func refuseNegative(_ field: Field, _ reader: ObjectReader) {
    if let number = reader.knownNumbers(field).first(where: { $0 < 0 }) {
      reader.reportInvalid(
        field,
        .init(
          zh: "\(number.inMessage) 小于零", en: "\(number.inMessage) is less than none"),
        expected: .init(zh: "不小于 0 的数", en: "a number from 0"))
    }
  }
}

extension Formula {
  /// How many of a number of like things something happens to, each with the same probability and
  /// by itself.
  ///
  /// - Parameter probability: limited to 0 and 1, because a formula may lead beyond.
  static func thinned(_ count: Formula, by probability: Formula, stream: String) -> Formula {
    .call(
      .binomialQuantile, .probability(stream: stream, drawn: .everyPeriod), count,
      .call(.clamp, probability, .constant(0), .constant(1)))
  }
}
