import LinearAlgebra

/// What all observations together tell of the states.
public struct SmoothedStates: Sendable {
  /// The means of the states, given all observations.
  ///
  /// - Shape: steps × states.
  public let means: [Double]
  /// Their covariances.
  ///
  /// - Shape: for each step a matrix, row by row.
  public let covariances: [Double]
  /// The means of the observations' own disturbances; 0 where nothing was observed.
  public let observationDisturbances: [Double]
  /// The variances of these, given all observations.
  public let observationDisturbanceVariances: [Double]
  /// The means of the disturbances that lead from each state to the next.
  ///
  /// - Shape: steps × states; the last row is 0, because no observation follows.
  public let stateDisturbances: [Double]
}

extension FilteredStates {
  /// Smooths states and disturbances, with the exact start of a diffuse state.
  ///
  /// - Precondition: `unresolvedCount` is 0.
  /// - Complexity: O(steps × states³) at most; the memory of the filter and as much again.
  /// - Source: Durbin, Koopman (2012), sections 4.4, 4.5, 5.3 and 5.4. Their matrix N(1) is kept
  ///   symmetric here.
  public func smoothed() -> SmoothedStates {
    var smoother = Smoother(self)
    for step in values.indices.reversed() { smoother.stepBack(step) }
    return SmoothedStates(
      means: smoother.means, covariances: smoother.covariances,
      observationDisturbances: smoother.observationDisturbances,
      observationDisturbanceVariances: smoother.observationDisturbanceVariances,
      stateDisturbances: smoother.stateDisturbances)
  }
}

/// The backward pass. `sums` are the weighted sums of the errors to come, r in the literature,
/// `weights` their covariances, N; the second and third ones belong to the diffuse part.
private struct Smoother {
  let filtered: FilteredStates
  let size: Int
  var means, covariances, stateDisturbances: [Double]
  var observationDisturbances, observationDisturbanceVariances: [Double]
  var sums, diffuseSums: [Double]
  var weights, mixedWeights, diffuseWeights: Matrix

  init(_ filtered: FilteredStates) {
    self.filtered = filtered
    size = filtered.model.stateCount
    let count = filtered.values.count
    means = [Double](repeating: 0, count: count * size)
    stateDisturbances = means
    covariances = [Double](repeating: 0, count: count * size * size)
    observationDisturbances = [Double](repeating: 0, count: count)
    observationDisturbanceVariances = observationDisturbances
    sums = [Double](repeating: 0, count: size)
    diffuseSums = sums
    weights = Matrix(rows: size, columns: size)
    mixedWeights = weights
    diffuseWeights = weights
  }

  mutating func stepBack(_ step: Int) {
    let model = filtered.model
    let covariance = matrix(filtered.covariances, step)
    let stepIsDiffuse = (step + 1) * size * size <= filtered.diffuseCovariances.count
    let diffuse =
      stepIsDiffuse
      ? matrix(filtered.diffuseCovariances, step) : Matrix(rows: size, columns: size)
    let disturbance = product(model.disturbanceCovariance, sums)
    stateDisturbances.replaceSubrange(step * size..<(step + 1) * size, with: disturbance)
    observationDisturbanceVariances[step] = model.observationVariance
    if filtered.values[step].isNaN {
      carryOver()
    } else if filtered.diffuseVariances[step] > 0 {
      takeDiffuse(step, covariance, diffuse)
    } else {
      takeOrdinary(step, covariance)
    }
    let from = step * size
    for row in 0..<size {
      var mean = filtered.means[from + row]
      for column in 0..<size {
        mean +=
          covariance[row, column] * sums[column] + diffuse[row, column] * diffuseSums[column]
      }
      means[from + row] = mean
    }
    var smoothed = covariance - product(product(covariance, weights), covariance)
    if stepIsDiffuse {
      let mixed = product(product(diffuse, mixedWeights), covariance)
      smoothed =
        smoothed - mixed - mixed.transposed
        - product(product(diffuse, diffuseWeights), diffuse)
    }
    covariances.replaceSubrange(
      from * size..<(from + size) * size, with: smoothed.elements)
  }

