/// What some draws decide that comes in steps: whether something happens, how often, in which
/// state something is.
public struct StepCause: Hashable, Sendable {
  /// The draws that decide it by themselves, by their places among those that were asked about.
  public let draws: [Int]
  /// The scores that decide it which a correlation makes of several draws.
  public let scores: [JoinedScore]
}

/// A normal score that a correlation makes of independent ones.
public struct JoinedScore: Hashable, Comparable, Sendable {
  /// The draws of the group, by their places among those that were asked about: the same for all
  /// scores of the group in a run.
  public let draws: [Int]
  /// How much each counts; the sum of the squares is 1.
  public let loadings: [Double]

  public init(draws: [Int], loadings: [Double]) {
    (self.draws, self.loadings) = (draws, loadings)
  }

  /// In the order of the draws; of one group in that of the loadings.
  public static func < (left: JoinedScore, right: JoinedScore) -> Bool {
    left.draws == right.draws
      ? left.loadings.lexicographicallyPrecedes(right.loadings)
      : left.draws.lexicographicallyPrecedes(right.draws)
  }
}
