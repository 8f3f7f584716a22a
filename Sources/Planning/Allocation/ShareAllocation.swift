/// Hands a total down in proportion to shares, within bounds.
///
/// A part that would leave its bounds stays at the bound, and the others share what is left in
/// proportion; so on until all are within. Nobody has less than nothing of a total to raise, unless
/// a bound lets him.
///
/// - Parameter shares: of any size; only their proportions count.
/// - Throws: when no share is above zero, or the bounds do not leave room for the total.
/// - Accuracy: the parts add up to the total but for rounding in the last digits.
public func allocate(
  _ total: Double, byShares shares: [Double], _ bounds: [PartBounds]
) throws(AllocationError) -> [Double] {
  let bounds = total < 0 ? bounds : bounds.map(\.fromNothing)
  try requireRoom(for: total, bounds)
  guard shares.allSatisfy({ $0 >= 0 && $0.isFinite }), shares.contains(where: { $0 > 0 }) else {
    throw .noShares
  }
  // Parts are λ × share, clamped: the sum rises with λ, from the total of the least parts.
  func parts(_ scale: Double) -> [Double] {
    shares.indices.map { bounds[$0].clamped(scale * shares[$0]) }
  }
  let plain = total / shares.reduce(0, +)
  if zip(parts(plain), shares).allSatisfy({ $0 == plain * $1 }) { return parts(plain) }
  var (low, high) = (min(plain, 0), max(plain, 0))
  let width = max(abs(plain), 1)
  var reach = width
  while parts(low).reduce(0, +) > total, reach < 1e300 { (low, reach) = (-reach, reach * 4) }
  reach = width
  while parts(high).reduce(0, +) < total, reach < 1e300 { (high, reach) = (reach, reach * 4) }
  let scale = bisected(low, high) { parts($0).reduce(0, +) >= total }
  var found = parts(scale)
  // What is bounded on both sides may leave the total out of reach of the others.
  guard abs(found.reduce(0, +) - total) <= 1e-9 * max(abs(total), 1) else {
    throw .bounds(least: parts(low).reduce(0, +), most: parts(high).reduce(0, +))
  }
  settle(&found, to: total, bounds)
  return found
}

/// Parts by share with their Monte Carlo standard errors.
public struct SharedParts: Sendable {
  public let parts: [Double]
  /// 0 where neither the total nor the shares come from the trials, and at a bound.
  public let partErrors: [Double]
}

/// Hands a total down in proportion to given shares, or to the expected values of the members.
///
/// - Parameter replicates: the total as it is found without each independent batch of the trials;
///   nil for one that does not come from them.
/// - Parameter shares: nil for the expected values; losses are shared by their size.
/// - Throws: as `allocate(_:byShares:_:)`.
/// - Complexity: O(members × trials).
public func allocateByShare(
  _ total: Double, replicates: [Double]? = nil, among members: AllocationMembers,
  shares: [Double]?, _ bounds: [PartBounds]
) throws(AllocationError) -> SharedParts {
  let sign: Double = total < 0 ? -1 : 1
  let parts = try allocate(total, byShares: shares ?? members.means.map { sign * $0 }, bounds)
  guard shares == nil || replicates != nil else {
    return SharedParts(parts: parts, partErrors: parts.map { _ in 0 })
  }
  let batches = IndependentBatches(trials: members.trials, members.replication)
  let means = shares == nil ? members.means(without: batches) : []
  let errors = batches.standardErrors(of: parts.count, threads: 1) { batch in
    let shares = shares ?? means[batch].map { sign * $0 }
    return try? allocate(replicates?[batch] ?? total, byShares: shares, bounds)
  }
  return SharedParts(parts: parts, partErrors: errors)
}

/// But for rounding in the last digits: 0.1 and 0.2 leave room for 0.3.
func requireRoom(for total: Double, _ bounds: [PartBounds]) throws(AllocationError) {
  let slack = 1e-9 * max(abs(total), 1)
  let least = bounds.reduce(0) { $0 + $1.least }
  let most = bounds.reduce(0) { $0 + $1.most }
  guard least <= total + slack, total - slack <= most else {
    throw .bounds(least: least, most: most)
  }
}

/// The least number at which something holds that holds from there on, to the last bit.
func bisected(_ low: Double, _ high: Double, holds: (Double) -> Bool) -> Double {
  var (low, high) = (low, high)
  if holds(low) { return low }
  while true {
    let middle = low + (high - low) / 2
    guard middle > low, middle < high else { return high }
    if holds(middle) { high = middle } else { low = middle }
  }
}

/// Gives what is left in the last digits to the largest part that stands at no bound.
private func settle(_ parts: inout [Double], to total: Double, _ bounds: [PartBounds]) {
  let rest = total - parts.reduce(0, +)
  let places = parts.indices.sorted { abs(parts[$0]) > abs(parts[$1]) }
  let free = places.first {
    bounds[$0].least < min(parts[$0], parts[$0] + rest)
      && max(parts[$0], parts[$0] + rest) < bounds[$0].most
  }
  if let free { parts[free] += rest }
}
