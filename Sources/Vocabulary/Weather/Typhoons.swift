import Formulas
import Probability
import SourceText

/// Typhoons that come at a rate by month and close the town for some days each.
///
/// On each day one strikes with the rate of its month over the days of the month. So the number of
/// a month is binomial, which is as good as a Poisson number with the same mean: at a rate of one
/// in a month of 30 days no probability of a number differs by more than 0.007. Where closures
/// meet, each day is closed once; what lasts beyond the end of a month goes on in the next one.
struct Typhoons: Component {
  static let rates = Field(
    "rates", .profile, zh: "各月平均次数，一月在前", en: "how many strike in each month on average")
  static let closureDays = Field(
    "closureDays", .value(.day), zh: "每次封闭天数",
    en: "the days that one closes, the day on which it strikes being the first; a number or a "
      + "distribution",
    called: BilingualText(zh: "每次封闭天数", en: "days closed by each"))

  static let descriptor = ObjectDescriptor(
    "typhoons", zh: "台风", en: "typhoons, which close the town for days",
    fields: [rates, closureDays],
    example: """
      { "rates": [0, 0, 0, 0, 0, 0.05, 0.35, 0.6, 0.45, 0.1, 0, 0], \
      "closureDays": { "discrete": { "1": 0.5, "2": 0.35, "3": 0.15 } } }
      """)

  /// The longest closure that is told apart.
  static let longestClosure = 30

  private let id: String
  /// For each day the probability that one strikes.
  let strikes: [Double]
  /// The probabilities that one closes at least one day, at least two, and so on.
  let lasting: [Double]

  init(_ reader: ObjectReader) {
    id = reader.idPath
    let rates = reader.months(Self.rates) { $0 } ?? [Double](repeating: 0, count: 12)
    strikes = reader.context.horizon.perDay(rates)
    _ = reader.requiredValue(Self.closureDays, drawn: .everyDay)
    lasting = Self.lasting(reader)
  }

  private static func lasting(_ reader: ObjectReader) -> [Double] {
    guard reader.has(closureDays) else { return [1] }
    let exceeding: (Double) -> Double
    switch reader.value(named: reader.name(closureDays.key))?.formula.node {
    case .constant(let number, _): exceeding = { number > $0 ? 1 : 0 }
    case .draw(let draw):
      let distribution = draw.distribution
      exceeding = { max(0, distribution.exceedanceProbability(above: $0)) }
    default:
      reader.reportInvalid(
        closureDays,
        BilingualText(
          zh: "台风封闭天数由抽样得出，不能写公式",
          en: "how long a typhoon closes is drawn, not computed"),
        expected: BilingualText(
          zh: "天数或分布，例如 { \"discrete\": { \"1\": 0.5, \"2\": 0.5 } }",
          en: "a number of days or a distribution, such as "
            + "{ \"discrete\": { \"1\": 0.5, \"2\": 0.5 } }"))
      return [1]
    }
    // A closure that touches a day closes it.
    let all = (0...longestClosure).map { exceeding(Double($0)) }
    if all[longestClosure] > 1e-6 {
      reader.reportInvalid(
        closureDays,
        BilingualText(
          zh: "台风封闭的天数超过 \(longestClosure) 天",
          en: "a typhoon closes for more than \(longestClosure) days"),
        expected: BilingualText(
          zh: "至多 \(longestClosure) 天", en: "at most \(longestClosure) days"))
    }
    let lasting = all.prefix(longestClosure).prefix { $0 > 1e-9 }
    return lasting.isEmpty ? [0] : Array(lasting)
  }

  /// What decides on a day: below the probability of a strike one strikes, and the nearer to zero
  /// the longer it closes.
  private var luck: Formula {
    .probability(stream: id + ".day", drawn: .everyDay, sense: .falling)
  }

  /// Whether one strikes on a day: 1 or 0.
  var strike: Formula { .call(.less, luck, .ofDays(strikes)) }

  /// Whether a day is closed: 1 or 0.
  var state: Formula {
    .call(.less, .constant(0, .day), .reference(id + ".closing"))
  }

  /// How many days are closed from a day on, this one included.
  var indicators: [Indicator] {
    let begun = lasting.map { share in
      Formula.call(.less, luck, .ofDays(strikes.map { $0 * share }))
    }
    let length = Formula.total(begun, .one) * .constant(1, .day)
    let left =
      .call(.previous, .reference(id + ".closing"), .constant(0, .day)) - .constant(1, .day)
    return [
      Indicator(
        id + ".closing", label: BilingualText(zh: "台风：还需封闭天数", en: "Typhoons: days still closed"),
        kind: .level, unit: .day,
        lasting.count == 1 ? length : .call(.maximum, left, length), visibility: .inner)
    ]
  }
}
