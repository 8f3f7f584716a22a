import Formulas
import SourceText

/// With which confidence a plan names its three levels: what is held for certain, what is planned
/// with, and what is striven for.
public struct TargetConfidences: Component {
  static let floor = Field(
    "floor", .quantity(.share), .defaults(to: "90%"), zh: "守底目标的把握",
    en: "the probability with which the floor is met")
  static let base = Field(
    "base", .quantity(.share), .defaults(to: "70%"), zh: "力争目标的把握",
    en: "the probability with which the base is met")
  static let stretch = Field(
    "stretch", .quantity(.share), .defaults(to: "40%"), zh: "冲刺目标的把握",
    en: "the probability with which the stretch is met")

  public static let descriptor = ObjectDescriptor(
    "confidences", zh: "守底、力争、冲刺目标的把握",
    en: "the confidences of floor, base and stretch targets", fields: [floor, base, stretch],
    example: #"{ "floor": "90%", "base": "70%", "stretch": "40%" }"#)

  public static let standard = TargetConfidences(floor: 0.9, base: 0.7, stretch: 0.4)

  public let floor: Double
  public let base: Double
  public let stretch: Double

  private init(floor: Double, base: Double, stretch: Double) {
    (self.floor, self.base, self.stretch) = (floor, base, stretch)
  }

  /// Those of a scenario, or the usual ones.
  init(of scenario: ObjectReader) {
    self = scenario.object(ScenarioFile.confidences).map { TargetConfidences($0) } ?? .standard
  }

  private init(_ reader: ObjectReader) {
    let fields = [Self.floor, Self.base, Self.stretch]
    let standard = [Self.standard.floor, Self.standard.base, Self.standard.stretch]
    let found = zip(fields, standard).map { reader.quantity($0) ?? $1 }
    self.init(floor: found[0], base: found[1], stretch: found[2])
    for (field, value) in zip(fields, found) where !(value > 0 && value < 1) {
      reader.reportInvalid(
        field, .confidenceRange, expected: .probabilityExample)
    }
    guard found.allSatisfy({ $0 > 0 && $0 < 1 }) else { return }
    // The wish that breaks the order is told at the key that was written.
    for (index, field) in fields.enumerated().dropFirst() where found[index] > found[index - 1] {
      let place = reader.has(field) ? field : fields[index - 1]
      reader.reportInvalid(
        place,
        .init(
          zh: "“\(field.key)”的把握高于“\(fields[index - 1].key)”",
          en: "the \(field.key) is surer than the \(fields[index - 1].key)"),
        expected: .init(
          zh: "floor ≥ base ≥ stretch，例如 90%、70%、40%",
          en: "floor ≥ base ≥ stretch, such as 90%, 70%, 40%"))
    }
  }
}
