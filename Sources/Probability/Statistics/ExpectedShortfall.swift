import CKernels

/// Which tail an expected shortfall is the mean of.
public enum Tail: Sendable { case lower, upper }

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
