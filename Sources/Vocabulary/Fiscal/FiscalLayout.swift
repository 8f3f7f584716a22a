import Formulas
import SourceText

/// Which indicators hold what of the revenue: what tables of it are made from.
public struct FiscalLayout: Sendable {
  /// A part of the revenue that has results of its own.
  public struct Part: Sendable {
    /// Below `fiscal.`, such as `vat`; empty for the whole.
    public let id: String
    public let label: BilingualText

    public init(id: String, label: BilingualText) {
      self.id = id
      self.label = label
    }
  }

  /// Whoever brings a part of the revenue, and the indicator that holds it: a group of payers, one
  /// of them, a member of a set such as a village.
  ///
  /// One that has several readings, such as all of it and what stays local, stands in the list
  /// once for each.
  public struct Member: Sendable {
    public let id: String
    public let label: BilingualText
    /// What it brings in a period.
    public let indicator: String
    public let level: RevenueLevel
    /// What the indicator counts; nil where all definitions count the same of it.
    public let definition: String?

    public init(
      id: String, label: BilingualText, indicator: String, level: RevenueLevel = .total,
      definition: String? = nil
    ) {
      self.id = id
      self.label = label
      self.indicator = indicator
      self.level = level
      self.definition = definition
    }
  }

  /// A set of members that all revenue is in, but for what is elsewhere: the villages, the towns.
  public struct MemberResults: Sendable {
    public let set: Part
    /// Those of the set, and `elsewhere`; each once for each level and definition.
    public let members: [Member]

    public init(set: Part, members: [Member]) {
      self.set = set
      self.members = members
    }
  }

  /// What the share of the year that has passed (序时进度) is counted in.
  public enum ElapsedTime: String, CaseIterable, Sendable { case months, days }

  /// The kinds of revenue, in the order of the scenario.
  public let kinds: [Part]
  public let levels: [RevenueLevel]
  public let definitions: [RevenueDefinition]
  public let groups: [Member]
  /// Each by itself, where the scenario names them.
  public let payers: [Member]
  /// Those of them that move through a pipeline.
  public let pipelineFirms: [PipelineFirm]
  /// The smallest first; empty where nothing has a place.
  public internal(set) var memberResults: [MemberResults]
  /// What was collected before the horizon; nil when the scenario does not say.
  public let history: RevenueHistory?
  public let elapsed: ElapsedTime

  public init(
    kinds: [Part], levels: [RevenueLevel], definitions: [RevenueDefinition],
    groups: [Member] = [], payers: [Member] = [], pipelineFirms: [PipelineFirm] = [],
    memberResults: [MemberResults] = [],
    history: RevenueHistory? = nil, elapsed: ElapsedTime = .months
  ) {
    self.kinds = kinds
    self.levels = levels
    self.definitions = definitions
    self.groups = groups
    self.payers = payers
    self.pipelineFirms = pipelineFirms
    self.memberResults = memberResults
    self.history = history
    self.elapsed = elapsed
  }

  /// Without what comes once, and with it: the definitions that every scenario has.
  public var standardDefinitions: [RevenueDefinition] { RevenueDefinition.standard }

  /// The id of the indicator that holds what is paid.
  ///
  /// - Parameter kind: the id of a kind of revenue; nil for all kinds together.
  public func indicator(
    ofKind kind: String?, _ level: RevenueLevel, _ definition: RevenueDefinition
  ) -> String {
    let prefix = kind.map { "fiscal." + $0 } ?? "fiscal"
    return "\(prefix).\(level.rawValue).\(definition.id)"
  }

  /// The definitions under which an indicator exists, when it is named without one.
  ///
  /// - Parameter name: such as `fiscal.total`, `fiscal.vat.local` or
  ///   `fiscal.villages.xiawei.accrued.local`.
  /// - Returns: nil for a name that is not of this form.
  func indicators(named name: String) -> [(definition: RevenueDefinition, indicator: String)]? {
    guard readings.contains(name) else { return nil }
    return definitions.map { ($0, name + "." + $0.id) }
  }

  /// The names of the revenue without the definitions: `fiscal.total`, `fiscal.vat.local`, and
  /// those of what arises with members.
  var readings: [String] {
    let ofKinds = ([nil] + kinds.map { $0.id as String? }).flatMap { kind in
      levels.map { level in (kind.map { "fiscal." + $0 } ?? "fiscal") + "." + level.rawValue }
    }
    let ofMembers = memberResults.flatMap { results in
      results.members.filter { $0.definition == definitions.first?.id }.compactMap { member in
        member.indicator.lastIndex(of: ".").map { String(member.indicator[..<$0]) }
      }
    }
    return ofKinds + ofMembers
  }

  /// The id of the indicator that holds what arises with a member of a set, of all kinds.
  public static func accrued(
    by member: String, of set: String, _ level: RevenueLevel, _ definition: RevenueDefinition
  ) -> String {
    "fiscal.\(set).\(member).accrued.\(level.rawValue).\(definition.id)"
  }

  /// The id of the indicator that holds what arises with all members of a set and elsewhere.
  public static func accrued(
    byAllOf set: String, _ level: RevenueLevel, _ definition: RevenueDefinition
  ) -> String {
    "fiscal.\(set).accrued.\(level.rawValue).\(definition.id)"
  }

  /// The id of the indicator that holds an entry of the books of a kind of revenue.
  ///
  /// Of some entries there is none, where a tax has nothing to enter.
  ///
  /// - Parameter kind: the id of a kind of revenue; nil for all kinds together.
  public func indicator(ofKind kind: String?, _ entry: LedgerEntry) -> String {
    (kind.map { "fiscal." + $0 } ?? "fiscal") + "." + entry.rawValue
  }
}
