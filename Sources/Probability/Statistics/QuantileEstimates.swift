import CKernels

/// Quantiles of a column with their Monte Carlo standard errors.
///
/// The error of a quantile is half the distance of the order statistics one standard error of the
/// distribution function to either side of it. It assumes nothing about the distribution; where
/// trials depend on each other within groups, the spread of the groups' distribution functions at
/// the quantile takes the place of the binomial spread. Near the ends of the trials it is never
/// less than the distance to the next of them; beyond all of them nothing is known of it.
///
/// - Source: David & Nagaraja, *Order Statistics*, 3rd ed. (2003), section 7.1.
public struct QuantileEstimates: Hashable, Sendable {
  public let values: [Double]
  /// NaN where there are fewer than two independent groups of trials, and where less than one
  /// trial lies beyond the quantile.
  public let standardErrors: [Double]

  /// - Parameter fromAbove: gives for each probability the boldest number that at least that
  ///   share of the numbers reaches: the quantile of the mirrored numbers.
  /// - Parameter moments: of the column, when they are known.
  /// - Complexity: O(n) for numbers that have a density; no copy of the column.
  public init(
    of column: UnsafeBufferPointer<Double>, at probabilities: [Double], fromAbove: Bool = false,
    _ replication: Replication = .trials, like moments: Moments? = nil
  ) {
    let moments = moments ?? Moments(of: column)
    guard !column.isEmpty, !holdsNaN(column, moments) else {
      self.init(of: .nan, at: probabilities)
      return
    }
    let ranked = RankedColumn(column, centre: moments.mean, spread: moments.standardDeviation)
    func find(_ probabilities: [Double]) -> [Double] {
      let ranks = probabilities.map { rank(of: $0, among: column.count) }
      return ranked.numbers(atRanks: fromAbove ? ranks.map { column.count - 1 - $0 } : ranks)
    }
    guard replication != .trials else {
      self.init(trials: column.count, at: probabilities, find: find)
      return
    }
    let values = find(probabilities)
    let spreads = zip(probabilities, values).map { probability, value in
      spread(
        of: SharesOfGroups(of: column, atMost: value, replication), at: probability)
    }
    self.init(values: values, at: probabilities, spreads: spreads, find: find)
  }

  public init(
    of column: [Double], at probabilities: [Double], _ replication: Replication = .trials
  ) {
    self = column.withUnsafeBufferPointer {
      QuantileEstimates(of: $0, at: probabilities, replication)
    }
  }

  /// The quantiles of something that is the same in all trials.
  public init(of number: Double, at probabilities: [Double]) {
    values = probabilities.map { _ in number }
    standardErrors = probabilities.map { _ in number.isNaN ? .nan : 0 }
  }

  /// Quantiles of independent trials.
  ///
  /// - Parameter find: the quantiles of the column.
  public init(trials: Int, at probabilities: [Double], find: ([Double]) -> [Double]) {
    let spreads = probabilities.map { binomialSpread(of: $0, trials: trials) }
    // All at once: a selection finds many ranks in little more time than one.
    let found = find(probabilities + Self.ends(of: probabilities, spreads))
    values = Array(found[..<probabilities.count])
    standardErrors = Self.errors(values, found[probabilities.count...], probabilities, spreads)
  }

  /// - Parameter spreads: the standard error of the distribution function at each quantile.
  public init(
    values: [Double], at probabilities: [Double], spreads: [Double],
    find: ([Double]) -> [Double]
  ) {
    self.values = values
    standardErrors = Self.errors(
      values, find(Self.ends(of: probabilities, spreads))[...], probabilities, spreads)
  }

  private static func ends(of probabilities: [Double], _ spreads: [Double]) -> [Double] {
    zip(probabilities, spreads).flatMap { probability, spread in
      spread.isNaN
        ? [probability, probability]
        : [max(probability - spread, 0), min(probability + spread, 1)]
    }
  }

