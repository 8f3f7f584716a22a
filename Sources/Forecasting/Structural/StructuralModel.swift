import Probability

/// A structural model with its variances and coefficients estimated.
///
/// The variances are those of the largest diffuse likelihood. Coefficients of regressors are as
/// diffuse as the starting state, so that their estimates are those of generalised least squares.
/// `description` has the likelihood at which starting state and coefficients are parameters too,
/// which can be compared between models with other components.
public struct StructuralModel: FittedModel, KnownQuantiles {
  public let description: ModelDescription
  public let residuals: [Double]
  /// The components after the choice among them.
  public let components: StructuralComponents
  /// The part of the slope that a step keeps; 1 where it is not damped.
  public let damping: Double
  /// The estimated variances, 0 where a component has none.
  public let irregularVariance, levelVariance, slopeVariance, seasonVariance: Double
  /// The diffuse log-likelihood, with a diffuse coefficient for each regressor.
  ///
  /// - Accuracy: 1e-9 relative, beside the exact filter in general form.
  /// - Source: Durbin, Koopman (2012), equation 7.4.
  public let diffuseLogLikelihood: Double
  /// The estimated effects of the regressors, in the order of their columns.
  public let coefficients: [Coefficient]

  /// An effect and how well it is known.
  public struct Coefficient: Hashable, Sendable {
    public let name: String
    public let value: Double
    /// Given the variances.
    public let standardError: Double
  }

  let series: TimeSeries
  let regressors: Regressors
  let layout: StructuralLayout
  let scaling: SeriesScaling
  /// In the units of `scaling`, as are all that follow.
  let variances: SIMD4<Double>
  let estimated: [Int]
  let final: StructuralFinalState

  public func pointForecast(horizon: Int) -> [Double] {
    var state = final.mean
    var sum = [Double](repeating: 0, count: layout.stateCount + 1)
    return (0..<horizon).map { step in
      let mean = layout.observed.reduce(0) { $0 + state[$1] }
      advance(&state, &sum)
      return scaling.restored(mean + effects(at: series.count + step, final.coefficients))
    }
  }

  /// The variances of the observations to come, given the estimated variances; with the
  /// uncertainty of state and coefficients. NaN where a regressor is not known.
  public func forecastVariances(horizon: Int) -> [Double] {
    let general = layout.stateSpaceModel(variances)
      .started(mean: final.mean, covariance: final.covariance)
    let known = FilteredStates(general, []).forecast(horizon: horizon).variances
    var lanes = final.regressorStates
    var sum = [Double](repeating: 0, count: layout.stateCount + 1)
    return (0..<horizon).map { step in
      // What the coefficients' errors move: the new row less what the state had of the old ones.
      let moved = lanes.indices.map { column in
        let row = scaling.scaled(regressors, column, at: series.count + step)
        return row - layout.observed.reduce(0) { $0 + lanes[column][$1] }
      }
      for column in lanes.indices { advance(&lanes[column], &sum) }
      let turned = forwardSolved(final.coefficientFactor, moved)
      let variance = known[step] + turned.reduce(0) { $0 + $1 * $1 }
      return variance * scaling.unit * scaling.unit
    }
  }

  /// Normal ones, with coefficients and variances taken as known.
  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    let (size, area) = (layout.stateCount, layout.stateCount * layout.stateCount)
    let disturbances = layout.disturbances(variances)
    let none = [Double](repeating: 0, count: size)
    var sum = none
    var covariance = final.covariance
    // What slides over the edge needs a row of grace.
    var next = [Double](repeating: 0, count: area + size + 1)
    let deviations = (0..<horizon).map { _ in
      var variance = variances[0]
      for row in layout.observed {
        for column in layout.observed { variance += covariance[row * size + column] }
      }
      covariance.withUnsafeBufferPointer { matrix in
        next.withUnsafeMutableBufferPointer { next in
          sum.withUnsafeMutableBufferPointer { sum in
            guard let matrix = matrix.baseAddress, let next = next.baseAddress,
              let sum = sum.baseAddress
            else { return }
            layout.advanceUpdated(matrix, gain: none, product: none, into: next, sum: sum)
          }
        }
      }
      for index in 0..<area { covariance[index] = next[index] }
      for state in 0..<size { covariance[state * (size + 1)] += disturbances[state] }
      return scaling.unit * max(variance, 0).squareRoot()
    }
    return normalQuantiles(
      means: pointForecast(horizon: horizon), deviations: deviations, scores: scores)
  }

  /// What the regressors add at a step, in the units of `scaling`; NaN where one is not known.
  func effects(at step: Int, _ coefficients: [Double]) -> Double {
    coefficients.indices.reduce(0) {
      $0 + coefficients[$1] * scaling.scaled(regressors, $1, at: step)
    }
  }

  private func advance(_ state: inout [Double], _ sum: inout [Double]) {
    state.withUnsafeMutableBufferPointer { state in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let state = state.baseAddress, let sum = sum.baseAddress else { return }
        layout.advance(state, width: 1, sum: sum)
      }
    }
  }
}

/// What is known at the end of a series: the state of the step to come, given variances.
struct StructuralFinalState: Hashable, Sendable {
  /// With the effects of the regressors at their estimates taken out.
  var mean: [Double]
  /// Given the coefficients. Shape: states × states.
  var covariance: [Double]
  /// How each regressor's column, filtered as if it were a series, ends.
  var regressorStates: [[Double]]
  var coefficients: [Double]
  /// The lower Cholesky factor of the coefficients' information.
  var coefficientFactor: [Double]

  init(_ likelihood: StructuralLikelihood) {
    let filter = likelihood.filter
    let (size, lanes) = (filter.size, filter.laneCount)
    coefficients = likelihood.coefficients
    let root = likelihood.scale.squareRoot()
    coefficientFactor = likelihood.factor.map { $0 / root }
    covariance = (0..<size * size).map { filter.covariance[$0] * likelihood.scale }
    regressorStates = (1..<max(1, lanes)).map { lane in
      (0..<size).map { filter.states[$0 * lanes + lane] }
    }
    mean = (0..<size).map { filter.states[$0 * lanes] }
    for (coefficient, states) in zip(coefficients, regressorStates) {
      for state in 0..<size { mean[state] -= coefficient * states[state] }
    }
  }
}

/// The units in which a series spans about 1, so that no square overflows or vanishes.
struct SeriesScaling: Hashable, Sendable {
  let centre, unit: Double
  /// The largest amount of each regressor.
  let regressorUnits: [Double]

  init(_ series: TimeSeries, _ regressors: Regressors) {
    let observed = series.values.filter { !$0.isNaN }
    let magnitude = observed.reduce(0) { max($0, abs($1)) }
    let size = magnitude > 0 ? magnitude : 1
    let middle = observed.reduce(0) { $0 + $1 / size } / Double(max(1, observed.count))
    let spread = observed.reduce(0) { max($0, abs($1 / size - middle)) }
    centre = middle * size
    let found = spread > 1e-14 ? spread * size : size
    unit = max(found, 1e-290)
    regressorUnits = regressors.columns.map { column in
      let largest = column.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
      return largest > 1e-290 ? largest : 1
    }
  }

  func scaled(_ values: [Double]) -> [Double] {
    values.map { $0 / unit - centre / unit }
  }

  func restored(_ value: Double) -> Double { centre + unit * value }

  /// A number of a regressor, NaN after its last.
  func scaled(_ regressors: Regressors, _ column: Int, at step: Int) -> Double {
    step < regressors.stepCount ? regressors.columns[column][step] / regressorUnits[column] : .nan
  }
}
