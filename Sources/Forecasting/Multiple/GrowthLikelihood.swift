import CKernels
import Languages
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

  /// - Errors: `tooFewObservations` without any; `notPositive`; `outsideDomain` for a series with
  ///   seasons, and where values differ by more than a factor of 10²⁶, which is no growth.
  init(_ series: TimeSeries) throws(FitFailure) {
    let values = series.values
    guard series.seasonLength == 1 else {
      throw .seasonal
    }
    guard let first = values.firstIndex(where: \.isFinite),
      let end = values.lastIndex(where: \.isFinite)
    else { throw .tooFewObservations(found: 0, needed: 1) }
    if let bad = values.firstIndex(where: { $0 <= 0 }) { throw .notPositive(step: bad) }
    last = values[end]
    leading = first
    let reference = logarithm(last)
    logRatios = values[first...].map { $0.isFinite ? logarithm($0) - reference : .nan }
    if let far = logRatios.firstIndex(where: { abs($0) > 60 }) {
      throw .outsideDomain(
        step: first + far, expected: .init(zh: "大小相近的数", en: "values of one order of size"))
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

/// All series of a pool, laid out for one pass after the other.
struct GrowthData: Hashable, Sendable {
  /// The logarithms of the ratios of all series without gaps, one after the other.
  private let logRatios: [Double]
  /// Where each of them begins, and where the last one ends.
  private let starts: [Int]
  /// The sum of the logarithms of the ratios after the first of each.
  private let sumOfLogs: Double
  private let withGaps: [GrowthSeries]

  init(_ all: [GrowthSeries]) {
    let complete = all.filter(\.isComplete)
    logRatios = complete.flatMap(\.logRatios)
    starts = complete.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.logRatios.count) }
    sumOfLogs = complete.reduce(0) { $0 + $1.logRatios.dropFirst().reduce(0, +) }
    withGaps = all.filter { !$0.isComplete }
  }

  /// The logarithm of the density of all values after the first of each series, given the pool
  /// and relative to the last value of each.
  ///
  /// - Complexity: some 20 ns a value of a series without gaps.
  func logLikelihood(_ pool: GrowthPool) -> Double {
    let ages = growthAges(
      pool, count: zip(starts, starts.dropFirst()).lazy.map { $1 - $0 }.max() ?? 0)
    let count = logRatios.count
    // The values on the scale of steady growth; later the squares of the errors relative to the
    // squares before. The first of a series, which is not explained, becomes 0.
    var values = logRatios.map { pool.power * $0 }
    var squares = [Double](repeating: 1, count: count)
    var total = (pool.power - 1) * sumOfLogs
    values.withUnsafeMutableBufferPointer { values in
      squares.withUnsafeMutableBufferPointer { squares in
        guard let value = values.baseAddress, let square = squares.baseAddress else { return }
        torreya_expm1(value, value, count)
        for series in starts.indices.dropLast() {
          let start = starts[series]
          follow(value + start, square + start, starts[series + 1] - start, pool, ages)
        }
        torreya_log1p(value, value, count)
        torreya_log(square, square, count)
        for series in starts.indices.dropLast() {
          let start = starts[series]
          for step in 1..<max(starts[series + 1] - start, 1) {
            let age = ages[step - 1]
            total +=
              age.constant - square[start + step] / 2 - age.weight * value[start + step]
          }
        }
      }
    }
    return withGaps.reduce(total) { $0 + $1.logLikelihood(pool) }
  }
}

/// Goes through a series: replaces each value by the square of its error over the squares before,
/// and gives these squares.
private func follow(
  _ values: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>, _ count: Int,
  _ pool: GrowthPool, _ ages: [GrowthAge]
) {
  let scale = 1 / pool.power
  let prior = pool.degreesOfFreedom * pool.variance
  let inflow = (1 - pool.memory) * prior
  var (usual, passing, sum) = (pool.meanGrowth, 0.0, prior)
  var level = values[0] * scale
  values[0] = 0
  ages.withUnsafeBufferPointer { ages in
    for step in 1..<max(count, 1) {
      let age = ages[step - 1]
      passing *= pool.persistence
      level += usual + passing
      sum = pool.memory * sum + inflow
      let error = values[step] * scale - level
      let square = error * error * age.precision
      squares[step] = sum
      values[step] = square / sum
      level += age.levelGain * error
      usual += age.usualGain * error
      passing += age.passingGain * error
      sum += square
    }
  }
}

extension GrowthSeries {
  /// As `GrowthData.logLikelihood`, value by value.
  func logLikelihood(_ pool: GrowthPool) -> Double {
    var sum = 0.0
    _ = state(pool) { step, error, state in
      let n = state.degreesOfFreedom
      let spread = state.spread(pool) * state.squares
      sum += logGamma((n + 1) / 2) - logGamma(n / 2) - (logarithm(spread) + logOfPi) / 2
      sum -= (n + 1) / 2 * logarithmOfOnePlus(error * error / spread)
      sum += (pool.power - 1) * logRatios[step]
    }
    return sum
  }
}

private let logOfPi = 1.144_729_885_849_400_2

/// What learning from a value does after a number of values before it, in a series without gaps:
/// it does not depend on the values, so that it is computed once for all series.
private struct GrowthAge {
  var levelGain, usualGain, passingGain: Double
  /// The inverse variance of the value, relative to that of the series.
  var precision: Double
  /// All of the logarithm of the density that does not depend on the value.
  var constant: Double
  /// Of the logarithm of one and the square of the error.
  var weight: Double
}

private func growthAges(_ pool: GrowthPool, count: Int) -> [GrowthAge] {
  var state = GrowthState(first: 0, pool)
  return (1..<max(count, 1)).map { _ in
    state.advance(pool)
    let (f, n) = (state.spread(pool), state.degreesOfFreedom)
    let age = GrowthAge(
      levelGain: state.ll / f, usualGain: state.lu / f, passingGain: state.lp / f,
      precision: 1 / f,
      constant: logGamma((n + 1) / 2) - logGamma(n / 2) - (logarithm(f) + logOfPi) / 2,
      weight: (n + 1) / 2)
    state.learn(state.level, pool)
    return age
  }
}