  /// Half the distance of the ends; where one of them would lie beyond the trials, the whole
  /// distance to the other.
  private static func errors(
    _ values: [Double], _ found: ArraySlice<Double>, _ probabilities: [Double],
    _ spreads: [Double]
  ) -> [Double] {
    spreads.indices.map { index in
      let spread = spreads[index]
      guard !spread.isNaN else { return .nan }
      let lower = found[found.startIndex + 2 * index]
      let upper = found[found.startIndex + 2 * index + 1]
      // With probability 1 the quantile is the largest number; with 0 there is none.
      let hasLower = probabilities[index] > spread + 1e-9
      let hasUpper = 1 - probabilities[index] >= spread - 1e-9
      return switch (hasLower, hasUpper) {
      case (false, true): abs(upper - values[index])
      case (true, false): abs(values[index] - lower)
      default: abs(upper / 2 - lower / 2)
      }
    }
  }
}

/// The standard error of the distribution function of independent trials at a quantile: of one
/// trial at least, so that the quantile is set against its neighbours and not against itself.
///
/// - Returns: NaN for a single trial, and where less than one trial lies beyond the quantile: how
///   far it may lie beyond all of them they do not tell.
public func binomialSpread(of probability: Double, trials: Int) -> Double {
  let n = Double(trials)
  guard trials > 1, n * min(probability, 1 - probability) >= 1 - 1e-9 else { return .nan }
  return max((probability * (1 - probability) / n).squareRoot(), 1 / n)
}

/// How many trials of each group qualify, and how many there are.
public struct SharesOfGroups: Hashable, Sendable {
  public let trials: Int
  public let qualifying: Int
  /// For each group its number of trials and of those that qualify; nil for independent trials.
  public let groups: GroupedSums?
  /// Whether what is judged is the same in all trials, so that one of them says all.
  public let isCertain: Bool

  public init(trials: Int, qualifying: Int, groups: GroupedSums?, isCertain: Bool = false) {
    self.trials = trials
    self.qualifying = qualifying
    self.groups = groups
    self.isCertain = isCertain
  }

  /// The trials with a number of at most `bound`.
  public init(
    of column: UnsafeBufferPointer<Double>, atMost bound: Double, _ replication: Replication
  ) {
    trials = column.count
    isCertain = false
    qualifying = torreya_count_at_most(column.baseAddress, bound, column.count)
    guard replication != .trials else {
      groups = nil
      return
    }
    groups = GroupedSums(width: 2, trials: column.count, replication) { trials, sums in
      if trials.count == 1 {
        sums[1] += column[trials.lowerBound] <= bound ? 1 : 0
      } else {
        let part = UnsafeBufferPointer(rebasing: column[trials])
        sums[1] += Double(torreya_count_at_most(part.baseAddress, bound, part.count))
      }
    }
  }

  /// The share of the trials that qualify.
  public var share: Double { Double(qualifying) / Double(trials) }

  /// The Monte Carlo standard error of the share; NaN for a single trial or group, which says
  /// nothing of it.
  ///
  /// Trials that all agree are not sure to go on so: the error is 1 / n, as of one that does not.
  public var standardError: Double {
    if isCertain { return 0 }
    let isAlike = qualifying == 0 || qualifying == trials
    guard let groups else {
      guard trials > 1 else { return .nan }
      return isAlike ? 1 / Double(trials) : independentError
    }
    // Groups may have more sums than these two.
    var weights = [Double](repeating: 0, count: groups.width)
    (weights[0], weights[1]) = (-share, 1)
    let found = groups.standardError(weights: weights, trials: trials)
    return isAlike && !found.isNaN ? 1 / Double(trials) : found
  }

  /// What the error is of independent trials.
  var independentError: Double { (share * (1 - share) / Double(trials - 1)).squareRoot() }
}

/// The standard error of the distribution function at a quantile: the binomial one, as much
/// smaller or larger as the groups make it at the value found.
///
/// One trial at least, even where the groups agree to the last one, as antithetic trials do at
/// the median: the quantile still is one of the trials, and lies between its neighbours.
public func spread(of shares: SharesOfGroups, at probability: Double) -> Double {
  let binomial = binomialSpread(of: probability, trials: shares.trials)
  guard !binomial.isNaN else { return .nan }
  let independent = shares.independentError
  let found = shares.standardError
  guard independent > 0, !found.isNaN else { return found.isNaN ? .nan : binomial }
  return max(found / independent * binomial, 1 / Double(shares.trials))
}
