/// How decisions do in several futures, and what each loses against the best of them there.
///
/// Nothing is said of how likely the futures are.
///
/// - Source: A. Wald, *Statistical Decision Functions* (1950): the worst case; L. J. Savage, "The
///   theory of statistical decision", Journal of the American Statistical Association 46 (1951):
///   regret.
public struct RegretTable: Sendable {
  /// For each decision its value in each future; more is better.
  public let values: [[Double]]
  /// For each decision what it has less than the best one, future by future.
  public let regrets: [[Double]]
  /// For each decision its least value and its greatest regret.
  public let worstValues: [Double]
  public let worstRegrets: [Double]

  /// - Precondition: there is a decision and a future, and each decision has a value in each.
  public init(_ values: [[Double]]) {
    precondition(!values.isEmpty && !values[0].isEmpty, "a decision and a future")
    precondition(values.allSatisfy { $0.count == values[0].count }, "a value in each future")
    self.values = values
    let best = values[0].indices.map { future in values.map { $0[future] }.max()! }
    regrets = values.map { row in zip(best, row).map { $0 - $1 } }
    worstValues = values.map { $0.min()! }
    worstRegrets = regrets.map { $0.max()! }
  }

  /// The decision whose greatest regret is least; of equal ones the first.
  public var leastRegret: Int {
    worstRegrets.indices.min { (worstRegrets[$0], $0) < (worstRegrets[$1], $1) }!
  }
}
