/// Searches for the most likely coordinates of a form of exponential smoothing.
///
/// The function is a sum of squares, so that first derivatives of the errors tell its curvature:
/// steps are Newton's with that curvature, shortened by a growing diagonal where they fail, and
/// stay within the bounds. A coordinate at a bound that the gradient pushes against is left there.
///
/// - Source: Levenberg (1944) and Marquardt (1963); bounds as in Bertsekas (1982), "Projected
///   Newton methods for optimization problems with simple constraints".
struct SmoothingSearch {
  private let problem: SmoothingProblem
  private var gradient, curvature, nextGradient, nextCurvature: [Double]
  private var factor, step, moves: [Double]
  /// The coordinates that may move, and those that just met a bound.
  private var free: [Int] = []
  private var bound: [Int] = []
  /// Whether none met one.
  private var isFree = true

  init(_ problem: SmoothingProblem) {
    self.problem = problem
    let count = problem.count
    gradient = [Double](repeating: 0, count: count)
    nextGradient = gradient
    curvature = [Double](repeating: 0, count: count * count)
    nextCurvature = curvature
    factor = curvature
    step = gradient
    moves = gradient
  }

  /// - Parameter tolerance: the search ends when a step would make the logarithm of the
  ///   likelihood better by less than this.
  /// - Parameter ceiling: the search is given up when even five times the fall that the curvature
  ///   foretells would not lead below this.
  /// - Parameter isNear: the start is near a minimum, so that what the curvature foretells is
  ///   trusted from the first step on.
  /// - Returns: the start itself where the function is not finite there.
  mutating func minimise(
    from start: [Double], tolerance: Double, ceiling: Double = .infinity, isNear: Bool = false,
    iterations limit: Int = 100
  ) -> Minimum {
    var here = Minimum(point: clipped(start), value: .infinity, evaluations: 1, converged: false)
    here.value = derivatives(at: here.point, isNext: false)
    guard here.value.isFinite else { return here }
    var damping = 1e-3
    while here.evaluations < limit {
      findFree(at: here.point)
      guard solve(damping: damping, at: here.point) else {
        damping = max(10 * damping, 1e-3)
        guard damping < 1e12 else { break }
        continue
      }
      var next = here.point
      for index in problem.active { next[index] += moves[index] }
      next = clipped(next)
      let expected = expectedFall()
      // Where a bound was met the step may lead astray; a shorter one will not.
      if expected <= tolerance, damping <= 1, isFree {
        here.converged = true
        break
      }
      if here.evaluations > (isNear ? 0 : 2), damping <= 0.01,
        here.value - 5 * expected > ceiling
      { break }
      let value = expected > 0 ? derivatives(at: next, isNext: true) : .infinity
      here.evaluations += 1
      let fall = here.value - value
      guard fall > 0 else {
        if damping > 1e8 || (expected >= 0 && expected < 1e-3 * tolerance) {
          here.converged = true
          break
        }
        damping = max(8 * damping, 1e-3)
        continue
      }
      here.point = next
      here.value = value
      swap(&gradient, &nextGradient)
      swap(&curvature, &nextCurvature)
      if fall < tolerance, damping <= 1 {
        here.converged = true
        break
      }
      // How well the curvature foretold the fall says how far to trust it.
      if fall > 0.75 * expected { damping *= 0.1 } else if fall < 0.25 * expected { damping *= 4 }
    }
    return here
  }

  private func clipped(_ point: [Double]) -> [Double] {
    var point = point
    for index in point.indices {
      point[index] = min(max(point[index], problem.lower[index]), problem.upper[index])
    }
    return point
  }

  private mutating func derivatives(at point: [Double], isNext: Bool) -> Double {
    isNext
      ? nextGradient.withUnsafeMutableBufferPointer { gradient in
        nextCurvature.withUnsafeMutableBufferPointer { curvature in
          problem.derivatives(
            at: point, gradient: gradient.baseAddress!, curvature: curvature.baseAddress!)
        }
      }
      : gradient.withUnsafeMutableBufferPointer { gradient in
        curvature.withUnsafeMutableBufferPointer { curvature in
          problem.derivatives(
            at: point, gradient: gradient.baseAddress!, curvature: curvature.baseAddress!)
        }
      }
  }

  private mutating func findFree(at point: [Double]) {
    free.removeAll(keepingCapacity: true)
    for index in problem.active {
      moves[index] = 0
      let isStuck =
        (point[index] <= problem.lower[index] && gradient[index] > 0)
        || (point[index] >= problem.upper[index] && gradient[index] < 0)
      if !isStuck { free.append(index) }
    }
  }

  /// Finds the moves of the free coordinates. One that would leave its bounds goes to the bound,
  /// is no longer free, and the others are found again.
  ///
  /// - Returns: false where the curvature cannot be factored.
  private mutating func solve(damping: Double, at point: [Double]) -> Bool {
    isFree = true
    while true {
      guard solveFree(damping: damping) else { return false }
      var met = false
      for index in free {
        let (low, high) = (problem.lower[index], problem.upper[index])
        if point[index] + moves[index] < low {
          moves[index] = low - point[index]
        } else if point[index] + moves[index] > high {
          moves[index] = high - point[index]
        } else {
          continue
        }
        bound.append(index)
        met = true
      }
      guard met else { return true }
      isFree = false
      free.removeAll { bound.contains($0) }
      bound.removeAll(keepingCapacity: true)
    }
  }

  private mutating func solveFree(damping: Double) -> Bool {
    let (size, count) = (free.count, problem.count)
    for row in 0..<size {
      let place = free[row] * count
      for column in 0...row { factor[row * size + column] = curvature[place + free[column]] }
      let own = factor[row * size + row]
      factor[row * size + row] += damping * max(own, 1e-10)
      step[row] = -gradient[free[row]]
      guard !isFree else { continue }
      for index in problem.active where moves[index] != 0 && !free.contains(index) {
        step[row] -= curvature[place + index] * moves[index]
      }
    }
    guard solveSymmetric(&factor, &step, size: size) else { return false }
    for row in 0..<size { moves[free[row]] = step[row] }
    return true
  }

  private func expectedFall() -> Double {
    var fall = 0.0
    for row in problem.active where moves[row] != 0 {
      var bend = 0.0
      for column in problem.active {
        bend += curvature[row * problem.count + column] * moves[column]
      }
      fall -= moves[row] * (gradient[row] + 0.5 * bend)
    }
    return fall
  }
}

/// Solves equations with a small symmetric positive definite matrix in place: the lower triangle
/// becomes its Cholesky factor, the right side the solution.
///
/// - Returns: false where the matrix is not positive definite.
/// - Complexity: O(n³), without the cost of a call of LAPACK, which is larger for some ten rows.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), 4.2.
func solveSymmetric(_ matrix: inout [Double], _ right: inout [Double], size: Int) -> Bool {
  matrix.withUnsafeMutableBufferPointer { matrix in
    right.withUnsafeMutableBufferPointer { right in
      guard factorSymmetric(matrix, size: size) else { return false }
      for row in 0..<size {
        var sum = right[row]
        for column in 0..<row { sum -= matrix[row * size + column] * right[column] }
        right[row] = sum / matrix[row * size + row]
      }
      for row in stride(from: size - 1, through: 0, by: -1) {
        let number = right[row] / matrix[row * size + row]
        right[row] = number
        for column in 0..<row { right[column] -= matrix[row * size + column] * number }
      }
      return true
    }
  }
}
