import Probability

/// A combination of fitted methods, with a spread that looking back has corrected.
public struct AutomaticFit: FittedModel {
  /// How much each method counts.
  public let weights: [Double]
  private let forecasts: CandidateForecasts
  /// Nil where a method could not be fitted or went astray.
  private let models: [(any FittedModel)?]
  private let scale: WorkingScale
  private let shape: ErrorShape
  private let names: [String]
  private let series: TimeSeries
  private let noise: PathNoise
  /// Whether the series never was below zero, and so no forecast is.
  private let isNonNegative: Bool

  init(
    forecasts: CandidateForecasts, models: [(any FittedModel)?], weights: [Double],
    scale: WorkingScale, shape: ErrorShape, names: [String], series: TimeSeries, noise: PathNoise
  ) {
    self.forecasts = forecasts
    self.models = models
    self.weights = weights
    self.scale = scale
    self.shape = shape
    self.names = names
    self.series = series
    self.noise = noise
    isNonNegative = series.values.allSatisfy { !($0 < 0) }
  }

  /// The name, and the weights of the methods that have one.
  public var description: ModelDescription {
    ModelDescription(
      name: "automatic",
      parameters: zip(names, weights).filter { $0.1 > 0 }.map {
        ModelDescription.Parameter($0, $1)
      })
  }

  /// The errors of the method that counts most, among those that could be fitted.
  public var residuals: [Double] {
    let order = weights.indices.sorted { weights[$0] > weights[$1] }
    return order.lazy.compactMap { models[$0]?.residuals }.first
      ?? series.values.map { _ in .nan }
  }

  /// The weighted mean of the point forecasts of the methods.
  public func pointForecast(horizon: Int) -> [Double] {
    Array(known(horizon).centre(weights).prefix(horizon).map(bounded))
  }

  /// The quantiles of each step, without drawing.
  ///
  /// - Shape: `horizon` lists of as many numbers as there are probabilities.
  public func quantiles(horizon: Int, at probabilities: [Double]) -> [[Double]] {
    let curve = self.curve(horizon)
    var scores = probabilities
    makeScores(&scores)
    return (0..<horizon).map { step in curve.values(step: step, scores: scores) }
  }

  /// Draws of the steps to come: each path follows one of the methods, of which each has its part
  /// by weight, and then keeps its rank while the numbers of each step become those of the
  /// corrected quantiles.
  ///
  /// - Source: ranks as the carriers of dependence over time: Clark et al. (2004), "The Schaake
  ///   shuffle"; Schefzik, Thorarinsdottir, Gneiting (2013), "Uncertainty quantification in
  ///   complex simulation models using ensemble copula coupling".
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let curve = self.curve(horizon)
    let samples = shares(of: noise.pathCount / 16).enumerated().compactMap { index, share in
      share > 0
        ? models[index]?.paths(
          horizon: horizon,
          noise: PathNoise(
            key: RandomStream(name: "forecast.\(names[index])").key(seed: noise.key.bits),
            pathCount: 16 * share, drawsParameters: noise.drawsParameters))
        : nil
    }
    let count = noise.pathCount
    var scores = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    makeScores(&scores)
    var numbers = [Double](repeating: 0, count: horizon * count)
    var mixed = [Double](repeating: 0, count: count)
    var ranking = PathRanking(count: count)
    for step in 0..<horizon {
      var path = 0
      for sample in samples {
        for number in sample.step(step) {
          mixed[path] = number.isNaN ? -.infinity : number
          path += 1
        }
      }
      mixed.withUnsafeBufferPointer { ranking.rank($0) }
      let values = curve.values(step: step, scores: scores)
      for (value, place) in zip(values, ranking.places) {
        numbers[step * count + Int(place)] = value
      }
    }
    return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
  }

  /// How many of some equal parts of the paths each method draws.
  private func shares(of parts: Int) -> [Int] {
    let present = models.map { $0 != nil }
    var shares = [Int](repeating: 0, count: weights.count)
    let total = weights.indices.reduce(0) { present[$1] ? $0 + weights[$1] : $0 }
    // Where no method with a weight could be fitted, the first of the others.
    guard total > 0 else {
      shares[present.firstIndex(of: true) ?? 0] = parts
      return shares
    }
    for part in 0..<parts {
      var left = (Double(part) + 0.5) / Double(parts) * total
      var last = 0
      for index in weights.indices where present[index] && weights[index] > 0 {
        last = index
        left -= weights[index]
        if left < 0 { break }
      }
      shares[last] += 1
    }
    return shares
  }

  private func bounded(_ value: Double) -> Double { isNonNegative ? max(0, value) : value }

  /// The forecasts of the methods for at least so many steps.
  private func known(_ horizon: Int) -> CandidateForecasts {
    guard horizon > forecasts.points[0].count else { return forecasts }
    return CandidateForecasts(
      models.map { model in
        model.flatMap {
          CandidateForecast($0, after: series, horizon: horizon, scale: scale, noise: noise)
        }
      }) ?? forecasts
  }

  private func curve(_ horizon: Int) -> Curve {
    let known = self.known(horizon)
    let centre = known.centre(weights)
    return Curve(
      centres: centre.map { scale($0) },
      spreads: known.spread(weights, about: centre, scale: scale), fit: self)
  }

  /// The quantile functions of the steps.
  private struct Curve {
    let centres: [Double]
    let spreads: [Double]
    let fit: AutomaticFit

    func values(step: Int, scores: [Double]) -> [Double] {
      // Beyond what the methods could be asked for, the last step.
      let known = min(step, centres.count - 1)
      var values = fit.shape.errors(step: step, scores: scores)
      for index in values.indices {
        values[index] = centres[known] + spreads[known] * values[index]
      }
      fit.scale.invert(&values)
      guard fit.isNonNegative else { return values }
      for index in values.indices { values[index] = max(0, values[index]) }
      return values
    }
  }
}
