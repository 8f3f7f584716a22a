import Formulas
import SourceText

/// A kind of days that come in spells: wet, hot or cold ones, as the normals of a station give
/// them.
struct WeatherSpells: Component {
  static let days = Field(
    "days", .profile, zh: "各月平均日数，一月在前",
    en: "how many such days each month has on average")
  static let meanSpell = Field(
    "meanSpell", .quantity(.day), .optional, zh: "平均连续日数；缺省 2 天",
    en: "how many such days follow each other on average; 2 when left out, more where chance alone "
      + "gives more")

  static let descriptor = ObjectDescriptor(
    "weatherSpells", zh: "成段出现的雨日、高温日或低温日",
    en: "days that come in spells: wet, hot or cold ones",
    fields: [days, meanSpell],
    example: """
      { "days": [12, 12, 15, 14, 13, 14, 12, 13, 11, 9, 10, 9], "meanSpell": "2.2天" }
      """)

  let probabilities: SpellProbabilities
  /// The stream of the day before the first one, and that of the days.
  let start, day: String

  init(_ reader: ObjectReader) {
    let horizon = reader.context.horizon
    let months = reader.months(Self.days) { $0 } ?? [Double](repeating: 0, count: 12)
    let shares = horizon.perDay(months)
    let length = Self.length(reader, shares, horizon)
    probabilities = SpellProbabilities(
      shares: shares,
      meanSpells: shares.map { length ?? SpellProbabilities.usualLength(share: $0) })
    start = reader.name("start")
    day = reader.name("day")
  }

  /// The mean length that the planner gives; nil when left out, or when the days of a month do not
  /// come in spells so short, which is reported.
  private static func length(_ reader: ObjectReader, _ shares: [Double], _ horizon: Horizon)
    -> Double?
  {
    guard let length = reader.quantity(meanSpell) else { return nil }
    for (share, date) in zip(shares, horizon.days) {
      let shortest = SpellProbabilities.shortestLength(share: share)
      guard length < shortest else { continue }
      reader.reportInvalid(
        meanSpell,
        length < 1
          ? .spellBelowDay
          : BilingualText(
            zh: "\(date.month) 月的日数过多，连续日数不可能这样短",
            en: "the days of month \(date.month) are too many for spells so short"),
        expected: share < 1
          ? .spellOfDays(atLeast: shortest)
          : BilingualText(
            zh: "留空：该月每天都是这样的日子",
            en: "nothing: all days of the month are such days"))
      return nil
    }
    return length
  }

  /// The state of each day: 1 on such a day, else 0.
  ///
  /// - Parameter id: the name of the indicator that has this formula.
  func state(_ id: String) -> Formula {
    .call(
      .less, .probability(stream: day, drawn: .everyDay, sense: .falling),
      .call(.conditional, was(id), goesOn, begins))
  }

  /// The state of the day before.
  func was(_ id: String) -> Formula {
    let first = Formula.event(
      stream: start, probability: .constant(probabilities.start), drawn: .once)
    return .call(.previous, .reference(id), first)
  }

  var goesOn: Formula { .ofDays(probabilities.goesOn) }
  var begins: Formula { .ofDays(probabilities.begins) }
  /// The probability that a spell goes on, where it is the same on all days.
  var constantGoesOn: Double? {
    let first = probabilities.goesOn.first
    return probabilities.goesOn.allSatisfy { $0 == first } ? first : nil
  }
}

extension BilingualText {
  static let spellBelowDay = BilingualText(
    zh: "连续日数不得短于一天", en: "no spell is shorter than a day")

  /// The least mean length of a spell that is possible.
  static func spellOfDays(atLeast shortest: Double) -> BilingualText {
    let days = SpellProbabilities.written(shortest)
    return BilingualText(zh: "至少 \(days) 天", en: "at least \(days) days")
  }
}

extension Formula {
  /// One number for each day; a plain number where all are the same.
  static func ofDays(_ numbers: [Double]) -> Formula {
    if let first = numbers.first, numbers.allSatisfy({ $0 == first }) { return .constant(first) }
    return Formula(.daySeries(numbers, .one))
  }
}
