import Probability

/// The variances of the steps to come of a Theta model with known parameters, in units of that
/// of its errors.
///
/// What comes moves level, slope and mean of the line, and is itself linear in them: so their
/// covariance goes on from step to step, from nothing after the last value.
struct ThetaVariances {
  private let alpha: Double
  private let weight: Double
  private let isDynamic: Bool
  /// How many values there are, and (1 - alpha) to that power.
  private var count: Double
  private var kept: Double
  /// The columns of the covariance of level, slope and mean.
  private var level = SIMD3<Double>.zero
  private var slope = SIMD3<Double>.zero
  private var mean = SIMD3<Double>.zero

  init(_ problem: ThetaProblem, _ estimate: ThetaEstimate) {
    alpha = estimate.alpha
    weight = estimate.weight
    isDynamic = problem.form.isDynamic
    count = Double(problem.values.count)
    kept = power(1 - estimate.alpha, count)
  }

  /// The variance of the next step, after which it goes on.
  mutating func next() -> Double {
    let left = kept * (1 - alpha)
    // How much slope and mean make of the value, as in `ThetaPaths`.
    let ofSlope = weight * ((1 - left) / alpha - kept * (count + 1) / 2)
    let ofMean = weight * kept
    kept = left
    count += 1
    let shared = level + ofSlope * slope + ofMean * mean
    let variance = 1 + shared.x + ofSlope * shared.y + ofMean * shared.z
    advance(shared, variance)
    return variance
  }

  /// - Parameter shared: the covariances with the value of the step.
  private mutating func advance(_ shared: SIMD3<Double>, _ variance: Double) {
    let pull = isDynamic ? 6 / (count * (count + 1)) : 0
    let kept = SIMD3(1 - alpha, (count - 2) / (count + 1), 1 - 1 / count)
    func moved(_ column: SIMD3<Double>) -> SIMD3<Double> {
      kept * column - SIMD3(0, pull * column.z, 0)
    }
    let gain = SIMD3(alpha, pull, isDynamic ? 1 / count : 0)
    let carried = moved(shared)
    let (first, second, third) = (moved(level), moved(slope), moved(mean))
    level = kept.x * first + carried * gain.x + gain * (carried.x + variance * gain.x)
    slope =
      kept.y * second - pull * third + carried * gain.y
      + gain * (carried.y + variance * gain.y)
    mean = kept.z * third + carried * gain.z + gain * (carried.z + variance * gain.z)
  }
}
