extension MetalogCurve {
  /// Where the curve does not rise, if anywhere: a probability from 0 to 1, whose ends stand for
  /// the tails. Nil if it rises everywhere in (0, 1).
  ///
  /// The answer is a proof and not a search at some points. The slope by logit, which keeps its
  /// sign and has limits in both tails, is bounded from below on intervals that together are all
  /// of [0, 1]; an interval whose bound is not above zero is halved until it is, or until a point
  /// is found at which the curve falls. What rises by less than 1e-12 of its coefficients counts
  /// as not rising.
  ///
  /// - Complexity: a few hundred intervals where the slope stays clear of zero.
  /// - Source: Moore, *Interval Analysis* (1966), chapter 6: the mean value form.
  func firstFall() -> Double? {
    let size =
      abs(c1) + abs(c2) + abs(c3) + abs(c4) + abs(s0) + abs(s1) + abs(s2) + abs(s3)
    guard size > 0, size.isFinite else { return 0.5 }
    let margin = 1e-12 * size
    // The intervals still to be judged, that towards the lower tail on top.
    var pending: [(from: Double, to: Double)] = [(0, 0.5), (-0.5, 0)]
    while let (from, to) = pending.popLast() {
      if slopeBound(from, to) > margin { continue }
      let middle = from + (to - from) / 2
      for d in [from, middle, to] where slope(d) <= margin { return worst(near: d) + 0.5 }
      // Too narrow to be told from a point at which the slope vanishes.
      if to - from < 1e-13 { return middle + 0.5 }
      pending.append((middle, to))
      pending.append((from, middle))
    }
    return nil
  }

  /// The slope by logit at `d`, or of the polynomial by `d` where there is no logit.
  func slope(_ d: Double) -> Double {
    if isPolynomial { return centreSlope(d) }
    let weight = (0.5 - d) * (0.5 + d)
    return weight * centreSlope(d) + spreadSlope(d) * Self.weightedLogit(d) + spread(d)
  }

  /// From a point at which the curve falls, the one near it at which it falls most steeply.
  private func worst(near start: Double) -> Double {
    var (best, step) = (start, 0.05)
    while step > 1e-4 {
      let next = [best - step, best + step].filter { abs($0) <= 0.5 }.min { slope($0) < slope($1) }
      if let next, slope(next) < slope(best) { best = next } else { step /= 2 }
    }
    return best
  }

  // MARK: Bounds on an interval

  /// A number below the slope at every point of an interval.
  private func slopeBound(_ from: Double, _ to: Double) -> Double {
    let d = Bounds(from, to)
    let centreSlope = Bounds.polynomial([c1, 2 * c2, 3 * c3, 4 * c4], d)
    let whole: Bounds
    let weight = (Bounds(0.5) - d) * (Bounds(0.5) + d)
    let spreadSlope = Bounds.polynomial([s1, 2 * s2, 3 * s3], d)
    let weightedLogit = Self.weightedLogit(d)
    if isPolynomial {
      whole = centreSlope
    } else {
      whole =
        weight * centreSlope + spreadSlope * weightedLogit
        + Bounds.polynomial([s0, s1, s2, s3], d)
    }
    guard whole.low <= 0, from > -0.5, to < 0.5 else { return whole.low }
    // The mean value form is nearer to the truth, the more so the shorter the interval.
    let centreBend = Bounds.polynomial([2 * c2, 6 * c3, 12 * c4], d)
    let rate: Bounds
    if isPolynomial {
      rate = centreBend
    } else {
      let logits = Bounds(Self.place(from), Self.place(to))
      rate =
        weight * centreBend - Bounds(2) * d * centreSlope
        + Bounds.polynomial([2 * s2, 6 * s3], d) * weightedLogit
        + spreadSlope * (Bounds(2) - Bounds(2) * d * logits)
    }
    let middle = from + (to - from) / 2
    return max(whole.low, slope(middle) - (to - from) / 2 * max(-rate.low, rate.high))
  }

  /// The logit at `d`.
  private static func place(_ d: Double) -> Double {
    logarithm((0.5 + d) / (0.5 - d))
  }

  /// `p (1 - p) logit(p)`, which vanishes at both ends.
  private static func weightedLogit(_ d: Double) -> Double {
    let weight = (0.5 - d) * (0.5 + d)
    return weight <= 0 ? 0 : weight * place(d)
  }

  /// It rises between its two extremes and falls outside of them.
  private static func weightedLogit(_ d: Bounds) -> Bounds {
    // Where (1 - 2p) logit(p) is -1.
    let peak = 0.323_959_114_514_801_4
    var candidates = [weightedLogit(d.low), weightedLogit(d.high)]
    for extreme in [-peak, peak] where d.low < extreme && extreme < d.high {
      candidates.append(weightedLogit(extreme))
    }
    return Bounds(candidates.min() ?? 0, candidates.max() ?? 0)
  }
}

/// All numbers between two, with the arithmetic that holds for all of them. Rounding is left to
/// the margin of the caller.
private struct Bounds {
  let low, high: Double

  init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }
  init(_ number: Double) { self.init(number, number) }

  static func + (a: Bounds, b: Bounds) -> Bounds { Bounds(a.low + b.low, a.high + b.high) }
  static func - (a: Bounds, b: Bounds) -> Bounds { Bounds(a.low - b.high, a.high - b.low) }
  static func * (a: Bounds, b: Bounds) -> Bounds {
    let products = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
    return Bounds(
      min(min(products.0, products.1), min(products.2, products.3)),
      max(max(products.0, products.1), max(products.2, products.3)))
  }

  /// - Parameter coefficients: from the lowest power.
  static func polynomial(_ coefficients: [Double], _ x: Bounds) -> Bounds {
    coefficients.reversed().reduce(Bounds(0)) { $0 * x + Bounds($1) }
  }
}
