/// Searches for the smallest value of a function with a simplex of points, without derivatives.
///
/// The function may give infinity or NaN where it is not defined. The search is started anew from
/// where it ended as long as that helps, because a simplex can collapse before it is there.
///
/// - Parameter start: the first point.
/// - Parameter steps: how far the other points of the first simplex lie from it, one a dimension.
/// - Parameter tolerance: the search ends when the values of the simplex differ by less than this,
///   relative to the value (absolute below 1).
/// - Complexity: the simplex takes some 50 to 100 evaluations a dimension.
/// - Source: Nelder, Mead (1965), "A simplex method for function minimization"; the factors that
///   depend on the dimension from Gao, Han (2012), "Implementing the Nelder-Mead simplex algorithm
///   with adaptive parameters".
func minimiseBySimplex(
  from start: [Double], steps: [Double], tolerance: Double = 1e-9, evaluations limit: Int = 4_000,
  _ function: ([Double]) -> Double
) -> Minimum {
  var best = Minimum(point: start, value: .infinity, evaluations: 0, converged: false)
  var steps = steps
  while best.evaluations < limit {
    var simplex = Simplex(from: best.point, steps: steps, limit: limit - best.evaluations)
    simplex.search(tolerance: tolerance, function)
    let before = best.value
    best.evaluations += simplex.evaluations
    if simplex.lowest.value <= before {
      best.point = simplex.lowest.point
      best.value = simplex.lowest.value
    }
    guard simplex.converged else { return best }
    if before - best.value <= 10 * tolerance * max(1, abs(best.value)) {
      best.converged = true
      return best
    }
    steps = steps.map { $0 / 2 }
  }
  return best
}

private struct Simplex {
  struct Corner {
    var point: [Double]
    var value: Double
  }

  var corners: [Corner]
  var evaluations = 0
  var converged = false
  let limit: Int

  init(from start: [Double], steps: [Double], limit: Int) {
    self.limit = limit
    corners = [Corner(point: start, value: .infinity)]
    for dimension in start.indices {
      var point = start
      point[dimension] += steps[dimension]
      corners.append(Corner(point: point, value: .infinity))
    }
  }

  var lowest: Corner { corners[0] }

  mutating func search(tolerance: Double, _ function: ([Double]) -> Double) {
    corners = corners.map(\.point).map { corner(at: $0, function) }
    sort()
    guard corners.count > 1 else {
      converged = true
      return
    }
    let dimensions = Double(corners.count - 1)
    let expansion = 1 + 2 / dimensions
    let contraction = 0.75 - 1 / (2 * dimensions)
    let shrinkage = 1 - 1 / dimensions
    while evaluations < limit {
      let highest = corners[corners.count - 1]
      if highest.value - lowest.value <= tolerance * max(1, abs(lowest.value)) {
        converged = true
        return
      }
      let centre = centreWithoutHighest()
      let reflected = corner(at: point(centre, awayFrom: highest.point, by: 1), function)
      if reflected.value < lowest.value {
        let expanded = corner(
          at: point(centre, awayFrom: highest.point, by: expansion), function)
        replaceHighest(by: expanded.value < reflected.value ? expanded : reflected)
      } else if reflected.value < corners[corners.count - 2].value {
        replaceHighest(by: reflected)
      } else {
        let outside = reflected.value < highest.value
        let factor = outside ? contraction : -contraction
        let contracted = corner(at: point(centre, awayFrom: highest.point, by: factor), function)
        if contracted.value < min(reflected.value, highest.value) {
          replaceHighest(by: contracted)
        } else {
          shrink(by: dimensions > 1 ? shrinkage : 0.5, function)
        }
      }
    }
  }

  private mutating func corner(at point: [Double], _ function: ([Double]) -> Double) -> Corner {
    let value = function(point)
    evaluations += 1
    return Corner(point: point, value: value.isNaN ? .infinity : value)
  }

  private mutating func sort() { corners.sort { $0.value < $1.value } }

  private func centreWithoutHighest() -> [Double] {
    var centre = [Double](repeating: 0, count: corners[0].point.count)
    for corner in corners.dropLast() {
      for dimension in centre.indices { centre[dimension] += corner.point[dimension] }
    }
    return centre.map { $0 / Double(corners.count - 1) }
  }

  private func point(_ centre: [Double], awayFrom corner: [Double], by factor: Double) -> [Double] {
    zip(centre, corner).map { $0 + factor * ($0 - $1) }
  }

  private mutating func replaceHighest(by corner: Corner) {
    corners.removeLast()
    let place = corners.firstIndex { corner.value < $0.value } ?? corners.count
    corners.insert(corner, at: place)
  }

  private mutating func shrink(by factor: Double, _ function: ([Double]) -> Double) {
    let anchor = corners[0].point
    for index in corners.indices.dropFirst() {
      let nearer = zip(anchor, corners[index].point).map { $0 + factor * ($1 - $0) }
      corners[index] = corner(at: nearer, function)
    }
    sort()
  }
}
