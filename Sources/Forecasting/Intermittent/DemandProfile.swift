import Languages

/// How often there is demand at all, and how much its size varies.
public struct DemandProfile: Hashable, Sendable {
  /// The four kinds of demand that methods suit differently.
  public enum Kind: String, Hashable, Sendable {
    /// Often, and much the same each time.
    case smooth
    /// Often, but differing in size.
    case erratic
    /// Seldom, and much the same each time.
    case intermittent
    /// Seldom and differing in size.
    case lumpy
  }

  /// The mean number of steps from a demand to the next; infinite where there is none.
  public let interval: Double
  /// The variance of the sizes over the square of their mean; 0 for fewer than two.
  public let squaredVariation: Double

  /// - Parameter values: not negative; missing ones are left out.
  public init(_ values: [Double]) {
    let observed = values.filter { !$0.isNaN }
    let sizes = observed.filter { $0 > 0 }
    let count = Double(sizes.count)
    interval = sizes.isEmpty ? .infinity : Double(observed.count) / count
    guard sizes.count > 1 else {
      squaredVariation = 0
      return
    }
    // Relative to the largest, so that squares do not overflow.
    let largest = sizes.reduce(0, max)
    let mean = sizes.reduce(0) { $0 + $1 / largest } / count
    let squares = sizes.reduce(0) { $0 + ($1 / largest - mean) * ($1 / largest - mean) }
    squaredVariation = squares / (count - 1) / (mean * mean)
  }

  /// Which kind it is.
  ///
  /// - Source: Syntetos, Boylan, Croston (2005), "On the categorization of demand patterns": the
  ///   limits 1.32 and 0.49, at which the errors of their methods are equal.
  public var kind: Kind {
    if interval < 1.32 { return squaredVariation < 0.49 ? .smooth : .erratic }
    return squaredVariation < 0.49 ? .intermittent : .lumpy
  }
}

extension TimeSeries {
  /// Refuses values that cannot be amounts of demand.
  ///
  /// - Errors: `outsideDomain` at the first value that is negative, or not whole where it has to
  ///   be; `tooFewObservations`.
  func requireDemand(_ needed: Int, isWhole: Bool) throws(FitFailure) {
    try requireObservations(needed)
    for (step, value) in values.enumerated() where !value.isNaN {
      guard value >= 0 else {
        throw .outsideDomain(
          step: step, expected: .init(zh: "不小于 0 的数", en: "a number that is not negative"))
      }
      // Beyond that all doubles are whole, and counts can no longer be told apart.
      guard !isWhole || (value == value.rounded() && value <= 1e12) else {
        throw .outsideDomain(
          step: step, expected: .init(zh: "不超过 1e12 的个数", en: "a count of at most 1e12"))
      }
    }
  }
}
