import Formulas
import SourceText

/// On-years and off-years (大小年): trees that have borne much bear less in the next year.
///
/// The logarithm x of a year's yield over the usual one follows x' = c x + v √(1 − c²) ε with a
/// carry-over c that is below zero for alternate bearing; the factor is exp(x − v²/2), whose
/// long-run mean is 1. Known harvests make the first year less uncertain: last year's is where x
/// begins, and a survey of the fruit on the tree, with the error s of its logarithm, moves the
/// first x from its mean m and variance p = v² (1 − c²) to m + K (z − m) and p (1 − K), where
/// K = p / (p + s²).
///
/// - Source: Hamilton, *Time Series Analysis* (1994), sections 3.4 and 13.2.
struct AlternateBearing: Component {
  static let carryOver = Field(
    "carryOver", .quantity(.one), zh: "上年偏离对本年的影响系数，大小年为负（大于 -1）",
    en: "what a year's deviation does to the next: below 0 for alternate bearing, above -1")
  static let variation = Field(
    "variation", .quantity(.share), zh: "单产对数的长期标准差",
    en: "the long-run standard deviation of the yield's logarithm")
  static let survey = Field(
    "survey", .object(FruitSurvey.descriptor), .optional, zh: "首年坐果调查",
    en: "what a count of the fruit on the tree says of the first year's harvest")

  static let descriptor = ObjectDescriptor(
    "alternateBearing", zh: "大小年", en: "how on-years and off-years follow each other",
    fields: [carryOver, variation, survey],
    example: #"{ "carryOver": -0.4, "variation": "18%" }"#)

  let factor: Formula
  let indicators: [Indicator]

  /// - Parameters:
  ///   - last: the harvest of the year before over a usual one, where it is known.
  ///   - usual: a usual harvest.
  init(_ reader: ObjectReader, _ years: CropYears, last: Formula?, usual: Formula) {
    let carried = Self.carried(reader)
    let deviation = reader.quantity(Self.variation) ?? 0
    if !(0...2).contains(deviation) {
      reader.reportInvalid(
        Self.variation, .init(zh: "单产不会这样波动", en: "no yields vary like this"),
        expected: .upTo200)
    }
    let half = deviation * deviation / 2
    let id = reader.name("logYield")
    let innovation = deviation * (1 - carried * carried).squareRoot()
    let shock = Formula.standardNormal(stream: reader.name("year"), drawn: .everyYear)
    func logarithm(_ ratio: Formula) -> Formula {
      .call(.log, .call(.maximum, ratio, .constant(0.01))) + .constant(half)
    }
    let start =
      last.map(logarithm)
      ?? .constant(deviation) * .standardNormal(stream: reader.name("start"), drawn: .once)
    let survey = reader.object(Self.survey).map { FruitSurvey($0) }
    var next = { (before: Formula) in
      .constant(carried) * before + .constant(innovation) * shock
    }
    if let survey {
      let gain = survey.gain(priorVariance: innovation * innovation)
      let seen = logarithm(survey.output / usual)
      let later = next
      let isFirst = Formula.call(.equal, .reference("period.index"), .constant(0))
      next = { before in
        let mean = .constant(carried) * before
        let first =
          mean + .constant(gain) * (seen - mean)
          + .constant(innovation * (1 - gain).squareRoot()) * shock
        return .call(.conditional, isFirst, first, later(before))
      }
    }
    factor = .call(.exp, .reference(id) - .constant(half))
    indicators = [
      reader.indicator(
        "logYield", "单产的对数偏离", "log deviation of the yield", .level, .one,
        years.held(id, initial: start, next: next), .inner)
    ]
  }

  private static func carried(_ reader: ObjectReader) -> Double {
    let number = reader.quantity(carryOver) ?? 0
    if abs(number) < 1 { return number }
    reader.reportInvalid(
      carryOver, .init(zh: "偏离会逐年放大", en: "deviations would grow from year to year"),
      expected: .init(zh: "-1 和 1 之间的数", en: "a number between -1 and 1"))
    return 0
  }
}

/// What is known early of a harvest.
struct FruitSurvey: Component {
  static let output = Field(
    "output", .value(.tonne), zh: "据坐果推算的首年产量（未扣其后天气损失）",
    en: "the first year's harvest as the fruit on the tree suggests, before what weather takes",
    called: BilingualText(zh: "据坐果推算的首年产量", en: "first year's harvest by the fruit on the tree"))
  static let error = Field(
    "error", .quantity(.share), zh: "推算误差（对数标准差）",
    en: "the standard deviation of its logarithm")

  static let descriptor = ObjectDescriptor(
    "fruitSurvey", zh: "坐果调查", en: "what a count of fruit says of the first year's harvest",
    fields: [output, error], example: #"{ "output": "300吨", "error": "10%" }"#)

  let output: Formula
  private let error: Double

  init(_ reader: ObjectReader) {
    output = reader.requiredValue(Self.output)
    error = reader.quantity(Self.error) ?? 0
    if error < 0 || error > 2 {
      reader.reportInvalid(
        Self.error, .init(zh: "推算不会有这样的误差", en: "no count errs like this"),
        expected: .upTo200)
    }
  }

  /// How far the survey moves what was expected.
  func gain(priorVariance: Double) -> Double {
    let sum = priorVariance + error * error
    return sum > 0 ? priorVariance / sum : 0
  }
}

extension BilingualText {
  fileprivate static let upTo200 = BilingualText(zh: "0 到 200%", en: "from 0 to 200 %")
}
