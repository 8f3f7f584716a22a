import Probability

/// Coefficients that were searched for, and how good they are.
struct ArimaEstimate {
  let order: ArimaOrder
  /// The coefficients as unconstrained numbers.
  var free: [Double]
  var logLikelihood: Double
  let observationCount: Int
  /// Whether its roots are far enough from the unit circle.
  var isAdmissible = true

  /// Akaike's criterion with the correction for short series; infinite where it has no room.
  var correctedAkaike: Double {
    let k = Double(order.estimatedCount)
    let room = Double(observationCount) - k - 1
    guard room > 0, isAdmissible, logLikelihood > -.infinity else { return .infinity }
    return -2 * logLikelihood + 2 * k + 2 * k * (k + 1) / room
  }
}

extension ArimaLikelihood {
  /// Searches for the largest likelihood from a start.
  ///
  /// The likelihood has its maximum where the stretched residuals have their smallest sum of
  /// squares, so the search is that of Levenberg and Marquardt, which needs first derivatives
  /// only.
  ///
  /// - Parameter precision: the search ends when the next step promises less, in units of the
  ///   logarithm of the likelihood.
  /// - Parameter goal: the search is given up when it does not promise to come near it.
  /// - Source: Levenberg (1944); Marquardt (1963); the sum of squares: Ansley (1979), "An algorithm
  ///   for the exact likelihood of a mixed autoregressive-moving average process", Biometrika 66.
  func maximise(
    from start: [Double], precision: Double = 1e-9, tolerance: Double = ArmaFilter.exact,
    iterations: Int = 60, goal: Double = -.infinity
  ) -> ArimaEstimate {
    var estimate = ArimaEstimate(
      order: order, free: start,
      logLikelihood: logLikelihood(at: start, tolerance: tolerance),
      observationCount: observationCount)
    let k = start.count
    guard k > 0, estimate.logLikelihood > -.infinity, sumOfSquares > 0 else { return estimate }
    var damping = 1e-3
    var equations = NormalEquations(count: k)
    for _ in 0..<iterations {
      // The halved squares of the residuals in units of their variance: the curvature of the
      // likelihood's logarithm.
      let unit = Double(observationCount) / (sumOfSquares * stretch * stretch)
      differentiate(at: estimate.free, into: &equations, unit: unit, tolerance: tolerance)
      var improved = false
      while damping < 1e9 {
        guard let step = equations.step(damping: damping) else {
          damping *= 10
          continue
        }
        if step.gain < precision { return estimate }
        if estimate.logLikelihood + 20 * step.gain + 2 < goal { return estimate }
        let point = zip(estimate.free, step.move).map { $0 + min(max($1, -3), 3) }
        let value = logLikelihood(at: point, tolerance: tolerance)
        if value > estimate.logLikelihood {
          damping = value - estimate.logLikelihood > 0.5 * step.gain ? damping / 10 : damping
          let gain = value - estimate.logLikelihood
          estimate.free = point
          estimate.logLikelihood = value
          if gain < precision { return estimate }
          improved = true
          break
        }
        damping = max(damping * 8, 1e-6)
      }
      if !improved { return estimate }
    }
    return estimate
  }

  /// The derivatives of the stretched residuals, as normal equations.
  ///
  /// - Precondition: the last evaluation was at `point`.
  private func differentiate(
    at point: [Double], into equations: inout NormalEquations, unit: Double, tolerance: Double
  ) {
    let n = data.count
    let here = residuals.map { $0 * stretch }
    var columns = [Double](repeating: 0, count: n * point.count)
    var moved = point
    for index in point.indices {
      let width = 1e-6 * max(1, abs(point[index]))
      moved[index] = point[index] + width
      if logLikelihood(at: moved, tolerance: tolerance) > -.infinity {
        let (stretch, factor) = (stretch, 1 / width)
        columns.withUnsafeMutableBufferPointer { columns in
          residuals.withUnsafeBufferPointer { there in
            here.withUnsafeBufferPointer { here in
              for step in 0..<n {
                columns[index * n + step] = (there[step] * stretch - here[step]) * factor
              }
            }
          }
        }
      }
      moved[index] = point[index]
    }
    equations.fill(columns: columns, errors: here, unit: unit)
  }

