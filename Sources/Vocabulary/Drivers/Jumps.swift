import Formulas
import SourceText

/// Shocks that come now and then: in most periods nothing, in some one or more of uncertain size,
/// of which a part may stay for later periods.
///
/// - Source: compound Poisson and Bernoulli processes, as in Feller, *An Introduction to
///   Probability Theory and Its Applications*, vol. 1, 3rd ed. (1968), XII.2.
struct Jumps: Process {
  static let rate = Field(
    "rate", .value(.one), .optional, zh: "每期平均次数，可以不止一次",
    en: "the mean number in a period, of which there may be several")
  static let probability = Field(
    "probability", .value(.share), .optional, zh: "一期内发生一次的概率",
    en: "the probability that one comes in a period")
  static let size = Field(
    "size", .valueInDeclaredUnit, zh: "每次的幅度", en: "the size of each, drawn by itself")
  static let remaining = Field(
    "remaining", .value(.share), .defaults(to: "0"), zh: "到下一期仍保留的部分",
    en: "the part of the sum so far that is left a period later")

  static let descriptor = ObjectDescriptor(
    "jumps", zh: "跳跃", en: "shocks that come now and then",
    fields: [rate, probability, size, remaining],
    example: """
      { "jumps": { "probability": "2%", "size": { "uniform": { "low": -0.3, "high": -0.1 } }, \
      "remaining": "60%" } }
      """)

  /// The largest mean number in a period; more are no longer jumps.
  static let largestRate = 10.0

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    let sum: Formula
    switch reader.only(rate, probability)?.key {
    case rate.key: sum = poisson(reader, unit)
    case probability.key:
      let happens = Formula.event(
        stream: reader.name("happens"), probability: reader.requiredValue(probability),
        drawn: .everyPeriod)
      reader.requireShare(probability)
      sum = happens * reader.repeated(size, 1, in: unit)
    default: sum = .constant(0, unit)
    }
    guard reader.has(remaining) else { return ProcessFormulas(sum) }
    let past = Formula.call(.previous, .reference(id), .constant(0, unit))
    let kept = reader.requiredValue(remaining) * past
    reader.requireShare(remaining)
    return ProcessFormulas(kept + sum)
  }

  private static func poisson(_ reader: ObjectReader, _ unit: UnitOfMeasure) -> Formula {
    let rate = reader.requiredValue(Self.rate)
    let largest = reader.largestValue(Self.rate)
    if let largest, largest > largestRate {
      reader.reportInvalid(
        Self.rate,
        BilingualText(zh: "次数过多，不再是跳跃", en: "these are too many to be jumps"),
        expected: BilingualText(
          zh: "平均每期至多 \(Int(largestRate)) 次；更多时用正态分布的值",
          en: "at most \(Int(largestRate)) in a period on average; for more, a normal value"))
    }
    let bound = min(largest ?? largestRate, largestRate)
    let number = Formula.call(
      .poissonQuantile, .probability(stream: reader.name("count"), drawn: .everyPeriod), rate)
    let count = Indicator(
      reader.name("count"), label: reader.labelled(Self.rate.name), kind: .level, unit: .one,
      number, visibility: .inner, origin: reader.node.range)
    reader.context.add(count)
    let sizes = (1...termsNeeded(rate: bound)).map { place in
      Formula.call(.greaterOrEqual, .reference(count.id), .constant(Double(place)))
        * reader.repeated(size, place, in: unit)
    }
    return Formula(.call(.sum, sizes))
  }

  /// How many jumps of a period are told apart: more come once in 10¹⁰ periods.
  static func termsNeeded(rate: Double) -> Int {
    guard rate > 0 else { return 1 }
    // P(N > n) is below the first term of its sum times 1/(1 - rate/(n + 2)).
    var term = 1.0
    for number in 1...200 {
      term *= rate / Double(number)
      let ratio = rate / Double(number + 1)
      if ratio < 1, term / (1 - ratio) < 1e-10 { return number }
    }
    return 200
  }
}
