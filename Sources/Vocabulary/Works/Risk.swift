import Formulas
import SourceText

/// A line of the risk register: something that may happen once, and what it does to the activities
/// that it touches. All of them see the same event and the same impact.
///
/// - Source: Hulett, *Integrated Cost-Schedule Risk Analysis* (2011), chapter 5, for risks that
///   drive several activities at once in place of correlations.
public struct Risk: Component {
  static let probability = Field(
    "probability", .value(.share), zh: "发生概率", en: "the probability that it happens",
    called: BilingualText(zh: "发生概率", en: "probability"))
  static let duration = Field(
    "duration", .object(RiskDuration.descriptor), .optional, zh: "对工期的影响",
    en: "what it does to the duration of each activity")
  static let cost = Field(
    "cost", .object(RiskCost.descriptor), .optional, zh: "对费用的影响",
    en: "what it does to the cost of each activity")
  static let activities = Field(
    "activities", .list(.text), zh: "影响的作业：项目.作业，* 代表任意一段",
    en: "the activities that it touches: project.activity, where * stands for any name")
  static let mitigation = Field(
    "mitigation", .object(RiskMitigation.descriptor), .optional, zh: "应对措施",
    en: "what can be done against it")

  public static let descriptor = ObjectDescriptor(
    "risk", zh: "风险登记项", en: "a line of the risk register",
    fields: [.id, .label, probability, duration, cost, activities, mitigation])

  /// The name by which formulas know it, `works.risks.<id>`.
  public let name: String
  public let label: BilingualText
  /// The activities that it touches, each with its project.
  let touched: [String]
  let durationTimes, durationAdd, costTimes, costAdd: Formula?
  /// What is spent against it; nil where nothing is.
  let spent: Formula?
  let indicators: [Indicator]

  /// Whether it does anything to durations.
  var movesDuration: Bool { durationTimes != nil || durationAdd != nil }

  /// Whether it happens: 1 or 0.
  var occurs: Formula { .reference(name + ".occurs") }

  init(_ reader: ObjectReader, _ names: ActivityNames) {
    _ = reader.id()
    name = reader.idPath
    label = reader.labelOrID
    var probability = reader.requiredValue(Self.probability)
    reader.requireShare(Self.probability)
    let duration = reader.object(Self.duration)
    durationTimes = duration?.value(RiskDuration.times)
    durationAdd = duration?.value(RiskDuration.add)
    duration?.requirePositive(RiskDuration.times)
    let cost = reader.object(Self.cost)
    costTimes = cost?.value(RiskCost.times)
    costAdd = cost?.value(RiskCost.add)
    cost?.requirePositive(RiskCost.times)
    let mitigation = reader.object(Self.mitigation).map(RiskMitigation.init)
    if let mitigation, mitigation.isActive {
      probability = mitigation.probability ?? probability
      spent = mitigation.cost
    } else {
      spent = nil
    }
    touched = Self.touched(reader, names)
    indicators = [
      reader.indicator(
        "occurs", "发生", "happens", .share, .share,
        .event(stream: reader.name("occurs"), probability: probability, drawn: .once), .inner)
    ]
  }

  /// How activities are named, by examples.
  private static func examples(_ names: ActivityNames) -> BilingualText {
    let one = "\"\(names.all.first ?? "road.tender")\""
    let all = "\"\(names.projects.first?.id ?? "road").*\""
    return BilingualText(
      zh: "项目.作业，例如 \(one) 或 \(all)",
      en: "project.activity, such as \(one) or \(all)")
  }

  private static func touched(_ reader: ObjectReader, _ names: ActivityNames) -> [String] {
    var all: [String] = []
    for (text, node, path) in reader.placedTexts(activities) {
      let found = names.matching(text)
      if found.isEmpty {
        reader.context.report(
          Diagnostic(
            .unknownName,
            BilingualText(
              zh: "“\(text)”没有对应的作业", en: "'\(text)' names no activity"),
            at: node.range, path: path.description, expected: Self.examples(names),
            suggestion: didYouMean(text, among: names.all)))
      }
      all += found.filter { !all.contains($0) }
    }
    return all
  }
}

/// What a risk does to a duration: it takes so many times as long, and so much longer.
enum RiskDuration: Component {
  static let times = Field(
    "times", .value(.one), .optional, zh: "工期倍数", en: "how many times as long each takes")
  static let add = Field(
    "add", .value(.day), .optional, zh: "增加的工期", en: "how much longer each takes")
  static let descriptor = ObjectDescriptor(
    "riskDuration", zh: "风险对工期的影响", en: "what a risk does to durations", fields: [times, add],
    example: #"{ "times": { "triangular": { "low": 1.1, "likely": 1.3, "high": 1.8 } } }"#)
}

/// What a risk does to a cost: it is so many times as high, and so much higher.
enum RiskCost: Component {
  static let times = Field(
    "times", .value(.one), .optional, zh: "费用倍数", en: "how many times as high each cost is")
  static let add = Field(
    "add", .value(.yuan), .optional, zh: "增加的费用", en: "how much more each costs")
  static let descriptor = ObjectDescriptor(
    "riskCost", zh: "风险对费用的影响", en: "what a risk does to costs", fields: [times, add],
    example: #"{ "add": "30万元" }"#)
}

/// What can be done against a risk.
struct RiskMitigation: Component {
  static let active = Field(
    "active", .boolean, .defaults(to: "false"), zh: "是否采取", en: "whether it is done")
  static let cost = Field(
    "cost", .value(.yuan), .optional, zh: "措施费用",
    en: "what doing it costs; in equal parts for the projects that the risk touches")
  static let probability = Field(
    "probability", .value(.share), .optional, zh: "采取后的发生概率",
    en: "the probability of the risk when it is done",
    called: BilingualText(zh: "采取措施后的发生概率", en: "probability once something is done"))
  static let descriptor = ObjectDescriptor(
    "riskMitigation", zh: "风险应对措施", en: "what can be done against a risk",
    fields: [active, cost, probability],
    example: #"{ "active": true, "cost": "15万元", "probability": "10%" }"#)

  let isActive: Bool
  let cost, probability: Formula?

  init(_ reader: ObjectReader) {
    isActive = reader.boolean(Self.active) ?? false
    cost = reader.value(Self.cost)
    probability = reader.value(Self.probability)
    reader.requireShare(Self.probability)
  }
}

extension ObjectReader {
  /// Reports a factor that is known to be negative.
  fileprivate func requirePositive(_ field: Field) {
    guard let least = knownNumbers(field).min(), least < 0 else { return }
    reportInvalid(
      field,
      BilingualText(
        zh: "倍数不得为负", en: "nothing is a negative number of times as large"),
      expected: BilingualText(zh: "0 或更大", en: "0 or more"))
  }
}
