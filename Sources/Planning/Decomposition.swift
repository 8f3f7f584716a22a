import ColumnPlan
import Probability
import Simulation

/// How much of the variance of a total comes from one of its parts.
public struct VarianceShare: Hashable, Sendable {
  /// Covariance of the part with the total over the variance of the total; negative for a part
  /// that steadies it. Rounded so that the shares of all parts add up to one, see `apportioned`.
  public let share: Double
  /// The Monte Carlo standard error of the share; NaN where there are fewer than two independent
  /// groups of trials.
  public let standardError: Double
  /// Of the part itself.
  public let standardDeviation: Double
}

/// How the variance of a total is made up of its parts.
public struct Decomposition: Sendable {
  /// One for each part, in the order of the parts.
  public let parts: [VarianceShare]
  /// What belongs to none of the parts; nil where they make up the total but for rounding.
  public let remainder: VarianceShare?
}

/// Takes the variance of a total apart.
///
/// With T = Σ X the variance of T is Σ Cov(X, T), so that the shares Cov(X, T) / Var(T) add up to
/// one, however the parts depend on each other: half of what two parts have in common goes to
/// either. It is the one rule that shares out all of the variance linearly in the parts, and
/// takes one pass where Shapley values take one for every set of parts.
///
/// - Returns: nil when the total does not vary, or by no more than 10⁻⁸ of its size, which
///   rounding might make; also when parts that vary a million times more cancel to it.
/// - Precondition: the trials are kept.
/// - Accuracy: shares are rounded to 10⁻⁶; the standard error is that of large samples.
/// - Complexity: O(parts × trials).
/// - Source: the covariance principle; Tasche (1999), "Risk contributions and performance
///   measurement".
public func decomposition(
  of total: Column, into parts: [Column], in result: SimulationResult
) -> Decomposition? {
  guard result.number(of: total) == nil else { return nil }
  return result.withTrials(of: total) { total in
    let mean = Moments(of: total).mean
    let whole = CentredTotal(total, mean: mean)
    guard whole.deviation > 1e-8 * abs(mean) else { return nil }
    var rest = Array(total)
    var largest = 0.0
    for value in total { largest = max(largest, abs(value)) }
    var found = parts.map { part in
      result.withTrials(of: part) { part in
        subtract(part, from: &rest)
        return whole.share(of: part, result.replication)
      }
    }
    let rounding = 64 * Double.ulpOfOne * largest * Double(parts.count)
    let hasRest = rest.contains { abs($0) > rounding }
    if hasRest {
      found.append(rest.withUnsafeBufferPointer { whole.share(of: $0, result.replication) })
    }
    guard found.allSatisfy({ abs($0.share) <= 1e6 }) else { return nil }
    let shares = apportioned(found.map(\.share))
    let rounded = zip(found, shares).map { part, share in
      VarianceShare(
        share: share, standardError: part.standardError,
        standardDeviation: part.standardDeviation)
    }
    return Decomposition(
      parts: Array(rounded[..<parts.count]), remainder: hasRest ? rounded.last : nil)
  }
}

/// Shares of one, rounded to whole millionths that add up to one to the last digit.
///
/// Each is rounded down, and the millionths that are then missing go to those with the largest
/// remainders, the first of equal ones: no share moves by a millionth or more.
///
/// - Precondition: the shares add up to about one, what is missing is shared out in proportion;
///   none is larger than a million.
/// - Source: the method of largest remainders (Hamilton).
public func apportioned(_ shares: [Double]) -> [Double] {
  let units = 1_000_000.0
  let sum = shares.reduce(0, +)
  let scaled = shares.map { $0 / sum * units }
  var whole = scaled.map { $0.rounded(.down) }
  let missing = Int(units - whole.reduce(0, +))
  let order = scaled.indices.sorted { left, right in
    let (a, b) = (scaled[left] - whole[left], scaled[right] - whole[right])
    return a == b ? left < right : a > b
  }
  for place in order.prefix(max(missing, 0)) { whole[place] += 1 }
  return whole.map { $0 / units }
}

/// Takes a part off what is left of the total; a part of one number is the same in all trials.
private func subtract(_ part: UnsafeBufferPointer<Double>, from rest: inout [Double]) {
  let step = part.count == 1 ? 0 : 1
  for trial in rest.indices { rest[trial] -= part[trial * step] }
}
