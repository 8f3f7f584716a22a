import LinearAlgebra
import Probability
import SeededNumbers
import Testing

@testable import Forecasting

/// The general filter and smoother, against statsmodels and against the joint normal
/// distribution of a short series.
@Suite struct StateSpaceTests {
  @Test func theTableOfReferencesIsWhole() {
    #expect(StructuralCase.all.count == 18)
  }

  @Test(arguments: StructuralCase.withoutRegressors)
  func theDiffuseLikelihoodIsThatOfStatsmodels(reference: StructuralCase) {
    let filtered = FilteredStates(reference.general, reference.series.values)
    #expect(filtered.unresolvedCount == 0)
    #expect(agree(filtered.logLikelihood, reference.number("logLikelihood"), 1e-9))
  }

  @Test(arguments: StructuralCase.withoutRegressors)
  func forecastsAreThoseOfStatsmodels(reference: StructuralCase) {
    let filtered = FilteredStates(reference.general, reference.series.values)
    let ahead = filtered.forecast(horizon: 12)
    #expect(agree(ahead.means[0], reference.number("forecast1"), 1e-8))
    #expect(agree(ahead.means[11], reference.number("forecast12"), 1e-8))
    #expect(agree(ahead.variances[0], reference.number("variance1"), 1e-7))
    #expect(agree(ahead.variances[11], reference.number("variance12"), 1e-7))
  }

  @Test(arguments: StructuralCase.withoutRegressors)
  func smoothedLevelsAreThoseOfStatsmodels(reference: StructuralCase) {
    let smoothed = FilteredStates(reference.general, reference.series.values).smoothed()
    let size = reference.general.stateCount
    let middle = reference.series.count / 2
    // Variances are differences of larger ones: they lose digits beside the forecast's.
    let floor = reference.number("variance1")
    #expect(agree(smoothed.means[0], reference.number("level0"), 1e-8))
    #expect(agree(smoothed.means[middle * size], reference.number("levelMiddle"), 1e-8))
    #expect(
      agree(smoothed.covariances[0], reference.number("levelVariance0"), 1e-7, floor: floor))
    #expect(
      agree(
        smoothed.covariances[middle * size * size], reference.number("levelVarianceMiddle"),
        1e-7, floor: floor))
  }

  /// A model of two states with a known start: all its values are jointly normal.
  private let known: StateSpaceModel = {
    var model = StateSpaceModel(
      observation: [1, 0.5], observationVariance: 0.7,
      transition: Matrix(rows: 2, columns: 2, elements: [0.9, 0.3, -0.2, 0.8]),
      disturbanceCovariance: Matrix(rows: 2, columns: 2, elements: [0.5, 0.1, 0.1, 0.2]))
    model.initialMean = [1, -2]
    model.initialCovariance = Matrix(rows: 2, columns: 2, elements: [1.5, 0.4, 0.4, 0.6])
    model.diffuseCovariance = Matrix(rows: 2, columns: 2)
    return model
  }()

  /// Means and covariances of the stacked states, by the definition of the model.
  private func joint(_ model: StateSpaceModel, _ steps: Int) -> (mean: [Double], Matrix) {
    var means = [model.initialMean]
    var blocks = [model.initialCovariance]
    let transition = model.transition
    for _ in 1..<steps {
      means.append(product(transition, means[means.count - 1]))
      let moved = product(product(transition, blocks[blocks.count - 1]), transition.transposed)
      blocks.append(
        Matrix(
          rows: 2, columns: 2,
          elements: zip(moved.elements, model.disturbanceCovariance.elements).map { $0 + $1 }))
    }
    var full = Matrix(rows: 2 * steps, columns: 2 * steps)
    for first in 0..<steps {
      var block = blocks[first]
      for second in first..<steps {
        if second > first { block = product(transition, block) }
        for row in 0..<2 {
          for column in 0..<2 {
            full[2 * second + row, 2 * first + column] = block[row, column]
            full[2 * first + column, 2 * second + row] = block[row, column]
          }
        }
      }
    }
    return (means.flatMap { $0 }, full)
  }

  @Test func filterAndSmootherConditionTheJointNormalDistribution() throws {
    let steps = 7
    let values = [0.3, -1.2, .nan, 2.5, 0.1, .nan, 1.4]
    let seen = values.indices.filter { !values[$0].isNaN }
    let (mean, full) = joint(known, steps)
    var weights = Matrix(rows: seen.count, columns: 2 * steps)
    for (row, step) in seen.enumerated() {
      weights[row, 2 * step] = 1
      weights[row, 2 * step + 1] = 0.5
    }
    var covariance = product(product(weights, full), weights.transposed)
    for row in 0..<seen.count { covariance[row, row] += known.observationVariance }
    let expected = product(weights, mean)
    let errors = zip(seen, expected).map { values[$0] - $1 }
    let factor = try lowerCholesky(of: covariance)
    let turned = try solve(
      withCholeskyFactor: factor, Matrix(rows: seen.count, columns: 1, elements: errors)
    ).elements
    let logDeterminant = 2 * (0..<seen.count).reduce(0) { $0 + logarithm(factor[$1, $1]) }
    let squares = zip(errors, turned).reduce(0) { $0 + $1.0 * $1.1 }
    let density =
      -0.5 * (Double(seen.count) * logarithm(2 * .pi) + logDeterminant + squares)
    let filtered = FilteredStates(known, values)
    #expect(agree(filtered.logLikelihood, density, 1e-12))

    let gains = product(full, weights.transposed)
    let conditional = zip(mean, product(gains, turned)).map { $0 + $1 }
    let smoothed = filtered.smoothed()
    for (left, right) in zip(smoothed.means, conditional) {
      #expect(abs(left - right) < 1e-12)
    }
    let explained = product(gains, try solve(withCholeskyFactor: factor, gains.transposed))
    for step in 0..<steps {
      for row in 0..<2 {
        for column in 0..<2 {
          let (first, second) = (2 * step + row, 2 * step + column)
          let rest = full[first, second] - explained[first, second]
          #expect(abs(smoothed.covariances[(2 * step + row) * 2 + column] - rest) < 1e-12)
        }
      }
    }
  }

  /// What is smoothed obeys the equations of the model.
  @Test(arguments: StructuralCase.withoutRegressors)
  func smoothedDisturbancesJoinTheSmoothedStates(reference: StructuralCase) {
    let model = reference.general
    let smoothed = FilteredStates(model, reference.series.values).smoothed()
    let size = model.stateCount
    let scale = smoothed.means.reduce(0) { max($0, abs($1)) }
    for step in 0..<reference.series.count {
      let state = Array(smoothed.means[step * size..<(step + 1) * size])
      let value = reference.series.values[step]
      if !value.isNaN {
        let signal = zip(model.observation, state).reduce(0) { $0 + $1.0 * $1.1 }
        let rest = value - signal - smoothed.observationDisturbances[step]
        #expect(abs(rest) < 1e-8 * scale)
      }
      guard step + 1 < reference.series.count else { continue }
      let moved = product(model.transition, state)
      for row in 0..<size {
        let next = moved[row] + smoothed.stateDisturbances[step * size + row]
        #expect(abs(next - smoothed.means[(step + 1) * size + row]) < 1e-7 * scale)
      }
    }
  }
}
