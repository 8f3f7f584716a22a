import Formulas

/// A chance that an activity fails once and has to be done again: a tender without a valid bid.
struct Retry: Component {
  static let probability = Field(
    "probability", .value(.share), zh: "失败概率", en: "the probability that it fails")
  static let delay = Field(
    "delay", .value(.day), zh: "重来所需工作日", en: "the working days that doing it again takes")

  static let descriptor = ObjectDescriptor(
    "retry", zh: "重来", en: "a chance that an activity fails once", fields: [probability, delay])

  /// The working days that failing costs: none when it does not fail.
  let delay: Formula

  init(_ reader: ObjectReader) {
    delay =
      Formula.event(
        stream: reader.name("fails"), probability: reader.requiredValue(Self.probability),
        drawn: .once) * reader.requiredValue(Self.delay)
    reader.requireShare(Self.probability)
  }
}
