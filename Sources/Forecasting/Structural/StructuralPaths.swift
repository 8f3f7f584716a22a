import LinearAlgebra
import Probability

extension StructuralModel {
  /// How many draws of the parameters the paths share at most.
  static let parameterDraws = 64

  /// How many draws so many paths share: a draw costs as much as a pass over the series, and serves
  /// sixteen paths at least.
  private static func draws(for pathCount: Int) -> Int {
    min(parameterDraws, max(16, pathCount / 16))
  }

  /// Draws of the steps to come.
  ///
  /// The variances are drawn from their posterior under a prior that is flat in the standard
  /// deviations, so that a variance estimated as zero is drawn near zero, not as zero. 64 draws
  /// (fewer below 1,024 paths, 16 at least) from the normal approximation in the logarithms are
  /// weighted by the exact likelihood and drawn anew; path p takes number p modulo 64. Given
  /// the variances, coefficients and final state of each path are drawn exactly. Damping is
  /// taken as known.
  ///
  /// - Complexity: a filter run for each draw, then O(horizon × states × paths).
  /// - Source: Gelman (2006), "Prior distributions for variance parameters in hierarchical
  ///   models"; Rubin (1987), "The SIR algorithm".
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    var simulation = StructuralSimulation(self, horizon: horizon, noise: noise)
    guard noise.drawsParameters, let fitting = try? StructuralFitting(series, regressors) else {
      simulation.start(final, variances, paths: 0, every: 1)
      return simulation.run()
    }
    var likelihood = fitting.likelihood(of: self)
    let draws = Self.draws(for: noise.pathCount)
    let chosen = likelihood.posteriorDraws(from: variances, draws, noise)
    for (draw, found) in chosen.enumerated() {
      simulation.start(
        found.state ?? final, found.state == nil ? variances : found.variances, paths: draw,
        every: draws)
    }
    return simulation.run()
  }
}

/// Variances that were drawn, with the state that they leave at the end; nil where the series
/// cannot have them.
struct DrawnVariances: Sendable {
  var variances: SIMD4<Double>
  var state: StructuralFinalState?
}

extension StructuralLikelihood {
  /// Draws of the variances from their posterior.
  mutating func posteriorDraws(
    from estimate: SIMD4<Double>, _ draws: Int, _ noise: PathNoise
  ) -> [DrawnVariances] {
    let normals = estimated.indices.map { noise.parameterNormals($0) }
    guard let (mode, spread) = posteriorMode(from: estimate) else {
      let state = full(at: estimate) > -.infinity ? StructuralFinalState(self) : nil
      return [DrawnVariances](
        repeating: DrawnVariances(variances: estimate, state: state), count: draws)
    }
    let size = estimated.count
    var proposals: [DrawnVariances] = []
    var weights: [Double] = []
    for draw in 0..<draws {
      let score = (0..<size).map { normals[$0][draw] }
      // The covariance is the inverse of the factored curvature.
      let offsets = backwardSolved(spread, score)
      var variances = mode
      for (offset, place) in zip(offsets, estimated) { variances[place] *= exponential(offset) }
      let squares = score.reduce(0) { $0 + $1 * $1 }
      weights.append(posterior(at: variances) + 0.5 * squares)
      let isPossible = weights[draw] > -.infinity
      proposals.append(
        DrawnVariances(
          variances: variances, state: isPossible ? StructuralFinalState(self) : nil))
    }
    return drawnAnew(proposals, weights)
  }

  /// Takes each proposal as often as its weight says, with as little chance as can be.
  private func drawnAnew(
    _ proposals: [DrawnVariances], _ logWeights: [Double]
  ) -> [DrawnVariances] {
    let largest = logWeights.max() ?? 0
    guard largest.isFinite else { return proposals }
    let weights = logWeights.map { exponential($0 - largest) }
    let share = weights.reduce(0, +) / Double(weights.count)
    var result: [DrawnVariances] = []
    var sum = 0.0
    for (proposal, weight) in zip(proposals, weights) {
      sum += weight
      while result.count < proposals.count, (Double(result.count) + 0.5) * share < sum {
        result.append(proposal)
      }
    }
    while result.count < proposals.count { result.append(proposals[proposals.count - 1]) }
    return result
  }

  private mutating func posterior(at variances: SIMD4<Double>) -> Double {
    full(at: variances)
      + estimated.reduce(0) { $0 + 0.5 * logarithm(max(variances[$1], 1e-300)) }
  }

  /// The variances of the largest posterior density in the logarithms, and the Cholesky factor
  /// of the curvature there; nil where none is found.
  private mutating func posteriorMode(
    from estimate: SIMD4<Double>
  ) -> (mode: SIMD4<Double>, curvature: [Double])? {
    var here = estimate
    guard full(at: here) > -.infinity else { return nil }
    let (score, _) = derivatives()
    let total = here.sum()
    for place in estimated where here[place] < 1e-6 * total {
      here[place] = score[place] < 0 ? min(-0.5 / score[place], 0.1 * total) : 1e-4 * total
    }
    var value = posterior(at: here)
    guard value.isFinite else { return nil }
    for _ in 0..<12 {
      let (score, information) = derivatives()
      let newton = newtonStep(here, score, information, estimated, prior: 0.5)
      if newton.gain < 1e-3 { break }
      var step = newton.step
      var risen = false
      for _ in 0..<6 where !risen {
        var next = here
        for place in estimated { next[place] *= exponential(step[place]) }
        let nextValue = posterior(at: next)
        if nextValue > value {
          (here, value, risen) = (next, nextValue, true)
        } else {
          step *= 0.4
        }
      }
      if !risen { break }
    }
    guard posterior(at: here).isFinite else { return nil }
    let (last, information) = derivatives()
    var matrix = curvature(here, last, information, estimated)
    guard choleskyInPlace(&matrix, size: estimated.count) else { return nil }
    return (here, matrix)
  }
}

