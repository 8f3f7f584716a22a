import Formulas
import SourceText

/// A value that starts somewhere and takes a random step in each period.
struct RandomWalk: Process {
  static let start = Field(
    "start", .valueInDeclaredUnit, zh: "起点", en: "the value before the first period")
  static let drift = Field(
    "drift", .valueInDeclaredUnit, .defaults(to: "0"), zh: "每期平均变化",
    en: "the mean step of a period")
  static let standardDeviation = Field(
    "standardDeviation", .valueInDeclaredUnit, zh: "每期变化的标准差",
    en: "the standard deviation of a step",
    called: BilingualText(zh: "每期变化的标准差", en: "standard deviation of a step"))

  static let descriptor = ObjectDescriptor(
    "randomWalk", zh: "随机游走", en: "a value that takes a random step in each period",
    fields: [start, drift, standardDeviation],
    example: #"{ "randomWalk": { "start": 1, "standardDeviation": 0.02 } }"#)

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    let start = reader.value(start, in: unit) ?? .constant(0, unit)
    let drift = reader.value(drift, in: unit) ?? .constant(0, unit)
    let deviation = reader.value(standardDeviation, in: unit) ?? .constant(0, unit)
    return ProcessFormulas(
      .call(.previous, .reference(id), start) + drift + deviation * reader.shock())
  }
}
