import Probability

/// A pool of series with a model of each.
public struct PooledGrowthFit: FittedMultipleModel {
  /// The model of each series, or why there is none: `tooFewObservations` without any value,
  /// `notPositive`, or `outsideDomain` where values differ beyond reason.
  public let models: [Result<PooledGrowthModel, FitFailure>]
  /// The correlation of what happens to two series in the same step, where the last values of
  /// all series are of the same step: the mean over all pairs, held between 0 and 0.95.
  public let correlation: Double
  private let estimate: GrowthEstimate

  init(all: [TimeSeries], prepared: [Result<GrowthSeries, FitFailure>], pool: GrowthEstimate) {
    estimate = pool
    models = zip(all, prepared).map { series, prepared in
      prepared.map { PooledGrowthModel(series: $0, count: series.count, estimate: pool) }
    }
    correlation = meanCorrelation(models.compactMap { try? $0.get().residuals })
  }

  /// How much the values of all series grow in a step at the last value: the mean of the pool.
  public var meanGrowth: Double { GrowthPool(at: estimate.point).meanGrowth }

  /// The pool at its most probable point; without a likelihood, because the prior has a part in
  /// the estimates.
  public var description: ModelDescription {
    describe(estimate, observations: observationCount)
  }

  private var observationCount: Int {
    models.reduce(0) { sum, model in
      sum + ((try? model.get().residuals.lazy.filter(\.isFinite).count) ?? 0)
    }
  }

  /// - Shape: as in the protocol; empty for a series without a model.
  public var residuals: [[Double]] {
    models.map { (try? $0.get().residuals) ?? [] }
  }

  /// The median of each series at each step.
  ///
  /// - Shape: as in the protocol; NaN for a series without a model.
  public func pointForecasts(horizon: Int) -> [[Double]] {
    models.map { model in
      (try? model.get().pointForecast(horizon: horizon))
        ?? [Double](repeating: .nan, count: horizon)
    }
  }

  /// Draws of all series together, with the pool drawn once for all, and shocks that are
  /// correlated as those of the past were.
  ///
  /// - Shape: as in the protocol; NaN for a series without a model.
  public func jointPaths(horizon: Int, noise: PathNoise) -> [PathSample] {
    let sources = models.count
    let pools = PoolDraws(estimate, noise)
    return models.enumerated().map { index, model in
      guard let model = try? model.get() else {
        return PathSample(
          horizon: horizon, pathCount: noise.pathCount,
          numbers: [Double](repeating: .nan, count: horizon * noise.pathCount))
      }
      return model.paths(
        horizon: horizon, noise: noise, pools: pools,
        coupling: ShockCoupling(series: index, seriesCount: sources, correlation: correlation))
    }
  }
}

/// The name and the parameters of a pool.
func describe(_ estimate: GrowthEstimate, observations: Int) -> ModelDescription {
  let pool = GrowthPool(at: estimate.point)
  return ModelDescription(
    name: "PooledGrowth",
    parameters: [
      .init("meanGrowth", pool.meanGrowth), .init("power", pool.power),
      .init("persistence", pool.persistence), .init("memory", pool.memory),
      .init("growthSpread", pool.growthSpread), .init("passingShare", pool.passingShare),
      .init("levelShare", pool.levelShare), .init("growthShare", pool.growthShare),
      .init("variance", pool.variance), .init("degreesOfFreedom", pool.degreesOfFreedom),
    ],
    logLikelihood: nil, estimatedCount: estimate.point.count, observationCount: observations)
}

/// The mean correlation of the errors of all pairs of series, which end at the same step. An
/// error far out counts as one of 3 deviations, so that no single one tells the correlation.
private func meanCorrelation(_ residuals: [[Double]]) -> Double {
  let length = residuals.map(\.count).max() ?? 0
  var (products, squares) = (0.0, 0.0)
  for back in 1..<(length + 1) {
    var (sum, square, count) = (0.0, 0.0, 0.0)
    for errors in residuals where errors.count >= back {
      let error = errors[errors.count - back]
      guard error.isFinite else { continue }
      let held = min(max(error, -3), 3)
      sum += held
      square += held * held
      count += 1
    }
    guard count > 1 else { continue }
    products += (sum * sum - square) / (count - 1)
    squares += square
  }
  return squares > 0 ? min(max(products / squares, 0), 0.95) : 0
}
