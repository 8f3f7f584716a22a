import Forecasting
import Formulas
import SourceText

/// What a backtest says of a method, in numbers and in words.
public struct ForecastVerdict: Sendable {
  /// The name of the method.
  public let method: String
  /// The name of the method that it is compared with.
  public let simple: String
  /// How long the periods are.
  public let frequency: Frequency
  /// How many origins were compared.
  public let originCount: Int
  /// How many forecasts of a period were judged.
  public let forecastCount: Int
  public let skill: Skill
  /// How often each central interval held.
  public let coverages: [(nominal: Double, found: Double)]

  /// The numbers of a sentence.
  public init(
    method: String, simple: String, frequency: Frequency, originCount: Int, forecastCount: Int,
    skill: Skill, coverages: [(nominal: Double, found: Double)]
  ) {
    self.method = method
    self.simple = simple
    self.frequency = frequency
    self.originCount = originCount
    self.forecastCount = forecastCount
    self.skill = skill
    self.coverages = coverages
  }

  /// A sentence or two for planners.
  public var text: BilingualText {
    guard forecastCount > 0 else {
      return BilingualText(
        zh: "历史太短，无法回测。", en: "The history is too short for a backtest.")
    }
    let parts = [basis, method == simple ? nil : judgement, coverage].compactMap { $0 }
    return BilingualText(
      zh: parts.map(\.zh).joined(separator: "；") + "。",
      en: parts.map(\.en).joined(separator: "; ") + ".")
  }

  private var basis: BilingualText {
    let (zh, en) =
      switch frequency {
      case .monthly: ("个月", "months")
      case .quarterly: ("个季度", "quarters")
      case .yearly: ("年", "years")
      }
    return BilingualText(
      zh: "\(method)：在 \(originCount) 个起点共预测 \(forecastCount) \(zh)",
      en: "\(method): \(forecastCount) forecasts of \(en) from \(originCount) "
        + (originCount == 1 ? "origin" : "origins"))
  }

  private var judgement: BilingualText? {
    guard skill.value.isFinite else { return nil }
    let isSmaller = skill.value >= 0
    let size = percent(abs(skill.value))
    let errors = BilingualText(
      zh: "误差比 \(simple) \(isSmaller ? "小" : "大") \(size)",
      en: "errors \(size) \(isSmaller ? "smaller" : "larger") than those of \(simple)")
    let range: BilingualText
    if skill.lower.isFinite, skill.upper.isFinite {
      let (low, high) = (percent(skill.lower), percent(skill.upper))
      let share = percent(skill.confidence)
      range = BilingualText(
        zh: "改进的 \(share) 置信区间为 \(low)～\(high)",
        en: "\(share) interval of the gain: \(low) to \(high)")
    } else {
      range = BilingualText(zh: "起点太少，无法给出把握", en: "too few origins to say how sure")
    }
    let verdict =
      switch skill.verdict {
      case .better: BilingualText(zh: "优于它", en: "it beat that forecast")
      case .worse: BilingualText(zh: "不如它", en: "it did not beat that forecast")
      case .undecided:
        BilingualText(zh: "可能出于偶然", en: "that may be chance")
      }
    return BilingualText(
      zh: "\(errors.zh)，\(verdict.zh)（\(range.zh)）",
      en: "\(errors.en), \(verdict.en) (\(range.en))")
  }

  private var coverage: BilingualText? {
    guard let eighty = coverages.first(where: { $0.nominal == 0.8 }), eighty.found.isFinite
    else { return nil }
    return BilingualText(
      zh: "80% 区间实际包含了 \(percent(eighty.found)) 的结果",
      en: "its 80 % interval held \(percent(eighty.found)) of the time")
  }

  private func percent(_ share: Double) -> String {
    plainNumber((share * 100).rounded(), significantDigits: 6) + " %"
  }
}
