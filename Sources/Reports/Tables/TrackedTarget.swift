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
  /// How far the total has come; nil for what is no total of a year.
  public let progress: RunRate?
  /// The last period that is counted as done; empty where there is no progress.
  public let through: String

  public init(
    judged: JudgedTarget, before: ExceedanceProbability, points: [Point],
    outlook: RunRate.Spread?, progress: RunRate?, through: String
  ) {
    (self.judged, self.before, self.points) = (judged, before, points)
    (self.outlook, self.progress, self.through) = (outlook, progress, through)
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
    let percent = Int((last.probability * 100).rounded())
    let before = Int((self.before.probability * 100).rounded())
    let head = (
      zh: "\(words.zh)：达成概率 \(percent)%（年初测算 \(before)%）",
      en: "\(words.en): met with \(percent) % (before the year's figures: \(before) %)"
    )
    guard let progress else { return BilingualText(zh: head.zh + "。", en: head.en + ".") }
    let (paceZh, paceEn) = pace(progress)
    return BilingualText(zh: head.zh + "；" + paceZh + "。", en: head.en + "; " + paceEn + ".")
  }

  /// Against the calendar and the season, and what the rest of the year needs.
  private func pace(_ progress: RunRate) -> (zh: String, en: String) {
    func compared(_ share: Double, _ zh: String, _ en: String) -> (String, String) {
      let points = (progress.doneShare - share) * 100
      let size = plainNumber(abs(points), significantDigits: 2)
      if abs(points) < 0.05 { return ("与\(zh)持平", "level with \(en)") }
      return points > 0
        ? ("快于\(zh) \(size) 个百分点", "\(size) points ahead of \(en)")
        : ("慢于\(zh) \(size) 个百分点", "\(size) points behind \(en)")
    }
    let elapsed = compared(progress.elapsedShare, "序时进度", "the calendar")
    let season = compared(progress.seasonalShare.mean, "季节进度", "the season")
    let done = plainNumber(progress.doneShare * 100, significantDigits: 3)
    var (zh, en) = (
      "已完成 \(done)%，\(elapsed.0)，\(season.0)", "\(done) % done, \(elapsed.1), \(season.1)"
    )
    if let expected = progress.expected, progress.required.isFinite {
      let unit = judged.unit
      let need = plainNumber(unit.value(ofBase: progress.required), significantDigits: 4)
      let model = plainNumber(unit.value(ofBase: expected.mean), significantDigits: 4)
      zh += "；此后每期需 \(need) \(unit.symbol)，预计 \(model)"
      en += "; each period to come needs \(need) \(unit.symbol), the model expects \(model)"
      if let lastYear = progress.lastYear {
        let past = plainNumber(unit.value(ofBase: lastYear), significantDigits: 4)
        zh += "，上年同期 \(past)"
        en += ", last year brought \(past)"
      }
    }
    return (zh, en)
  }
}
