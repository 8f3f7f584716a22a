import Formulas
import SourceText

/// The plum rain (梅雨): a wet season once a year, with an uncertain beginning and end, in which more
/// days are wet than in the months around it.
struct PlumRain: Component {
  static let onset = Field(
    "onset", .dayOfYear, zh: "入梅日（月-日）", en: "its first day, month and day",
    called: BilingualText(zh: "入梅日", en: "first day"))
  static let end = Field(
    "end", .dayOfYear, zh: "出梅前一日（月-日）", en: "its last day, month and day",
    called: BilingualText(zh: "出梅前一日", en: "last day"))
  static let wetDayShare = Field(
    "wetDayShare", .value(.share), .defaults(to: "1"), zh: "梅雨期雨日比例",
    en: "the share of its days that are wet; drawn once a year",
    called: BilingualText(zh: "梅雨期雨日比例", en: "share of wet days"))
  static let meanSpell = Field(
    "meanSpell", .quantity(.day), .defaults(to: "\"2天\""), zh: "梅雨期平均连续雨日",
    en: "how many wet days follow each other in it on average; more where the share asks for it")

  static let descriptor = ObjectDescriptor(
    "plumRain", zh: "梅雨", en: "a wet season once a year, such as the plum rain",
    fields: [onset, end, wetDayShare, meanSpell],
    example: """
      { "onset": { "pert": { "low": "06-01", "likely": "06-08", "high": "06-20" } }, \
      "end": "07-08", "wetDayShare": "55%" }
      """)

  private let id: String
  private let start, lastDay, share: Formula
  private let length: Double
  /// Whether no year is so wet that spells have to be longer than `meanSpell`.
  private let keepsLength: Bool
  /// The stream of the chain, where the months beside it have none of their own.
  let dayStream: String

  init(_ reader: ObjectReader) {
    id = reader.idPath
    start = reader.dayOfYear(Self.onset)
    lastDay = reader.dayOfYear(Self.end)
    if let first = start.firstNumber, let last = lastDay.firstNumber, last < first {
      reader.reportInvalid(
        Self.end,
        BilingualText(
          zh: "梅雨期结束早于开始", en: "the season ends before it begins"),
        expected: BilingualText(
          zh: "同一年中晚于入梅日的某天", en: "a day of the same year after the onset"))
    }
    share = reader.value(Self.wetDayShare, default: 1, drawn: .everyYear)
    reader.requireShare(Self.wetDayShare)
    let length = Self.length(reader)
    self.length = length
    let largest = reader.has(Self.wetDayShare) ? reader.largestValue(Self.wetDayShare) : 1
    keepsLength = largest.map { $0 <= length / (1 + length) } ?? false
    dayStream = reader.name("day")
  }

  private static func length(_ reader: ObjectReader) -> Double {
    guard let length = reader.quantity(meanSpell) else { return 2 }
    let known = reader.knownNumbers(wetDayShare)
    let shortest = known.filter { (0..<1).contains($0) }
      .map(SpellProbabilities.shortestLength).max() ?? 1
    if length >= shortest { return length }
    reader.reportInvalid(
      meanSpell,
      length < 1
        ? .spellBelowDay
        : BilingualText(
          zh: "雨日过多，连续雨日不可能这样短",
          en: "too many days are wet for spells so short"),
      expected: .spellOfDays(atLeast: shortest))
    return 2
  }

  /// The probability that a wet spell goes on in it, where it is the same in all years.
  var constantGoesOn: Double? { keepsLength ? 1 - 1 / length : nil }
  var goesOn: Formula { .reference(id + ".wetAfterWet") }
  var begins: Formula { .reference(id + ".wetAfterDry") }
  /// How many days of a period lie in it.
  var days: Formula {
    .call(
      .overlap, .reference(id + ".onset"), .reference(id + ".end"), .reference("period.start"),
      .reference("period.end"))
  }

  /// Whether a day lies in it: 1 or 0.
  var state: Formula {
    .call(
      .and, .call(.greaterOrEqual, .reference("day.start"), .reference(id + ".onset")),
      .call(.less, .reference("day.start"), .reference(id + ".end")))
  }

  /// What is drawn or computed once a year.
  var indicators: [Indicator] {
    func value(
      _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ unit: UnitOfMeasure,
      _ formula: Formula
    ) -> Indicator {
      Indicator(
        id + "." + key, label: BilingualText(zh: "梅雨：" + zh, en: "Plum rain: " + en), kind: kind,
        unit: unit, formula, visibility: .inner)
    }
    // The share s has spells of the mean length only up to a limit: with w = P(wet | wet) and
    // d = P(wet | dry) it is s = d / (1 - w + d), and d is at most 1.
    let wet = Formula.reference(id + ".wetShare")
    let tiny = Formula.constant(1e-12)
    let longest = .constant(2) - .constant(1) / .call(.maximum, wet, tiny)
    let usual = Formula.constant(1 - 1 / length)
    let dry = Formula.call(.maximum, .constant(1) - wet, tiny)
    return [
      value("onset", "入梅日", "first day", .date, .date, wholeDay(start)),
      value(
        "end", "出梅日", "day after the last", .date, .date,
        wholeDay(lastDay) + .constant(1, .day)),
      value("wetShare", "雨日比例", "share of wet days", .level, .share, share),
      value(
        "wetAfterWet", "雨日次日仍为雨日的概率", "a wet day after a wet one", .level, .share,
        keepsLength ? usual : .call(.maximum, usual, longest)),
      value(
        "wetAfterDry", "非雨日次日转雨的概率", "a wet day after a dry one", .level, .share,
        .call(.minimum, wet / (dry * .constant(length)), .constant(1))),
    ]
  }

  /// The day that is nearest to a moment at its start.
  private func wholeDay(_ moment: Formula) -> Formula {
    .call(.floor, moment + .constant(0.5, .day))
  }
}

extension Formula {
  /// The first number of a series, or of a series to which something is added.
  fileprivate var firstNumber: Double? {
    switch node {
    case .series(let numbers, _): numbers.first
    case .call(.add, let arguments): arguments[0].firstNumber
    default: nil
    }
  }
}
