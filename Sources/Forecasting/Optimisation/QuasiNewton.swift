/// Searches for the smallest value of a smooth function by following its gradient, with the
/// curvature learnt on the way.
///
/// - Parameter start: the first point, where the function must be finite.
/// - Parameter gradientTolerance: the search ends when no part of the gradient is larger, relative
///   to the value (absolute below 1).
/// - Parameter inverseCurvature: the inverse of the second derivatives near the start, row by
///   row, where it is known.
/// - Parameter function: gives the value at a point and, in `gradient`, its derivatives; infinity
///   or NaN where it is not defined, which shortens the step.
/// - Complexity: some 2 evaluations an iteration; as many iterations as ten to thirty usually.
/// - Source: Nocedal, Wright (2006), "Numerical Optimization", sections 3.1 and 6.1: BFGS with
///   steps shortened until the value falls as much as Armijo asks.
func minimiseByGradient(
  from start: [Double], gradientTolerance: Double = 1e-6, iterations limit: Int = 200,
  inverseCurvature: [Double]? = nil,
  _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
) -> Minimum {
  let dimensions = start.count
  var gradient = [Double](repeating: 0, count: dimensions)
  var here = Minimum(
    point: start, value: function(start, &gradient), evaluations: 1, converged: false)
  guard here.value.isFinite else { return here }
  var inverse = InverseCurvature(dimensions: dimensions, known: inverseCurvature)
  var nextGradient = gradient
  for _ in 0..<limit {
    let size = gradient.lazy.map(abs).max() ?? 0
    if size <= gradientTolerance * max(1, abs(here.value)) {
      here.converged = true
      return here
    }
    var direction = inverse.direction(against: gradient)
    var slope = dot(direction, gradient)
    if !(slope < 0) {
      inverse = InverseCurvature(dimensions: dimensions)
      direction = inverse.direction(against: gradient)
      slope = dot(direction, gradient)
    }
    var length = inverse.isFresh ? min(1, 1 / max(size, 1e-300)) : 1
    var found = false
    for _ in 0..<40 {
      let point = zip(here.point, direction).map { $0 + length * $1 }
      let value = function(point, &nextGradient)
      here.evaluations += 1
      if value.isFinite, value <= here.value + 1e-4 * length * slope {
        let moved = zip(point, here.point).map { $0 - $1 }
        let turned = zip(nextGradient, gradient).map { $0 - $1 }
        inverse.learn(moved: moved, turned: turned)
        here.point = point
        here.value = value
        swap(&gradient, &nextGradient)
        found = true
        break
      }
      // The parabola through value, slope and the value found, kept within reason.
      let bend = value - here.value - length * slope
      let shorter = value.isFinite && bend > 0 ? -slope * length * length / (2 * bend) : 0
      length = min(max(shorter, 0.1 * length), 0.5 * length)
    }
    if found { continue }
    // No step helps: either this is the minimum, or what was learnt misleads.
    if inverse.isFresh {
      here.converged = true
      return here
    }
    inverse = InverseCurvature(dimensions: dimensions)
  }
  return here
}

/// The derivatives of a function by central differences.
///
/// - Parameter step: relative to the size of each coordinate (absolute below 1).
/// - Accuracy: about the square of `step`, and rounding of the function divided by `step`.
func centralGradient(
  at point: [Double], step: Double = 6e-6, _ function: ([Double]) -> Double
) -> [Double] {
  var moved = point
  return point.indices.map { dimension in
    let width = step * max(1, abs(point[dimension]))
    moved[dimension] = point[dimension] + width
    let above = function(moved)
    moved[dimension] = point[dimension] - width
    let below = function(moved)
    moved[dimension] = point[dimension]
    return (above - below) / (2 * width)
  }
}

/// The inverse of the matrix of second derivatives, as far as it was learnt.
private struct InverseCurvature {
  private var matrix: [Double]
  private let dimensions: Int
  private(set) var isFresh = true

  init(dimensions: Int, known: [Double]? = nil) {
    self.dimensions = dimensions
    if let known {
      matrix = known
      isFresh = false
      return
    }
    matrix = [Double](repeating: 0, count: dimensions * dimensions)
    for index in 0..<dimensions { matrix[index * dimensions + index] = 1 }
  }

  func direction(against gradient: [Double]) -> [Double] {
    (0..<dimensions).map { row in
      -dot(matrix[row * dimensions..<(row + 1) * dimensions], gradient)
    }
  }

  mutating func learn(moved: [Double], turned: [Double]) {
    let curvature = dot(moved, turned)
    guard curvature > 1e-12 * dot(moved, moved).squareRoot() * dot(turned, turned).squareRoot()
    else { return }
    if isFresh {
      let scale = curvature / dot(turned, turned)
      for index in 0..<dimensions { matrix[index * dimensions + index] = scale }
      isFresh = false
    }
    let product = (0..<dimensions).map { row in
      dot(matrix[row * dimensions..<(row + 1) * dimensions], turned)
    }
    let factor = (1 + dot(turned, product) / curvature) / curvature
    for row in 0..<dimensions {
      for column in 0..<dimensions {
        matrix[row * dimensions + column] +=
          factor * moved[row] * moved[column]
          - (product[row] * moved[column] + moved[row] * product[column]) / curvature
      }
    }
  }
}

private func dot(_ left: some Sequence<Double>, _ right: some Sequence<Double>) -> Double {
  zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}
