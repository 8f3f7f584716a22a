import CKernels

/// Mean, spread and skewness of a column of trials, with their Monte Carlo standard errors.
///
/// Sums have a fixed number of parts, so that the bits depend on the numbers and their order
/// alone.
public struct Moments: Hashable, Sendable {
  public let count: Int
  /// NaN for no numbers.
  public let mean: Double
  /// The sample standard deviation, with the divisor n - 1; NaN for fewer than two numbers.
  public let standardDeviation: Double
  /// The adjusted Fisher-Pearson coefficient, as spreadsheets have it; NaN for fewer than three
  /// numbers and where nothing differs.
  public let skewness: Double
  /// The Monte Carlo standard error of the mean; like the others NaN where there are fewer than
  /// two independent groups of trials.
  public let standardError: Double
  /// The Monte Carlo standard error of the standard deviation.
  public let standardDeviationError: Double
  /// The Monte Carlo standard error of the skewness.
  public let skewnessError: Double

  /// Takes two passes, because one pass loses the digits of a small spread around a large mean;
  /// what rounding left of the first mean is taken off in the second.
  ///
  /// - Parameter replication: which trials are independent of each other.
  /// - Accuracy: all the digits that the numbers have, see the NIST cases in the tests; the
  ///   errors of deviation and skewness are those of large samples (delta method).
  /// - Complexity: O(n), about 0.7 ns per number.
  public init(of column: UnsafeBufferPointer<Double>, _ replication: Replication = .trials) {
    let sums = powerSums(of: column)
    self.init(
      sums, replication == .trials ? nil : GroupedSums(of: column, like: sums, replication),
      mean: meanOfExactSum(column))
  }

  public init(of column: [Double], _ replication: Replication = .trials) {
    self = column.withUnsafeBufferPointer { Moments(of: $0, replication) }
  }

  /// The moments of numbers that were taken in piece by piece.
  ///
  /// - Parameter groups: of each group of independent trials its number and its sums of the
  ///   first three powers; nil when the trials themselves are independent.
  public init(_ sums: PowerSums, _ groups: GroupedSums?) {
    self.init(sums, groups, mean: nil)
  }

  /// - Parameter exact: the mean, where it is known better than the sums say.
  private init(_ sums: PowerSums, _ groups: GroupedSums?, mean exact: Double?) {
    let central = CentralMoments(sums)
    let n = Double(sums.count)
    count = sums.count
    mean = exact ?? (n == 0 ? .nan : sums.centre + central.shift / sums.scale)
    guard sums.count > 1 else {
      (standardDeviation, skewness) = (.nan, .nan)
      (standardError, standardDeviationError, skewnessError) = (.nan, .nan, .nan)
      return
    }
    standardDeviation = (central.m2 * (n / (n - 1))).squareRoot() / sums.scale
    skewness =
      sums.count > 2 ? central.skewness * (n * (n - 1)).squareRoot() / (n - 2) : .nan
    guard let groups else {
      standardError = standardDeviation / n.squareRoot()
      standardDeviationError = central.deviationError(count: n) / sums.scale
      skewnessError = sums.count > 2 ? central.skewnessError(count: n) : .nan
      return
    }
    func error(_ weights: [Double]) -> Double {
      groups.standardError(weights: weights, trials: sums.count)
    }
    standardError = error(central.meanWeights) / sums.scale
    standardDeviationError =
      central.m2 == 0 ? standardError : error(central.deviationWeights) / sums.scale
    skewnessError =
      sums.count > 2 && central.m2 > 0 ? error(central.skewnessWeights) : .nan
  }
}

/// The mean of numbers whose sum is exact in whatever order: whole numbers, shares, and multiples
/// of 1/1024 such as halves. It is rounded once, so that 2900 of 20,000 are 0.145, which sums about
/// a centre miss by a few units in the last place.
///
/// - Returns: nil for any other numbers, most often after a look at the first one.
private func meanOfExactSum(_ column: UnsafeBufferPointer<Double>) -> Double? {
  let parts = 1024.0
  // No partial sum reaches 2⁵³ parts, from where on not every number of parts is a Double.
  let most = 0x1p53 / Double(column.count)
  for number in column {
    let inParts = number * parts
    guard inParts == inParts.rounded(.towardZero), abs(inParts) < most else { return nil }
  }
  guard !column.isEmpty else { return nil }
  return torreya_sum(column.baseAddress, column.count) / Double(column.count)
}

/// The sums of a column about a centre near its mean, in a scale in which no power overflows.
func powerSums(of column: UnsafeBufferPointer<Double>) -> PowerSums {
  func sums(centre: Double, scale: Double) -> PowerSums {
    var sums = PowerSums(centre: centre, scale: scale)
    sums.add(column)
    return sums
  }
  guard let first = column.first else { return PowerSums(centre: 0) }
  let n = Double(column.count)
  var centre = torreya_sum(column.baseAddress, column.count) / n
  if !centre.isFinite {
    // The sum is beyond the largest number, the mean is not.
    let small = 0x1p-64
    centre = sums(centre: 0, scale: small).sum(1) / n / small
  }
  var found = sums(centre: centre, scale: 1)
  let square = found.sum(2) / n
  if square <= 64 * (centre.ulp * centre.ulp) {
    // Equal numbers have no spread, not that of their rounded mean.
    found = sums(centre: first, scale: 1)
    if found.sum(2) == 0, !column.contains(where: { $0 != first }) { return found }
  }
  guard !(1e-90...1e90).contains(found.sum(2) / n) else { return found }
  let largest = max(
    torreya_largest(column.baseAddress, column.count) / 2 - found.centre / 2,
    found.centre / 2 - torreya_smallest(column.baseAddress, column.count) / 2)
  guard largest.isFinite, largest > 0 else { return found }
  let exponent = min(max(-Int(largest.exponent), -1000), 1000)
  return sums(
    centre: found.centre, scale: Double(sign: .plus, exponent: exponent, significand: 1))
}

extension GroupedSums {
  /// For each group of a column its number of trials and its sums of the first three powers.
  init(
    of column: UnsafeBufferPointer<Double>, like sums: PowerSums, _ replication: Replication
  ) {
    let (scale, shift) = (sums.scale, sums.centre * sums.scale)
    self.init(width: 4, trials: column.count, replication) { trials, group in
      if trials.count == 1 {
        let z = column[trials.lowerBound] * scale - shift
        group[1] += z
        group[2] += z * z
        group[3] += z * z * z
      } else {
        var piece = PowerSums(centre: sums.centre, scale: scale)
        piece.add(UnsafeBufferPointer(rebasing: column[trials]))
        for power in 1...3 { group[power] += piece.sum(power) }
      }
    }
  }
}
