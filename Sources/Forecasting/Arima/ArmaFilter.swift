import Probability

/// The exact prediction errors of stationary ARMA series, several at once with one set of
/// coefficients: the values, and the regressors that they are explained by.
///
/// The covariance of the state changes by a matrix of rank one at each step, -F l lᵀ with F the
/// variance of the error and l a vector. So the filter carries two vectors, the gain and l, in
/// place of a covariance matrix; both follow from one step to the next by
///
///     k ← (k - l₀ T l) / (1 - l₀²),  l ← (T l - l₀ k) / (1 - l₀²),  F ← F (1 - l₀²)
///
/// where T moves the state on and l₀, the first part of l, is a partial autocorrelation. Once l
/// is negligible the gain is what it stays, and the errors follow the difference equation, whose
/// few coefficients that are not 0 make it fast.
///
/// - Complexity: O(r) a step and series, with r the length of the state; O((p + 1)(P + 1) +
///   (q + 1)(Q + 1)) once the gain stays.
/// - Source: Morf, Sidhu, Kailath (1974), "Some new algorithms for recursive estimation in
///   constant, linear, discrete-time systems"; Pearlman (1980), "An algorithm for the exact
///   likelihood of a high-order autoregressive-moving average process", Biometrika 67.
final class ArmaFilter {
  /// When l is smaller, what it changes is below rounding: gain and variance change by its square.
  static let exact = 1e-9

  let count: Int
  let columnCount: Int
  /// The series, one after the other.
  private let series: UnsafeMutablePointer<Double>
  /// Their errors divided by the standard deviation of the step.
  let errors: UnsafeMutablePointer<Double>
  /// The first step at which each series is not 0.
  private let starts: [Int]
  /// The state of each series; then the gain, l and the coefficients of past values. A 0 stands
  /// behind each.
  private var vectors: UnsafeMutablePointer<Double>
  private var capacity: Int
  /// The length of a state.
  private(set) var size = 1
  /// The variance of the error of the step, in units of the variance of the errors.
  private(set) var variance = 1.0
  private var isSteady = false

  /// - Parameter columns: series of equal length without gaps.
  init(columns: [[Double]]) {
    count = columns.first?.count ?? 0
    columnCount = columns.count
    let total = max(count * columns.count, 1)
    series = .allocate(capacity: total)
    errors = .allocate(capacity: total)
    series.initialize(repeating: 0, count: total)
    errors.initialize(repeating: 0, count: total)
    for (index, column) in columns.enumerated() {
      for step in 0..<count { series[index * count + step] = column[step] }
    }
    starts = columns.map { column in column.firstIndex { $0 != 0 } ?? column.count }
    capacity = 1
    vectors = .allocate(capacity: 1)
  }

  deinit {
    series.deallocate()
    errors.deallocate()
    vectors.deallocate()
  }

  /// Filters all series.
  ///
  /// - Parameter tolerance: when all parts of l are smaller, they count as 0.
  /// - Parameter keepsState: whether the states at the end are wanted, which takes longer.
  /// - Returns: the sum of the logarithms of the variances of the steps, in units of the variance
  ///   of the errors; nil where the model is not stationary.
  func run(
    _ coefficients: ArmaCoefficients, tolerance: Double = exact, keepsState: Bool = false
  ) -> Double? {
    let (past, errors) = (coefficients.past, coefficients.errors)
    guard prepare(past: past, errors: errors) else { return nil }
    var product = 1.0
    var logarithms = 0.0
    var step = 0
    while step < count {
      if step & 7 == 0, !isSteady, isChangeNegligible(tolerance) {
        isSteady = true
        if !keepsState { break }
      }
      product *= variance
      if product > 1e200 {
        logarithms += logarithm(product)
        product = 1
      }
      advanceStates(at: step)
      if !isSteady { advanceGain() }
      step += 1
    }
    if step < count {
      let terms = (past: sparse(past), errors: sparse(errors))
      for column in 0..<columnCount {
        finish(column, from: step, past: terms.past, errors: terms.errors)
      }
    }
    return logarithms + logarithm(product)
  }

