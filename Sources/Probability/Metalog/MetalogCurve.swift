/// A metalog quantile function without bounds: `centre(d) + spread(d) · logit(p)`, where `d` is
/// `p - 1/2` and centre and spread are polynomials.
///
/// - Source: Thomas W. Keelin, "The metalog distributions", Decision Analysis 13 (2016), 243–277,
///   equation 6, whose terms are here by the power of `d`.
struct MetalogCurve: Hashable, Sendable {
  /// Coefficients of `centre` from the lowest power: the terms 1, 4, 5, 7 and 9.
  private(set) var c0 = 0.0, c1 = 0.0, c2 = 0.0, c3 = 0.0, c4 = 0.0
  /// Coefficients of `spread` from the lowest power: the terms 2, 3, 6 and 8.
  private(set) var s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0

  /// How many terms there can be.
  static let termsMaximum = 9

  /// - Parameter coefficients: of Keelin's terms, the first one first.
  init(coefficients: [Double]) {
    let places: [WritableKeyPath<MetalogCurve, Double>] = [
      \.c0, \.s0, \.s1, \.c1, \.c2, \.s2, \.c3, \.s3, \.c4,
    ]
    for (place, coefficient) in zip(places, coefficients) { self[keyPath: place] = coefficient }
  }

  /// Whether the logit has no part in it: the values then end at both sides.
  var isPolynomial: Bool { s0 == 0 && s1 == 0 && s2 == 0 && s3 == 0 }

  // MARK: The two polynomials and their slopes

  @inline(__always)
  func centre(_ d: Double) -> Double { (((c4 * d + c3) * d + c2) * d + c1) * d + c0 }
  @inline(__always)
  func spread(_ d: Double) -> Double { ((s3 * d + s2) * d + s1) * d + s0 }
  func centreSlope(_ d: Double) -> Double { ((4 * c4 * d + 3 * c3) * d + 2 * c2) * d + c1 }
  func spreadSlope(_ d: Double) -> Double { (3 * s3 * d + 2 * s2) * d + s1 }

  /// The slopes by logit far out: the quantile function becomes a straight line in the logit.
  var lowerTailSlope: Double { spread(-0.5) }
  var upperTailSlope: Double { spread(0.5) }

  // MARK: Values

  /// The quantile at `p`.
  func value(at p: Double) -> Double {
    let d = p - 0.5
    return centre(d) + spread(d) * logit(p)
  }

  /// The quantile at `1 - q`.
  func value(exceededWith q: Double) -> Double {
    let d = 0.5 - q
    return centre(d) - spread(d) * logit(q)
  }

  /// The quantile at a logit, and its slope by logit.
  func valueAndSlope(atLogit z: Double) -> (value: Double, slope: Double) {
    let (p, q) = logisticProbabilities(at: z)
    let d = Self.distance(z)
    let weight = p * q
    return (
      centre(d) + spread(d) * z,
      weight * centreSlope(d) + spreadSlope(d) * (weight * z) + spread(d)
    )
  }

  /// `p - 1/2` at a logit, precise also near 0.
  private static func distance(_ z: Double) -> Double {
    // Half the hyperbolic tangent of half the logit.
    let shrunk = exponentialMinusOne(-abs(z))
    let size = -shrunk / (2 * (2 + shrunk))
    return z < 0 ? -size : size
  }

  /// The logit at which a value is reached, between -746 and 746, where all probabilities that a
  /// `Double` can hold lie.
  ///
  /// - Accuracy: 1e-15 relative, and that of the value over the slope.
  func score(ofValue x: Double) -> Double {
    var (low, high) = (-746.0, 746.0)
    var z = (x - c0) / (isPolynomial ? c1 / 4 : spread(0) + c1 / 4)
    for _ in 0..<200 {
      if !(z > low && z < high) { z = low + (high - low) / 2 }
      let (value, slope) = valueAndSlope(atLogit: z)
      let error = value - x
      if error == 0 { return z }
      if error > 0 { high = z } else { low = z }
      let next = z - error / slope
      if abs(next - z) <= 2e-16 * abs(z) || high - low < 1e-300 {
        return min(max(next, -746), 746)
      }
      z = next
      if high - low <= 4e-16 * max(abs(low), abs(high)) { return z }
    }
    return z
  }
}
