/// The sums over all steps from which the derivatives of the likelihood follow, of irregular,
/// level, slope and season.
struct StructuralSums {
  /// Squares of the series' smoothed disturbances.
  var squares = SIMD4<Double>.zero
  /// Squares of those of the regressors.
  var regressorSquares = SIMD4<Double>.zero
  /// Their expected variances.
  var expected = SIMD4<Double>.zero
}

extension StructuralFilter {
  /// Runs back through the series: finds the smoothed disturbances of all lanes and leaves those
  /// of lane 0 in `trail` and `smoothingErrors`.
  ///
  /// At a diffuse or missing error the precision is 0, so that one formula serves all steps.
  ///
  /// - Precondition: covariances and means were filtered.
  /// - Complexity: as the filter of the covariances.
  /// - Source: Koopman, Shephard (1992), "Exact score for time series models in state space
  ///   form"; Durbin, Koopman (2012), sections 4.5 and 5.4.
  func smooth() -> StructuralSums {
    let (size, lanes) = (size, laneCount)
    for index in 0..<size * lanes { self.sums[index] = 0 }
    for index in 0..<2 * (size + 1) * (size + 1) { weights[index] = 0 }
    var (here, spare) = (weights, weights + (size + 1) * (size + 1))
    let weighted = scratchForWeights
    for state in 0..<size { weighted[state] = 0 }
    var result = StructuralSums()
    var calmSteps = 0
    var spread = 0.0
    layout.observed.withUnsafeBufferPointer { observed in
      for step in (0..<count).reversed() {
        collect(step, here, &result)
        let gain = gains + step * size
        if !(calmSteps > size + 1 && step > steadyFrom) {
          let before = spread
          let moved = moveWeights(
            &here, &spare, gain, precisions[step], weighted, observed,
            watches: step > steadyFrom)
          spread = moved.spread
          let isCalm = moved.isCalm && abs(spread - before) <= Self.calm * spread
          calmSteps = isCalm ? calmSteps + 1 : 0
        }
        result.expected[0] += spread
        if lanes == 1 {
          layout.retreat(sums, width: 1, first: backScratch)
        } else {
          layout.retreat(sums, width: lanes, first: backScratch)
        }
        for lane in 0..<lanes {
          var known = 0.0
          if lanes == 1 {
            known = inner(gain, sums, size)
          } else {
            for state in 0..<size { known += gain[state] * sums[state * lanes + lane] }
          }
          let error = errors[step * lanes + lane] * precisions[step] - known
          for place in observed.indices { sums[observed[place] * lanes + lane] += error }
          if lane == 0 {
            smoothingErrors[step] = error
            result.squares[0] += error * error
          } else {
            result.regressorSquares[0] += error * error
          }
        }
      }
    }
    return result
  }

  private var scratchForWeights: UnsafeMutablePointer<Double> { workingStates }

  /// `Lᵀ N L + Z' Z / F` with `L = T - T gain Z`.
  ///
  /// - Parameter weighted: `Tᵀ N T gain`, before and afterwards.
  /// - Parameter watches: whether to tell if nothing changes any more.
  @inline(__always)
  private func moveWeights(
    _ here: inout UnsafeMutablePointer<Double>, _ spare: inout UnsafeMutablePointer<Double>,
    _ gain: UnsafeMutablePointer<Double>, _ precision: Double,
    _ weighted: UnsafeMutablePointer<Double>, _ observed: UnsafeBufferPointer<Int>,
    watches: Bool
  ) -> (spread: Double, isCalm: Bool) {
    let size = size
    let width = size + 1
    let next = weighted + size
    layout.retreatBothSides(here, into: spare, times: gain, product: next, scratch: backScratch)
    swap(&here, &spare)
    let spread = precision + inner(gain, next, size)
    var isCalm = watches
    if watches {
      for state in 0..<size where abs(next[state] - weighted[state]) > Self.calm { isCalm = false }
    }
    weighted.update(from: next, count: size)
    for place in observed.indices {
      let line = here + observed[place] * width
      for state in 0..<size { line[state] -= weighted[state] }
    }
    for row in 0..<size {
      let line = here + row * width
      for place in observed.indices { line[observed[place]] -= weighted[row] }
    }
    for first in observed.indices {
      for second in observed.indices {
        here[observed[first] * width + observed[second]] += spread
      }
    }
    return (spread, isCalm)
  }

  /// Adds what the disturbances after a step tell.
  @inline(__always)
  private func collect(
    _ step: Int, _ weights: UnsafeMutablePointer<Double>, _ result: inout StructuralSums
  ) {
    let lanes = laneCount
    for state in 0..<size { trail[step * size + state] = sums[state * lanes] }
    func add(_ state: Int, _ component: Int) {
      let row = sums + state * lanes
      result.squares[component] += row[0] * row[0]
      for lane in 1..<max(1, lanes) { result.regressorSquares[component] += row[lane] * row[lane] }
      result.expected[component] += weights[state * (size + 1) + state]
    }
    add(0, 1)
    if layout.hasSlope { add(1, 2) }
    guard layout.seasonCount > 0 else { return }
    let last = layout.isTrigonometric ? size : layout.seasonStart + 1
    for state in layout.seasonStart..<last { add(state, 3) }
  }

  /// The products of the errors of the working series, weighted by their precisions, from which
  /// the average of observed and expected information follows: the working series of a component
  /// is what its smoothed disturbances make of it.
  ///
  /// - Precondition: `smooth` was run, with regressors whose weighted products are the identity.
  /// - Shape: 4 × 4, of irregular, level, slope, season.
  /// - Source: Gilmour, Thompson, Cullis (1995), "Average information REML", equation 8, carried
  ///   over to state space models.
  func workingProducts() -> [Double] {
    fillWorkingSeries()
    filterMeans(working, lanes: 4, errors: workingErrors, states: workingStates)
    var products = [Double](repeating: 0, count: 16)
    var regressors = [SIMD4<Double>](repeating: .zero, count: laneCount)
    for step in 0..<count where precisions[step] > 0 {
      let row = workingErrors + step * 4
      let error = SIMD4(row[0], row[1], row[2], row[3])
      let weighted = error * precisions[step]
      for first in 0..<4 {
        for second in 0...first { products[first * 4 + second] += weighted[first] * error[second] }
      }
      for lane in 1..<max(1, laneCount) {
        regressors[lane] += weighted * errors[step * laneCount + lane]
      }
    }
    for first in 0..<4 {
      for second in 0...first {
        for lane in regressors.dropFirst() {
          products[first * 4 + second] -= lane[first] * lane[second]
        }
        products[second * 4 + first] = products[first * 4 + second]
      }
    }
    return products
  }

  private func fillWorkingSeries() {
    let size = size
    let series = workingStates
    let sum = workingErrors
    for index in 0..<size * 4 { series[index] = 0 }
    layout.observed.withUnsafeBufferPointer { observed in
      for step in 0..<count {
        let target = working + step * 4
        target[0] = smoothingErrors[step]
        for component in 1..<4 {
          target[component] = 0
          for place in observed.indices {
            target[component] += series[observed[place] * 4 + component]
          }
        }
        layout.advance(series, width: 4, sum: sum)
        let disturbance = trail + step * size
        series[1] += disturbance[0]
        if layout.hasSlope { series[4 + 2] += disturbance[1] }
        guard layout.seasonCount > 0 else { continue }
        let last = layout.isTrigonometric ? size : layout.seasonStart + 1
        for state in layout.seasonStart..<last { series[state * 4 + 3] += disturbance[state] }
      }
    }
  }
}
