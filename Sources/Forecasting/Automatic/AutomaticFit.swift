import Probability

/// A combination of fitted methods, with quantiles that looking back has corrected.
public struct AutomaticFit: FittedModel {
  let forecasts: CandidateForecasts
  public let weights: [Double]
  let scale: WorkingScale
  let shape: ErrorShape
  let names: [String]
  let isNonNegative: Bool

  public var description: ModelDescription {
    ModelDescription(
      name: "automatic",
      parameters: zip(names, weights).map { ModelDescription.Parameter($0, $1) })
  }

  /// The errors of the method with the largest weight.
  public var residuals: [Double] {
    let order = weights.indices.sorted { weights[$0] > weights[$1] }
    return order.lazy.compactMap { forecasts.models[$0]?.residuals }.first ?? []
  }

  public func pointForecast(horizon: Int) -> [Double] {
    Array(combined(forecasts.points, weights).prefix(horizon))
  }

  /// The quantiles of each step.
  public func quantiles(at probabilities: [Double]) -> [[Double]] {
    let centre = combined(forecasts.points, weights)
    let spread = combinedSpread(forecasts, centre: centre, weights: weights, scale: scale)
    let scores = probabilities.map { StandardNormal.quantile(at: $0) }
    return centre.indices.map { step in
      scores.map { score in
        let error = spread[step] * shape.quantile(step: step, score: score)
        let value = scale.inverse(scale(centre[step]) + error)
        return isNonNegative ? max(0, value) : value
      }
    }
  }

  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    fatalError()
  }
}
