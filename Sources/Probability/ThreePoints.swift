import Languages

/// A low, a likely and a high figure, and what the outer two mean.
///
/// Who is asked for the least and the most names what he has seen, not what can be: such figures
/// are nearer to the 10% and 90% points of what happens than to its bounds. Then the bounds are
/// found that have these points.
struct ThreePoints {
  static let parameters = [
    Parameter("low", .value, "the smallest possible value, or the point that `points` says"),
    Parameter("likely", .value, "the likeliest value"),
    Parameter("high", .value, "the largest possible value, or the point that `points` says"),
  ]
  static let meaning = Parameter(
    "points", .choice(["extremes", "p10p90", "p05p95"]),
    "what low and high are: the bounds (extremes, when left out), or the values below and above "
      + "which 10% (p10p90) or 5% (p05p95) of all cases lie",
    isRequired: false)

  let low, likely, high: Double
  /// The probability of a value below `low`, and of one above `high`.
  let tail: Double

  init(_ values: ParameterValues) throws(ParameterError) {
    low = try values.number("low")
    likely = try values.number("likely")
    let meaning = values.choices["points"] ?? "extremes"
    tail =
      switch meaning {
      case "p10p90": 0.1
      case "p05p95": 0.05
      default: 0
      }
    guard likely >= low else {
      throw ParameterError(
        parameter: "likely", expected: .number(atOrAbove: "low") + Self.reason(meaning))
    }
    high = try values.number("high", above: "low", at: low)
    guard likely <= high else {
      throw ParameterError(
        parameter: "high", expected: .number(atOrAbove: "likely") + Self.reason(meaning))
    }
  }

  private static func reason(_ meaning: String) -> BilingualText {
    guard meaning != "extremes" else { return .same("") }
    return BilingualText(
      zh: "：最可能的值在两点之间", en: ": the likeliest value lies between the two points")
  }

  /// The bounds of the distribution of a family that is known by where the likeliest value lies
  /// between its bounds, its share of the width.
  ///
  /// For each share the family has one place of `likely` between the two points; it rises with the
  /// share, from at or below the lower point to at or above the upper one.
  ///
  /// - Parameter quantiles: of the family with bounds 0 and 1, the values that are undershot and
  ///   exceeded with the probability `tail`; its argument is the share and what is left to 1.
  /// - Accuracy: 1e-13 of the width plus that of the quantiles, for `likely` at least a thousandth
  ///   of the distance between the points away from both.
  /// - Errors: when the bounds would be beyond the largest number.
  func bounds(
    quantiles: (_ share: Double, _ rest: Double) -> (lower: Double, upper: Double)
  ) throws(ParameterError) -> (low: Double, high: Double) {
    guard tail > 0 else { return (low, high) }
    let (rise, fall) = (likely - low, high - likely)
    // By the logarithm of the odds of the share, which is fine at both ends.
    let odds = bisected(from: -37, to: 37) { odds in
      let (share, rest) = Self.shares(odds)
      let (lower, upper) = quantiles(share, rest)
      return rise * (upper - share) > fall * (share - lower)
    }
    let (share, rest) = Self.shares(odds)
    let (lower, upper) = quantiles(share, rest)
    let width = (high - low) / (upper - lower)
    let bounds = (low: likely - share * width, high: likely + rest * width)
    guard width.isFinite, bounds.low.isFinite, bounds.high.isFinite else {
      throw ParameterError(
        parameter: "points",
        expected: .init(zh: "两端的界限都是数的 low 和 high", en: "low and high whose bounds are numbers"))
    }
    return bounds
  }

  private static func shares(_ odds: Double) -> (share: Double, rest: Double) {
    (1 / (1 + exponential(-odds)), 1 / (1 + exponential(odds)))
  }
}
