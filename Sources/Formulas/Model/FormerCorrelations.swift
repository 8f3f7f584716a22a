/// What correlations joined before changes were laid over a scenario.
///
/// A change may make a value certain that moved with others. Nothing draws it any more, and what
/// it drew is still drawn for the others: they keep their correlations, and their numbers.
public struct FormerCorrelations: Sendable {
  /// The groups as they were declared.
  public let groups: [Correlation]
  /// What their streams drew, by stream.
  public let draws: [String: Draw]

  /// Those of a scenario over which nothing is laid.
  public static let none = FormerCorrelations(groups: [], draws: [:])

  private init(groups: [Correlation], draws: [String: Draw]) {
    (self.groups, self.draws) = (groups, draws)
  }

  /// What the correlations of some definitions join, and of what those were laid over.
  ///
  /// - Complexity: O(size of all formulas) where there are correlations.
  public init(of definitions: Definitions) {
    let streams = Set(definitions.correlations.flatMap(\.streams))
    var draws = definitions.former.draws
    if !streams.isEmpty {
      for indicator in definitions.indicators {
        indicator.formula.forEachDraw { draw in
          if streams.contains(draw.stream) { draws[draw.stream] = draw }
        }
      }
    }
    self.init(groups: definitions.correlations, draws: draws)
  }
}
