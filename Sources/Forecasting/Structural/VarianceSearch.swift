import Probability

/// Where the search for the variances ended.
struct VarianceOptimum {
  var variances: SIMD4<Double>
  /// The same, but for their scale, as the filter was run with them.
  var asRun = SIMD4<Double>.zero
  /// The diffuse log-likelihood, or with `prior` the logarithm of the posterior density.
  var value: Double
  var evaluations: Int
  var converged: Bool
}

extension StructuralLikelihood {
  /// Searches for the variances of the largest diffuse likelihood, in units of `scale`.
  ///
  /// Steps are those of Newton's method in the logarithms of the variances, with the average
  /// information in place of the second derivatives; the scale of all variances is at its best
  /// throughout. A variance that wants to be below zero is set to zero if that helps, and taken
  /// back into the search where its derivative at zero is positive.
  ///
  /// - Parameter start: of irregular, level, slope and season; only their ratios matter.
  /// - Parameter tolerance: the search ends where a step promises no larger rise of the
  ///   log-likelihood.
  /// - Complexity: five to fifteen runs of filter and smoother usually.
  /// - Source: Gilmour, Thompson, Cullis (1995), "Average information REML"; Harvey (1989),
  ///   section 4.3, for variances at zero.
  mutating func maximise(from start: SIMD4<Double>, tolerance: Double = 1e-8) -> VarianceOptimum {
    var here = VarianceOptimum(variances: .zero, value: 0, evaluations: 1, converged: false)
    for place in estimated { here.variances[place] = start[place] }
    here.value = concentrated(at: here.variances)
    guard here.value > -.infinity else { return here }
    here.asRun = here.variances
    here.variances *= scale
    var falls = SIMD4<Int>.zero
    for _ in 0..<50 {
      if isExact {
        here.converged = true
        break
      }
      let (score, information) = derivatives()
      wake(&here.variances, score, information)
      let active = estimated.filter { here.variances[$0] > 0 }
      let newton = newtonStep(here.variances, score, information, active, prior: 0)
      let total = here.variances.sum()
      for place in active {
        let falling =
          newton.step[place] < -0.4
          && here.variances[place] + score[place] / information[5 * place] <= 0
        falls[place] = falling ? falls[place] + 1 : 0
      }
      let leaving = active.filter {
        falls[$0] > 2 || (falls[$0] > 0 && here.variances[$0] < 1e-4 * total)
      }
      if leaving.isEmpty, newton.gain < tolerance {
        here.converged = true
        break
      }
      if !leaving.isEmpty, leaving.count < active.count {
        for place in leaving { falls[place] = 0 }
        if move(&here, newton.step, active, zero: leaving) { continue }
      }
      if !climb(&here, newton.step, active) {
        here.converged = newton.gain < 1e-4
        break
      }
    }
    here.variances = here.asRun
    here.value = concentrated(at: here.variances)
    return here
  }

  /// The start of the largest likelihood among some that differ in what moves most.
  mutating func bestStart() -> SIMD4<Double> {
    let starts: [SIMD4<Double>] = [
      SIMD4(1, 0.3, 0.003, 0.02), SIMD4(1, 0.03, 0.003, 0.3), SIMD4(1, 3, 0.003, 0.3),
      SIMD4(1, 3, 0.3, 0.02), SIMD4(1, 0.3, 0.3, 0.3), SIMD4(1, 0.3, 3, 0.05),
    ]
    var best = (start: SIMD4<Double>.zero, value: -Double.infinity)
    var tried: [SIMD4<Double>] = []
    for start in starts {
      var variances = SIMD4<Double>.zero
      for place in estimated { variances[place] = start[place] }
      if tried.contains(variances) { continue }
      tried.append(variances)
      let value = concentrated(at: variances)
      if value > best.value { best = (variances, value) }
    }
    return best.start
  }

  /// Gives variances of zero that want to grow a first value.
  private func wake(
    _ variances: inout SIMD4<Double>, _ score: SIMD4<Double>, _ information: [Double]
  ) {
    let total = variances.sum()
    for place in estimated where variances[place] == 0 && score[place] * total > 1e-6 {
      variances[place] = min(score[place] / information[5 * place], 0.1 * total)
    }
  }

  /// The step in the logarithms of the variances, and the rise of the likelihood that it
  /// promises.
  ///
  /// - Parameter prior: the weight of the logarithms in the logarithm of the prior density.
  func newtonStep(
    _ variances: SIMD4<Double>, _ score: SIMD4<Double>, _ information: [Double],
    _ active: [Int], prior: Double
  ) -> (step: SIMD4<Double>, gain: Double) {
    let size = active.count
    var matrix = curvature(variances, score, information, active)
    let gradient = active.map { variances[$0] * score[$0] + prior }
    guard choleskyInPlace(&matrix, size: size) else { return (.zero, 0) }
    let solved = backwardSolved(matrix, forwardSolved(matrix, gradient))
    var step = SIMD4<Double>.zero
    var gain = 0.0
    for (index, place) in active.enumerated() {
      step[place] = min(max(solved[index], -3), 3)
      gain += 0.5 * solved[index] * gradient[index]
    }
    return (step, gain)
  }

  /// Minus the second derivatives of the likelihood by the logarithms of the variances, kept
  /// positive definite.
  func curvature(
    _ variances: SIMD4<Double>, _ score: SIMD4<Double>, _ information: [Double], _ active: [Int]
  ) -> [Double] {
    let size = active.count
    var matrix = [Double](repeating: 0, count: size * size)
    for (row, first) in active.enumerated() {
      for (column, second) in active.enumerated() {
        matrix[row * size + column] =
          variances[first] * variances[second] * information[4 * first + second]
      }
      matrix[row * size + row] *= 1 + 1e-9
      matrix[row * size + row] += max(0, -variances[first] * score[first]) + 1e-9
    }
    return matrix
  }

  /// Shortens the step until the likelihood rises.
  private mutating func climb(
    _ here: inout VarianceOptimum, _ step: SIMD4<Double>, _ active: [Int]
  ) -> Bool {
    var step = step
    for _ in 0..<8 {
      if move(&here, step, active, zero: []) { return true }
      step *= 0.3
    }
    return false
  }

  /// Takes a step if the likelihood rises.
  private mutating func move(
    _ here: inout VarianceOptimum, _ step: SIMD4<Double>, _ active: [Int], zero: [Int]
  ) -> Bool {
    var variances = here.variances
    for place in active { variances[place] *= exponential(step[place]) }
    for place in zero { variances[place] = 0 }
    let value = concentrated(at: variances)
    here.evaluations += 1
    guard value > here.value else { return false }
    here.value = value
    here.asRun = variances
    here.variances = variances * scale
    return true
  }
}
