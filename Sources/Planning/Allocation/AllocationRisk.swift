import Probability

/// What parts of a total mean: how probable it is that each is met, and all together.
public struct AllocationRisk: Sendable {
  public struct Part: Hashable, Sendable {
    /// The probability that the member meets its part.
    public let probability: ExceedanceProbability
    /// The mean distance from the part in the trials that miss it; nil when none does.
    public let expectedShortfall: Double?
    /// Its Monte Carlo standard error.
    public let expectedShortfallError: Double?
  }

  public let parts: [Part]
  /// The probability that every member meets its part.
  public let joint: ExceedanceProbability
  /// The probability that the members together come to the total: one may make up for another.
  public let together: ExceedanceProbability
  /// The mean over all trials of what the members that miss their parts lack together.
  public let expectedLack: Double
  /// Its Monte Carlo standard error.
  public let expectedLackError: Double
}

/// Judges parts by the trials.
///
/// - Complexity: O(members × trials).
public func allocationRisk(
  of parts: [Double], total: Double, among members: AllocationMembers
) -> AllocationRisk {
  let bounds = parts.map { members.sign * $0 }
  func probability(_ qualifies: (Int) -> Bool) -> ExceedanceProbability {
    ExceedanceProbability(shares(trials: members.trials, members.replication, where: qualifies))
  }
  var lacks = [Double](repeating: 0, count: members.trials)
  var isMet = [Bool](repeating: true, count: members.trials)
  let judged = parts.indices.map { index in
    let (values, bound) = (members.boldness[index], bounds[index])
    for trial in lacks.indices where values[trial] < bound {
      lacks[trial] += bound - values[trial]
      isMet[trial] = false
    }
    let (mean, error) = shortfall(values, bound, members.replication)
    return AllocationRisk.Part(
      probability: probability { values[$0] >= bound }, expectedShortfall: mean,
      expectedShortfallError: error)
  }
  let sums = members.totals
  // Sums of many parts differ from the total in the last digits.
  let slack = 1e-12 * abs(total)
  let lack = Moments(of: lacks, members.replication)
  return AllocationRisk(
    parts: judged, joint: probability { isMet[$0] },
    together: probability { members.sign * (sums[$0] - total) >= -slack },
    expectedLack: lack.mean, expectedLackError: lack.standardError)
}

/// The mean distance of the misses, a ratio of two means, with its error.
private func shortfall(
  _ values: [Double], _ bound: Double, _ replication: Replication
) -> (mean: Double?, error: Double?) {
  let missed = values.count { $0 < bound }
  guard missed > 0 else { return (nil, nil) }
  var sum = 0.0
  for value in values where value < bound { sum += bound - value }
  let mean = sum / Double(missed)
  let influence = values.map { $0 < bound ? bound - $0 - mean : 0 }
  let error = Moments(of: influence, replication).standardError
  return (mean, missed > 1 ? error * Double(values.count) / Double(missed) : .nan)
}
