import Formulas
import SourceText

/// How a total is handed down.
public enum AllocationWay: String, CaseIterable, Sendable {
  /// In proportion to shares.
  case share
  /// So that every member meets its part with the same probability.
  case equalRisk
  /// Both, beside each other.
  case both

  static let choices = allCases.map(\.rawValue)

  /// The ways that are worked out, one after the other.
  public var each: [AllocationWay] { self == .both ? [.share, .equalRisk] : [self] }
}

/// In proportion to what a total is shared out.
public enum AllocationShares: Sendable {
  public struct Share: Sendable {
    public let member: String
    public let size: Double
    /// Where its member stands in the file that says it; nil where no file does.
    public let origin: SourceRange?

    public init(member: String, size: Double, origin: SourceRange? = nil) {
      (self.member, self.size, self.origin) = (member, size, origin)
    }
  }

  /// The expected values of the members.
  case expected
  /// Every member the same.
  case equal
  /// Numbers of the planner's, such as what each brought last year.
  case declared([Share])
}

/// The least and the most that a member may be given; nil for no bound.
public struct AllocationBound: Hashable, Sendable {
  public let member: String
  public let least: Quantity?
  public let most: Quantity?

  public init(member: String, least: Quantity?, most: Quantity?) {
    (self.member, self.least, self.most) = (member, least, most)
  }
}

/// What is handed down to whom, in a planner's words.
public struct AllocationRequest: Sendable {
  public let id: String
  public var label: BilingualText
  /// The id of the indicator that is handed down.
  public let total: String
  /// Nil for the whole horizon.
  public var period: String?
  /// Either the total itself, or the confidence with which it is met.
  public var level: Quantity?
  public var confidence: Double?
  /// Parts are not to be exceeded.
  public var isCeiling = false
  /// Ids, patterns, or the word for a kind of period.
  public let members: [String]
  public var way = AllocationWay.both
  public var shares = AllocationShares.expected
  /// What is wrong with the file of shares, to be told together with the members in it that there
  /// are not.
  public var shareMistakes: [Diagnostic] = []
  public var bounds: [AllocationBound] = []
  /// Decimals of the parts in the unit of the total; nil for as few as the total has.
  public var decimals: Int?

  public init(id: String, total: String, members: [String]) {
    (self.id, self.total, self.members) = (id, total, members)
    label = BilingualText(zh: id, en: id)
  }
}
