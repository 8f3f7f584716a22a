import Formulas
import SourceText

/// Things of one sort for which the scenario has values and results of their own, such as the
/// villages of a town or the towns of a district.
public struct MemberSet: Component {
  static let list = Field(
    "list", .list(.object(DeclaredMember.descriptor)), .optional, zh: "成员清单",
    en: "the members")
  static let file = Field(
    "file", .file, .optional, zh: "成员清单（CSV），代替 list",
    en: "a file instead of `list`: the column `id`, perhaps `zh`, `en` and `within`, and columns "
      + "of values")
  static let within = Field(
    "within", .text, .optional, zh: "上级集合",
    en: "the set to whose members these belong: each then says to which one")

  public static let descriptor = ObjectDescriptor(
    "memberSet", zh: "成员集合，如各村、各镇",
    en: "things of one sort that have values and results of their own, such as villages",
    fields: [.label, list, file, within, .report],
    example: """
      { "list": [{ "id": "tangjiawan", "label": { "zh": "唐家湾", "en": "Tangjiawan" } }, \
      { "id": "zhantou" }] }
      """)

  /// The key under which it is declared, such as `villages`.
  public let id: String
  public let label: BilingualText
  /// In the order of the list or of the file's rows.
  public let members: [Member]
  /// The id of the set to whose members these belong.
  public let parent: String?
  let visibility: Indicator.Visibility
  let reportedPeriods: Indicator.ReportedPeriods?
  /// The file of the members, for values that stand in its columns.
  let table: MemberTable?

  /// One of them.
  public struct Member: Sendable {
    public let id: String
    public let label: BilingualText
    /// The id of the member of the parent set to which it belongs.
    public let parent: String?
    /// Where it is declared, and where it names its parent.
    let origin, parentOrigin: SourceRange
    /// Its row of the file; 0 without one.
    let row: Int
  }

  init(_ reader: ObjectReader) {
    id = reader.idPath.lastSegment
    label = reader.labelOrID
    parent = reader.text(Self.within)
    visibility = reader.visibility
    reportedPeriods = reader.reportedPeriods
    table = reader.has(Self.list) ? nil : MemberTable(reader)
    members = table?.members(reader) ?? reader.list(Self.list).map(DeclaredMember.member)
    if reader.has(Self.list) == reader.has(Self.file) {
      reader.context.report(
        Diagnostic(
          .missingKey, .listOrFile, at: reader.node.range, path: reader.path.description,
          expected: .init(
            zh: "\"list\" 和 \"file\" 只写一个", en: "either \"list\" or \"file\""),
          found: reader.has(Self.list) ? .bothGiven : .neitherGiven))
    }
    if members.isEmpty {
      // What could not be read may be what others name.
      reader.context.markIncomplete()
      reportEmptiness(reader)
    }
    reportParents(reader)
  }

  private func reportEmptiness(_ reader: ObjectReader) {
    var isEmptyList = false
    if case .array(let elements)? = reader.member(Self.list)?.node.value {
      isEmptyList = elements.isEmpty
    }
    guard isEmptyList || table?.isEmpty ?? false else { return }
    reader.context.report(
      Diagnostic(
        .invalidValue, .init(zh: "集合“\(id)”没有成员", en: "the set '\(id)' has no members"),
        at: reader.node.range, path: reader.path.description,
        expected: .init(zh: "至少一个", en: "at least one")))
  }

  /// Reports members that do not say where they belong, and those that say it to no purpose.
  private func reportParents(_ reader: ObjectReader) {
    for member in members where (member.parent == nil) != (parent == nil) {
      let isMissing = member.parent == nil
      reader.context.report(
        Diagnostic(
          isMissing ? .missingKey : .invalidValue,
          isMissing
            ? .missingParent(of: member.id, in: parent ?? "")
            : .needlessParent(of: member.id, in: id),
          at: isMissing ? member.origin : member.parentOrigin, path: reader.path.description,
          expected: isMissing ? .memberOf(parent ?? "") : .withinToo(id)))
    }
  }
}

/// A member as a list has it.
enum DeclaredMember: Component {
  static let within = Field(
    "within", .text, .optional, zh: "所属上级成员", en: "the member of the set above it")

  static let descriptor = ObjectDescriptor(
    "member", zh: "成员", en: "a member of a set", fields: [.id, .label, within],
    example: #"{ "id": "tangjiawan", "label": { "zh": "唐家湾", "en": "Tangjiawan" } }"#)

  static func member(_ reader: ObjectReader) -> MemberSet.Member {
    MemberSet.Member(
      id: reader.id(), label: reader.labelOrID, parent: reader.text(within),
      origin: reader.node.range,
      parentOrigin: reader.member(within)?.node.range ?? reader.node.range, row: 0)
  }
}

extension BilingualText {
  fileprivate static let listOrFile = BilingualText(
    zh: "集合的成员写在清单里或文件里", en: "a set has its members in a list or in a file")

  fileprivate static func missingParent(of member: String, in set: String) -> BilingualText {
    BilingualText(
      zh: "没有写明成员“\(member)”属于“\(set)”中的哪一个",
      en: "nothing says to which of '\(set)' the member '\(member)' belongs")
  }

  fileprivate static func needlessParent(of member: String, in set: String) -> BilingualText {
    BilingualText(
      zh: "“\(member)”写了所属的上级成员，集合“\(set)”却没有上级集合",
      en: "'\(member)' belongs to a member of a set, but '\(set)' is within none")
  }

  fileprivate static func memberOf(_ set: String) -> BilingualText {
    BilingualText(
      zh: "\"within\"：“\(set)”中一个成员的标识",
      en: "\"within\": the id of a member of '\(set)'")
  }

  fileprivate static func withinToo(_ set: String) -> BilingualText {
    BilingualText(
      zh: "集合“\(set)”也写 \"within\"，即其成员所属的上级集合",
      en: "\"within\" in the set '\(set)' too: the set to whose members its own belong")
  }
}
