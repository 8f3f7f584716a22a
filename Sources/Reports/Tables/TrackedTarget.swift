import Formulas
import Planning
import Probability
import SourceText
import Vocabulary

/// A target on its way through the year.
public struct TrackedTarget: Sendable {
  /// A probability as it was known on a day.
  public struct Point: Sendable {
    /// The day up to which things were known.
    public let date: CalendarDate
    public let probability, standardError: Double
    public let light: WarningRule.Light

    public init(
      date: CalendarDate, probability: Double, standardError: Double, light: WarningRule.Light
    ) {
      (self.date, self.probability, self.standardError) = (date, probability, standardError)
      self.light = light
    }
  }

  public let judged: JudgedTarget
  /// Without anything that is known of the year.
  public let before: ExceedanceProbability
  /// The end of each period so far, and the day that was asked about.
  public let points: [Point]
  /// What the indicator comes to, as it is known on the last day: mean, 10 % and 90 % quantile, in
  /// base units.
  public let outlook: RunRate.Spread?
  /// How far the total has come; nil for what is no total of several periods.
  public let progress: RunRate?
  /// The last period that is counted as done; empty where there is no progress.
  public let through: String
  /// Whether periods after that are over too.
  public let isLate: Bool
  /// Whether what is known says whether it is met.
  public let isDecided: Bool
  /// Whether its day has passed and nothing that decides it was reported.
  public let isUnreported: Bool

  public init(
    judged: JudgedTarget, before: ExceedanceProbability, points: [Point],
    outlook: RunRate.Spread?, progress: RunRate?, through: String, isLate: Bool, isDecided: Bool,
    isUnreported: Bool
  ) {
    (self.judged, self.before, self.points) = (judged, before, points)
    (self.outlook, self.progress) = (outlook, progress)
    (self.through, self.isLate) = (through, isLate)
    (self.isDecided, self.isUnreported) = (isDecided, isUnreported)
  }

  /// Where it stands, in a sentence.
  public var verdict: BilingualText {
    guard let last = points.last else { return BilingualText(zh: "", en: "") }
    let words: (zh: String, en: String) =
      switch last.light {
      case .green: ("在轨", "on course")
      case .yellow: ("有偏离风险", "at risk")
      case .red: ("偏离目标", "off course")
      }
    let (percent, before) = (wholePercent(last.probability), wholePercent(before.probability))
    var (zh, en) = (
      "\(words.zh)：达成概率 \(percent)%（年初测算 \(before)%）",
      "\(words.en): met with \(percent) % (before the year's figures: \(before) %)"
    )
    if isUnreported {
      zh += "；期限已过而未报告结果，仍是情景的预测"
      en += "; its time is over and no outcome was reported: still the scenario's forecast"
    }
    if let progress {
      let (pace, rest) = (pace(progress), rest(progress))
      zh += "；" + (isLate ? "截至 \(through) " : "") + pace.zh
      en += "; " + (isLate ? "through \(through) " : "") + pace.en
      if let rest {
        zh += "；" + rest.zh
        en += "; " + rest.en
      }
    }
    return BilingualText(zh: zh + "。", en: en + ".")
  }

  /// A probability in whole percent; what is neither certain nor impossible is not shown so.
  private func wholePercent(_ share: Double) -> String {
    let rounded = Int((share * 100).rounded())
    if rounded == 100, share < 1 { return ">99" }
    if rounded == 0, share > 0 { return "<1" }
    return String(rounded)
  }

  private var isCeiling: Bool { judged.target.side == .atMost }

  /// Against the calendar and the season.
  private func pace(_ progress: RunRate) -> BilingualText {
    let share = plainNumber(progress.doneShare * 100, significantDigits: 3)
    let about = progress.isReported ? (zh: "", en: "") : (zh: "估计", en: "an estimated ")
    let done =
      isCeiling
      ? BilingualText(
        zh: "\(about.zh)已用上限的 \(share)%", en: "\(about.en)\(share) % of the ceiling used")
      : BilingualText(zh: "\(about.zh)已完成 \(share)%", en: "\(about.en)\(share) % done")
    let parts = [
      done, compared(progress, progress.elapsedShare, "序时进度", "the calendar"),
      compared(progress, progress.seasonalShare.mean, "季节进度", "the season"),
    ].compactMap { $0 }
    return BilingualText(
      zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }

  /// - Parameter share: NaN where it is not known.
  private func compared(_ progress: RunRate, _ share: Double, _ zh: String, _ en: String)
    -> BilingualText?
  {
    let points = (progress.doneShare - share) * 100
    guard points.isFinite else { return nil }
    let size = plainNumber(abs(points), significantDigits: 2)
    if abs(points) < 0.05 { return BilingualText(zh: "与\(zh)持平", en: "level with \(en)") }
    let words: (zh: String, en: String) =
      switch (isCeiling, points > 0) {
      case (false, true): ("快于", "ahead of")
      case (false, false): ("慢于", "behind")
      case (true, true): ("多于", "more than")
      case (true, false): ("少于", "less than")
      }
    return BilingualText(
      zh: "\(words.zh)\(zh) \(size) 个百分点", en: "\(size) points \(words.en) \(en)")
  }

  /// What the rest of the year needs, or of a ceiling may bring; nil where nothing is left of it.
  private func rest(_ progress: RunRate) -> BilingualText? {
    guard let expected = progress.expected, progress.required.isFinite else { return nil }
    let unit = judged.unit
    func text(_ base: Double) -> String {
      plainNumber(unit.value(ofBase: base), significantDigits: 4)
    }
    let (need, model) = (text(progress.required), text(expected.mean))
    let words: (zh: String, en: String) =
      switch (isCeiling, progress.required) {
      case (false, let required) where required <= 0: ("目标值已达到", "the bound is reached")
      case (true, let required) where required < 0: ("已超过上限", "the ceiling is passed")
      case (false, _):
        ("此后每期需 \(need) \(unit.symbol)", "each period to come needs \(need) \(unit.symbol)")
      case (true, _):
        (
          "此后每期余量 \(need) \(unit.symbol)",
          "each period to come may bring \(need) \(unit.symbol)"
        )
      }
    let isOpen = progress.required > 0 || isCeiling && progress.required == 0
    var zh = words.zh + (isOpen ? "，预计 \(model)" : "，此后每期预计 \(model) \(unit.symbol)")
    var en =
      words.en
      + (isOpen
        ? ", the model expects \(model)"
        : ", of each period to come the model expects \(model) \(unit.symbol)")
    if let lastYear = progress.lastYear {
      let past = text(lastYear)
      zh += "，上年同期 \(past)"
      en += ", last year brought \(past)"
    }
    return BilingualText(zh: zh, en: en)
  }
}
