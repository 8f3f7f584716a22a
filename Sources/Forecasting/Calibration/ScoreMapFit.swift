import Probability

extension ScoreMap {
  /// How far maps of different series usually lie from none, on the logarithm of the scale.
  static let seriesSpread = 0.25
  /// The same for the steps of one horizon.
  static let stepSpread = 0.12

  /// The map under which scores of what came would be standard normal, drawn towards none the
  /// more, the fewer scores tell it.
  ///
  /// First comes how far the middle is off, then one scale for all quantiles, then what each
  /// quantile needs beside it. The quantiles of the scores count with one more independent score
  /// than there are, as in conformal prediction, and beyond the outermost score the normal shape
  /// goes on.
  ///
  /// - Parameter scores: in any order, without NaN.
  /// - Parameter effective: as how many independent scores they count.
  /// - Parameter spread: how far the logarithm of the scale is thought to lie from nought.
  /// - Source: Romano, Patterson, Candès (2019), "Conformalized quantile regression", for the
  ///   quantiles of what came as the correction; the shrinkage is ours.
  static func fitted(to scores: [Double], effective: Double, spread: Double) -> ScoreMap {
    guard !scores.isEmpty, effective > 0 else { return .identity }
    let sorted = scores.sorted()
    let centre = middle(of: sorted) * effective / (effective + middleWeight)
    let sizes = sorted.map { abs($0 - centre) }.sorted()
    let scale = exponential(
      posteriorMean(
        of: logarithmOfScale(sizes), effective: effective,
        spread: spread))
    let halfShape = 0.6 * spread
    let images = knots.map { knot in
      guard knot != 0 else { return centre }
      let level = StandardNormal.distributionFunction(at: knot)
      let found = (quantile(of: sorted, at: level, effective: effective) - centre) / (scale * knot)
      // The variance of the logarithm of a quantile of normal scores.
      let density = StandardNormal.density(at: knot) * knot
      let variance = level * (1 - level) / (density * density * effective)
      let weight = halfShape * halfShape / (halfShape * halfShape + variance)
      return centre + scale * knot * exponential(weight * logarithm(max(found, 0.1)))
    }
    return ScoreMap(images: images)
  }

  /// A median counts half where it is told by this many scores.
  private static let middleWeight = 25.0

  private static func middle(of sorted: [Double]) -> Double {
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  /// The mean, over the intervals that are reported and two between, of the logarithm of how much
  /// larger the sizes are than those of normal scores.
  private static func logarithmOfScale(_ sizes: [Double]) -> Double {
    let levels = [0.5, 0.7, 0.8, 0.9, 0.95]
    let stretch = Double(sizes.count + 1)
    return levels.reduce(0) { sum, level in
      let normal = StandardNormal.quantile(at: (1 + level) / 2)
      let place = level * stretch
      let below = Int(place)
      let found: Double
      if below < 1 || below >= sizes.count {
        // Beyond the ranks the normal shape goes on from the outermost one.
        let rank = below < 1 ? 1 : sizes.count
        let edge = StandardNormal.quantile(at: (1 + Double(rank) / stretch) / 2)
        found = sizes[rank - 1] / edge
      } else {
        let share = place - Double(below)
        found = (sizes[below - 1] + share * (sizes[below] - sizes[below - 1])) / normal
      }
      return sum + logarithm(max(found, 0.05)) / Double(levels.count)
    }
  }

  /// The quantile of ascending scores at a level, with one more independent score than there are.
  private static func quantile(
    of sorted: [Double], at level: Double, effective: Double
  ) -> Double {
    let n = Double(sorted.count)
    // Ranks lie evenly around the middle, the outermost of n at the levels 1 / (n + 1) and
    // n / (n + 1).
    let stretch = n * (1 + 1 / effective)
    let place = (level - 0.5) * stretch + (n + 1) / 2
    let below = Int(place.rounded(.down))
    if below < 1 || below >= sorted.count {
      let rank = below < 1 ? 1 : sorted.count
      let edge = StandardNormal.quantile(
        at: 0.5 + (Double(rank) - (n + 1) / 2) / stretch)
      let normal = StandardNormal.quantile(at: level)
      // Beyond the ranks the normal shape goes on, on the side of the middle where it has one.
      guard edge * normal > 0 else { return sorted[rank - 1] }
      return sorted[rank - 1] / edge * normal
    }
    let share = place - Double(below)
    return sorted[below - 1] + share * (sorted[below] - sorted[below - 1])
  }

  /// The mean of what the logarithm of a scale may be, told by an estimate and by what is usual.
  ///
  /// What the estimate says is the likelihood of a variance: a few small scores may come of a large
  /// scale, but hardly large ones of a small scale. What is usual is normal below nought, and above
  /// it Student's distribution with 3 degrees of freedom: forecasts that are far too narrow are
  /// common, and its tail lets an estimate that is well told stand nearly as it is.
  private static func posteriorMean(
    of estimate: Double, effective: Double, spread: Double
  ) -> Double {
    let count = effective * likelihoodShare
    let reach = 8 / (2 * count).squareRoot()
    let low = min(estimate - reach, -5 * spread)
    let high = max(estimate + reach, 5 * spread)
    let steps = 240
    let values = (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
    let logarithms = values.map { value in
      let ratio = value / spread
      let usual =
        value < 0 ? -0.5 * ratio * ratio : -2 * logarithmOfOnePlus(ratio * ratio / 3)
      return usual - count * (value + 0.5 * exponential(2 * (estimate - value)))
    }
    let largest = logarithms.max() ?? 0
    guard largest.isFinite else { return min(max(estimate, -spread), spread) }
    var (weights, sum) = (0.0, 0.0)
    for (value, logarithm) in zip(values, logarithms) {
      let weight = exponential(logarithm - largest)
      weights += weight
      sum += weight * value
    }
    return sum / weights
  }

  /// As many scores tell a variance as well as one score the estimate, whose variance is 0.56 over
  /// their number by simulation, against 1 / 2.
  private static let likelihoodShare = 0.5 / 0.56
}
