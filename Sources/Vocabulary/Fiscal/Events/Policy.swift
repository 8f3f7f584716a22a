import Formulas
import SourceText

/// A policy that may change: from a date on, with a probability, it is in force, and has effects
/// on what formulas name: attraction, retention, transfers.
///
/// In each trial it comes or does not. Where it comes, it is in force in the periods in whose
/// middle its first day has passed and its last has not, which is also how firms are counted.
public struct Policy: Component {
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "出台或变动的概率",
    en: "the probability that it comes at all; where it is dated, that it has come by then",
    called: BilingualText(zh: "出台或变动的概率", en: "probability that it comes"))
  static let from = Field(
    "from", .value(.date), zh: "生效日", en: "its first day in force, which may be uncertain",
    called: BilingualText(zh: "生效日", en: "first day in force"))
  static let until = Field(
    "until", .value(.date), .optional, zh: "失效日",
    en: "the day from which it is no longer in force; left out, it stays")
  static let effects = Field(
    "effects", .list(.object(PolicyEffect.descriptor)), .optional, zh: "影响",
    en: "what it changes while it is in force")

  public static let descriptor = ObjectDescriptor(
    "policy", zh: "可能变动的政策", en: "a policy that may change from a date on",
    fields: [.id, .label, probability, from, until, effects],
    example: """
      { "id": "fairCompetition", "from": "2024-08-01", \
      "effects": [ { "id": "attraction", "factor": 0.7 } ] }
      """)

  let indicators: [Indicator]
  let effects: [PolicyEffect]

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let happens = Formula.event(
      stream: reader.name("comes"), probability: reader.value(Self.probability, default: 1),
      drawn: .once)
    reader.requireShare(Self.probability)
    let from = reader.requiredValue(Self.from)
    var inForce =
      Formula.reference(reader.name("happens")) * .call(.lessOrEqual, from, .middleOfPeriod)
    if let until = reader.value(Self.until) {
      inForce = inForce * .call(.less, .middleOfPeriod, until)
      if let first = reader.constant(Self.from), let last = reader.constant(Self.until),
        last <= first
      {
        reader.reportInvalid(
          Self.until, .init(zh: "政策生效之前就失效了", en: "the policy ends before it begins"))
      }
    }
    let state = Formula.reference(reader.name("inForce"))
    effects = reader.list(Self.effects).map {
      PolicyEffect($0, of: reader.nearestLabel, whileInForce: state)
    }
    indicators =
      [
        reader.indicator(
          "happens", "是否出台", "whether it comes", .level, .share, happens, .inner),
        reader.indicator(
          "inForce", "是否生效", "in force", .share, .share, inForce),
      ] + effects.map(\.indicator)
  }
}

extension Formula {
  /// The moment at which a period is judged.
  static let middleOfPeriod =
    Formula.reference("period.start") + .reference("period.days") * .constant(0.5)
}
