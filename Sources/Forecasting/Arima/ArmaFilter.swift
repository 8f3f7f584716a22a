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
  /// The state of each series; then the gain, l and the coefficients of past values. Each has
  /// room for `stride` numbers, the last of which are 0.
  private var vectors: UnsafeMutablePointer<Double>
  private var capacity: Int
  /// The length of a state.
  private(set) var size = 1
  /// Room for the length of a state in fours, which are moved at once, and a 0 behind them.
  private var stride: Int { ((size + 3) & ~3) + 4 }
  /// The variance of the error of the step, in units of the variance of the errors.
  private(set) var variance = 1.0

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
    let (past, terms) = (coefficients.past, coefficients.errors)
    guard prepare(past: past, errors: terms) else { return nil }
    var steps = FilterSteps(
      series: UnsafePointer(series), errors: errors, vectors: vectors, size: size,
      stride: stride,
      columnCount: columnCount, count: count, variance: variance)
    var product = 1.0
    var logarithms = 0.0
    var step = 0
    var isSteady = false
    starts.withUnsafeBufferPointer { starts in
      while step < count {
        if step & 7 == 0, !isSteady, steps.isChangeNegligible(tolerance) {
          isSteady = true
          if !keepsState { break }
        }
        product *= steps.variance
        if product > 1e200 {
          logarithms += logarithm(product)
          product = 1
        }
        steps.advanceStates(at: step, starts)
        if !isSteady { steps.advanceGain() }
        step += 1
      }
    }
    variance = steps.variance
    if step < count {
      let (past, terms) = (sparse(past), sparse(terms))
      for column in 0..<columnCount {
        steps.finish(
          column, from: step, start: max(step, min(starts[column], count)), past: past,
          errors: terms)
      }
    }
    return logarithms + logarithm(product)
  }

  /// Calls `body` with what continues the filter after the last step: for each series the state,
  /// then the gain, l and the coefficients of past values, each of `stride` numbers.
  ///
  /// - Precondition: the last run kept the state.
  func withVectors<Result>(
    _ body: (_ vectors: UnsafeBufferPointer<Double>, _ stride: Int) -> Result
  ) -> Result {
    body(UnsafeBufferPointer(start: vectors, count: (columnCount + 3) * stride), stride)
  }

  private func prepare(past: [Double], errors: [Double]) -> Bool {
    size = max(past.count, errors.count + 1)
    guard let start = ArmaStart(past: past, errors: errors, size: size) else { return false }
    let needed = (columnCount + 3) * stride
    if needed > capacity {
      vectors.deallocate()
      vectors = .allocate(capacity: needed)
      capacity = needed
    }
    vectors.initialize(repeating: 0, count: needed)
    let gain = vectors + columnCount * stride
    let (change, pastValues) = (gain + stride, gain + 2 * stride)
    for place in 0..<size {
      gain[place] = start.gain[place]
      change[place] = start.gain[place]
    }
    for place in past.indices { pastValues[place] = past[place] }
    variance = start.variance
    return true
  }

  private func sparse(_ coefficients: [Double]) -> [(lag: Int, value: Double)] {
    coefficients.enumerated().lazy.filter { $0.element != 0 }.map { ($0.offset + 1, $0.element) }
  }
}

/// The steps of a filter, over memory that it does not own.
private struct FilterSteps {
  let series: UnsafePointer<Double>
  let errors: UnsafeMutablePointer<Double>
  let vectors: UnsafeMutablePointer<Double>
  let size, stride, columnCount, count: Int
  var variance: Double

  func isChangeNegligible(_ tolerance: Double) -> Bool {
    let change = vectors + (columnCount + 1) * stride
    for place in 0..<size where abs(change[place]) > tolerance { return false }
    return true
  }

  @inline(__always)
  func advanceStates(at step: Int, _ starts: UnsafeBufferPointer<Int>) {
    let gain = UnsafePointer(vectors + columnCount * stride)
    let past = gain + 2 * stride
    let inverse = 1 / variance.squareRoot()
    for column in 0..<columnCount where step >= starts[column] {
      let state = vectors + column * stride
      let level = state[0]
      let error = series[column * count + step] - level
      errors[column * count + step] = error * inverse
      var place = 0
      while place < size {
        // Behind the state all vectors are 0, and so what is written there.
        store(
          four(state + place + 1) + four(past + place) * level + four(gain + place) * error,
          state + place)
        place &+= 4
      }
    }
  }

  @inline(__always)
  mutating func advanceGain() {
    let gain = vectors + columnCount * stride
    let change = gain + stride
    let past = UnsafePointer(change + stride)
    let partial = change[0]
    var place = 0
    guard partial != 0 else {
      // Only seasonal terms: the gain stays for the rest of the year.
      while place < size {
        store(four(change + place + 1), change + place)
        place &+= 4
      }
      return
    }
    let rest = (1 - partial) * (1 + partial)
    let factor = 1 / rest
    while place < size {
      let moved = four(change + place + 1) + four(past + place) * partial
      let before = four(gain + place)
      store((before - moved * partial) * factor, gain + place)
      store((moved - before * partial) * factor, change + place)
      place &+= 4
    }
    variance *= rest
  }

  /// The rest of a series by the difference equation, where the variance of the errors is 1.
  func finish(
    _ column: Int, from first: Int, start: Int, past: [(lag: Int, value: Double)],
    errors terms: [(lag: Int, value: Double)]
  ) {
    let values = series + column * count
    let found = errors + column * count
    let state = UnsafePointer(vectors + column * stride)
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
}

@inline(__always)
private func four(_ place: UnsafePointer<Double>) -> SIMD4<Double> {
  UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
}

@inline(__always)
private func four(_ place: UnsafeMutablePointer<Double>) -> SIMD4<Double> {
  UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Double>.self)
}

@inline(__always)
private func store(_ numbers: SIMD4<Double>, _ place: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(place).storeBytes(of: numbers, as: SIMD4<Double>.self)
}
