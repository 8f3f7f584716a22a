/// How far forecasts were from what came, over the steps and origins where something came.
///
/// A measure that nothing defines is NaN.
public struct ForecastScores: Hashable, Sendable {
  /// Nothing judged.
  public init() {}

  /// How many forecasts of a step were judged.
  public var count = 0
  /// The mean absolute error over the scale of errors of each origin (MASE).
  ///
  /// - Source: Hyndman, Koehler (2006), "Another look at measures of forecast accuracy".
  public var scaledError = Double.nan
  /// The mean of 200 |error| / (|forecast| + |actual|) (sMAPE); two zeros make no error.
  ///
  /// - Unit: percent, from 0 to 200.
  public var symmetricPercentageError = Double.nan
  /// The mean of 100 |error| / |actual| (MAPE), over what came and was not zero.
  ///
  /// - Unit: percent.
  public var percentageError = Double.nan
  /// The root of the mean squared error.
  ///
  /// - Unit: that of the series.
  public var rootMeanSquaredError = Double.nan
  /// The mean error: above zero, the forecasts were too low.
  ///
  /// - Unit: that of the series.
  public var meanError = Double.nan
  /// The mean continuous ranked probability score (CRPS).
  ///
  /// - Unit: that of the series.
  public var rankedScore = Double.nan
  /// The mean continuous ranked probability score over the scale of errors of each origin.
  public var scaledRankedScore = Double.nan
  /// The mean loss of the quantile of each level.
  ///
  /// - Unit: that of the series.
  public var pinballLosses: [Double] = []
  /// How the central intervals of 50, 80 and 95 % held.
  public var intervals: [Interval] = []

  /// How a central interval held.
  public struct Interval: Hashable, Sendable {
    /// With which probability it was to hold.
    public let nominal: Double
    /// The share of what came that lay within, ends included.
    public let coverage: Double
    /// The mean width.
    ///
    /// - Unit: that of the series.
    public let meanWidth: Double
    /// The mean width over the scale of errors of each origin.
    public let scaledWidth: Double
    /// The mean interval score of Winkler.
    ///
    /// - Unit: that of the series.
    public let score: Double
  }
}

extension Backtest {
  /// How far the forecasts of a method were from what came.
  ///
  /// - Parameter steps: which steps are judged, counted from 0; all by default.
  /// - Parameter places: which origins are judged, by their place among `origins`; all by default.
  public func scores(
    _ method: MethodForecasts, steps: Range<Int>? = nil, places: [Int]? = nil
  ) -> ForecastScores {
    var point = PointErrors()
    var ranked = RunningMean()
    var scaledRanked = RunningMean()
    var distribution = QuantileErrors(levels: settings.levels)
    for place in places ?? Array(origins.indices) {
      for step in steps ?? 0..<horizon {
        let index = place * horizon + step
        let actual = actuals[index]
        guard !actual.isNaN, !method.points[index].isNaN else { continue }
        let scale = errorScales[place]
        point.add(forecast: method.points[index], actual: actual, scale: scale)
        ranked.add(method.rankedScores[index])
        if !scale.isNaN { scaledRanked.add(method.rankedScores[index] / scale) }
        distribution.add(quantiles(of: method, at: index), actual: actual, scale: scale)
      }
    }
    var scores = ForecastScores()
    point.write(to: &scores)
    distribution.write(to: &scores)
    scores.rankedScore = ranked.value
    scores.scaledRankedScore = scaledRanked.value
    return scores
  }

  /// The quantiles of one forecast.
  ///
  /// - Parameter index: of origin × horizon + step.
  public func quantiles(of method: MethodForecasts, at index: Int) -> ArraySlice<Double> {
    let count = settings.levels.count
    return method.quantiles[index * count..<(index + 1) * count]
  }