  /// Calls `body` with what continues the filter after the last step: for each series the state,
  /// then the gain, l and the coefficients of past values, `size` numbers and a 0 each.
  ///
  /// - Precondition: the last run kept the state.
  func withVectors<Result>(_ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: vectors, count: (columnCount + 3) * (size + 1)))
  }

  private func prepare(past: [Double], errors: [Double]) -> Bool {
    size = max(past.count, errors.count + 1)
    guard let start = ArmaStart(past: past, errors: errors, size: size) else { return false }
    let needed = (columnCount + 3) * (size + 1)
    if needed > capacity {
      vectors.deallocate()
      vectors = .allocate(capacity: needed)
      capacity = needed
    }
    vectors.initialize(repeating: 0, count: needed)
    let gain = vectors + columnCount * (size + 1)
    let (change, pastValues) = (gain + size + 1, gain + 2 * (size + 1))
    for place in 0..<size {
      gain[place] = start.gain[place]
      change[place] = start.gain[place]
    }
    for place in past.indices { pastValues[place] = past[place] }
    variance = start.variance
    isSteady = false
    return true
  }

  private func isChangeNegligible(_ tolerance: Double) -> Bool {
    let change = vectors + (columnCount + 1) * (size + 1)
    for place in 0..<size where abs(change[place]) > tolerance { return false }
    return true
  }

  @inline(__always)
  private func advanceStates(at step: Int) {
    let stride = size + 1
    let gain = UnsafePointer(vectors + columnCount * stride)
    let past = gain + 2 * stride
    let inverse = 1 / variance.squareRoot()
    for column in 0..<columnCount where step >= starts[column] {
      let state = vectors + column * stride
      let level = state[0]
      let error = series[column * count + step] - level
      errors[column * count + step] = error * inverse
      for place in 0..<size {
        state[place] = state[place + 1] + past[place] * level + gain[place] * error
      }
    }
  }

  @inline(__always)
  private func advanceGain() {
    let stride = size + 1
    let gain = vectors + columnCount * stride
    let change = gain + stride
    let past = UnsafePointer(change + stride)
    let partial = change[0]
    guard partial != 0 else {
      // Only seasonal terms: the gain stays for the rest of the year.
      for place in 0..<size { change[place] = change[place + 1] }
      return
    }
    let rest = (1 - partial) * (1 + partial)
    let factor = 1 / rest
    for place in 0..<size {
      let moved = change[place + 1] + past[place] * partial
      let before = gain[place]
      gain[place] = (before - partial * moved) * factor
      change[place] = (moved - partial * before) * factor
    }
    variance *= rest
  }

  /// The rest of a series by the difference equation, where the variance of the errors is 1.
  private func finish(
    _ column: Int, from first: Int, past: [(lag: Int, value: Double)],
    errors terms: [(lag: Int, value: Double)]
  ) {
    let values = UnsafePointer(series + column * count)
    let found = errors + column * count
    let state = UnsafePointer(vectors + column * (size + 1))
    let start = max(first, min(starts[column], count))
    // What the state knows reaches a state's length far.
    let reach = max(start, min(first + size, count))
    for step in start..<reach {
      var level = state[step - first]
      for term in past where term.lag <= step - first {
        level += term.value * values[step - term.lag]
      }
      for term in terms where term.lag <= step - first {
        level += term.value * found[step - term.lag]
      }
      found[step] = values[step] - level
    }
    past.withUnsafeBufferPointer { past in
      terms.withUnsafeBufferPointer { terms in
        for step in reach..<count {
          var level = 0.0
          for term in past { level += term.value * values[step - term.lag] }
          for term in terms { level += term.value * found[step - term.lag] }
          found[step] = values[step] - level
        }
      }
    }
  }

  private func sparse(_ coefficients: [Double]) -> [(lag: Int, value: Double)] {
    coefficients.enumerated().lazy.filter { $0.element != 0 }.map { ($0.offset + 1, $0.element) }
  }
}
