import Probability

/// Draws of the parameters and the start of exponential smoothing, given the series.
///
/// Proposals come from the normal approximation at the estimates, with the inverse of the observed
/// information, made wider by the uncertainty of the variance: a t distribution. Those outside the
/// region are dropped, the others weighted with their likelihood and drawn again by weight. So the
/// draws are those of the posterior under a prior that is flat in the coordinates of
/// `SmoothingProblem` and in the logarithm of the variance, also where an estimate lies at a bound.
/// Each draw is filtered through the series, so that its last state is the one that belongs to it.
///
/// - Source: Rubin (1988), "Using the SIR algorithm to simulate posterior distributions".
struct SmoothingPosterior {
  /// A draw: what the paths that take it begin with.
  struct Draw {
    var parameters: SmoothingParameters
    var state: SmoothingState
    /// The sum of squared errors, which tells the variance.
    var squares: Double
  }

  private let model: SmoothingModel
  private let problem: SmoothingProblem
  private let active: [Int]
  /// The Cholesky factor of the information.
  private var factor: [Double]
  private let degrees: Double

  /// How many proposals are weighted at most.
  private static let proposalLimit = 256

  init(_ model: SmoothingModel) {
    self.model = model
    problem = model.problem()
    active = problem.active
    let n = model.data.observationCount
    // Fewer than three would have no variance.
    degrees = Double(max(n - active.count, 3))
    factor = Self.informationFactor(problem, at: model.point)
  }

  /// The factor of the curvature, with a little added where the series hardly tells a parameter:
  /// half the distance of its bounds is taken for the largest standard deviation.
  private static func informationFactor(
    _ problem: SmoothingProblem, at point: [Double]
  ) -> [Double] {
    let (count, active) = (problem.count, problem.active)
    var gradient = [Double](repeating: 0, count: count)
    var curvature = [Double](repeating: 0, count: count * count)
    _ = gradient.withUnsafeMutableBufferPointer { gradient in
      curvature.withUnsafeMutableBufferPointer { curvature in
        problem.derivatives(
          at: point, gradient: gradient.baseAddress!, curvature: curvature.baseAddress!)
      }
    }
    let size = active.count
    var ridge = 1e-12
    while ridge < 1 {
      var factor = [Double](repeating: 0, count: size * size)
      for row in 0..<size {
        for column in 0...row {
          factor[row * size + column] = curvature[active[row] * count + active[column]]
        }
        let index = active[row]
        let width = problem.upper[index] - problem.lower[index]
        let own = factor[row * size + row]
        factor[row * size + row] += ridge * max(own, 1) + (width.isFinite ? 4 / (width * width) : 0)
      }
      if factor.withUnsafeMutableBufferPointer({ factorSymmetric($0, size: size) }) {
        return factor
      }
      ridge *= 100
    }
    return (0..<size * size).map { $0 % (size + 1) == 0 ? 1e6 : 0 }
  }

  /// - Returns: `count` draws; the estimates alone where no proposal has a likelihood.
  mutating func draws(_ count: Int, noise: PathNoise) -> [Draw] {
    let size = active.count
    let normals = (0..<size).map { noise.parameterNormals($0) }
    let spreads = chiSquares(degrees: Int(degrees), from: size, noise: noise)
    let n = Double(model.data.observationCount)
    var (found, weights): ([Draw], [Double]) = ([], [])
    var moves = [Double](repeating: 0, count: size)
    for candidate in 0..<noise.pathCount where found.count < Self.proposalLimit {
      let stretch = (n / spreads[candidate]).squareRoot()
      var distance = 0.0
      for row in 0..<size {
        moves[row] = normals[row][candidate] * stretch
        distance += moves[row] * moves[row]
      }
      guard let point = proposal(&moves), let run = problem.run(at: point) else { continue }
      let logWeight =
        model.value - run.value + 0.5 * (degrees + Double(size)) * logarithmOfOnePlus(distance / n)
      guard logWeight.isFinite else { continue }
      found.append(
        Draw(
          parameters: problem.parameters(at: point), state: run.state, squares: run.squares))
      weights.append(logWeight)
    }
    guard let largest = weights.max() else {
      let draw = Draw(
        parameters: model.parameters, state: model.last, squares: model.squares)
      return [Draw](repeating: draw, count: count)
    }
    weights = weights.map { exponential($0 - largest) }
    return Self.pick(count, among: found, weights: weights)
  }

  /// The point that the moves lead to: the parameters of smoothing first, which may be outside
  /// their bounds.
  private func proposal(_ moves: inout [Double]) -> [Double]? {
    let size = active.count
    var point = model.point
    for row in stride(from: size - 1, through: 0, by: -1) {
      let move = moves[row] / factor[row * size + row]
      for column in 0..<row { moves[column] -= factor[row * size + column] * move }
      let index = active[row]
      point[index] += move
      guard point[index] >= problem.lower[index], point[index] <= problem.upper[index] else {
        return nil
      }
    }
    return point
  }

  /// Draws by weight, at even distances of the summed weights.
  private static func pick(_ count: Int, among draws: [Draw], weights: [Double]) -> [Draw] {
    let total = weights.reduce(0, +)
    var picked: [Draw] = []
    picked.reserveCapacity(count)
    var (place, sum) = (0, weights[0])
    for index in 0..<count {
      let wanted = (Double(index) + 0.5) / Double(count) * total
      while sum < wanted, place + 1 < draws.count {
        place += 1
        sum += weights[place]
      }
      picked.append(draws[place])
    }
    return picked
  }
}

/// Sums of squares of standard normal numbers, one for each path.
///
/// Up to 32 they are just that. Above, the cube root is taken for normal, which is right to 1e-3
/// of the standard deviation.
///
/// - Parameter first: the first of the parameters of `noise` that are used.
/// - Source: Wilson, Hilferty (1931).
func chiSquares(degrees: Int, from first: Int, noise: PathNoise) -> [Double] {
  guard degrees <= 32 else {
    let share = 2 / (9 * Double(degrees))
    return noise.parameterNormals(first).map { z in
      let root = max(1 - share + z * share.squareRoot(), 0.05)
      return Double(degrees) * root * root * root
    }
  }
  var sums = [Double](repeating: 0, count: noise.pathCount)
  for index in 0..<degrees {
    let normals = noise.parameterNormals(first + index)
    for path in sums.indices { sums[path] += normals[path] * normals[path] }
  }
  return sums
}