  /// Nothing was observed: everything is moved through the transition alone.
  private mutating func carryOver() {
    let transition = filtered.model.transition
    sums = product(transition.transposed, sums)
    diffuseSums = product(transition.transposed, diffuseSums)
    weights = around(weights, transition, transition)
    mixedWeights = around(mixedWeights, transition, transition)
    diffuseWeights = around(diffuseWeights, transition, transition)
  }

  private mutating func takeOrdinary(_ step: Int, _ covariance: Matrix) {
    let model = filtered.model
    let variance = filtered.variances[step]
    guard variance > 0 else { return carryOver() }
    let gain = product(model.transition, product(covariance, model.observation))
      .map { $0 / variance }
    let error = filtered.errors[step] / variance
    noteDisturbance(step, error, 1 / variance, gain)
    let rest = less(model.transition, gain)
    sums = product(rest.transposed, sums)
    diffuseSums = product(rest.transposed, diffuseSums)
    weights = around(weights, rest, rest)
    mixedWeights = around(mixedWeights, rest, rest)
    diffuseWeights = around(diffuseWeights, rest, rest)
    for row in 0..<size {
      sums[row] += model.observation[row] * error
      for column in 0..<size {
        weights[row, column] += model.observation[row] * model.observation[column] / variance
      }
    }
  }

  private mutating func takeDiffuse(_ step: Int, _ covariance: Matrix, _ diffuse: Matrix) {
    let model = filtered.model
    let infinite = filtered.diffuseVariances[step]
    let variance = filtered.variances[step]
    let gain = product(model.transition, product(diffuse, model.observation))
      .map { $0 / infinite }
    let finite = product(model.transition, product(covariance, model.observation))
    let second = zip(finite, gain).map { ($0 - $1 * variance) / infinite }
    noteDisturbance(step, 0, 0, gain)
    let rest = less(model.transition, gain)
    let bend = less(Matrix(rows: size, columns: size), second)
    let cross = around(mixedWeights, rest, bend)
    diffuseWeights =
      around(diffuseWeights, rest, rest) + cross + cross.transposed + around(weights, bend, bend)
    let mixed = around(weights, rest, bend)
    mixedWeights = around(mixedWeights, rest, rest) + mixed + mixed.transposed
    weights = around(weights, rest, rest)
    let moved = product(bend.transposed, sums)
    diffuseSums = product(rest.transposed, diffuseSums)
    sums = product(rest.transposed, sums)
    let error = filtered.errors[step] / infinite
    for row in 0..<size {
      diffuseSums[row] += moved[row] + model.observation[row] * error
      for column in 0..<size {
        let pair = model.observation[row] * model.observation[column]
        mixedWeights[row, column] += pair / infinite
        diffuseWeights[row, column] -= pair * variance / (infinite * infinite)
      }
    }
  }

  private mutating func noteDisturbance(
    _ step: Int, _ error: Double, _ precision: Double, _ gain: [Double]
  ) {
    let variance = filtered.model.observationVariance
    let weighted = product(weights, gain)
    var (mean, spread) = (error, precision)
    for row in 0..<size {
      mean -= gain[row] * sums[row]
      spread += gain[row] * weighted[row]
    }
    observationDisturbances[step] = variance * mean
    observationDisturbanceVariances[step] = variance - variance * spread * variance
  }

  private func matrix(_ elements: [Double], _ step: Int) -> Matrix {
    let area = size * size
    return Matrix(
      rows: size, columns: size, elements: Array(elements[step * area..<(step + 1) * area]))
  }

  /// `matrix - gain Z`.
  private func less(_ matrix: Matrix, _ gain: [Double]) -> Matrix {
    var result = matrix
    for row in 0..<size {
      for column in 0..<size {
        result[row, column] -= gain[row] * filtered.model.observation[column]
      }
    }
    return result
  }
}

/// `leftᵀ middle right`.
private func around(_ middle: Matrix, _ left: Matrix, _ right: Matrix) -> Matrix {
  product(product(left.transposed, middle), right)
}

private func + (left: Matrix, right: Matrix) -> Matrix {
  Matrix(
    rows: left.rows, columns: left.columns,
    elements: zip(left.elements, right.elements).map { $0 + $1 })
}

private func - (left: Matrix, right: Matrix) -> Matrix {
  Matrix(
    rows: left.rows, columns: left.columns,
    elements: zip(left.elements, right.elements).map { $0 - $1 })
}
