import Probability

/// Forms of exponential smoothing, combined by Akaike's weights.
///
/// A form whose criterion is larger by d than the best has exp(-d / 2) of its weight: its share of
/// the point forecast and of the paths. So what is not known of the form widens the intervals.
///
/// - Source: Burnham, Anderson (2002), "Model Selection and Multimodel Inference", section 2.9;
///   for exponential smoothing Kolassa (2011), "Combining exponential smoothing forecasts using
///   Akaike weights".
public struct SmoothingMixture: FittedModel {
  /// The forms that have weight, the heaviest first.
  public let models: [SmoothingModel]
  /// Their weights, which sum to 1.
  public let weights: [Double]

  /// A weight relative to the largest below which a form is left out.
  private static let leastWeight = 0.01

  /// - Precondition: there is a model; the first has the lowest criterion.
  init(_ candidates: [SmoothingModel]) {
    let best = candidates[0].rank
    let relative = candidates.map { model in
      model.rank.isFinite && best.isFinite ? exponential(-0.5 * (model.rank - best)) : 0
    }
    let kept = candidates.indices.filter { $0 == 0 || relative[$0] >= Self.leastWeight }
    let total = kept.reduce(0) { $0 + ($1 == 0 ? 1 : relative[$1]) }
    models = kept.map { candidates[$0] }
    weights = kept.map { ($0 == 0 ? 1 : relative[$0]) / total }
  }

  /// That of the heaviest form, named with its weight, whose likelihood it has.
  public var description: ModelDescription {
    let first = models[0].description
    guard models.count > 1 else { return first }
    return ModelDescription(
      name: "\(first.name) and \(models.count - 1) more",
      parameters: zip(models, weights).map { .init("weight of \($0.form)", $1) }
        + first.parameters,
      logLikelihood: first.logLikelihood, estimatedCount: first.estimatedCount,
      observationCount: first.observationCount)
  }

  /// Those of the heaviest form.
  public var residuals: [Double] { models[0].residuals }

  public func pointForecast(horizon: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: max(horizon, 0))
    for (model, weight) in zip(models, weights) {
      for (step, forecast) in model.pointForecast(horizon: horizon).enumerated() {
        sums[step] += weight * forecast
      }
    }
    return sums
  }

  /// Each form has the paths of its share, spread evenly among the others.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let owners = owners(noise.pathCount)
    var numbers = [Double](repeating: 0, count: max(horizon, 0) * noise.pathCount)
    for (index, model) in models.enumerated() where owners.contains(index) {
      let sample = model.paths(horizon: horizon, noise: noise)
      for step in 0..<sample.horizon {
        let start = step * noise.pathCount
        for path in 0..<noise.pathCount where owners[path] == index {
          numbers[start + path] = sample.numbers[start + path]
        }
      }
    }
    return PathSample(horizon: max(horizon, 0), pathCount: noise.pathCount, numbers: numbers)
  }

  /// Which form each path belongs to: always the one that lags most behind its share.
  private func owners(_ pathCount: Int) -> [Int] {
    var debts = weights.map { _ in 0.0 }
    return (0..<pathCount).map { _ in
      for index in debts.indices { debts[index] += weights[index] }
      var owner = 0
      for index in debts.indices where debts[index] > debts[owner] { owner = index }
      debts[owner] -= 1
      return owner
    }
  }
}
