/// Student's distribution with location 0 and scale 1.
///
/// - Accuracy: that of the incomplete beta function up to 2,000 degrees of freedom; beyond, where
///   its continued fraction is slow, the density is integrated.
struct StandardStudentT: Sendable {
  private let degrees, root, peak: Double
  private let incomplete: IncompleteBeta

  /// - Precondition: at least 0.1 degrees, and finitely many.
  init(degreesOfFreedom: Double) {
    degrees = degreesOfFreedom
    root = degrees.squareRoot()
    let half = degrees / 2
    // Gamma(half + 1/2) / Gamma(half) over sqrt(half), by Stirling's formula and its errors.
    peak =
      exponential(
        half * logarithmOfOnePlus(1 / degrees) - 0.5 + stirlingError(half + 0.5)
          - stirlingError(half)) * 0.398_942_280_401_432_7
    incomplete = IncompleteBeta(alpha: half, beta: 0.5)
  }

  func density(at t: Double) -> Double {
    let ratio = t / root
    // Far out the square would overflow, and the one does not matter.
    let logarithm =
      abs(ratio) > 1e100
      ? 2 * logarithm(abs(ratio)) : logarithmOfOnePlus(ratio * ratio)
    return peak * exponential(-(degrees + 1) / 2 * logarithm)
  }

  /// The probability of a value above `t`.
  ///
  /// - Precondition: `t` is not negative.
  func tail(beyond t: Double) -> Double {
    if degrees > 2000 { return integratedTail(beyond: t) }
    let ratio = t / root
    if ratio > 1e100 {
      return tail(beyond: 1e100 * root) * power(ratio / 1e100, -degrees)
    }
    let square = ratio * ratio
    return incomplete.probabilities(
      at: 1 / (1 + square), complement: square / (1 + square)
    ).lower / 2
  }

  private func integratedTail(beyond t: Double) -> Double {
    guard t < 1e3 else { return 0 }
    if t < 0.5 { return 0.5 - integral(from: 0, to: t, panels: 1, of: density) }
    // The tail is somewhat heavier than a normal one.
    let far = t + 2 * reach(from: t)
    return integral(from: t, to: far, panels: 24, of: density)
  }

  /// The distance from the middle that is exceeded with a probability.
  ///
  /// - Precondition: `tail` is above 0, at most one half.
  func distance(ofTail tail: Double) -> Double {
    if tail >= 0.5 { return 0 }
    // The unknown is v with t = root · sinh(v / root): like t in the middle, and far out the
    // logarithm of t, in which the tail is straight.
    let nearby = searchQuantile(
      tail: tail, isUpper: true, from: 0, to: 710 * root,
      start: -StandardNormal.quantile(at: tail)
    ) { v in
      let t = distance(v)
      let above = self.tail(beyond: t)
      let stretching = stretching(v)
      // Of the logarithm of the density of v; t / degrees is the second derivative of the distance.
      let slope =
        t / degrees / stretching
        - (degrees + 1) / degrees * t / (1 + t / root * (t / root)) * stretching
      return TailPoint(
        lower: 1 - above, upper: above, density: density(at: t) * stretching, slope: slope)
    }
    let t = distance(nearby.argument).addingProduct(stretching(nearby.argument), nearby.step)
    if tail < 0.25 || t.isInfinite { return t }
    // Near the middle the tail has few digits of the distance; the probability in between has.
    return t - (centre(upTo: t) - (0.5 - tail)) / density(at: t)
  }

  /// The probability between 0 and `t`.
  private func centre(upTo t: Double) -> Double {
    if degrees > 2000 { return integral(from: 0, to: t, panels: 2, of: density) }
    let square = t / root * (t / root)
    return incomplete.probabilities(
      at: 1 / (1 + square), complement: square / (1 + square)
    ).upper / 2
  }

  /// How much faster the distance grows than `v`.
  private func stretching(_ v: Double) -> Double {
    let shrunk = exponential(-v / root)
    return (shrunk + 1 / shrunk) / 2
  }

  private func distance(_ v: Double) -> Double {
    let grown = exponentialMinusOne(v / root)
    return root * (grown < .infinity ? (grown + grown / (grown + 1)) / 2 : .infinity)
  }
}
