import Probability

/// Draws of the parameters and the start of exponential smoothing, given the series.
///
/// Proposals come from the normal approximation at the estimates, with the inverse of the observed
/// information. The parameters of smoothing get the tails of a t distribution with 3 degrees, since
/// a likelihood that is steep at a bound may be flat farther on; the start, given them, the t
/// distribution that it has in a linear form. Those outside the region are dropped, the others
/// weighted with their likelihood and drawn again by weight. So the draws are those of the
/// posterior under a prior that is flat in the coordinates of `SmoothingProblem` and in the
/// logarithm of the variance, also where an estimate lies at a bound.
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
  private let factor: [Double]
  /// Degrees of freedom of the start given the other parameters.
  private let degrees: Int
  /// How many of `active` belong to the start.
  private let startCount: Int

  /// How many proposals are weighted at most, and how often a proposal for each path is tried.
  private static let (proposalLimit, rounds) = (256, 8)
  /// Degrees of freedom of the parameters of smoothing.
  private static let tailDegrees = 3

  init(_ model: SmoothingModel) {
    self.model = model
    problem = model.problem()
    active = problem.active
    startCount = active.filter { $0 >= 4 }.count
    // Fewer than three would have no variance.
    degrees = max(model.data.observationCount - startCount, 3)
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
  func draws(_ count: Int, noise: PathNoise) -> [Draw] {
    var (found, weights): ([Draw], [Double]) = ([], [])
    for round in 0..<Self.rounds where found.count < Self.proposalLimit {
      propose(round: round, noise: noise, &found, &weights)
    }
    guard let largest = weights.max() else {
      let draw = Draw(
        parameters: model.parameters, state: model.last, squares: model.squares)
      return [Draw](repeating: draw, count: count)
    }
    weights = weights.map { exponential($0 - largest) }
    return Self.pick(count, among: found, weights: weights)
  }

  /// Adds the proposals of a round, one a path, that are allowed, and the logarithms of their
  /// weights.
  private func propose(
    round: Int, noise: PathNoise, _ found: inout [Draw], _ weights: inout [Double]
  ) {
    let (size, tail) = (active.count, Self.tailDegrees)
    let first = 1000 * round
    let normals = (0..<size).map { noise.parameterNormals(first + $0) }
    let tails = chiSquares(degrees: tail, from: first + 300, noise: noise)
    let spreads = chiSquares(degrees: degrees, from: first + 400, noise: noise)
    let n = Double(model.data.observationCount)
    var moves = [Double](repeating: 0, count: size)
    for path in 0..<noise.pathCount where found.count < Self.proposalLimit {
      var (far, near) = (0.0, 0.0)
      let stretch = (Double(tail) / tails[path]).squareRoot()
      for row in startCount..<size {
        moves[row] = normals[row][path] * stretch
        far += moves[row] * moves[row]
      }
      // Parameters that fit worse leave a larger variance, and so a wider start.
      let room = n + far
      let width = (room / spreads[path]).squareRoot()
      for row in 0..<startCount {
        moves[row] = normals[row][path] * width
        near += moves[row] * moves[row]
      }
      guard let point = proposal(&moves), let run = problem.run(at: point) else { continue }
      let density =
        Double(tail + size - startCount) * logarithmOfOnePlus(far / Double(tail))
        + Double(degrees + startCount) * logarithmOfOnePlus(near / room)
        + Double(startCount) * logarithm(room)
      let logWeight = model.value - run.value + 0.5 * density
      guard logWeight.isFinite else { continue }
      found.append(
        Draw(
          parameters: problem.parameters(at: point), state: run.state, squares: run.squares))
      weights.append(logWeight)
    }
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
