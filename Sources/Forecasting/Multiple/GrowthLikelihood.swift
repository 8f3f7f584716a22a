import Probability

/// A series as the pool sees it: logarithms of its values relative to the last one.
struct GrowthSeries: Hashable, Sendable {
  /// From the first observed step on; NaN where nothing was observed.
  let logRatios: [Double]
  /// How many steps of the series lie before.
  let leading: Int
  /// The last observed value.
  let last: Double
  let isComplete: Bool

  /// - Errors: `tooFewObservations` without any; `notPositive`; `outsideDomain` where values
  ///   differ by more than a factor of 10²⁶, which is no growth.
  init(_ series: TimeSeries) throws(FitFailure) {
    let values = series.values
    guard let first = values.firstIndex(where: \.isFinite),
      let end = values.lastIndex(where: \.isFinite)
    else { throw .tooFewObservations(found: 0, needed: 1) }
    if let bad = values.firstIndex(where: { $0 <= 0 }) { throw .notPositive(step: bad) }
    last = values[end]
    leading = first
    let reference = logarithm(last)
    logRatios = values[first...].map { $0.isFinite ? logarithm($0) - reference : .nan }
    if let far = logRatios.firstIndex(where: { abs($0) > 60 }) {
      throw .outsideDomain(step: first + far, expected: "values of one order of size")
    }
    isComplete = !logRatios.contains { $0.isNaN }
  }

  /// What is known after the last value, and what each value was expected to be.
  ///
  /// - Parameter visit: gets the step, the error and the state before the value was learnt.
  func state(
    _ pool: GrowthPool, visit: (Int, Double, GrowthState) -> Void = { _, _, _ in }
  ) -> GrowthState {
    var state = GrowthState(first: pool.scaled(logRatios[0]), pool)
    for step in 1..<max(logRatios.count, 1) {
      state.advance(pool)
      guard !logRatios[step].isNaN else { continue }
      let value = pool.scaled(logRatios[step])
      visit(step, value - state.level, state)
      state.learn(value, pool)
    }
    return state
  }
}

/// The logarithm of the density of all values after the first of each series, given the pool.
///
/// Gains and variances of a series without gaps depend on its age only, so that they are computed
/// once for all.
///
/// - Complexity: about 50 ns a value.
func logLikelihood(of all: [GrowthSeries], _ pool: GrowthPool) -> Double {
  let ages = GrowthAges(pool, count: all.lazy.map(\.logRatios.count).max() ?? 0)
  var total = 0.0
  for series in all {
    if series.isComplete {
      total += ages.logLikelihood(of: series, pool)
    } else {
      var sum = 0.0
      _ = series.state(pool) { step, error, state in
        let n = state.degreesOfFreedom
        let spread = state.spread(pool) * state.squares
        sum += logGamma((n + 1) / 2) - logGamma(n / 2) - (logarithm(spread) + logOfPi) / 2
        sum -= (n + 1) / 2 * logarithmOfOnePlus(error * error / spread)
        sum += (pool.power - 1) * series.logRatios[step]
      }
      total += sum
    }
  }
  return total
}

private let logOfPi = 1.144_729_885_849_400_2

/// What learning from a value does, for each number of values before it.
private struct GrowthAges {
  struct Age {
    var levelGain, usualGain, passingGain: Double
    /// The variance of the value, relative to that of the series.
    var spread: Double
    /// All of the logarithm of the density that does not depend on the value.
    var constant: Double
    var degreesOfFreedom: Double
  }

  private var ages: [Age] = []

  init(_ pool: GrowthPool, count: Int) {
    var state = GrowthState(first: 0, pool)
    ages.reserveCapacity(count)
    for _ in 1..<max(count, 1) {
      state.advance(pool)
      let (f, n) = (state.spread(pool), state.degreesOfFreedom)
      ages.append(
        Age(
          levelGain: state.ll / f, usualGain: state.lu / f, passingGain: state.lp / f, spread: f,
          constant: logGamma((n + 1) / 2) - logGamma(n / 2) - (logarithm(f) + logOfPi) / 2,
          degreesOfFreedom: n))
      state.learn(state.level, pool)
    }
  }

  func logLikelihood(of series: GrowthSeries, _ pool: GrowthPool) -> Double {
    let prior = pool.degreesOfFreedom * pool.variance
    let inflow = (1 - pool.memory) * prior
    return ages.withUnsafeBufferPointer { ages in
      series.logRatios.withUnsafeBufferPointer { logRatios in
        var level = pool.scaled(logRatios[0])
        var (usual, passing, squares) = (pool.meanGrowth, 0.0, prior)
        var (sum, logs) = (0.0, 0.0)
        for step in 1..<max(logRatios.count, 1) {
          let age = ages[step - 1]
          passing *= pool.persistence
          level += usual + passing
          squares = pool.memory * squares + inflow
          let error = pool.scaled(logRatios[step]) - level
          let square = error * error / age.spread
          sum += age.constant - logarithm(squares) / 2
          sum -= (age.degreesOfFreedom + 1) / 2 * logarithmOfOnePlus(square / squares)
          level += age.levelGain * error
          usual += age.usualGain * error
          passing += age.passingGain * error
          squares += square
          logs += logRatios[step]
        }
        return sum + (pool.power - 1) * logs
      }
    }
  }
}
