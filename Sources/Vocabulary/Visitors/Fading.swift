import Formulas
import SourceText

/// How the pull of a campaign fades: by half in each half-life.
struct Fading {
  private let reader: ObjectReader
  private let halfLife: Formula

  init(_ reader: ObjectReader) {
    self.reader = reader
    halfLife = reader.requiredValue(Campaign.halfLife)
    if let days = reader.constant(Campaign.halfLife), days <= 0 {
      reader.reportInvalid(
        Campaign.halfLife,
        BilingualText(zh: "热度没有持续时间", en: "a pull that lasts no time"),
        expected: BilingualText(zh: "大于 0 的天数", en: "days above 0"))
    }
  }

  /// The pull of each day: what the day before left of it, and what begins.
  ///
  /// - Parameter before: the pull on the eve of the horizon.
  func pull(_ begins: Formula, before: Formula) -> Indicator {
    let pull = Formula.call(.previous, .reference(reader.name("daily.pull")), before)
    return reader.indicator(
      "daily.pull", "当日拉动", "pull of the day", .level, .share,
      begins + pull * kept(.constant(1, .day)), .inner)
  }

  /// What is left on the eve of the horizon of a pull of 1; nothing of one that begins later.
  func left(since start: Formula) -> Formula {
    let eve = Formula.constant(Double(reader.context.horizon.firstDay.dayNumber - 1), .date)
    let age = eve - start
    return .call(
      .conditional, .call(.greaterOrEqual, age, .constant(0, .day)),
      kept(.call(.maximum, age, .constant(0, .day))), .constant(0))
  }

  private func kept(_ days: Formula) -> Formula {
    .call(.exp, -.constant(0.693_147_180_559_945_3) * days / halfLife)
  }
}
