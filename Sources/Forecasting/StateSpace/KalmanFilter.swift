import LinearAlgebra
import Probability

/// What the filter knows of the state before each observation.
public struct FilteredStates: Sendable {
  public let model: StateSpaceModel
  /// The observations that were filtered, NaN where missing.
  public let values: [Double]
  /// Each observation less its forecast from those before; NaN where missing.
  public internal(set) var errors: [Double]
  /// The variances of the errors, without what is diffuse in them; NaN where missing.
  public internal(set) var variances: [Double]
  /// What is multiplied by infinity in the variances of the errors: 0 after the start.
  public internal(set) var diffuseVariances: [Double]
  /// The means of the states, given the observations before.
  ///
  /// - Shape: one row more than steps × states; the last is the forecast of the step to come.
  public internal(set) var means: [Double]
  /// The finite parts of their covariances.
  ///
  /// - Shape: one more than steps matrices, row by row.
  public internal(set) var covariances: [Double]
  /// The diffuse parts of the covariances of the first steps, until nothing is diffuse.
  public internal(set) var diffuseCovariances: [Double]
  /// The number of parts of the state of which the observations do not tell.
  public internal(set) var unresolvedCount: Int
  /// The diffuse log-likelihood: an error with a diffuse variance counts with the logarithm of
  /// that variance alone; all errors have the constant of the normal density.
  ///
  /// - Source: Durbin, Koopman (2012), equation 7.4.
  public internal(set) var logLikelihood: Double

  /// The means and variances of the observations to come.
  ///
  /// - Precondition: `unresolvedCount` is 0.
  /// - Complexity: O(states²) a step for transitions that mostly hold zeros.
  public func forecast(horizon: Int) -> (means: [Double], variances: [Double]) {
    let size = model.stateCount
    let gap = FilteredStates(
      model.started(
        mean: Array(means.suffix(size)), covariance: Array(covariances.suffix(size * size))),
      [Double](repeating: .nan, count: horizon))
    var result = (means: [Double](), variances: [Double]())
    for step in 0..<horizon {
      var mean = 0.0
      var variance = model.observationVariance
      for row in 0..<size where model.observation[row] != 0 {
        mean += model.observation[row] * gap.means[step * size + row]
        for column in 0..<size {
          variance +=
            model.observation[row] * model.observation[column]
            * gap.covariances[(step * size + row) * size + column]
        }
      }
      result.means.append(mean)
      result.variances.append(variance)
    }
    return result
  }
}

extension StateSpaceModel {
  /// The same model, started from a known distribution of the state.
  func started(mean: [Double], covariance: [Double]) -> StateSpaceModel {
    var model = self
    model.initialMean = mean
    model.initialCovariance = Matrix(rows: stateCount, columns: stateCount, elements: covariance)
    model.diffuseCovariance = Matrix(rows: stateCount, columns: stateCount)
    return model
  }
}

extension FilteredStates {
  /// Runs the Kalman filter with the exact start of a diffuse state. A missing observation is
  /// passed over, exactly.
  ///
  /// - Parameter values: one a step, NaN where nothing was observed.
  /// - Complexity: O(steps × states²) for transitions that mostly hold zeros; nothing is
  ///   allocated in a step.
  /// - Source: Durbin, Koopman (2012), sections 4.3 and 5.2.
  public init(_ model: StateSpaceModel, _ values: [Double]) {
    let count = values.count
    let size = model.stateCount
    self.model = model
    self.values = values
    errors = [Double](repeating: .nan, count: count)
    variances = errors
    diffuseVariances = [Double](repeating: 0, count: count)
    means = model.initialMean + [Double](repeating: 0, count: count * size)
    covariances =
      model.initialCovariance.elements + [Double](repeating: 0, count: count * size * size)
    diffuseCovariances = []
    unresolvedCount = rank(of: model.diffuseCovariance)
    logLikelihood = 0
    filter()
  }

