import Formulas
import SourceText

/// Where firms, taxes and people are: in the members of one set, such as the villages, and so in
/// those of the sets above it, such as the towns.
struct Places {
  static let field = Field(
    "villages", .text, .optional, zh: "企业、税种所在的成员集合；不写则为 villages",
    en: "the set of `members` that payers and taxes are in, by their `village` or `villages`; "
      + "left out, the set `villages`")

  /// The set that they are in where nothing names another.
  private static let standard = "villages"
  /// Among the results of a set, what is with none of its members.
  static let elsewhere = "elsewhere"

  /// A set, with the members of it that the places belong to.
  struct Level {
    let set: MemberSet
    /// By the place: the member that it is in; nil where it is in none, which has been told.
    let memberOf: [Int?]
  }

  /// The set of the places, then those above it; empty where the scenario has no such set.
  let levels: [Level]
  /// Whether the scenario names the set, so that there are results also where nothing is placed.
  let isNamed: Bool
  /// Whether a mistake, which has been told, hides which set it is or its members.
  private let isUnknown: Bool
  private let indexOf: [String: Int]

  init(_ reader: ObjectReader) {
    let sets = reader.context.members
    isNamed = reader.has(Self.field)
    let set = isNamed ? Self.namedSet(reader) : sets[Self.standard]
    isUnknown = set.map(\.members.isEmpty) ?? isNamed
    levels = set.map { Self.levels(from: $0, sets) } ?? []
    indexOf = set.map(Self.indices(of:)) ?? [:]
  }

  private static func namedSet(_ reader: ObjectReader) -> MemberSet? {
    guard let (node, path) = reader.member(field) else { return nil }
    if case .string = node.value { return reader.memberSet(field) }
    reader.context.markIncomplete()
    reader.context.report(
      wrongType(
        node,
        expected: .init(
          zh: "\"members\" 中声明的集合的标识，例如 \"\(standard)\"",
          en: "the id of a set that \"members\" declares, such as \"\(standard)\""), path: path))
    return nil
  }

  private static func indices(of set: MemberSet) -> [String: Int] {
    Dictionary(
      set.members.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func levels(from set: MemberSet, _ sets: MemberSets) -> [Level] {
    var memberOf: [Int?] = Array(set.members.indices)
    var levels = [Level(set: set, memberOf: memberOf)]
    for (below, above) in zip(sets.chain(from: set), sets.chain(from: set).dropFirst()) {
      let indices = indices(of: above)
      memberOf = memberOf.map { $0.flatMap { below.members[$0].parent }.flatMap { indices[$0] } }
      levels.append(Level(set: above, memberOf: memberOf))
    }
    return levels
  }

  /// What holds of a set of members; nil where it is neither that of the places nor above it.
  func level(of set: MemberSet) -> Level? { levels.first { $0.set.id == set.id } }

  /// The place with an id; nil, with a diagnostic, where there is none.
  func place(_ id: String, at range: SourceRange, _ path: JSONPath, _ context: ReadingContext)
    -> Int?
  {
    if let index = indexOf[id] { return index }
    guard !isUnknown else { return nil }
    let known = levels.first?.set.members.map(\.id) ?? []
    context.report(
      Diagnostic(
        .unknownName,
        .init(zh: "情景中没有村“\(id)”", en: "'\(id)' is no village of this scenario"), at: range,
        path: path.description,
        expected: levels.isEmpty ? Self.memberOfSet : .listed(known),
        suggestion: didYouMean(id, among: known)))
    return nil
  }

  private static let memberOfSet = BilingualText(
    zh: "\"members\" 中集合 \"\(standard)\" 的成员，或 \"fiscal.\(field.key)\" 所指集合的成员",
    en: "a member of the set \"\(standard)\" in \"members\", or of the one that "
      + "\"fiscal.\(field.key)\" names")

  /// Whether no member has a name that means something else among the results, which is reported.
  func haveUsableNames(_ context: ReadingContext) -> Bool {
    let reserved = [Self.elsewhere, LedgerEntry.accrued.rawValue]
    var isUsable = true
    for set in levels.map(\.set) {
      for member in set.members where reserved.contains(member.id) {
        isUsable = false
        context.report(
          Diagnostic(
            .invalidValue,
            .init(
              zh: "“\(member.id)”在分成员的结果中另有含义",
              en: "'\(member.id)' has a meaning of its own among the results by member"),
            at: member.origin,
            path: JSONPath.root.appending(key: ScenarioFile.members.key).appending(key: set.id)
              .description,
            expected: .anotherID(than: reserved, separator: " and ")))
      }
    }
    return isUsable
  }
}