  /// How evenly the probabilities that a method gave to what came are spread. Origins whose
  /// horizons overlap are taken as one group.
  public func transformHistogram(
    _ method: MethodForecasts, steps: Range<Int>? = nil, parts: Int = 10
  ) -> TransformHistogram {
    let steps = steps ?? 0..<horizon
    var groups: [[Double]] = []
    var begin: Int?
    for (place, origin) in origins.enumerated() {
      let values = steps.map { method.transforms[place * horizon + $0] }
      if let begin, origin - begin < steps.count {
        groups[groups.count - 1] += values
      } else {
        groups.append(values)
        begin = origin
      }
    }
    return TransformHistogram(groups: groups, parts: parts)
  }
}

/// The mean of numbers as they come, which huge ones do not make overflow.
struct RunningMean {
  private(set) var count = 0
  private var mean = 0.0

  /// NaN for no numbers.
  var value: Double { count > 0 ? mean : .nan }

  mutating func add(_ number: Double) {
    count += 1
    mean += (number - mean) / Double(count)
  }
}

/// The errors of point forecasts.
struct PointErrors {
  private var scaled = RunningMean()
  private var symmetric = RunningMean()
  private var percentage = RunningMean()
  private var square = RunningMean()
  private var signed = RunningMean()

  /// - Parameter scale: NaN where there is none.
  mutating func add(forecast: Double, actual: Double, scale: Double) {
    let error = actual - forecast
    let size = abs(forecast) + abs(actual)
    if !scale.isNaN { scaled.add(abs(error) / scale) }
    symmetric.add(size > 0 ? 200 * (abs(error) / size) : 0)
    if actual != 0 { percentage.add(100 * (abs(error) / abs(actual))) }
    square.add(error * error)
    signed.add(error)
  }

  func write(to scores: inout ForecastScores) {
    scores.count = signed.count
    scores.scaledError = scaled.value
    scores.symmetricPercentageError = symmetric.value
    scores.percentageError = percentage.value
    scores.rootMeanSquaredError = square.value.squareRoot()
    scores.meanError = signed.value
  }
}

/// The losses of quantiles and of the intervals between them.
struct QuantileErrors {
  private let levels: [Double]
  private let ends: [(coverage: Double, lower: Int, upper: Int)]
  private var losses: [RunningMean]
  private var covered: [RunningMean]
  private var widths: [RunningMean]
  private var scaledWidths: [RunningMean]
  private var scores: [RunningMean]

  init(levels: [Double]) {
    self.levels = levels
    ends = intervalCoverages.compactMap { coverage in
      intervalEnds(coverage: coverage, among: levels).map { (coverage, $0.lower, $0.upper) }
    }
    losses = levels.map { _ in RunningMean() }
    covered = ends.map { _ in RunningMean() }
    widths = covered
    scaledWidths = covered
    scores = covered
  }

  mutating func add(_ quantiles: ArraySlice<Double>, actual: Double, scale: Double) {
    let first = quantiles.startIndex
    for (index, level) in levels.enumerated() {
      losses[index].add(
        pinballLoss(level: level, quantile: quantiles[first + index], actual: actual))
    }
    for (index, end) in ends.enumerated() {
      let lower = quantiles[first + end.lower]
      let upper = quantiles[first + end.upper]
      covered[index].add(lower <= actual && actual <= upper ? 1 : 0)
      widths[index].add(upper - lower)
      if !scale.isNaN { scaledWidths[index].add((upper - lower) / scale) }
      scores[index].add(
        intervalScore(coverage: end.coverage, lower: lower, upper: upper, actual: actual))
    }
  }

  func write(to result: inout ForecastScores) {
    result.pinballLosses = losses.map(\.value)
    result.intervals = ends.indices.map { index in
      ForecastScores.Interval(
        nominal: ends[index].coverage, coverage: covered[index].value,
        meanWidth: widths[index].value, scaledWidth: scaledWidths[index].value,
        score: scores[index].value)
    }
  }
}
