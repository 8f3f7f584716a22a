import Probability

/// Sizes of demand and its intervals or probability, smoothed over a series.
struct DemandFit: FittedModel {
  let description: ModelDescription
  let residuals: [Double]
  let state: DemandState
  /// By what the ratio of size and interval is multiplied.
  let correction: Double
  /// The sizes in shares of the smoothed size that was expected of them.
  let shares: [Double]
  /// Whether all values were whole numbers, and so all paths are.
  let isWhole: Bool

  func pointForecast(horizon: Int) -> [Double] {
    let rate = state.rate
    return [Double](repeating: rate.isNaN ? 0 : rate * correction, count: horizon)
  }

  /// Draws of the steps to come.
  ///
  /// At each step there is demand or not, by chance; its size is the smoothed one times a share
  /// that was observed. Each path goes on smoothing its own demands, so that what is not known
  /// of size and probability grows with the horizon; the weights are taken as known.
  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let count = noise.pathCount
    var numbers = [Double](repeating: 0, count: horizon * count)
    guard !state.rate.isNaN, !shares.isEmpty else {
      return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
    }
    var states = [DemandState](repeating: state, count: count)
    for step in 0..<horizon {
      let chances = noise.uniforms(step: step, source: 0)
      let picks = noise.uniforms(step: step, source: 1)
      for path in 0..<count {
        var demand = 0.0
        let probability = states[path].probability * correction
        if chances[path] < probability {
          let share = shares[min(Int(picks[path] * Double(shares.count)), shares.count - 1)]
          demand = states[path].size * share
        }
        numbers[step * count + path] = demand
        states[path].add(demand)
      }
    }
    var sample = PathSample(horizon: horizon, pathCount: count, numbers: numbers)
    if isWhole { roundByChance(&sample, noise: noise) }
    return sample
  }
}

extension DemandFit {
  /// Smooths a series.
  ///
  /// - Parameter weights: of sizes, and of intervals or probabilities; nil for what fits best.
  /// - Errors: as for `Croston`.
  static func fit(
    _ series: TimeSeries, _ clock: DemandClock, correctsBias: Bool, _ weights: (Double, Double)?
  ) throws(FitFailure) -> DemandFit {
    try series.requireDemand(2, isWhole: false)
    let observed = series.values.filter { !$0.isNaN }
    let (sizeWeight, clockWeight) = weights ?? bestWeights(observed, clock)
    let correction = correctsBias ? 1 - clockWeight / 2 : 1
    var state = DemandState(clock, sizeWeight: sizeWeight, clockWeight: clockWeight)
    var errors = [Double](repeating: .nan, count: series.count)
    var shares: [Double] = []
    for (step, value) in series.values.enumerated() where !value.isNaN {
      if !state.rate.isNaN { errors[step] = value - state.rate * correction }
      if value > 0, !state.size.isNaN { shares.append(value / state.size) }
      state.add(value)
    }
    // Shares of 1 on average, so that the paths keep to the forecast.
    let mean = shares.reduce(0) { $0 + $1 / Double(shares.count) }
    shares = shares.isEmpty ? [1] : shares.map { $0 / mean }
    let known = errors.filter { !$0.isNaN }
    let squares = known.reduce(0) { $0 + $1 * $1 }
    let deviation = known.isEmpty ? 0 : (squares / Double(known.count)).squareRoot()
    let name = clock == .probabilities ? "TSB" : correctsBias ? "SBA" : "Croston"
    return DemandFit(
      description: ModelDescription(
        name: name,
        parameters: [
          .init("sizeSmoothing", sizeWeight),
          .init(
            clock == .intervals ? "intervalSmoothing" : "probabilitySmoothing", clockWeight),
          .init("size", state.size.isNaN ? 0 : state.size),
          .init("probability", state.rate.isNaN ? 0 : state.probability),
        ],
        estimatedCount: weights == nil ? 4 : 2, observationCount: observed.count),
      residuals: errors.map { deviation > 0 ? $0 / deviation : $0 }, state: state,
      correction: correction, shares: shares, isWhole: observed.allSatisfy { $0 == $0.rounded() })
  }

  /// The weights whose forecasts are nearest to the mean demand so far.
  ///
  /// One-step errors would favour forecasts of 0 after each 0.
  ///
  /// - Source: Kourentzes (2014), "On intermittent demand model optimisation and selection": the
  ///   mean squared rate, section 3.
  private static func bestWeights(
    _ values: [Double], _ clock: DemandClock
  ) -> (size: Double, clock: Double) {
    var best = (size: 0.1, clock: 0.1)
    for _ in 0..<2 {
      best.size = smallest(within: 0.01...0.5, points: 8, tolerance: 1e-3) {
        squaredRates(values, DemandState(clock, sizeWeight: $0, clockWeight: best.clock))
      }
      best.clock = smallest(within: 0.01...0.5, points: 8, tolerance: 1e-3) {
        squaredRates(values, DemandState(clock, sizeWeight: best.size, clockWeight: $0))
      }
    }
    return best
  }

  private static func squaredRates(_ values: [Double], _ start: DemandState) -> Double {
    var state = start
    var (total, count, squares) = (0.0, 0.0, 0.0)
    for value in values {
      total += value
      count += 1
      if !state.rate.isNaN {
        let error = state.rate - total / count
        squares += error * error
      }
      state.add(value)
    }
    return squares
  }
}
