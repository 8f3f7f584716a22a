import Formulas
import SourceText

/// A value that is drawn back to a level, told in terms of time rather than of periods: the same
/// process whether a period is a month or a year.
///
/// The steps are those of the continuous process at the ends of periods, without an error of
/// their length; periods of a year count as equally long.
///
/// - Source: Uhlenbeck and Ornstein, *On the theory of the Brownian motion* (1930); on logarithms
///   Schwartz, *The stochastic behavior of commodity prices* (1997), model 1.
struct MeanReversion: Process {
  static let mean = Field(
    "mean", .valueInDeclaredUnit, .defaults(to: "0"), zh: "长期水平；对数尺度下为中位数",
    en: "the level to which it returns; on the logarithmic scale its median, above 0")
  static let halfLife = Field(
    "halfLife", .value(.month), .optional, zh: "半衰期：偏离减半所需的时间",
    en: "the time in which half of a deviation is left")
  static let speed = Field(
    "speed", .value(.one), .optional, zh: "每年的回归速度：ln 2 除以以年计的半衰期",
    en: "the rate of return a year: log 2 over the half-life in years")
  static let standardDeviation = Field(
    "standardDeviation", .valueInDeclaredUnit, .optional, zh: "长期标准差；对数尺度下为对数的标准差",
    en: "the long-run standard deviation; on the logarithmic scale, of the logarithm",
    called: BilingualText(zh: "长期标准差", en: "long-run standard deviation"))
  static let volatility = Field(
    "volatility", .valueInDeclaredUnit, .optional, zh: "波动率：一年随机冲击的标准差",
    en: "the standard deviation of the shocks of a year, in place of the long-run one")
  static let scale = Field(
    "scale", .choice(["linear", "logarithm"]), .defaults(to: "linear"),
    zh: "在原值还是对数上回归；对数尺度的值恒为正",
    en: "whether the value itself returns or its logarithm, which keeps it above 0")
  static let start = Field(
    "start", .valueInDeclaredUnit, .optional, zh: "首期之前的值；缺省取自长期分布",
    en: "the value before the first period; from the long-run distribution when left out")

  static let descriptor = ObjectDescriptor(
    "meanReversion", zh: "均值回归", en: "a value that returns to a level in a known time",
    fields: [mean, halfLife, speed, standardDeviation, volatility, scale, start],
    example: #"{ "meanReversion": { "halfLife": "6个月", "standardDeviation": 0.1 } }"#)

  static func formulas(_ reader: ObjectReader, id: String, unit: UnitOfMeasure)
    -> ProcessFormulas
  {
    let isLogarithmic = reader.choice(scale) == "logarithm"
    if isLogarithmic, !reader.has(mean) {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(
            zh: "对数尺度的过程需要一个大于 0 的水平",
            en: "a process on the logarithmic scale needs a level above 0"),
          at: reader.node.range, path: reader.path.description, expected: .same("\"mean\"")))
    }
    let mean = reader.value(mean, in: unit) ?? .constant(0, unit)
    let speed = speedPerYear(reader)
    let periods = Double(reader.context.horizon.frequency.periodsPerYear)
    let persistence = Formula.call(.exp, -speed / .constant(periods))
    let deviation = longRunDeviation(reader, isLogarithmic ? .one : unit, speed)
    let shock =
      deviation * .call(.squareRoot, .constant(1) - persistence * persistence) * reader.shock()
    let strayed = deviation * .standardNormal(stream: reader.name("start"), drawn: .once)
    let given = reader.value(start, in: unit)
    if isLogarithmic {
      let past = Formula.call(.previous, .reference(id), given ?? mean * .call(.exp, strayed))
      return ProcessFormulas(
        mean * .call(.power, past / mean, persistence) * .call(.exp, shock))
    }
    let past = Formula.call(.previous, .reference(id), given ?? mean + strayed)
    return ProcessFormulas(mean + persistence * (past - mean) + shock)
  }

  private static func speedPerYear(_ reader: ObjectReader) -> Formula {
    switch reader.only(halfLife, speed)?.key {
    case halfLife.key:
      // The natural logarithm of 2, over the half-life in years.
      .constant(0.693_147_180_559_945_3) * .constant(12, .month) / reader.requiredValue(halfLife)
    case speed.key: reader.requiredValue(speed)
    default: .constant(1)
    }
  }

  private static func longRunDeviation(
    _ reader: ObjectReader, _ unit: UnitOfMeasure, _ speed: Formula
  ) -> Formula {
    switch reader.only(standardDeviation, volatility)?.key {
    case standardDeviation.key:
      reader.value(standardDeviation, in: unit) ?? .constant(0, unit)
    case volatility.key:
      (reader.value(volatility, in: unit) ?? .constant(0, unit))
        / .call(.squareRoot, .constant(2) * speed)
    default: .constant(0, unit)
    }
  }
}
