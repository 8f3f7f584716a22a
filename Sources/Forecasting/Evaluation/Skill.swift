import Probability

/// How much smaller the mean loss of a forecast was than that of a simple one, and how sure that
/// is.
public struct Skill: Hashable, Sendable {
  /// 1 less the ratio of the mean losses: 0.18 for 18 % smaller; below 0 where it was larger. NaN
  /// where the simple forecast had no loss.
  public let value: Double
  /// The interval in which the skill lies with `confidence`; infinite ends where there are too few
  /// origins to tell.
  public let lower: Double
  public let upper: Double
  public let confidence: Double
  /// How likely a difference of this size is if both are as good; NaN where it cannot be told.
  public let probability: Double
  /// How many degrees of freedom the judgement has: about the number of horizons that do not
  /// overlap, less one.
  public let degreesOfFreedom: Int
  /// How many origins were compared.
  public let originCount: Int
  public let verdict: Verdict

  /// What can be said of the two forecasts.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// The interval lies above nought.
    case better
    /// The interval lies below nought.
    case worse
    /// Chance may have made the difference.
    case undecided
  }

  /// - Parameter losses: the mean loss of the forecast at each origin, or over each series of
  ///   many; NaN where there is none.
  /// - Parameter simple: those of the simple forecast.
  /// - Parameter overlap: how many origins lie within a horizon: 1 where horizons do not overlap,
  ///   and for different series.
  /// - Accuracy: if both forecasts are as good, the verdict is one-sided wrong with at most 7 %
  ///   for a confidence of 90 % (5 % to each side), for 3 to 40 origins and any overlap; see the
  ///   tests, and `MeanCovariance` for the method. The test of Diebold and Mariano with its
  ///   correction, or a bootstrap of blocks, is wrong far more often with few origins.
  /// - Source: Fieller (1954), "Some problems in interval estimation", for the interval of a ratio.
  public init(
    losses: [Double], simple: [Double], overlap: Double, confidence: Double = 0.9
  ) {
    precondition(losses.count == simple.count, "losses of the same origins")
    let kept = losses.indices.filter { losses[$0].isFinite && simple[$0].isFinite }
    let (left, right) = (kept.map { losses[$0] }, kept.map { simple[$0] })
    let n = Double(kept.count)
    let mean = left.reduce(0) { $0 + $1 / n }
    let base = right.reduce(0) { $0 + $1 / n }
    originCount = kept.count
    self.confidence = confidence
    value = base > 0 ? 1 - mean / base : .nan
    // Scaled to the simple forecast, so that squares neither overflow nor vanish.
    guard base > 0, base.isFinite, mean.isFinite,
      let spread = MeanCovariance(
        left.map { $0 / base }, right.map { $0 / base }, overlap: overlap)
    else {
      (lower, upper) = (-.infinity, .infinity)
      (probability, degreesOfFreedom, verdict) = (.nan, 0, .undecided)
      return
    }
    degreesOfFreedom = spread.degreesOfFreedom
    let ratio = mean / base
    let difference = 1 - ratio
    let error = (spread.first - 2 * spread.cross + spread.second).squareRoot()
    if error > 0 {
      probability = studentTails(
        beyond: difference / error, degreesOfFreedom: spread.degreesOfFreedom)
    } else {
      // The same difference at every origin leaves no doubt, and none at all says nothing.
      probability = difference == 0 ? 1 : 0
    }
    let reach = studentQuantile(
      exceededWith: (1 - confidence) / 2, degreesOfFreedom: spread.degreesOfFreedom)
    let ends = Self.ratios(ratio, spread, reach: reach)
    (lower, upper) = (1 - ends.upper, 1 - ends.lower)
    verdict = lower > 0 ? .better : upper < 0 ? .worse : .undecided
  }

  /// The ratios that a test does not refuse: those between the roots of Fieller's parabola.
  private static func ratios(
    _ ratio: Double, _ spread: MeanCovariance, reach: Double
  ) -> (lower: Double, upper: Double) {
    let square = reach * reach
    let leading = 1 - square * spread.second
    let half = ratio - square * spread.cross
    let last = ratio * ratio - square * spread.first
    let discriminant = half * half - leading * last
    // The mean of the simple loss is itself not told apart from nought: any ratio is possible.
    guard leading > 0 else { return (-.infinity, .infinity) }
    let root = max(discriminant, 0).squareRoot()
    return ((half - root) / leading, (half + root) / leading)
  }
}

extension Backtest {
  /// What the losses of a skill are made of.
  public enum Loss: Hashable, Sendable {
    /// The absolute error of the point forecast over the scale of errors.
    case scaledError
    /// The continuous ranked probability score over the scale of errors.
    case scaledRankedScore
  }

  /// How much better a method was than a simple one, at the origins where both have forecasts.
  ///
  /// - Parameter steps: which steps are judged, counted from 0; all by default.
  public func skill(
    of method: MethodForecasts, against simple: MethodForecasts, loss: Loss = .scaledError,
    steps: Range<Int>? = nil, confidence: Double = 0.9
  ) -> Skill {
    let steps = steps ?? 0..<horizon
    return Skill(
      losses: losses(of: method, besides: simple, loss, steps),
      simple: losses(of: simple, besides: method, loss, steps),
      overlap: Double(steps.count) / Double(typicalSpacing), confidence: confidence)
  }

  /// The mean loss of a method at each origin, over the steps that another has too.
  ///
  /// - Returns: NaN where nothing can be judged. Where an origin has no scale of errors, losses
  ///   are in the unit of the series if no origin has one.
  func losses(
    of method: MethodForecasts, besides other: MethodForecasts, _ loss: Loss, _ steps: Range<Int>
  ) -> [Double] {
    let isScaled = errorScales.contains { !$0.isNaN }
    return origins.indices.map { place in
      var mean = RunningMean()
      for step in steps {
        let index = place * horizon + step
        guard !actuals[index].isNaN, !method.points[index].isNaN, !other.points[index].isNaN
        else { continue }
        let size =
          loss == .scaledError
          ? abs(actuals[index] - method.points[index]) : method.rankedScores[index]
        mean.add(isScaled ? size / errorScales[place] : size)
      }
      return mean.value
    }
  }

  /// The usual number of steps between two origins.
  private var typicalSpacing: Int {
    guard origins.count > 1 else { return max(settings.spacing, 1) }
    return max((origins[origins.count - 1] - origins[0]) / (origins.count - 1), 1)
  }
}
