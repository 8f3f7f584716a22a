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

  /// The kinds of revenue, in the order of the scenario.
  public let kinds: [Part]
  public let levels: [RevenueLevel]
  public let definitions: [RevenueDefinition]

  /// The id of the indicator that holds what is paid.
  ///
  /// - Parameter kind: the id of a kind of revenue; nil for all kinds together.
  public func indicator(
    ofKind kind: String?, _ level: RevenueLevel, _ definition: RevenueDefinition
  ) -> String {
    let prefix = kind.map { "fiscal." + $0 } ?? "fiscal"
    return "\(prefix).\(level.rawValue).\(definition.id)"
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
