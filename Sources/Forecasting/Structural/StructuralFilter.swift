import Probability

/// The Kalman filter of structural models, written for their sparse transition.
///
/// The covariances depend on no observation: they are filtered once for given variances, and the
/// gains serve as many series side by side ("lanes") as wanted. Lane 0 is the series, the others
/// are its regressors. All memory is allocated once.
///
/// - Source: Durbin, Koopman (2012), "Time Series Analysis by State Space Methods", sections 4.3,
///   5.2 and 7.3; lanes for regressors as in de Jong (1991), "The diffuse Kalman filter".
final class StructuralFilter {
  let layout: StructuralLayout
  /// The number of steps, of lanes, of states.
  let count, laneCount, size: Int
  let isObserved: [Bool]
  let observedCount: Int
  /// How far what no longer changes may lie from the step before, so that likelihoods are right to
  /// 1e-9.
  static let calm = 1e-11
  /// The step after which nothing is missing.
  private let completeFrom: Int
  private let slab: UnsafeMutablePointer<Double>

  /// The lanes' numbers, 0 where the series has none. Shape: steps × lanes.
  let data: UnsafeMutablePointer<Double>
  /// What the filter finds, step by step: forecast errors of all lanes, gains of all states, and
  /// the inverse variance of an error, 0 where it is missing or diffuse.
  let errors, gains, precisions: UnsafeMutablePointer<Double>
  /// The covariance of the state after the last step, and the states of all lanes.
  let covariance, states: UnsafeMutablePointer<Double>
  /// For the backward pass: the weighted sums of the errors to come of all lanes at each step of
  /// lane 0 (`trail`), the smoothing errors of lane 0, and scratch.
  let trail, smoothingErrors, sums, weights, backScratch: UnsafeMutablePointer<Double>
  /// The series of the components driven by the smoothed disturbances. Shape: steps × 4.
  let working, workingErrors, workingStates: UnsafeMutablePointer<Double>
  private let diffuse, spare, scratch: UnsafeMutablePointer<Double>
  private let zeros: UnsafePointer<Double>

  /// The sum of the logarithms of the variances of the errors, the diffuse ones with their
  /// infinite part, and how many are not diffuse.
  private(set) var logVarianceSum = 0.0
  private(set) var ordinaryCount = 0
  /// How many parts of the state the series never tells.
  private(set) var unresolvedCount = 0
  /// From this step on the gains stay the same.
  private(set) var steadyFrom = Int.max

  /// - Parameter lanes: each with a number for each step; NaN in the first marks a missing value.
  init(layout: StructuralLayout, lanes: [[Double]]) {
    self.layout = layout
    size = layout.stateCount
    let steps = lanes[0].count
    count = steps
    laneCount = lanes.count
    isObserved = lanes[0].map { !$0.isNaN }
    observedCount = isObserved.count { $0 }
    completeFrom = (isObserved.lastIndex(of: false) ?? -1) + 1
    // Matrices with a row and a column of grace.
    let area = (size + 1) * (size + 1)
    let wide = max(laneCount, 4)
    let lengths = [
      steps * laneCount, steps * laneCount, steps * size, steps, area, size * laneCount,
      steps * size, steps, size * laneCount, 2 * area, steps * 4, steps * 4, size * 8, area,
      area, 3 * size + wide + 2, size, size + wide + 2,
    ]
    slab = .allocate(capacity: lengths.reduce(0, +))
    slab.initialize(repeating: 0, count: lengths.reduce(0, +))
    var offset = 0
    let places = lengths.map { length in
      defer { offset += length }
      return offset
    }
    data = slab + places[0]
    errors = slab + places[1]
    gains = slab + places[2]
    precisions = slab + places[3]
    covariance = slab + places[4]
    states = slab + places[5]
    trail = slab + places[6]
    smoothingErrors = slab + places[7]
    sums = slab + places[8]
    weights = slab + places[9]
    working = slab + places[10]
    workingErrors = slab + places[11]
    workingStates = slab + places[12]
    diffuse = slab + places[13]
    spare = slab + places[14]
    scratch = slab + places[15]
    zeros = UnsafePointer(slab + places[16])
    backScratch = slab + places[17]
    for step in 0..<steps where isObserved[step] {
      for lane in 0..<laneCount { data[step * laneCount + lane] = lanes[lane][step] }
    }
  }

