import Probability

/// How much the time that an activity takes sways the finish of its project.
public struct ScheduleSensitivity: Hashable, Sendable {
  /// The rank correlation of the time that the activity takes with the finish; nil where one of
  /// them is not random.
  ///
  /// - Source: Williams, *Criticality in Stochastic Networks*, Journal of the Operational Research
  ///   Society 43 (1992), who calls it cruciality.
  public let cruciality: Double?
  /// The criticality times the spread of the time over that of the finish; nil where the finish is
  /// not random.
  ///
  /// - Source: Vanhoucke, *Using Activity Sensitivity and Network Topology Information to Monitor
  ///   Project Time Performance*, Omega 38 (2010): the schedule sensitivity index.
  public let index: Double?

  /// - Parameter criticality: the share of the trials in which the activity is critical.
  public init(time: RankedTrials, finish: RankedTrials, criticality: Double) {
    let correlation = rankCorrelation(time.ranks, finish.ranks)
    cruciality = correlation.isNaN ? nil : correlation
    index =
      finish.standardDeviation > 0
      ? criticality * time.standardDeviation / finish.standardDeviation : nil
  }
}

/// A quantity over some trials with their ranks.
public struct RankedTrials: Sendable {
  public let ranks: Ranks
  public let standardDeviation: Double

  public init(_ trials: [Double]) {
    ranks = Ranks(of: trials)
    // Of what is always the same not what rounding makes of it.
    let isConstant = ranks.sorted.first == ranks.sorted.last
    standardDeviation = isConstant ? 0 : Moments(of: trials).standardDeviation
  }
}
