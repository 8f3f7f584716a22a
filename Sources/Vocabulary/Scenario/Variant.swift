import SourceText

/// A named overlay of the scenario: what is different, and nothing else.
public struct Variant: Component {
  static let set = Field(
    "set", .map(.anything), .optional, zh: "改动",
    en: "id paths, such as `fiscal.vat.annual`, and what stands there in this variant")
  static let levers = Field(
    "levers", .map(.anything), .optional, zh: "措施取值",
    en: "levers and their values in this variant")

  public static let descriptor = ObjectDescriptor(
    "variant", zh: "情景变体", en: "a named overlay of the scenario",
    fields: [.id, .label, set, levers],
    example: #"{ "id": "moreVisits", "levers": { "visits": 40 } }"#)

  /// One change: the id path, and the node that replaces or is merged into what stands there.
  public struct Change: Sendable {
    /// The id path; that of a lever's value is `levers.<id>.default`.
    public let target: String
    public let value: JSONNode
    let range: SourceRange
    /// Where it stands in the scenario.
    public let path: JSONPath

    /// A change that stands in no scenario, such as one of the command line.
    public init(of target: String, to value: JSONNode) {
      self.target = target
      self.value = value
      range = value.range
      path = .root
    }

    init(target: String, value: JSONNode, range: SourceRange, path: JSONPath) {
      self.target = target
      self.value = value
      self.range = range
      self.path = path
    }
  }

  public let id: String
  public let label: BilingualText
  public let changes: [Change]

  /// A variant that stands in no scenario.
  public init(id: String, label: BilingualText, changes: [Change]) {
    self.id = id
    self.label = label
    self.changes = changes
  }

  init(_ reader: ObjectReader) {
    id = reader.id()
    label = reader.labelOrID
    var changes: [Change] = []
    for (field, prefix, suffix) in [(Self.set, "", ""), (Self.levers, "levers.", ".default")] {
      guard let (node, path) = reader.member(field) else { continue }
      guard case .object(let members) = node.value else {
        reader.context.report(wrongType(node, expected: field.shape.expectation, path: path))
        continue
      }
      changes += members.map {
        Change(
          target: prefix + $0.key + suffix, value: $0.value, range: $0.keyRange,
          path: path.appending(key: $0.key))
      }
    }
    self.changes = changes
  }
}
