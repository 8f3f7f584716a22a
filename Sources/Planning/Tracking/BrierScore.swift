/// A probability that was given, and whether it happened.
public struct JudgedProbability: Hashable, Sendable {
  public let probability: Double
  public let happened: Bool

  public init(_ probability: Double, happened: Bool) {
    (self.probability, self.happened) = (probability, happened)
  }
}

/// How good probabilities were: the mean squared distance from what happened, and what makes it up.
///
/// score = reliability − resolution + uncertainty + spreadWithinBins − covarianceWithinBins, to
/// the last digit: the last two are what putting unequal probabilities into one bin leaves out of
/// the first three.
///
/// - Source: Brier, *Verification of forecasts expressed in terms of probability* (1950); Murphy,
///   *A new vector partition of the probability score* (1973); Stephenson, Coelho, Jolliffe, *Two
///   extra components in the Brier score decomposition* (2008).
public struct BrierScore: Hashable, Sendable {
  /// A bar of the reliability diagram.
  public struct Bin: Hashable, Sendable {
    /// From `low`, up to but without `high`; the last one with it.
    public let low, high: Double
    public let count: Int
    /// The mean of the probabilities, and the share that happened; NaN for an empty bin.
    public let meanProbability, happenedShare: Double
  }

  public let count: Int
  /// 0 for a prophet, 1 for one who is always certain and wrong; always 0.25 for one half.
  public let score: Double
  /// How far probabilities are from the shares that happened: 0 is best.
  public let reliability: Double
  /// How far the shares of the bins are from the share of all: the more the better.
  public let resolution: Double
  /// The score of always giving the share of all.
  public let uncertainty: Double
  public let spreadWithinBins, covarianceWithinBins: Double
  public let bins: [Bin]

  /// By how much better than always giving the share of all: 1 − score / uncertainty. NaN where
  /// always or never happened what was judged.
  public var skill: Double { uncertainty > 0 ? 1 - score / uncertainty : .nan }

  /// - Parameter binCount: bins of equal width between 0 and 1.
  /// - Precondition: there is a probability, and all lie in [0, 1].
  public init(_ judged: [JudgedProbability], binCount: Int = 10) {
    precondition(!judged.isEmpty && binCount > 0, "something to judge")
    let n = Double(judged.count)
    let share = Double(judged.count { $0.happened }) / n
    var members = [[JudgedProbability]](repeating: [], count: binCount)
    for one in judged {
      precondition((0...1).contains(one.probability), "a probability")
      members[min(Int(one.probability * Double(binCount)), binCount - 1)].append(one)
    }
    var (reliability, resolution, spread, covariance) = (0.0, 0.0, 0.0, 0.0)
    bins = members.enumerated().map { place, members in
      let size = Double(members.count)
      let mean = members.reduce(0) { $0 + $1.probability } / size
      let happened = Double(members.count { $0.happened }) / size
      if size > 0 {
        reliability += size * (mean - happened) * (mean - happened)
        resolution += size * (happened - share) * (happened - share)
        for one in members {
          let distance = one.probability - mean
          spread += distance * distance
          covariance += 2 * distance * ((one.happened ? 1 : 0) - happened)
        }
      }
      return Bin(
        low: Double(place) / Double(binCount), high: Double(place + 1) / Double(binCount),
        count: members.count, meanProbability: mean, happenedShare: happened)
    }
    count = judged.count
    score =
      judged.reduce(0) { sum, one in
        let distance = one.probability - (one.happened ? 1 : 0)
        return sum + distance * distance
      } / n
    (self.reliability, self.resolution) = (reliability / n, resolution / n)
    (spreadWithinBins, covarianceWithinBins) = (spread / n, covariance / n)
    uncertainty = share * (1 - share)
  }
}
