import Formulas
import SourceText

/// A chance that work goes back to an earlier activity: what lies between is done again, as far as
/// it has to be, before anything follows.
///
/// The rounds are bounded and laid out one after another, each with its own chance, given the one
/// before.
///
/// - Source: Pritsker, *GERT: Graphical Evaluation and Review Technique* (1966), for loops by
///   chance; here each goes round a bounded number of times.
struct Rework: Component {
  static let from = Field(
    "from", .text, zh: "返回到哪项作业", en: "the activity to which work goes back")
  static let probability = Field(
    "probability", .value(.share), zh: "返工概率", en: "the probability that it goes back",
    called: BilingualText(zh: "返工概率", en: "probability of rework"))
  static let share = Field(
    "share", .value(.share), .defaults(to: "1"), zh: "返工量占原工期比例",
    en: "the part of each duration that is done again",
    called: BilingualText(zh: "返工量占原工期比例", en: "part that is done again"))
  static let times = Field(
    "times", .integer(1...5), .defaults(to: "1"), zh: "最多返工次数",
    en: "how often it can go back")

  static let descriptor = ObjectDescriptor(
    "rework", zh: "返工", en: "a chance that work goes back to an earlier activity",
    fields: [from, probability, share, times])

  /// The id of the activity, in the same project, to which work goes back.
  let from: String?
  let share: Formula
  /// Whether it goes back for the first time, the second time…: 1 or 0.
  let rounds: [Indicator]

  init(_ reader: ObjectReader, siblings: [String]) {
    from = reader.text(Self.from).flatMap { name in
      if siblings.contains(name) { return name }
      reader.reportInvalid(
        Self.from,
        BilingualText(
          zh: "“\(name)”不是本项目的作业", en: "'\(name)' is no activity of the project"),
        expected: .oneOf(siblings),
        suggestion: didYouMean(name, among: siblings))
      return nil
    }
    let probability = reader.requiredValue(Self.probability)
    reader.requireShare(Self.probability)
    share = reader.value(Self.share, default: 1)
    let times = reader.integer(Self.times) ?? 1
    func key(_ time: Int) -> String { "happens" + (time == 1 ? "" : String(time)) }
    rounds = (1...times).map { time in
      let event = Formula.event(
        stream: reader.name(key(time)), probability: probability, drawn: .once)
      return reader.indicator(
        key(time), "返工（第 \(time) 次）", "goes back (time \(time))", .level, .share,
        time == 1 ? event : .reference(reader.name(key(time - 1))) * event, .inner)
    }
  }
}