  deinit { slab.deallocate() }

  /// Filters the covariances.
  ///
  /// - Parameter variances: of irregular, level, slope and season.
  /// - Parameter knownStart: whether the state before the first step is taken as known, which
  ///   gives the likelihood that has the starting state among its parameters.
  /// - Returns: whether all variances of errors were above zero.
  /// - Complexity: O(steps × states²), without allocation; O(states) a step once the gains stay
  ///   the same.
  func filterCovariances(_ variances: SIMD4<Double>, knownStart: Bool = false) -> Bool {
    let size = size
    let area = size * size
    let (product, diffuseProduct) = (scratch, scratch + size)
    var disturbances = layout.disturbances(variances)
    restart(disturbances, knownStart)
    var logSum = LogarithmOfProduct()
    var calmSteps = 0
    return disturbances.withUnsafeMutableBufferPointer { disturbances in
      isObserved.withUnsafeBufferPointer { isObserved in
        layout.observed.withUnsafeBufferPointer { observed in
          var (current, next) = (self.covariance, spare)
          for step in 0..<count {
            let gain = gains + step * size
            var taken = zeros
            if isObserved[step] {
              let variance = variances[0] + times(observed, current, product)
              if !takeDiffuse(
                step, variance, current, product, diffuseProduct, observed, &logSum)
              {
                guard variance > 0, variance < .infinity else { return false }
                let precision = 1 / variance
                precisions[step] = precision
                for state in 0..<size { gain[state] = product[state] * precision }
                taken = UnsafePointer(gain)
                logSum.multiply(by: variance)
                ordinaryCount += 1
                calmSteps = isCalm(step) ? calmSteps + 1 : 0
              }
            } else {
              for state in 0..<size { gain[state] = 0 }
              precisions[step] = 0
            }
            layout.advanceUpdated(
              current, gain: taken, product: product, into: next, sum: scratch + 2 * size)
            for state in 0..<size { next[state * size + state] += disturbances[state] }
            swap(&current, &next)
            if unresolvedCount > 0 {
              layout.advanceUpdated(
                diffuse, gain: zeros, product: product, into: next, sum: scratch + 2 * size)
              diffuse.update(from: next, count: area)
            }
            if calmSteps > size + 1, step >= completeFrom {
              stay(after: step, &logSum)
              break
            }
          }
          if current != self.covariance { self.covariance.update(from: current, count: area) }
          logVarianceSum = logSum.value
          return true
        }
      }
    }
  }

  private func restart(_ disturbances: [Double], _ knownStart: Bool) {
    let area = size * size
    for index in 0..<area { covariance[index] = 0 }
    for index in 0..<area { diffuse[index] = 0 }
    for state in 0..<size {
      covariance[state * size + state] = disturbances[state]
      diffuse[state * size + state] = knownStart ? 0 : 1
    }
    unresolvedCount = knownStart ? 0 : size
    ordinaryCount = 0
    steadyFrom = .max
  }

  /// The sums of the observed columns of a symmetric matrix.
  ///
  /// - Returns: the sum of the observed ones of these sums.
  @inline(__always)
  private func times(
    _ observed: UnsafeBufferPointer<Int>, _ matrix: UnsafeMutablePointer<Double>,
    _ product: UnsafeMutablePointer<Double>
  ) -> Double {
    let size = size
    product.update(from: matrix, count: size)
    for place in 1..<max(1, observed.count) {
      let row = matrix + observed[place] * size
      for state in 0..<size { product[state] += row[state] }
    }
    var sum = 0.0
    for place in observed.indices { sum += product[observed[place]] }
    return sum
  }

