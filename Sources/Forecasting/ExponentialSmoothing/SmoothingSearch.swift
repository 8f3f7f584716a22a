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
  private var free: [Int] = []
  private var factor, step: [Double]

  init(_ problem: SmoothingProblem) {
    self.problem = problem
    let count = problem.count
    gradient = [Double](repeating: 0, count: count)
    nextGradient = gradient
    curvature = [Double](repeating: 0, count: count * count)
    nextCurvature = curvature
    factor = curvature
    step = gradient
  }

  /// - Parameter tolerance: the search ends when a step would make the logarithm of the
  ///   likelihood better by less than this.
  /// - Returns: the start itself where the function is not finite there.
  mutating func minimise(
    from start: [Double], tolerance: Double, iterations limit: Int = 100
  ) -> Minimum {
    var here = Minimum(point: clipped(start), value: .infinity, evaluations: 1, converged: false)
    here.value = derivatives(at: here.point, isNext: false)
    guard here.value.isFinite else { return here }
    var damping = 1e-3
    while here.evaluations < limit {
      findFree(at: here.point)
      guard solve(damping: damping) else {
        damping = max(10 * damping, 1e-3)
        guard damping < 1e12 else { break }
        continue
      }
      var next = here.point
      for (place, index) in free.enumerated() { next[index] += step[place] }
      next = clipped(next)
      let expected = expectedFall(from: here.point, to: next)
      guard expected > tolerance || damping > 1 else {
        here.converged = true
        break
      }
      let value = derivatives(at: next, isNext: true)
      here.evaluations += 1
      let fall = here.value - value
      guard fall > 0 else {
        if damping > 1e8 {
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
      let isStuck =
        (point[index] <= problem.lower[index] && gradient[index] > 0)
        || (point[index] >= problem.upper[index] && gradient[index] < 0)
      if !isStuck { free.append(index) }
    }
  }

  /// Finds the step of the free coordinates; false where the curvature cannot be factored.
  private mutating func solve(damping: Double) -> Bool {
    let (size, count) = (free.count, problem.count)
    for row in 0..<size {
      for column in 0...row {
        factor[row * size + column] = curvature[free[row] * count + free[column]]
      }
      let own = factor[row * size + row]
      factor[row * size + row] += damping * max(own, 1e-10)
      step[row] = -gradient[free[row]]
    }
    return solveSymmetric(&factor, &step, size: size)
  }

  private func expectedFall(from point: [Double], to next: [Double]) -> Double {
    var fall = 0.0
    for row in free {
      let move = next[row] - point[row]
      guard move != 0 else { continue }
      var bend = 0.0
      for column in free {
        bend += curvature[row * problem.count + column] * (next[column] - point[column])
      }
      fall -= move * (gradient[row] + 0.5 * bend)
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

/// Replaces the lower triangle of a matrix by its Cholesky factor; false where there is none.
func factorSymmetric(_ matrix: UnsafeMutableBufferPointer<Double>, size: Int) -> Bool {
  for row in 0..<size {
    let own = row * size
    for column in 0...row {
      let other = column * size
      var sum = matrix[own + column]
      for index in 0..<column { sum -= matrix[own + index] * matrix[other + index] }
      if column < row {
        matrix[own + column] = sum / matrix[other + column]
      } else {
        guard sum > 0, sum.isFinite else { return false }
        matrix[own + row] = sum.squareRoot()
      }
    }
  }
  return true
}
