import Formulas
import SourceText

/// Something that may draw people for a while: a video that goes viral, an advertisement.
///
/// It comes with a probability on a day, known or drawn from a span, or at a rate on any day; it
/// lifts the visits by `uplift` on that day, and by half as much a half-life later. The pull of
/// several adds up, and saturates where `campaignSaturation` says so.
public struct Campaign: Component {
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "走红的概率",
    en: "how likely it is to come at all",
    called: BilingualText(zh: "走红的概率", en: "probability that it comes"))
  static let from = Field(
    "from", .date, .optional, zh: "开始日；写了 to 或 timesPerYear 时为可能开始的第一天",
    en: "the day on which it begins; with `to` or `timesPerYear` the first on which it may")
  static let to = Field(
    "to", .date, .optional, zh: "可能开始的最后一天；当天在此期间均匀抽取",
    en: "the last day on which it may begin; each from `from` on is as likely")
  static let timesPerYear = Field(
    "timesPerYear", .value(.one), .optional, zh: "全年次数：如发布视频数，每次各以 probability 走红，任一天机会相同",
    en: "how many there are in a year, such as videos, each with the probability and on any day",
    called: BilingualText(zh: "全年次数", en: "number in a year"))
  static let uplift = Field(
    "uplift", .value(.share), zh: "首日游客增幅", en: "the gain in visits on its first day",
    called: BilingualText(zh: "首日游客增幅", en: "gain on its first day"))
  static let halfLife = Field(
    "halfLife", .value(.day), zh: "热度减半所需天数", en: "days after which the pull is half",
    called: BilingualText(zh: "热度减半所需天数", en: "days until the pull is half"))
  static let segments = Field(
    "segments", .map(.value(.one)), .optional, zh: "对各游客群体的作用强度；不写则均为 1",
    en: "how strongly each segment feels it; left out, all of them with the strength 1",
    called: BilingualText(zh: "对游客群体的作用强度", en: "strength"))

  public static let descriptor = ObjectDescriptor(
    "campaign", zh: "网络传播等推广", en: "what draws people for a while, such as a viral video",
    fields: [.id, .label, probability, from, to, timesPerYear, uplift, halfLife, segments],
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
    _ = reader.id()
    strengths = reader.has(Self.segments)
      ? Dictionary(
        reader.uses(Self.segments, of: segments).map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first }) : nil
    let probability = reader.value(Self.probability, default: 1)
    reader.requireShare(Self.probability)
    let uplift = reader.requiredValue(Self.uplift)
    let fading = Fading(reader)
    if let times = reader.value(Self.timesPerYear) {
      let begins = Formula.event(
        stream: reader.name("comes"),
        probability: probability * times * Formula(.daySeries(Self.dayShares(reader), .one)),
        drawn: .everyDay)
      indicators = [fading.pull(uplift * begins, before: .constant(0))]
      return
    }
    let (start, begins) = Self.start(reader)
    let size = Formula.reference(path + ".comes") * uplift
    indicators = [
      reader.indicator(
        "comes", "是否走红", "whether it comes", .level, .one,
        .event(stream: reader.name("comes"), probability: probability, drawn: .once), .inner),
      reader.indicator("start", "开始日", "first day", .date, .date, start, .inner),
      fading.pull(
        size * begins, before: size * fading.left(since: .reference(reader.name("start")))),
    ]
  }

  /// The part of a year's number that comes on each day: those of a calendar year have the sum 1,
  /// less where `from` and `to` leave out some of them.
  private static func dayShares(_ reader: ObjectReader) -> [Double] {
    let (first, last) = (reader.date(from), reader.date(to))
    return reader.context.horizon.days.map { day in
      let isBetween = (first.map { $0 <= day } ?? true) && (last.map { day <= $0 } ?? true)
      return isBetween ? 1 / Double(Period(.yearly, year: day.year).days) : 0
    }
  }

  /// The day on which it begins, and whether a day is that one.
  private static func start(_ reader: ObjectReader) -> (date: Formula, begins: Formula) {
    let horizon = reader.context.horizon
    if !reader.has(from) {
      reader.context.report(
        Diagnostic(
          .missingKey,
          BilingualText(zh: "推广要写明时间", en: "a campaign needs a time"),
          at: reader.node.range, path: reader.path.description,
          expected: BilingualText(
            zh: "\"\(from.key)\"，写日期；或 \"\(timesPerYear.key)\"，写次数",
            en: "\"\(from.key)\", a day, or \"\(timesPerYear.key)\", a number")))
    }
    let first = reader.date(from) ?? horizon.firstDay
    let last = reader.date(to) ?? first
    let date = Formula.constant(Double(first.dayNumber), .date)
    guard last > first else {
      if last < first {
        reader.reportInvalid(
          to, .isEndBeforeBeginning, expected: .day(from: first))
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

  /// What it adds to the visits on a day, before saturation; nil for nothing.
  ///
  /// - Parameter segment: whose visits; nil for one that feels all of it.
  func pull(on segment: String?) -> Formula? {
    let pull = Formula.reference(path + ".daily.pull")
    guard let segment, let strengths else { return pull }
    return strengths[segment].map { $0 * pull }
  }
}
