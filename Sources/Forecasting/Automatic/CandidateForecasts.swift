import Probability

/// What a candidate says of the steps after a series, in numbers that can be weighed.
struct CandidateForecast: Sendable {
  let model: any FittedModel
  /// The point forecasts.
  let points: [Double]
  /// The standard deviations of the candidate's own forecasts on the working scale.
  let spreads: [Double]

  /// Asks a fitted model.
  ///
  /// - Returns: nil where it went astray.
  init?(
    _ model: any FittedModel, after series: TimeSeries, horizon: Int, scale: WorkingScale,
    noise: PathNoise
  ) {
    let reach = Reach(of: series, scale: scale)
    self.model = model
    points = model.pointForecast(horizon: horizon)
    guard points.allSatisfy(reach.allows) else { return nil }
    spreads = Self.spreads(of: model, horizon: horizon, scale: scale, noise: noise)
    guard spreads.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
  }

  /// Half the distance between the 10 % and 90 % quantiles, in units of that of a normal
  /// distribution: a standard deviation that outliers do not sway.
  private static func spreads(
    of model: any FittedModel, horizon: Int, scale: WorkingScale, noise: PathNoise
  ) -> [Double] {
    let known = (model as? any KnownQuantiles)?
      .quantiles(horizon: horizon, scores: [-tenthScore, 0, tenthScore])
    return (known ?? drawn(model, horizon: horizon, noise: noise)).map { quantiles in
      let (low, middle, high) = (scale(quantiles[0]), scale(quantiles[1]), scale(quantiles[2]))
      // What is at or below zero has no logarithm: the upper half tells the spread then.
      return (low.isFinite ? (high - low) / 2 : high - middle) / tenthScore
    }
  }

  /// The normal score of the 90 % quantile.
  private static let tenthScore = 1.281_551_565_544_6

  /// The same quantiles of paths.
  private static func drawn(
    _ model: any FittedModel, horizon: Int, noise: PathNoise
  ) -> [[Double]] {
    let paths = model.paths(horizon: horizon, noise: noise)
    let tenth = paths.pathCount / 10
    let ranks = [tenth, paths.pathCount / 2, paths.pathCount - 1 - tenth]
    return (0..<horizon).map { step in
      var numbers = Array(paths.step(step))
      guard !numbers.contains(where: \.isNaN) else { return ranks.map { _ in .nan } }
      numbers.withUnsafeMutableBufferPointer { select(ranks: ranks[...], in: $0) }
      return ranks.map { numbers[$0] }
    }
  }
}

/// What all candidates say of the steps after a series.
struct CandidateForecasts: Sendable {
  /// The point forecasts.
  ///
  /// - Shape: candidates × steps; where a candidate has none, the median of the others.
  let points: [[Double]]
  /// The standard deviations of the candidates' own forecasts on the working scale.
  ///
  /// - Shape: as `points`.
  let spreads: [[Double]]

  /// - Parameter found: nil where a method could not be fitted or went astray.
  /// - Returns: nil where none of them has a forecast.
  init?(_ found: [CandidateForecast?]) {
    let heard = found.compactMap { $0 }
    guard let first = heard.first else { return nil }
    let steps = first.points.indices
    points = found.map { one in
      one?.points ?? steps.map { step in median(heard.map { $0.points[step] }) }
    }
    spreads = found.map { one in
      one?.spreads ?? steps.map { step in median(heard.map { $0.spreads[step] }) }
    }
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
