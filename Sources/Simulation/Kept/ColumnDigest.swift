import Probability

/// What the trials of a stored result come to when they are not kept: moments, and a sketch of
/// the quantiles.
public struct ColumnDigest: Sendable {
  /// Where groups of trials depend on each other: for each group its number of trials and how
  /// many of them are at most each of the thresholds.
  struct Shares: Sendable {
    let groups: GroupedSums
    let counts: [Int]

    /// The first block's quantiles at these probabilities are the thresholds.
    static let probabilities = [0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.7, 0.75, 0.8, 0.9, 0.95]
  }

  public let moments: Moments
  /// Exactly, unlike the quantiles.
  public let smallest, largest: Double
  let sketch: QuantileSketch
  let shares: Shares?

  /// Quantiles with their Monte Carlo standard errors.
  public func quantiles(at probabilities: [Double]) -> QuantileEstimates {
    guard shares != nil else {
      return QuantileEstimates(trials: sketch.count, at: probabilities) {
        sketch.quantiles(at: $0)
      }
    }
    return QuantileEstimates(
      values: sketch.quantiles(at: probabilities), at: probabilities,
      spreads: probabilities.map(spread), find: { sketch.quantiles(at: $0) })
  }

  /// For each probability the boldest number that at least that share of the trials reaches.
  public func quantilesFromAbove(at probabilities: [Double]) -> QuantileEstimates {
    QuantileEstimates(
      values: sketch.quantilesFromAbove(at: probabilities), at: probabilities,
      spreads: probabilities.map { spread(1 - $0) },
      find: { sketch.quantilesFromAbove(at: $0) })
  }

  /// How far a quantile may lie from the exact one of the trials because it is sketched.
  public func sketchError(at value: Double) -> Double { sketch.layout.error(at: value) }

  /// The standard error of the distribution function: the binomial one, as much smaller or larger
  /// as the groups make it at the nearest threshold.
  private func spread(_ probability: Double) -> Double {
    let n = Double(sketch.count)
    let binomial = binomialSpread(of: probability, trials: sketch.count)
    guard !binomial.isNaN else { return .nan }
    guard let shares else { return binomial }
    let usable = shares.counts.indices.filter { (1..<sketch.count).contains(shares.counts[$0]) }
    let near = usable.min {
      abs(Shares.probabilities[$0] - probability) < abs(Shares.probabilities[$1] - probability)
    }
    guard let near else { return shares.groups.groups > 1 ? binomial : .nan }
    let share = Double(shares.counts[near]) / n
    var weights = [Double](repeating: 0, count: shares.groups.width)
    weights[0] = -share
    weights[near + 1] = 1
    let found = shares.groups.standardError(weights: weights, trials: sketch.count)
    let independent = (share * (1 - share) / n).squareRoot()
    return found.isNaN ? .nan : max(found / independent * binomial, 1 / n)
  }
}

/// How often a goal is met, and how far the misses fall short.
public struct GoalTally: Hashable, Sendable {
  /// The trials that meet it.
  public let met: SharesOfGroups
  /// The mean distance from the bound in the trials that miss it; nil when none does.
  public let expectedShortfall: Double?
  /// Its Monte Carlo standard error; NaN where there are fewer than two independent groups.
  public let expectedShortfallError: Double?

  /// - Parameter distances: of the misses, added up; and their squares.
  /// - Parameter groups: of each group its trials, those that meet the goal, and the distances;
  ///   nil for independent trials.
  /// - Parameter isCertain: whether what is judged is the same in all trials.
  public init(
    trials: Int, met: Int, distances: Double, squares: Double, groups: GroupedSums?,
    isCertain: Bool = false
  ) {
    self.met = SharesOfGroups(
      trials: trials, qualifying: met, groups: groups, isCertain: isCertain)
    guard met < trials else {
      (expectedShortfall, expectedShortfallError) = (nil, nil)
      return
    }
    let missed = Double(trials - met)
    let mean = distances / missed
    expectedShortfall = mean
    guard let groups else {
      let variance = max(squares / missed - mean * mean, 0)
      expectedShortfallError =
        missed > 1 ? (variance / (missed - 1)).squareRoot() : Double.nan
      return
    }
    // A group moves the mean by its distances, less the mean for each of its misses.
    let scale = Double(trials) / missed
    expectedShortfallError = groups.standardError(
      weights: [-mean * scale, mean * scale, scale], trials: trials)
  }
}