  /// The matrix of second derivatives of the logarithm of the likelihood, with the sign changed.
  ///
  /// - Accuracy: central differences of width 1e-3: about 1e-5 relative.
  func observedInformation(at free: [Double]) -> [[Double]] {
    let k = free.count
    let width = 1e-3
    let centre = logLikelihood(at: free)
    func value(_ first: Int, _ a: Double, _ second: Int, _ b: Double) -> Double {
      var point = free
      point[first] += a * width
      point[second] += b * width
      return logLikelihood(at: point)
    }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for row in 0..<k {
      let ends = value(row, 1, row, 0) + value(row, -1, row, 0)
      matrix[row][row] = (2 * centre - ends) / (width * width)
      for column in 0..<row {
        let same = value(row, 1, column, 1) + value(row, -1, column, -1)
        let opposite = value(row, 1, column, -1) + value(row, -1, column, 1)
        matrix[row][column] = (opposite - same) / (4 * width * width)
        matrix[column][row] = matrix[row][column]
      }
    }
    return matrix
  }
}

/// The normal equations of a step of least squares.
private struct NormalEquations {
  private let count: Int
  private var matrix: [Double]
  private var right: [Double]

  init(count: Int) {
    self.count = count
    matrix = [Double](repeating: 0, count: count * count)
    right = [Double](repeating: 0, count: count)
  }

  mutating func fill(columns: [Double], errors: [Double], unit: Double) {
    let n = errors.count
    columns.withUnsafeBufferPointer { columns in
      errors.withUnsafeBufferPointer { errors in
        for row in 0..<count {
          let left = UnsafeBufferPointer(rebasing: columns[row * n..<(row + 1) * n])
          for column in 0...row {
            let other = UnsafeBufferPointer(rebasing: columns[column * n..<(column + 1) * n])
            matrix[row * count + column] = product(left, other) * unit
          }
          right[row] = -product(left, errors) * unit
        }
      }
    }
  }

  /// The move that the equations ask for when their diagonal is enlarged, and how much it
  /// promises to lower half the sum of squares; nil where they are not definite.
  func step(damping: Double) -> (move: [Double], gain: Double)? {
    var factor = matrix
    var move = right
    let largest = (0..<count).map { matrix[$0 * count + $0] }.max() ?? 0
    for column in 0..<count {
      let diagonal = matrix[column * count + column]
      var pivot = diagonal + damping * max(diagonal, 1e-6 * largest)
      for back in 0..<column {
        pivot -= factor[column * count + back] * factor[column * count + back]
      }
      guard pivot > 1e-14 * diagonal, pivot > 0, pivot.isFinite else { return nil }
      factor[column * count + column] = pivot.squareRoot()
      for row in column + 1..<max(count, column + 1) {
        var sum = factor[row * count + column]
        for back in 0..<column {
          sum -= factor[row * count + back] * factor[column * count + back]
        }
        factor[row * count + column] = sum / factor[column * count + column]
      }
      var sum = move[column]
      for back in 0..<column { sum -= factor[column * count + back] * move[back] }
      move[column] = sum / factor[column * count + column]
    }
    let gain = move.reduce(0) { $0 + $1 * $1 } / 2
    for row in stride(from: count - 1, through: 0, by: -1) {
      var sum = move[row]
      for column in stride(from: row + 1, to: count, by: 1) {
        sum -= factor[column * count + row] * move[column]
      }
      move[row] = sum / factor[row * count + row]
    }
    return (move, gain)
  }
}

private func product(
  _ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>
) -> Double {
  var (even, odd) = (0.0, 0.0)
  let count = left.count
  for step in stride(from: 0, to: count - 1, by: 2) {
    even += left[step] * right[step]
    odd += left[step + 1] * right[step + 1]
  }
  return even + odd + (count & 1 == 1 ? left[count - 1] * right[count - 1] : 0)
}