/// Paths side by side: arrays of one number for each path.
private struct StructuralSimulation {
  let model: StructuralModel
  let horizon: Int
  let noise: PathNoise
  private let paths: Int
  /// Shape: states × paths.
  private var states: [Double]
  /// Shape: regressors × paths.
  private var coefficients: [Double]
  /// The standard deviations of irregular, level, slope, season. Shape: 4 × paths.
  private var deviations: [Double]
  private let normals: [[Double]]

  init(_ model: StructuralModel, horizon: Int, noise: PathNoise) {
    self.model = model
    self.horizon = horizon
    self.noise = noise
    paths = noise.pathCount
    let size = model.layout.stateCount
    let regressors = model.regressors.count
    states = [Double](repeating: 0, count: size * paths)
    coefficients = [Double](repeating: 0, count: regressors * paths)
    deviations = [Double](repeating: 0, count: 4 * paths)
    normals = (0..<size + regressors).map { noise.parameterNormals(4 + $0) }
  }

  /// Draws coefficients and final state of every so many paths.
  mutating func start(
    _ final: StructuralFinalState, _ variances: SIMD4<Double>, paths first: Int, every step: Int
  ) {
    let size = model.layout.stateCount
    let matrix = Matrix(rows: size, columns: size, elements: symmetric(final.covariance, size))
    let factor =
      (try? lowerSemidefiniteCholesky(of: matrix)) ?? Matrix(rows: size, columns: size)
    let drawsCoefficients = noise.drawsParameters
    for path in stride(from: first, to: paths, by: step) {
      for component in 0..<4 {
        deviations[component * paths + path] = variances[component].squareRoot()
      }
      let score = final.coefficients.indices.map { normals[size + $0][path] }
      let offsets = backwardSolved(final.coefficientFactor, score)
      for row in 0..<size {
        var state = final.mean[row]
        for column in 0...row { state += factor[row, column] * normals[column][path] }
        if drawsCoefficients {
          for (offset, lane) in zip(offsets, final.regressorStates) { state -= offset * lane[row] }
        }
        states[row * paths + path] = state
      }
      for place in offsets.indices {
        coefficients[place * paths + path] =
          final.coefficients[place] + (drawsCoefficients ? offsets[place] : 0)
      }
    }
  }

  private func symmetric(_ matrix: [Double], _ size: Int) -> [Double] {
    (0..<size * size).map { 0.5 * (matrix[$0] + matrix[$0 % size * size + $0 / size]) }
  }

  mutating func run() -> PathSample {
    var numbers = [Double](repeating: 0, count: horizon * paths)
    for step in 0..<horizon {
      observe(step, &numbers)
      advance(step)
    }
    return PathSample(horizon: horizon, pathCount: paths, numbers: numbers)
  }

  private func observe(_ step: Int, _ numbers: inout [Double]) {
    let offset = step * paths
    let irregular = noise.normals(step: step)
    let (centre, unit) = (model.scaling.centre, model.scaling.unit)
    for path in 0..<paths { numbers[offset + path] = deviations[path] * irregular[path] }
    for state in model.layout.observed {
      for path in 0..<paths { numbers[offset + path] += states[state * paths + path] }
    }
    for place in 0..<model.regressors.count {
      let row = model.scaling.scaled(model.regressors, place, at: model.series.count + step)
      for path in 0..<paths { numbers[offset + path] += row * coefficients[place * paths + path] }
    }
    for path in 0..<paths { numbers[offset + path] = centre + unit * numbers[offset + path] }
  }

  private mutating func advance(_ step: Int) {
    let layout = model.layout
    var sum = [Double](repeating: 0, count: paths)
    states.withUnsafeMutableBufferPointer { states in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let states = states.baseAddress, let sum = sum.baseAddress else { return }
        layout.advance(states, width: paths, sum: sum)
      }
    }
    disturb(0, component: 1, step)
    if layout.hasSlope { disturb(1, component: 2, step) }
    guard layout.seasonCount > 0 else { return }
    let last = layout.isTrigonometric ? layout.stateCount : layout.seasonStart + 1
    for state in layout.seasonStart..<last { disturb(state, component: 3, step) }
  }

  private mutating func disturb(_ state: Int, component: Int, _ step: Int) {
    guard deviations[component * paths] > 0 || noise.drawsParameters else { return }
    let source = component == 3 ? 3 + state - model.layout.seasonStart : component
    let normals = noise.normals(step: step, source: source)
    for path in 0..<paths {
      states[state * paths + path] += deviations[component * paths + path] * normals[path]
    }
  }
}
