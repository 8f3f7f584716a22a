import Formulas
import SourceText

/// Ways of which the work takes exactly one, each with its activities: a bridge, or a ford.
struct OptionalBranch: Component {
  static let branches = Field(
    "branches", .list(.object(descriptor)), .optional, zh: "互斥路径",
    en: "where the work takes exactly one of several ways")

  static let options = Field(
    "options", .list(.object(BranchOption.descriptor)), zh: "各条路径",
    en: "the ways; their probabilities sum to 1")

  static let descriptor = ObjectDescriptor(
    "branch", zh: "互斥路径", en: "where the work takes exactly one of several ways",
    fields: [.id, .label, options])

  /// What it means for an activity to be on one of the ways.
  struct Way {
    /// Whether it is taken: 1 or 0.
    let taken: Formula
    let isPlanned: Bool
  }

  /// By the ids of the activities.
  private(set) var ways: [String: Way] = [:]
  private(set) var indicators: [Indicator] = []

  init(_ reader: ObjectReader, activities: [ActivityReading]) {
    _ = reader.id()
    let readers = reader.list(Self.options)
    let options = readers.map { BranchOption($0, activities: activities) }
    if reader.has(Self.options), options.count < 2 {
      reader.reportInvalid(
        Self.options,
        BilingualText(zh: "互斥路径至少有两条", en: "a branch has at least two ways"))
    }
    reportSum(reader, options)
    reportTwice(reader, options)
    let begun = options.indices.filter { options[$0].hasBegun }
    if begun.count > 1 {
      reader.reportInvalid(
        Self.options,
        BilingualText(
          zh: "不止一条路径已经开工", en: "work has begun on more than one of the ways"))
    }
    let likeliest = options.indices.max { (options[$0].likely, -$0) < (options[$1].likely, -$1) }
    let chance = Formula.probability(stream: reader.name("way"), drawn: .once)
    var below = Formula.constant(0)
    for (index, option) in options.enumerated() {
      let above = below + option.probability
      let isLast = index == options.count - 1
      let taken: Formula =
        if let certain = begun.first {
          .constant(index == certain ? 1 : 0)
        } else if isLast {
          .call(.lessOrEqual, below, chance)
        } else {
          .call(.and, .call(.lessOrEqual, below, chance), .call(.less, chance, above))
        }
      below = above
      let name = readers[index].name("taken")
      indicators.append(
        readers[index].indicator("taken", "选用", "taken", .share, .share, taken, .inner))
      let way = Way(
        taken: .reference(name), isPlanned: index == (begun.first ?? likeliest))
      for id in option.activities { ways[id] = way }
    }
  }

  private func reportSum(_ reader: ObjectReader, _ options: [BranchOption]) {
    let known = options.compactMap { $0.probability.knownNumber(reader.context) }
    let sum = known.reduce(0, +)
    guard !options.isEmpty, known.count == options.count, abs(sum - 1) > 1e-9 else { return }
    reader.reportInvalid(
      Self.options,
      BilingualText(
        zh: "各条路径的概率合计为 \(sum.inMessage)",
        en: "the probabilities of the ways sum to \(sum.inMessage)"), expected: .sumOf1)
  }

  private func reportTwice(_ reader: ObjectReader, _ options: [BranchOption]) {
    var seen: Set<String> = []
    for id in options.flatMap(\.activities) where !seen.insert(id).inserted {
      reader.reportInvalid(
        Self.options,
        BilingualText(
          zh: "“\(id)”在不止一条路径上", en: "'\(id)' is on more than one of the ways"))
    }
  }
}

/// One of the ways that work can take.
struct BranchOption: Component {
  static let probability = Field(
    "probability", .value(.share), zh: "概率", en: "the probability that this way is taken")
  static let activities = Field(
    "activities", .list(.text), zh: "作业", en: "the activities that this way consists of")

  static let descriptor = ObjectDescriptor(
    "branchOption", zh: "一条路径", en: "one of the ways that work can take",
    fields: [.id, .label, probability, activities])

  let probability: Formula
  let likely: Double
  let activities: [String]
  /// Whether one of its activities has begun by the status date.
  let hasBegun: Bool

  init(_ reader: ObjectReader, activities all: [ActivityReading]) {
    _ = reader.id()
    probability = reader.requiredValue(Self.probability)
    reader.requireShare(Self.probability)
    likely = reader.likely(Self.probability)
    activities = reader.names(Self.activities, among: all.map(\.id))
    let own = Set(activities)
    hasBegun = all.contains { own.contains($0.id) && $0.status?.started != nil }
  }
}
