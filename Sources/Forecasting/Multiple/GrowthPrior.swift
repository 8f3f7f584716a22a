import Probability

/// The pool as a point in a space without borders, and what is known of it before any data.
///
/// The centre is where the likelihood of the 518 yearly series of the Tourism Forecasting
/// Competition is largest; two parts that it would put to nothing, the lasting shocks to the level
/// and the spread of the usual growth, are held at small values that other series can leave. The
/// deviations are wide against the differences between halves of these series
/// (`Tests/ForecastingTests/Reference/PooledGrowth.md` has the figures). So a single short series
/// is forecast with what is usual in tourism, and many sisters tell the pool by themselves.
///
/// - Source: the data of Athanasopoulos, Hyndman, Song, Wu (2011), "The tourism forecasting
///   competition".
enum GrowthPrior {
  static let centre = [-2.8, -4.0, -1.5, 0.058, -5.0, 0.59, -5.13, 1.1, -0.78]
  static let deviations = [1.5, 1.5, 1.0, 0.05, 1.5, 0.7, 2.0, 1.0, 1.0]

  /// The logarithm of the density of a point, up to a constant.
  static func logDensity(_ point: [Double]) -> Double {
    var sum = 0.0
    for index in point.indices {
      let distance = (point[index] - centre[index]) / deviations[index]
      sum -= distance * distance / 2
    }
    return sum
  }
}

extension GrowthPool {
  /// The pool at a point: logarithms of the ratios of the shares, of spreads and degrees of
  /// freedom, log odds of persistence, memory and power, and the mean growth as it is.
  init(at point: [Double]) {
    func bounded(_ x: Double) -> Double { min(max(x, -30), 30) }
    func odds(_ x: Double) -> Double { 1 / (1 + exponential(-bounded(x))) }
    let (passing, level) = (exponential(bounded(point[0])), exponential(bounded(point[1])))
    let total = 1 + passing + level
    passingShare = passing / total
    levelShare = level / total
    growthShare = 1 / total
    persistence = 0.99 * odds(point[2])
    meanGrowth = point[3]
    growthSpread = exponential(bounded(point[4]))
    degreesOfFreedom = exponential(min(max(point[5], -3), 12))
    variance = exponential(min(max(point[6], -60), 30))
    memory = odds(point[7])
    power = max(odds(point[8]), 1e-6)
  }

  /// A ratio to the last value, given by its logarithm, on the scale of steady growth.
  func scaled(_ logRatio: Double) -> Double { exponentialMinusOne(power * logRatio) / power }

  /// The ratio to the last value that a number on the scale of steady growth stands for.
  func ratio(_ scaled: Double) -> Double {
    let base = power * scaled
    return base > -1 ? exponential(min(logarithmOfOnePlus(base) / power, 700)) : 0
  }
}
