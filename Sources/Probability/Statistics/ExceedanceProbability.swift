/// How probable it is that a column exceeds a threshold, with its Monte Carlo standard error.
public struct ExceedanceProbability: Hashable, Sendable {
  /// The share of the numbers that qualify; NaN for none.
  public let probability: Double
  public let count: Int
  /// sqrt(p (1 - p) / (n - 1)) for independent trials, else from the spread between the groups; see
  /// `SharesOfGroups.standardError`.
  public let standardError: Double

  /// The probability of a number above the threshold, or of one at or above it.
  public init(
    of column: UnsafeBufferPointer<Double>, above threshold: Double, orEqual: Bool = false,
    _ replication: Replication = .trials
  ) {
    // Not above is at most; not at or above is at most the next number below.
    let bound = orEqual ? threshold.nextDown : threshold
    self.init(SharesOfGroups(of: column, atMost: bound, replication), complement: true)
  }

  public init(qualifying: Int, of count: Int) {
    self.init(SharesOfGroups(trials: count, qualifying: qualifying, groups: nil))
  }

  /// - Parameter complement: asks for those that do not qualify.
  public init(_ shares: SharesOfGroups, complement: Bool = false) {
    let qualifying = complement ? shares.trials - shares.qualifying : shares.qualifying
    probability = Double(qualifying) / Double(shares.trials)
    count = shares.trials
    standardError = shares.standardError
  }
}
