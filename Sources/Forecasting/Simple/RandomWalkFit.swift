/// A random walk with or without drift, in one season after the other: what the naive methods
/// make of a series.
///
/// The values of a season follow each other with independent normal steps. Where values are
/// missing, the steps between two observed ones add up, so that their variance is known but for
/// its size: gaps are dealt with exactly.
struct RandomWalkFit: FittedModel {
  let description: ModelDescription
  let residuals: [Double]
  /// The last observed value of each season of the cycle, in the order in which they come next.
  let anchors: [Double]
  /// How many cycles before the first forecast each anchor lies; 1 if it is the last one.
  let ages: [Int]
  /// What a value is higher than that of a cycle before.
  let drift: Double
  /// The standard deviation of the drift, in those of the errors.
  let driftError: Double
  let deviation: Double
  /// The degrees of freedom of the deviation.
  let degrees: Double

  func pointForecast(horizon: Int) -> [Double] {
    (0..<horizon).map { step in
      let (cycle, season) = step.quotientAndRemainder(dividingBy: anchors.count)
      return anchors[season] + drift * Double(cycle + ages[season])
    }
  }

  /// Draws of the steps to come: normal steps, a deviation and a drift for each path.
  ///
  /// - Accuracy: the forecasts have exactly Student's distribution, but for fewer than three
  ///   degrees of freedom, see `VarianceDraws`.
  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let count = noise.pathCount
    let factors = VarianceDraws.factors(degrees: degrees, noise: noise, parameter: 0)
    let deviations = factors.map { $0 * deviation }
    var drifts = [Double](repeating: drift, count: count)
    if noise.drawsParameters, driftError > 0 {
      let scores = noise.parameterNormals(1)
      for path in 0..<count { drifts[path] += driftError * deviations[path] * scores[path] }
    }
    var numbers = [Double](repeating: 0, count: horizon * count)
    for step in 0..<horizon {
      let season = step % anchors.count
      let isFirst = step < anchors.count
      let cycles = isFirst ? Double(ages[season]) : 1
      let root = cycles.squareRoot()
      let earlier = isFirst ? 0 : (step - anchors.count) * count
      let normals = noise.normals(step: step)
      for path in 0..<count {
        let base = isFirst ? anchors[season] : numbers[earlier + path]
        numbers[step * count + path] =
          base + cycles * drifts[path] + root * deviations[path] * normals[path]
      }
    }
    return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
  }
}

extension RandomWalkFit: KnownQuantiles {
  /// The steps of a season are independent, so that their variances add up.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    let deviations = (0..<horizon).map { step in
      let (cycle, season) = step.quotientAndRemainder(dividingBy: ages.count)
      return deviation * Double(cycle + ages[season]).squareRoot()
    }
    return normalQuantiles(
      means: pointForecast(horizon: horizon), deviations: deviations, scores: scores)
  }
}

extension RandomWalkFit {
  /// Estimates drift and variance from the differences between observed values of a season.
  ///
  /// - Parameter period: how many steps lie between two values of the same season.
  /// - Parameter hasDrift: whether the differences have a mean other than 0.
  /// - Errors: `tooFewObservations` where there is no difference left to tell the variance.
  init(
    name: String, _ series: TimeSeries, period: Int, hasDrift: Bool
  ) throws(FitFailure) {
    let needed = period + (hasDrift ? 2 : 1)
    try series.requireObservations(needed)
    let values = series.values
    var last = [Int](repeating: -1, count: period)
    var jumps: [(step: Int, cycles: Double, size: Double)] = []
    for step in values.indices where !values[step].isNaN {
      let before = last[step % period]
      if before >= 0 {
        jumps.append((step, Double((step - before) / period), values[step] - values[before]))
      }
      last[step % period] = step
    }
    let degrees = jumps.count - (hasDrift ? 1 : 0)
    guard degrees > 0 else {
      throw .tooFewObservations(found: series.observedCount, needed: needed)
    }
    // A drift is known from the way that all seasons went, and the cycles it took.
    let span = jumps.reduce(0) { $0 + $1.cycles }
    let drift = hasDrift ? jumps.reduce(0) { $0 + $1.size } / span : 0
    let squares = jumps.reduce(0) { sum, jump in
      let error = jump.size - drift * jump.cycles
      return sum + error * error / jump.cycles
    }
    let deviation = (squares / Double(degrees)).squareRoot()
    var residuals = [Double](repeating: .nan, count: values.count)
    for jump in jumps {
      let error = jump.size - drift * jump.cycles
      residuals[jump.step] = deviation > 0 ? error / (deviation * jump.cycles.squareRoot()) : 0
    }
    // A season that was never observed stands where its neighbours are.
    let filled = last.contains(-1) ? interpolated(series) : values
    let anchors = (0..<period).map { ahead -> (value: Double, age: Int) in
      let target = values.count + ahead
      let step = last[target % period]
      if step >= 0 { return (values[step], (target - step) / period) }
      return (filled[target - period], 1)
    }
    self.init(
      description: ModelDescription(
        name: name,
        parameters: (hasDrift ? [.init("drift", drift)] : []) + [.init("deviation", deviation)],
        logLikelihood: GaussianLikelihood.logarithm(
          squares: squares, logarithmsOfScales: jumps.reduce(0) { $0 + halfLogarithm($1.cycles) },
          count: jumps.count),
        estimatedCount: hasDrift ? 2 : 1, observationCount: jumps.count),
      residuals: residuals, anchors: anchors.map(\.value), ages: anchors.map(\.age),
      drift: drift, driftError: hasDrift ? (1 / span).squareRoot() : 0, deviation: deviation,
      degrees: Double(degrees))
  }
}
