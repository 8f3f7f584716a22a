import Formulas
import SourceText

/// Something that may draw people for a while: a video that goes viral, an advertisement.
///
/// It comes with a probability on a day, known or drawn from a span, lifts the visits by `uplift` on
/// that day, and by half as much a half-life later. The pull of several adds up, and saturates
/// where `campaignSaturation` says so.
public struct Campaign: Component {
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "走红的概率",
    en: "how likely it is to come at all")
  static let from = Field(
    "from", .date, zh: "开始日；写了 to 时为可能开始的第一天",
    en: "the day on which it begins; with `to` the first on which it may")
  static let to = Field(
    "to", .date, .optional, zh: "可能开始的最后一天；当天在此期间均匀抽取",
    en: "the last day on which it may begin; each from `from` on is as likely")
  static let uplift = Field(
    "uplift", .value(.share), zh: "首日游客增幅", en: "the gain in visits on its first day")
  static let halfLife = Field(
    "halfLife", .value(.day), zh: "热度减半所需天数", en: "days after which the pull is half")
  static let segments = Field(
    "segments", .map(.value(.one)), .optional, zh: "对各游客群体的作用强度；不写则均为 1",
    en: "how strongly each segment feels it; left out, all of them with the strength 1")

  public static let descriptor = ObjectDescriptor(
    "campaign", zh: "网络传播等推广", en: "what draws people for a while, such as a viral video",
    fields: [.id, .label, probability, from, to, uplift, halfLife, segments],
    example: """
      { "id": "spring", "probability": "30%", "from": "2024-04-01", "to": "2024-05-15", \
      "uplift": "60%", "halfLife": "12天" }
      """)

  let indicators: [Indicator]
  private let path: String
  /// By segment; nil for all alike.
  private let strengths: [String: Formula]?

  init(_ reader: ObjectReader, segments: [String]) {
    path = reader.idPath
    strengths = reader.has(Self.segments)
      ? Dictionary(
        reader.uses(Self.segments, of: segments).map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first }) : nil
    let probability = reader.value(Self.probability, default: 1)
    reader.requireShare(Self.probability)
    let comes = Formula.event(
      stream: reader.name("comes"), probability: probability, drawn: .once)
    let size = Formula.reference(path + ".comes") * reader.requiredValue(Self.uplift)
    let halfLife = reader.requiredValue(Self.halfLife)
    if let days = reader.constant(Self.halfLife), days <= 0 {
      reader.reportInvalid(Self.halfLife, "a pull that lasts no time", expected: "days above 0")
    }
    let (start, begins) = Self.start(reader)
    indicators = [
      reader.indicator("comes", "是否走红", "whether it comes", .level, .one, comes, .inner),
      reader.indicator("start", "开始日", "first day", .date, .date, start, .inner),
      reader.indicator(
        "daily.pull", "当日拉动", "pull of the day", .level, .share,
        Self.pull(size, halfLife, begins, reader), .inner),
    ]
  }

  /// The day on which it begins, and whether a day is that one.
  private static func start(_ reader: ObjectReader) -> (date: Formula, begins: Formula) {
    let horizon = reader.context.horizon
    let first = reader.date(from) ?? horizon.firstDay
    let last = reader.date(to) ?? first
    let date = Formula.constant(Double(first.dayNumber), .date)
    guard last > first else {
      if last < first {
        reader.reportInvalid(
          to, "this ends before it begins", expected: "a day from \(first) on")
      }
      let days = horizon.days.map { $0 == first ? 1.0 : 0 }
      return (date, Formula(.daySeries(days, .one)))
    }
    let choices = Double(last.dayNumber - first.dayNumber + 1)
    let place = Formula.probability(stream: reader.name("start"), drawn: .once)
    return (
      date + .call(.floor, place * .constant(choices)) * .constant(1, .day),
      .call(.equal, .reference(reader.name("start")), .reference("day.start"))
    )
  }

  /// Each day what the day before left of the pull, and all of it on the first day.
  private static func pull(
    _ size: Formula, _ halfLife: Formula, _ begins: Formula, _ reader: ObjectReader
  ) -> Formula {
    func kept(_ days: Formula) -> Formula {
      .call(.exp, -.constant(0.693_147_180_559_945_3) * days / halfLife)
    }
    // What began before the horizon has lost a part of its pull by the evening before it.
    let eve = Formula.constant(Double(reader.context.horizon.firstDay.dayNumber - 1), .date)
    let age = eve - .reference(reader.name("start"))
    let before = Formula.call(
      .conditional, .call(.greaterOrEqual, age, .constant(0, .day)),
      size * kept(.call(.maximum, age, .constant(0, .day))), .constant(0))
    return size * begins
      + .call(.previous, .reference(reader.name("daily.pull")), before)
      * kept(.constant(1, .day))
  }

  /// What it adds to the visits on a day, before saturation; nil for nothing.
  ///
  /// - Parameter segment: whose visits; nil for one that feels all of it.
  func pull(on segment: String?) -> Formula? {
    let pull = Formula.reference(path + ".daily.pull")
    guard let segment, let strengths else { return pull }
    return strengths[segment].map { $0 * pull }
  }
}