  private mutating func filter() {
    let size = model.stateCount
    let area = size * size
    var diffuse = model.diffuseCovariance.elements
    var scratch = [Double](repeating: 0, count: 2 * area + 2 * size)
    var (means, covariances) = (means, covariances)
    (self.means, self.covariances) = ([], [])
    for step in values.indices {
      if unresolvedCount > 0 { diffuseCovariances += diffuse }
      means.withUnsafeMutableBufferPointer { means in
        covariances.withUnsafeMutableBufferPointer { covariances in
          diffuse.withUnsafeMutableBufferPointer { diffuse in
            scratch.withUnsafeMutableBufferPointer { scratch in
              guard let mean = means.baseAddress, let covariance = covariances.baseAddress,
                let diffuse = diffuse.baseAddress, let scratch = scratch.baseAddress
              else { return }
              // The next step's place holds the updated state until it is moved on.
              let nextMean = mean + (step + 1) * size
              let nextCovariance = covariance + (step + 1) * area
              nextMean.update(from: mean + step * size, count: size)
              nextCovariance.update(from: covariance + step * area, count: area)
              if !values[step].isNaN {
                update(step, nextMean, nextCovariance, diffuse, scratch)
              }
              advance(nextMean, nextCovariance, diffuse, scratch)
            }
          }
        }
      }
    }
    (self.means, self.covariances) = (means, covariances)
  }

  private mutating func update(
    _ step: Int, _ mean: UnsafeMutablePointer<Double>,
    _ covariance: UnsafeMutablePointer<Double>, _ diffuse: UnsafeMutablePointer<Double>,
    _ scratch: UnsafeMutablePointer<Double>
  ) {
    let size = model.stateCount
    let gain = scratch
    let diffuseGain = scratch + size
    model.observation.withUnsafeBufferPointer { observation in
      guard let observation = observation.baseAddress else { return }
      let error = values[step] - inner(observation, mean, size)
      for row in 0..<size { gain[row] = inner(covariance + row * size, observation, size) }
      let variance = inner(observation, gain, size) + model.observationVariance
      errors[step] = error
      variances[step] = variance
      logLikelihood -= 0.5 * logarithm(2 * Double.pi)
      if unresolvedCount > 0 {
        for row in 0..<size { diffuseGain[row] = inner(diffuse + row * size, observation, size) }
        let infinite = inner(observation, diffuseGain, size)
        if infinite > StateSpaceModel.noDiffuseVariance {
          diffuseVariances[step] = infinite
          unresolvedCount -= 1
          logLikelihood -= 0.5 * logarithm(infinite)
          for row in 0..<size {
            let share = diffuseGain[row] / infinite
            mean[row] += share * error
            for column in 0..<size {
              let other = diffuseGain[column] / infinite
              covariance[row * size + column] +=
                share * other * variance - gain[row] * other - share * gain[column]
              diffuse[row * size + column] -= share * diffuseGain[column]
            }
          }
          return
        }
      }
      guard variance > 0 else { return }
      logLikelihood -= 0.5 * (logarithm(variance) + error * error / variance)
      for row in 0..<size {
        let share = gain[row] / variance
        mean[row] += share * error
        for column in 0..<size { covariance[row * size + column] -= share * gain[column] }
      }
    }
  }

  private func advance(
    _ mean: UnsafeMutablePointer<Double>, _ covariance: UnsafeMutablePointer<Double>,
    _ diffuse: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>
  ) {
    let size = model.stateCount
    let area = size * size
    model.transition.elements.withUnsafeBufferPointer { transition in
      guard let transition = transition.baseAddress else { return }
      for row in 0..<size { scratch[row] = inner(transition + row * size, mean, size) }
      mean.update(from: scratch, count: size)
      congruent(
        transition, covariance, into: covariance, size: size, scratch: scratch, scratch + area)
      model.disturbanceCovariance.elements.withUnsafeBufferPointer { added in
        for index in 0..<area { covariance[index] += added[index] }
      }
      if unresolvedCount > 0 {
        congruent(
          transition, diffuse, into: diffuse, size: size, scratch: scratch, scratch + area)
      }
    }
  }
}

/// How many directions a symmetric semidefinite matrix has.
private func rank(of matrix: Matrix) -> Int {
  guard let factor = try? lowerSemidefiniteCholesky(of: matrix) else { return 0 }
  return (0..<matrix.rows).count { factor[$0, $0] > 0 }
}
