import LinearAlgebra

/// Finds the nearest values without negative ones, by distance in the inverse of a covariance.
///
/// The covariance is needed, not its inverse: with the values in a set held at zero the others
/// follow by regression on them. Which are held is found by exchanging all that are wrong at once,
/// and one at a time when that does not help, which always ends.
///
/// - Source: Wickramasuriya, Turlach, Hyndman (2020), "Optimal non-negative forecast
///   reconciliation"; the exchange rule from Júdice, Pires (1994), "A block principal pivoting
///   algorithm for large-scale strictly monotone linear complementarity problems".
struct NonNegativeProjection {
  /// The covariance, row by row.
  private let covariance: [Double]
  private let count: Int
  private var isHeld: [Bool]
  private var held: [Int] = []
  private var factor: [Double] = []
  private var multipliers: [Double] = []

  /// - Parameter covariance: symmetric and positive definite but for roundings.
  init(covariance: Matrix) {
    count = covariance.rows
    var matrix = covariance
    // A bottom that the sums determine wholly would leave nothing to divide by.
    let largest = (0..<count).map { matrix[$0, $0] }.max() ?? 0
    for index in 0..<count { matrix[index, index] += 1e-10 * largest }
    self.covariance = matrix.elements
    isHeld = [Bool](repeating: false, count: count)
  }

  /// Replaces values by the nearest without negative ones.
  ///
  /// - Shape: as many values as the covariance has rows.
  /// - Accuracy: what should be zero is exactly so; no other is below zero.
  /// - Complexity: O(k³ + n k) an exchange, with k values at zero; few exchanges are needed.
  mutating func project(_ values: inout [Double]) {
    guard values.contains(where: { $0 < 0 }) else { return }
    for index in 0..<count { isHeld[index] = values[index] < 0 }
    let scale = values.reduce(0) { max($0, abs($1)) }
    var result = values
    var fewest = Int.max
    var patience = 3
    for _ in 0..<(100 + 10 * count) {
      guard regress(values, into: &result) else { break }
      var wrong: [Int] = []
      var place = 0
      for index in 0..<count {
        if isHeld[index] {
          if multipliers[place] < 0 { wrong.append(index) }
          place += 1
        } else if result[index] < -1e-13 * scale {
          wrong.append(index)
        }
      }
      if wrong.isEmpty { break }
      if wrong.count < fewest {
        (fewest, patience) = (wrong.count, 3)
      } else if patience > 0 {
        patience -= 1
      } else {
        wrong = [wrong[wrong.count - 1]]
      }
      for index in wrong { isHeld[index].toggle() }
    }
    for index in 0..<count { values[index] = isHeld[index] ? 0 : max(0, result[index]) }
  }

  /// The values that follow when those in the set are zero, and the multipliers of the set.
  private mutating func regress(_ values: [Double], into result: inout [Double]) -> Bool {
    held.removeAll(keepingCapacity: true)
    for index in 0..<count where isHeld[index] { held.append(index) }
    let size = held.count
    multipliers.removeAll(keepingCapacity: true)
    for index in held { multipliers.append(-values[index]) }
    factor.removeAll(keepingCapacity: true)
    factor.reserveCapacity(size * size)
    for row in held { for column in held { factor.append(covariance[row * count + column]) } }
    // Cholesky and two substitutions in place.
    for column in 0..<size {
      for row in column..<size {
        var rest = factor[row * size + column]
        for inner in 0..<column {
          rest -= factor[row * size + inner] * factor[column * size + inner]
        }
        if row == column {
          guard rest > 0 else { return false }
          factor[row * size + column] = rest.squareRoot()
        } else {
          factor[row * size + column] = rest / factor[column * size + column]
        }
      }
    }
    for row in 0..<size {
      for inner in 0..<row { multipliers[row] -= factor[row * size + inner] * multipliers[inner] }
      multipliers[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for inner in (row + 1)..<max(size, row + 1) {
        multipliers[row] -= factor[inner * size + row] * multipliers[inner]
      }
      multipliers[row] /= factor[row * size + row]
    }
    for index in 0..<count {
      var value = values[index]
      for (place, member) in held.enumerated() {
        value += covariance[index * count + member] * multipliers[place]
      }
      result[index] = value
    }
    return true
  }
}
