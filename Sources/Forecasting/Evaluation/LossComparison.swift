import Probability

/// Whether one forecast was better than another, or whether chance may have made it so.
public struct LossComparison: Hashable, Sendable {
  /// The mean loss of the one less that of the other.
  public let meanDifference: Double
  /// The mean difference over its standard error; NaN where the error is nought or unknown.
  public let statistic: Double
  /// How many degrees of freedom Student's distribution of the statistic has.
  public let degreesOfFreedom: Int
  /// How likely a statistic of that size or larger, to either side, is if both are as good.
  public let probability: Double
}

/// The test of Diebold and Mariano for forecasts several steps ahead, with the correction for
/// few of them.
///
/// It adds up the autocovariances within the horizon. With few origins that sum may be negative,
/// and it refuses far too often: for the verdict of a backtest see `Skill`.
///
/// - Parameter differences: loss of the one less loss of the other for each forecast, one origin
///   a step.
/// - Parameter horizon: how many steps ahead the forecasts look.
/// - Returns: nil where there are fewer than two differences or the variance is not above zero.
/// - Source: Diebold, Mariano (1995), "Comparing predictive accuracy"; Harvey, Leybourne, Newbold
///   (1997), "Testing the equality of prediction mean squared errors", equation 9.
public func dieboldMariano(_ differences: [Double], horizon: Int) -> LossComparison? {
  let count = differences.count
  guard count >= 2, horizon >= 1, differences.allSatisfy(\.isFinite) else { return nil }
  let n = Double(count)
  let mean = differences.reduce(0) { $0 + $1 / n }
  var variance = 0.0
  for lag in 0..<min(horizon, count) {
    var covariance = 0.0
    for index in lag..<count {
      covariance += (differences[index] - mean) * (differences[index - lag] - mean) / n
    }
    variance += lag == 0 ? covariance : 2 * covariance
  }
  guard variance > 0 else { return nil }
  let h = Double(horizon)
  let correction = (n + 1 - 2 * h + h * (h - 1) / n) / n
  guard correction > 0 else { return nil }
  let statistic = mean / (variance / n).squareRoot() * correction.squareRoot()
  return LossComparison(
    meanDifference: mean, statistic: statistic, degreesOfFreedom: count - 1,
    probability: studentTails(beyond: statistic, degreesOfFreedom: count - 1))
}

/// The variances and the covariance of the means of two series of losses, told from their slow
/// waves, which the overlap of horizons leaves nearly as they are.
///
/// The waves are as many as there are horizons that do not overlap, less one; so for horizons
/// that do not overlap the result is the classical variance of a mean, and where everything
/// overlaps one wave is left: few degrees of freedom say honestly how little is known. What the
/// overlap takes from each wave is given back, with the autocorrelation that it brings about: 1
/// less the share of steps that two origins do not have in common.
///
/// - Source: Lazarus, Lewis, Stock, Watson (2018), "HAR inference: recommendations for practice";
///   for forecasts Coroneo, Iacone (2020), "Comparing predictive accuracy in small samples using
///   fixed-smoothing asymptotics". The correction for overlap is ours.
struct MeanCovariance {
  /// Of the first mean, of both, and of the second.
  private(set) var first = 0.0
  private(set) var cross = 0.0
  private(set) var second = 0.0
  let degreesOfFreedom: Int

  /// - Parameter overlap: how many origins lie within a horizon: horizon over spacing.
  /// - Returns: nil for fewer than two losses.
  init?(_ left: [Double], _ right: [Double], overlap: Double) {
    let count = left.count
    guard count >= 2 else { return nil }
    let n = Double(count)
    let reach = max(overlap, 1)
    let waves = min(max(Int(((n - 1) / reach).rounded(.down)), 1), count - 1)
    for wave in 1...waves {
      let frequency = Double.pi * Double(wave) / n
      var (a, b) = (0.0, 0.0)
      for index in 0..<count {
        let cosine = cosine(frequency * (Double(index) + 0.5))
        a += left[index] * cosine
        b += right[index] * cosine
      }
      // Root of 2 / n makes the waves orthonormal; a further n makes the variance that of a mean.
      let share = 2 / (n * n) / Double(waves) / Self.shareLeft(at: frequency, overlap: reach)
      first += share * a * a
      cross += share * a * b
      second += share * b * b
    }
    degreesOfFreedom = waves
  }

  /// What part of the power at frequency nought a wave has, with autocorrelations that fall
  /// evenly to nought at the overlap.
  private static func shareLeft(at frequency: Double, overlap: Double) -> Double {
    var (whole, part) = (1.0, 1.0)
    var lag = 1.0
    while lag < overlap {
      let weight = 2 * (1 - lag / overlap)
      whole += weight
      part += weight * cosine(frequency * lag)
      lag += 1
    }
    // The triangle's power is never negative, and nought only beyond the waves that are used.
    return max(part / whole, 0.05)
  }
}

/// The cosine, by way of the sine of the layer below.
private func cosine(_ angle: Double) -> Double {
  sine(.pi / 2 - abs(angle.remainder(dividingBy: 2 * .pi)))
}

/// The probability of a value of Student's distribution as far from 0 or farther, to either side.
func studentTails(beyond statistic: Double, degreesOfFreedom: Int) -> Double {
  guard !statistic.isNaN, let student = student(degreesOfFreedom) else { return .nan }
  return min(2 * student.exceedanceProbability(above: abs(statistic)), 1)
}

/// The number that a variable of Student's distribution exceeds with a probability.
func studentQuantile(exceededWith tail: Double, degreesOfFreedom: Int) -> Double {
  student(degreesOfFreedom)?.quantile(exceededWith: tail) ?? .nan
}

private func student(_ degreesOfFreedom: Int) -> StudentT? {
  try? StudentT(
    ParameterValues([
      "degreesOfFreedom": Double(degreesOfFreedom), "location": 0, "scale": 1,
    ]))
}
