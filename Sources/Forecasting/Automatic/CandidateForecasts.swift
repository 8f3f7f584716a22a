import Probability

/// What the candidates say of the steps after a series, in numbers that can be weighed.
struct CandidateForecasts: Sendable {
  /// The fitted models; nil where a method could not be fitted or went astray.
  let models: [(any FittedModel)?]
  /// The point forecasts.
  ///
  /// - Shape: candidates × steps; where a candidate has none, the median of the others.
  let points: [[Double]]
  /// The standard deviations of the candidates' own forecasts on the working scale.
  ///
  /// - Shape: as `points`.
  let spreads: [[Double]]

  /// Asks each fitted model.
  ///
  /// - Returns: nil where none of them has a forecast.
  init?(
    of series: TimeSeries, models fitted: [(any FittedModel)?], horizon: Int, scale: WorkingScale,
    noise: PathNoise
  ) {
    let reach = Reach(of: series, scale: scale)
    var models = fitted
    var points = [[Double]](repeating: [], count: fitted.count)
    var spreads = points
    for (index, model) in fitted.enumerated() {
      guard let model else { continue }
      let point = model.pointForecast(horizon: horizon)
      let spread = Self.spreads(of: model, horizon: horizon, scale: scale, noise: noise)
      if zip(point, spread).allSatisfy({ reach.allows($0) && $1.isFinite && $1 >= 0 }) {
        points[index] = point
        spreads[index] = spread
      } else {
        models[index] = nil
      }
    }
    let heard = models.indices.filter { models[$0] != nil }
    guard !heard.isEmpty else { return nil }
    for index in models.indices where models[index] == nil {
      points[index] = (0..<horizon).map { step in median(heard.map { points[$0][step] }) }
      spreads[index] = (0..<horizon).map { step in median(heard.map { spreads[$0][step] }) }
    }
    self.models = models
    self.points = points
    self.spreads = spreads
  }

  /// The weighted mean of the point forecasts.
  func centre(_ weights: [Double]) -> [Double] {
    points[0].indices.map { step in
      points.indices.reduce(0) { $0 + weights[$1] * points[$1][step] }
    }
  }

  /// The spread of the mixture of the candidates on the working scale: their own, and how far
  /// they lie apart.
  func spread(_ weights: [Double], about centre: [Double], scale: WorkingScale) -> [Double] {
    centre.indices.map { step in
      let middle = scale(centre[step])
      let square = points.indices.reduce(0) { sum, index in
        guard weights[index] > 0 else { return sum }
        let own = spreads[index][step]
        let apart = scale(points[index][step]) - middle
        return sum + weights[index] * (own * own + apart * apart)
      }
      return square.squareRoot()
    }
  }

  /// Half the distance between the 10 % and 90 % quantiles of the paths, in units of that of a
  /// normal distribution: a standard deviation that outliers do not sway.
  private static func spreads(
    of model: any FittedModel, horizon: Int, scale: WorkingScale, noise: PathNoise
  ) -> [Double] {
    let paths = model.paths(horizon: horizon, noise: noise)
    let tenth = paths.pathCount / 10
    let ranks = [tenth, paths.pathCount / 2, paths.pathCount - 1 - tenth]
    return (0..<horizon).map { step in
      var numbers = Array(paths.step(step))
      guard !numbers.contains(where: \.isNaN) else { return .nan }
      numbers.withUnsafeMutableBufferPointer { select(ranks: ranks[...], in: $0) }
      let (low, middle, high) = (
        scale(numbers[ranks[0]]), scale(numbers[ranks[1]]), scale(numbers[ranks[2]])
      )
      // A path at or below zero has no logarithm: the upper half tells the spread then.
      return (low.isFinite ? (high - low) / 2 : high - middle) / 1.281_551_565_544_6
    }
  }
}

/// How far a forecast may lie from the series before it counts as gone astray.
private struct Reach {
  private let low: Double
  private let high: Double

  init(of series: TimeSeries, scale: WorkingScale) {
    let observed = series.values.filter { !$0.isNaN }
    let lowest = observed.min() ?? 0
    let highest = observed.max() ?? 0
    switch scale {
    case .logarithmic:
      low = lowest / 30
      high = highest * 30
    case .level:
      let room = 10 * max(highest - lowest, abs(highest), abs(lowest))
      low = lowest - room
      high = highest + room
    }
  }

  func allows(_ value: Double) -> Bool { value.isFinite && low <= value && value <= high }
}

/// The middle number, or the mean of the two in the middle; NaN of none.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