  /// Updates by an observation whose error has an infinite variance.
  ///
  /// - Returns: whether it has.
  private func takeDiffuse(
    _ step: Int, _ variance: Double, _ covariance: UnsafeMutablePointer<Double>,
    _ product: UnsafeMutablePointer<Double>, _ diffuseProduct: UnsafeMutablePointer<Double>,
    _ observed: UnsafeBufferPointer<Int>, _ logSum: inout LogarithmOfProduct
  ) -> Bool {
    guard unresolvedCount > 0 else { return false }
    let infinite = times(observed, diffuse, diffuseProduct)
    guard infinite > StateSpaceModel.noDiffuseVariance else { return false }
    let gain = gains + step * size
    unresolvedCount -= 1
    precisions[step] = 0
    for state in 0..<size { gain[state] = diffuseProduct[state] / infinite }
    for row in 0..<size {
      for column in 0..<size {
        covariance[row * size + column] +=
          gain[row] * gain[column] * variance - product[row] * gain[column]
          - gain[row] * product[column]
        diffuse[row * size + column] -= gain[row] * diffuseProduct[column]
      }
    }
    logSum.multiply(by: infinite)
    return true
  }

  /// Whether gain and variance are those of the step before.
  @inline(__always)
  private func isCalm(_ step: Int) -> Bool {
    guard step > 0, precisions[step - 1] > 0 else { return false }
    let tolerance = Self.calm
    guard abs(precisions[step] - precisions[step - 1]) <= tolerance * precisions[step]
    else { return false }
    let gain = gains + step * size
    for state in 0..<size where abs(gain[state] - gain[state - size]) > tolerance { return false }
    return true
  }

  /// Gives all later steps the gain of this one.
  private func stay(after step: Int, _ logSum: inout LogarithmOfProduct) {
    steadyFrom = step
    let precision = precisions[step]
    for later in step + 1..<max(count, step + 1) {
      (gains + later * size).update(from: gains + step * size, count: size)
      precisions[later] = precision
      logSum.multiply(by: 1 / precision)
    }
    ordinaryCount += count - 1 - step
  }

  /// Filters lanes with the gains.
  ///
  /// - Parameter data: steps × lanes; so are the errors.
  /// - Parameter states: states × lanes: 0 before, afterwards those of the step to come.
  func filterMeans(
    _ data: UnsafePointer<Double>, lanes: Int, errors: UnsafeMutablePointer<Double>,
    states: UnsafeMutablePointer<Double>
  ) {
    let size = size
    let sum = scratch
    for index in 0..<size * lanes { states[index] = 0 }
    layout.observed.withUnsafeBufferPointer { observed in
      isObserved.withUnsafeBufferPointer { isObserved in
        for step in 0..<count {
          let error = errors + step * lanes
          if isObserved[step] {
            let gain = gains + step * size
            for lane in 0..<lanes { error[lane] = data[step * lanes + lane] }
            for place in observed.indices {
              let row = states + observed[place] * lanes
              for lane in 0..<lanes { error[lane] -= row[lane] }
            }
            if lanes == 1 {
              let single = error[0]
              for state in 0..<size { states[state] += gain[state] * single }
            } else {
              for state in 0..<size {
                let row = states + state * lanes
                let share = gain[state]
                for lane in 0..<lanes { row[lane] += share * error[lane] }
              }
            }
          } else {
            for lane in 0..<lanes { error[lane] = 0 }
          }
          if lanes == 1 {
            layout.advance(states, width: 1, sum: sum)
          } else {
            layout.advance(states, width: lanes, sum: sum)
          }
        }
      }
    }
  }
}

/// The logarithm of a product that may be too large or too small for a number, with few
/// logarithms taken.
struct LogarithmOfProduct {
  private var sum = 0.0
  private var product = 1.0

  @inline(__always)
  mutating func multiply(by factor: Double) {
    product *= factor
    if product < 1e-150 || product > 1e150 || factor < 1e-100 || factor > 1e100 {
      sum += logarithm(product)
      product = 1
    }
  }

  var value: Double { sum + logarithm(product) }
}
