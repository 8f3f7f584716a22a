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

  /// An identity between readings of the revenue, which holds in every trial and period.
  public struct Check: Sendable {
    /// Below `fiscal.checks.`, such as `levels.recurring`.
    public let id: String
    public let label: BilingualText
    /// The indicator of what is left when one side is taken from the other; zero to rounding.
    public let residual: String
    /// The kept indicator of its largest absolute value over the periods, in yuan: one number for
    /// each trial.
    public var largest: String { residual + ".largest" }
  }

  /// The kinds of revenue, in the order of the scenario.
  public let kinds: [Part]
  public let levels: [RevenueLevel]
  public let definitions: [RevenueDefinition]
  /// The identities that are checked.
  public internal(set) var checks: [Check] = []

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
  /// - Parameter name: such as `fiscal.total` or `fiscal.vat.local`.
  /// - Returns: nil for a name that is not of this form.
  func indicators(named name: String) -> [(definition: RevenueDefinition, indicator: String)]? {
    guard readings.contains(name) else { return nil }
    return definitions.map { ($0, name + "." + $0.id) }
  }

  /// The names of the revenue without the definitions: `fiscal.total`, `fiscal.vat.local`.
  var readings: [String] {
    ([nil] + kinds.map { $0.id as String? }).flatMap { kind in
      levels.map { level in (kind.map { "fiscal." + $0 } ?? "fiscal") + "." + level.rawValue }
    }
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
