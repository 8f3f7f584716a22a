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

  /// The definitions that every scenario has.
  static let standard = [
    RevenueDefinition(
      id: "recurring", label: BilingualText(zh: "剔除一次性", en: "without one-offs"),
      excludedTags: [RevenueSource.oneOffTag]),
    RevenueDefinition(
      id: "reported", label: BilingualText(zh: "含一次性", en: "with one-offs"), excludedTags: []),
  ]

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
    if Self.standard.contains(where: { $0.id == id }) {
      reader.reportInvalid(
        .id, "every scenario has the definition '\(id)' already",
        expected: "another id than recurring and reported")
    }
  }

  func counts(_ tags: Set<String>) -> Bool { tags.isDisjoint(with: excludedTags) }
}
