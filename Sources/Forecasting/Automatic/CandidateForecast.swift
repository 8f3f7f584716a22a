import Probability

/// What the candidates say of the steps after a series, in numbers that can be weighed.
struct CandidateForecasts: Sendable {
  /// The fitted models; nil where a method could not be fitted.
  let models: [(any FittedModel)?]
  /// The point forecasts.
  ///
  /// - Shape: candidates × steps; where a method could not be fitted or went astray, what stands
  ///   in for it.
  let points: [[Double]]
  /// The standard deviations of the candidates' own forecasts on the working scale.
  let spreads: [[Double]]
  /// Which candidates speak for themselves.
  let speaks: [Bool]

  /// Fits all candidates to a series.
  ///
  /// - Returns: nil where none can be fitted.
  init?(
    of series: TimeSeries, horizon: Int, methods: [any ForecastMethod], scale: WorkingScale,
    noise: PathNoise
  ) {
    let reach = Reach(of: series, scale: scale)
    var models: [(any FittedModel)?] = []
    var points: [[Double]] = []
    var spreads: [[Double]] = []
    for method in methods {
      guard let model = try? method.fit(series) else {
        models.append(nil)
        points.append([])
        spreads.append([])
        continue
      }
      let point = model.pointForecast(horizon: horizon)
      let width = Self.spreads(of: model, horizon: horizon, scale: scale, noise: noise)
      let sane = zip(point, width).allSatisfy { reach.allows($0) && $1.isFinite && $1 > 0 }
      models.append(sane ? model : nil)
      points.append(sane ? point : [])
      spreads.append(sane ? width : [])
    }
    let speaks = models.map { $0 != nil }
    guard speaks.contains(true) else { return nil }
    let voices = points.indices.filter { speaks[$0] }
    for index in points.indices where !speaks[index] {
      points[index] = (0..<horizon).map { step in median(voices.map { points[$0][step] }) }
      spreads[index] = (0..<horizon).map { step in median(voices.map { spreads[$0][step] }) }
    }
    self.models = models
    self.points = points
    self.spreads = spreads
    self.speaks = speaks
  }

  /// Half the distance between the 10 % and 90 % quantiles, in units of that of a normal
  /// distribution: a standard deviation that outliers of the paths do not sway.
  private static func spreads(
    of model: any FittedModel, horizon: Int, scale: WorkingScale, noise: PathNoise
  ) -> [Double] {
    model.paths(horizon: horizon, noise: noise).quantiles(at: [0.1, 0.5, 0.9]).map { quantiles in
      let low = scale(quantiles[0])
      let high = scale(quantiles[2])
      // A path at or below zero has no logarithm: the upper half tells the spread then.
      let width = low.isFinite ? (high - low) / 2 : high - scale(quantiles[1])
      return width / 1.281_551_565_544_6
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

/// The middle number, or the mean of the two in the middle.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard !sorted.isEmpty else { return .nan }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
