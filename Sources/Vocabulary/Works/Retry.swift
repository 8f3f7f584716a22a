import Formulas
import SourceText

/// A chance that an activity fails and has to be done again: a tender without a valid bid.
struct Retry: Component {
  static let probability = Field(
    "probability", .value(.share), zh: "失败概率", en: "the probability that it fails",
    called: BilingualText(zh: "失败概率", en: "probability of failure"))
  static let delay = Field(
    "delay", .value(.day), zh: "重来所需时间", en: "the time that doing it again takes",
    called: BilingualText(zh: "重来所需时间", en: "time to do it again"))
  static let times = Field(
    "times", .integer(1...9), .defaults(to: "1"), zh: "最多重来次数",
    en: "how often it can fail; each time with the same probability, and with a delay of its own")

  static let descriptor = ObjectDescriptor(
    "retry", zh: "重来", en: "a chance that an activity fails and is done again",
    fields: [probability, delay, times],
    example: #"{ "probability": "15%", "delay": 25, "times": 2 }"#)

  /// How often it fails.
  let failures: Indicator
  /// The time that failing costs: none when it does not fail.
  let delay: Formula

  init(_ reader: ObjectReader) {
    let probability = reader.requiredValue(Self.probability)
    reader.requireShare(Self.probability)
    let first = reader.requiredValue(Self.delay)
    let times = reader.integer(Self.times) ?? 1
    var hasFailed: Formula?
    var (counts, delays): ([Formula], [Formula]) = ([], [])
    for time in 1...times {
      let suffix = time == 1 ? "" : String(time)
      let fails = Formula.event(
        stream: reader.name("fails" + suffix), probability: probability, drawn: .once)
      let failed = hasFailed.map { $0 * fails } ?? fails
      hasFailed = failed
      counts.append(failed)
      delays.append(failed * (time == 1 ? first : reader.again(Self.delay, time)))
    }
    failures = reader.indicator(
      "failures", "失败次数", "failures", .level, .one, .total(counts, .one), .inner)
    delay = .total(delays, .day)
  }
}

extension ObjectReader {
  /// A value as it falls out another time: what is drawn comes from a stream of its own.
  fileprivate func again(_ field: Field, _ time: Int) -> Formula {
    guard case .value(let unit) = field.shape, let (node, path) = member(field) else {
      return requiredValue(field)
    }
    let name = name(field.key)
    guard case .draw? = value(named: name)?.formula.node else { return .reference(name) }
    let ordinal = [2: "2nd", 3: "3rd"][time] ?? "\(time)th"
    return value(
      at: node, path: path, unit: unit, name: name + String(time),
      called: BilingualText(
        zh: "第 \(time) 次\(field.name.zh)", en: "\(field.name.en), the \(ordinal) time"))
  }
}
