import CKernels

/// Which tail an expected shortfall is the mean of.
public enum Tail: Sendable { case lower, upper }

/// The mean of the worst share of a column, with its Monte Carlo standard error.
///
/// A number x of the lower tail moves the mean of the worst share a by q - (q - x)⁺ / a, with q
/// the quantile that bounds the tail; where q itself lies matters only to the second order.
///
/// - Source: Trindade, Uryasev, Shapiro & Zrazhevsky (2007), "Financial prediction with
///   constrained tail risk", section 2.
public struct ShortfallEstimate: Hashable, Sendable {
  public let value: Double
  /// NaN where there are fewer than two independent groups of trials.
  public let standardError: Double

  /// - Parameter share: of the trials, above 0 and at most 1.
  public init(
    of column: UnsafeBufferPointer<Double>, share: Double, tail: Tail,
    _ replication: Replication = .trials
  ) {
    var copy = Array(column)
    let (value, boundary) = copy.withUnsafeMutableBufferPointer { copy in
      let value = expectedShortfall(of: copy, share: share, tail: tail)
      // The selection has left the boundary between what it has moved to either side of it.
      let whole = min(Int(share * Double(copy.count)), copy.count)
      let rank = tail == .lower ? min(whole, copy.count - 1) : max(copy.count - whole - 1, 0)
      return (value, copy.isEmpty ? .nan : copy[rank])
    }
    self.value = value
    let influence = { (number: Double) in
      let beyond = tail == .lower ? max(boundary - number, 0) : max(number - boundary, 0)
      return tail == .lower
        ? boundary - beyond / share - value : boundary + beyond / share - value
    }
    let groups = GroupedSums(width: 2, trials: column.count, replication) { trials, sums in
      for trial in trials { sums[1] += influence(column[trial]) }
    }
    standardError = groups.standardError(weights: [0, 1], trials: column.count)
  }

  public init(
    of column: [Double], share: Double, tail: Tail, _ replication: Replication = .trials
  ) {
    self = column.withUnsafeBufferPointer {
      ShortfallEstimate(of: $0, share: share, tail: tail, replication)
    }
  }
}

/// The mean of the worst share of a column: of its lowest or highest numbers.
///
/// Where the share is not a whole number of trials, the last one counts in part, so that the
/// figure is continuous in the share.
///
/// - Parameter column: a copy that may be reordered, and is.
/// - Parameter share: of the trials, above 0 and at most 1.
/// - Returns: NaN if the column is empty or holds a NaN.
/// - Complexity: O(n) on average.
/// - Source: Acerbi & Tasche (2002), "On the coherence of expected shortfall".
public func expectedShortfall(
  of column: UnsafeMutableBufferPointer<Double>, share: Double, tail: Tail
) -> Double {
  precondition(share > 0 && share <= 1, "a share of the trials")
  guard !column.isEmpty, !column.contains(where: \.isNaN) else { return .nan }
  let amount = share * Double(column.count)
  let whole = min(Int(amount), column.count)
  let part = amount - Double(whole)
  guard let base = column.baseAddress else { return .nan }
  switch tail {
  case .lower:
    let boundary = min(whole, column.count - 1)
    select(ranks: [boundary], in: column)
    let sum = torreya_sum(base, whole)
    return (sum + (part > 0 ? part * column[boundary] : 0)) / amount
  case .upper:
    let boundary = max(column.count - whole - 1, 0)
    select(ranks: [boundary], in: column)
    let sum = torreya_sum(base + (column.count - whole), whole)
    return (sum + (part > 0 ? part * column[boundary] : 0)) / amount
  }
}
