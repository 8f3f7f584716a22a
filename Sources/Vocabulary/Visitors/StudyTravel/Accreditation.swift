import Formulas
import SourceText

/// From when on the town may receive groups: before it there are none.
///
/// New groups do not book for a day before it. Those on the books for such a day are cancelled, and
/// come on another day as often as others that are cancelled.
struct Accreditation: Component {
  static let date = Field(
    "date", .value(.date), zh: "获得资质日期；可为分布或公式，如 works.studyBase.finish",
    en: "the first day on which groups may come; a distribution, or a formula such as "
      + "works.studyBase.finish")
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "获得资质的概率",
    en: "the probability that it is granted at all")

  static let descriptor = ObjectDescriptor(
    "accreditation", zh: "研学基地资质", en: "from when on the town may receive groups of pupils",
    fields: [.label, date, probability],
    example: #"{ "date": "2024-05-01", "probability": "90%" }"#)

  /// What an uncertain gate does to a day.
  enum Opening {
    /// 1 on each day of the horizon on which it is open, else 0.
    case known([Double])
    /// The daily indicator that is 1 while it is open.
    case uncertain(String)
  }

  let opening: Opening
  let indicators: [Indicator]

  init(_ reader: ObjectReader) {
    let owner = BilingualText(zh: "研学基地资质", en: "Accreditation for study travel")
    let label = reader.label ?? owner
    func indicator(
      _ key: String, _ zh: String, _ en: String, _ formula: Formula,
      _ visibility: Indicator.Visibility
    ) -> Indicator {
      Indicator(
        reader.name(key), label: BilingualText(zh: label.zh + zh, en: label.en + ": " + en),
        kind: .level, unit: .share, formula, visibility: visibility, origin: reader.node.range)
    }
    let date = reader.requiredValue(Self.date)
    let lastDay = Formula.reference("period.end") - .constant(1, .day)
    var (atEnd, onDay) = (
      Formula.call(.lessOrEqual, date, lastDay),
      Formula.call(.lessOrEqual, date, .reference("day.start"))
    )
    var isSure = !reader.has(Self.probability)
    if let chance = reader.probability(Self.probability) {
      isSure = reader.constant(Self.probability) == 1
      let granted = Formula.event(
        stream: reader.name("granted"), probability: chance, drawn: .once)
      (atEnd, onDay) = (atEnd * granted, onDay * granted)
    }
    var made = [indicator("open", "：已获得", "granted", atEnd, .reported)]
    if isSure, let day = reader.constant(Self.date) {
      let horizon = reader.context.horizon
      opening = .known(horizon.days.map { day <= Double($0.dayNumber) ? 1 : 0 })
    } else {
      made.append(indicator("daily.open", "：当日已获得", "granted by the day", onDay, .inner))
      opening = .uncertain(reader.name("daily.open"))
    }
    indicators = made
  }
}
