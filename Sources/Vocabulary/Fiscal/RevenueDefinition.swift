import Formulas
import SourceText

/// What a total counts (口径): everything but what bears one of some tags.
///
/// A plan says "total fiscal revenue" and means one of several sums; the statistics of the next
/// year mean another. Each is a definition with a name, and every total exists under each.
public struct RevenueDefinition: Component {
  static let excludes = Field(
    "excludes", .list(.text), zh: "剔除的标签", en: "the tags of what is not counted")

  public static let descriptor = ObjectDescriptor(
    "revenueDefinition", zh: "收入口径", en: "what a total of revenue counts",
    fields: [.id, .label, excludes],
    example: """
      { "id": "comparable", "label": { "zh": "可比口径", "en": "comparable" }, \
      "excludes": ["oneOff"] }
      """)

  public let id: String
  public let label: BilingualText
  let excludedTags: Set<String>

  static let recurring = RevenueDefinition(
    id: "recurring", label: BilingualText(zh: "剔除一次性", en: "without one-offs"),
    excludedTags: [RevenueSource.oneOffTag])
  static let reported = RevenueDefinition(
    id: "reported", label: BilingualText(zh: "含一次性", en: "with one-offs"), excludedTags: [])
  /// The definitions that every scenario has.
  static let standard = [recurring, reported]

  /// What is left out by `recurring` and counted by `reported`: no definition that a target could
  /// be judged by, but a total of its own.
  static let oneOff = RevenueDefinition(
    id: "oneOff", label: BilingualText(zh: "一次性", en: "one-offs alone"), excludedTags: [])

  private init(id: String, label: BilingualText, excludedTags: Set<String>) {
    self.id = id
    self.label = label
    self.excludedTags = excludedTags
  }

  /// - Parameter known: the tags that something of the scenario bears.
  init(_ reader: ObjectReader, known: Set<String>) {
    id = reader.id()
    label = reader.labelOrID
    excludedTags = Set(reader.names(Self.excludes, among: known.sorted()))
    let taken = Self.standard + [.oneOff]
    if taken.contains(where: { $0.id == id }) {
      reader.reportInvalid(
        .id,
        .init(
          zh: "每个情景都已有口径“\(id)”", en: "every scenario has the definition '\(id)' already"),
        expected: .anotherID(than: taken.map(\.id)))
    }
  }

  func counts(_ tags: Set<String>) -> Bool { tags.isDisjoint(with: excludedTags) }
}
