import Probability

/// Parts of a total that every member meets with the same probability, as far as bounds allow.
public struct EqualRiskAllocation: Sendable {
  /// The probability with which each member that stands at no bound meets its part.
  public let confidence: Double
  /// Its Monte Carlo standard error.
  public let confidenceError: Double
  public let parts: [Double]
  /// Their Monte Carlo standard errors; 0 at a bound.
  public let partErrors: [Double]
  /// Whether a bound holds a part away from the common confidence.
  public let isAtBound: [Bool]
}

/// Hands a total down at equal risk: finds the confidence c at which the levels that the members
/// meet with probability c add up to the total. Parts that would leave their bounds stay there, and
/// the others find a confidence for what is left.
///
/// Levels lie on straight lines between the order statistics, so that every total between the
/// sum of the least and that of the largest trials is reached.
///
/// - Parameter replicates: the total as it is found without each independent batch of the trials;
///   nil for one that does not come from them.
/// - Throws: when the bounds do not leave room for the total, or no trial reaches so far.
/// - Accuracy: the confidence to the last bit; for normal members the common normal score z has
///   Σ (mean + z × deviation) = total within the Monte Carlo error.
/// - Complexity: O(members × trials × log trials).
/// - Source: definition 7 of Hyndman & Fan (1996) for the levels.
public func allocateAtEqualRisk(
  _ total: Double, replicates: [Double]? = nil, among members: AllocationMembers,
  _ bounds: [PartBounds], threads: Int = 1
) throws(AllocationError) -> EqualRiskAllocation {
  try requireRoom(for: total, bounds)
  let turnedTotal = members.sign * total
  let turned = bounds.map {
    members.sign > 0 ? $0 : PartBounds(least: -$0.most, most: -$0.least)
  }
  let ladder = RankedMembers(members)
  let (least, most) = (
    ladder.parts(at: 1, turned).reduce(0, +), ladder.parts(at: 0, turned).reduce(0, +)
  )
  guard let confidence = ladder.confidence(for: turnedTotal, turned) else {
    let ends = [members.sign * least, members.sign * most].sorted()
    throw .outOfReach(least: ends[0], most: ends[1])
  }
  let parts = ladder.parts(at: confidence, turned)
  let free = ladder.parts(at: confidence, turned.map { _ in .none })
  let batches = IndependentBatches(trials: members.trials, members.replication)
  let sign = members.sign
  let errors = batches.standardErrors(of: parts.count + 1, threads: threads) { batch in
    let rest = ladder.without(batch, batches)
    let total = replicates.map { sign * $0[batch] } ?? turnedTotal
    return rest.confidence(for: total, turned).map { [$0] + rest.parts(at: $0, turned) }
  }
  return EqualRiskAllocation(
    confidence: confidence, confidenceError: errors[0], parts: parts.map { members.sign * $0 },
    partErrors: Array(errors.dropFirst()),
    isAtBound: parts.indices.map { turned[$0].clamped(free[$0]) != free[$0] })
}

/// The members' trials in ascending order of boldness.
private struct RankedMembers: Sendable {
  private let sorted: [[Double]]
  /// The trial of each place, for leaving batches out.
  private let places: [[Int32]]

  init(_ members: AllocationMembers) {
    places = members.boldness.map { values in
      values.indices.map(Int32.init).sorted {
        let (left, right) = (values[Int($0)], values[Int($1)])
        return left == right ? $0 < $1 : left < right
      }
    }
    sorted = zip(places, members.boldness).map { order, values in order.map { values[Int($0)] } }
  }

  private init(sorted: [[Double]]) { (self.sorted, places) = (sorted, []) }

  func without(_ batch: Int, _ batches: IndependentBatches) -> RankedMembers {
    RankedMembers(
      sorted: zip(sorted, places).map { values, order in
        zip(values, order).compactMap { value, trial in
          batches.batch(of: Int(trial)) == batch ? nil : value
        }
      })
  }

  /// The level that is met with a probability: 1 at the least trial, 0 at the largest.
  private func level(_ values: [Double], _ confidence: Double) -> Double {
    let position = (1 - confidence) * Double(values.count - 1)
    let place = min(Int(position), values.count - 1)
    guard place + 1 < values.count else { return values[values.count - 1] }
    let (low, high) = (values[place], values[place + 1])
    return low + (position - Double(place)) * (high - low)
  }

  func parts(at confidence: Double, _ bounds: [PartBounds]) -> [Double] {
    zip(sorted, bounds).map { $1.clamped(level($0, confidence)) }
  }

  /// Nil where no confidence gives the total.
  func confidence(for total: Double, _ bounds: [PartBounds]) -> Double? {
    guard let trials = sorted.first?.count, trials > 0 else { return nil }
    let slack = 1e-9 * max(abs(total), 1)
    let least = parts(at: 1, bounds).reduce(0, +)
    let most = parts(at: 0, bounds).reduce(0, +)
    guard least <= total + slack, most >= total - slack else { return nil }
    // What lacks the last digits of the total is as near to it as the parts come.
    let reached = min(total, most)
    // The most confident that still comes to the total: doubt rises with the parts.
    let doubt = bisected(0, 1) { parts(at: 1 - $0, bounds).reduce(0, +) >= reached }
    return 1 - doubt
  }
}
