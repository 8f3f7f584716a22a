import Probability

/// A seasonal ARIMA model with its coefficients estimated.
public struct ArimaModel: FittedModel, KnownQuantiles {
  public let order: ArimaOrder
  public let description: ModelDescription
  public let residuals: [Double]
  /// The variance of the errors, the squares divided by the degrees of freedom.
  public let variance: Double
  /// The maximum likelihood estimate of the variance of the errors.
  public let likelihoodVariance: Double
  /// The coefficients in the order p, q, P, Q, with the sign by which they multiply past values
  /// and errors.
  public let coefficients: [Double]
  /// The mean of the series, or its drift a step; nil for a model without constant.
  public let constant: Double?

  let series: TimeSeries
  let data: DifferencedSeries
  /// The coefficients as unconstrained numbers.
  let free: [Double]
  let ending: ArmaEnding
  let regression: [Double]

  /// - Precondition: the estimate is of this likelihood.
  init(_ series: TimeSeries, _ likelihood: ArimaLikelihood, _ estimate: ArimaEstimate) {
    let data = likelihood.data
    let order = likelihood.order
    (self.series, self.data, self.order, free) = (series, data, order, estimate.free)
    let parts = likelihood.coefficients(estimate.free)
    coefficients = parts.values
    let logLikelihood = likelihood.logLikelihood(of: parts, keepsState: true)
    let degrees = ArimaModel.degreesOfFreedom(likelihood)
    let unit = data.scale * data.scale
    likelihoodVariance = likelihood.sumOfSquares / Double(likelihood.observationCount) * unit
    variance = likelihood.sumOfSquares / degrees * unit
    regression = likelihood.regression
    ending = likelihood.ending(regression: regression)
    residuals = likelihood.standardisedErrors(
      deviation: (likelihood.sumOfSquares / degrees).squareRoot(), steps: series.count)
    constant = order.hasConstant ? data.constant(regression[regression.count - 1], order) : nil
    var parameters: [ModelDescription.Parameter] = []
    let names = ArimaModel.names(order)
    for (name, value) in zip(names, coefficients) { parameters.append(.init(name, value)) }
    if let constant {
      parameters.append(.init(order.d + order.seasonalD == 0 ? "mean" : "drift", constant))
    }
    parameters.append(.init("variance", variance))
    description = ModelDescription(
      name: order.name(seasonLength: series.seasonLength), parameters: parameters,
      logLikelihood: logLikelihood.isFinite ? logLikelihood : nil,
      estimatedCount: order.estimatedCount, observationCount: likelihood.observationCount)
  }

  /// The standard errors of the coefficients, from the observed information at the estimates.
  ///
  /// - Returns: in the order of `coefficients`; NaN where the likelihood is flat, as where a
  ///   coefficient is on the bound of invertibility.
  /// - Complexity: some 2 k² evaluations of the likelihood for k coefficients.
  public var standardErrors: [Double] {
    let k = free.count
    guard k > 0, let likelihood = try? ArimaLikelihood(data, order: order) else { return [] }
    let information = likelihood.observedInformation(at: free)
    guard let factor = RidgedFactor(information, ridge: 0) else {
      return [Double](repeating: .nan, count: k)
    }
    // By the delta method: how the coefficients follow from the unconstrained numbers.
    let width = 1e-6
    var slopes = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for column in 0..<k {
      var (above, below) = (free, free)
      above[column] += width
      below[column] -= width
      let values = zip(
        likelihood.coefficients(above).values, likelihood.coefficients(below).values)
      for (row, pair) in values.enumerated() {
        slopes[row][column] = (pair.0 - pair.1) / (2 * width)
      }
    }
    return slopes.map { slope in
      factor.forwardSolved(slope).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  public func pointForecast(horizon: Int) -> [Double] {
    let hidden = series.count - data.observed.upperBound
    var numbers = [Double](repeating: 0, count: max(horizon + hidden, 0))
    ArmaContinuation(self).fill(
      &numbers, paths: 0..<1, pathCount: 1, deviation: 0)
    return Array(numbers.dropFirst(hidden))
  }

  /// The standard deviation of each step to come, with the parameters taken as known.
  ///
  /// - Accuracy: exact without gaps near the end of the series; a gap there adds what is not
  ///   known of it, which `paths` draws and this leaves out.
  /// - Complexity: O(h² r).
  public func standardDeviations(horizon: Int) -> [Double] {
    let hidden = series.count - data.observed.upperBound
    let total = max(horizon + hidden, 0)
    // The path of one error at one step, all else 0: the steps are independent.
    var squares = [Double](repeating: 0, count: total)
    let continuation = ArmaContinuation(self)
    for step in 0..<total {
      for (later, weight) in continuation.effects(ofStep: step, horizon: total).enumerated() {
        squares[later] += weight * weight * variance
      }
    }
    return squares.dropFirst(hidden).map { $0.squareRoot() }
  }

  func quantiles(horizon: Int, scores: [Double]) -> [[Double]]? {
    normalQuantiles(
      means: pointForecast(horizon: horizon), deviations: standardDeviations(horizon: horizon),
      scores: scores)
  }

  /// The degrees of freedom of the variance: at least one.
  static func degreesOfFreedom(_ likelihood: ArimaLikelihood) -> Double {
    let estimated = likelihood.order.estimatedCount - 1
    return Double(max(likelihood.observationCount - estimated, 1))
  }

  private static func names(_ order: ArimaOrder) -> [String] {
    func names(_ name: String, _ count: Int) -> [String] {
      stride(from: 1, through: count, by: 1).map { "\(name)\($0)" }
    }
    return names("ar", order.p) + names("ma", order.q) + names("sar", order.seasonalP)
      + names("sma", order.seasonalQ)
  }
}

extension DifferencedSeries {
  /// The mean or the drift a step, from the coefficient of the constant.
  func constant(_ coefficient: Double, _ order: ArimaOrder) -> Double {
    let mean = (coefficient + centre) * scale
    return order.seasonalD > 0 && order.d == 0 ? mean / Double(seasonLength) : mean
  }
}

extension ArimaLikelihood {
  /// The one-step-ahead errors in units of their standard deviation, for each step of a series.
  ///
  /// A gap is not known from what comes later: its coefficient is learnt row by row, by rotations
  /// that leave of each row what was not foreseen, of which the variance stays one.
  ///
  /// - Source: the rotations: Golub, Van Loan (2013), "Matrix computations", section 5.1.8; that
  ///   they leave recursive residuals: Brown, Durbin, Evans (1975).
  func standardisedErrors(deviation: Double, steps: Int) -> [Double] {
    var result = [Double](repeating: .nan, count: steps)
    let first = data.observed.lowerBound + data.differences.count
    let gapCount = data.gaps.count
    var triangle = [Double](repeating: 0, count: gapCount * (gapCount + 1))
    let width = gapCount + 1
    var row = [Double](repeating: 0, count: width)
    for step in 0..<data.count {
      loadRow(step, into: &row)
      var isForeseen = true
      for pivot in 0..<gapCount where row[pivot] != 0 {
        let (old, new) = (triangle[pivot * width + pivot], row[pivot])
        let size = (old * old + new * new).squareRoot()
        guard size > 0 else { continue }
        if old == 0 { isForeseen = false }
        let (c, s) = (old / size, new / size)
        for column in pivot..<width {
          let (kept, passing) = (triangle[pivot * width + column], row[column])
          triangle[pivot * width + column] = c * kept + s * passing
          row[column] = c * passing - s * kept
        }
      }
      let error = row[gapCount]
      if isForeseen { result[first + step] = deviation > 0 ? error / deviation : 0 }
    }
    return result
  }

  /// The standardised regressors of the gaps at a step, and the standardised value.
  private func loadRow(_ step: Int, into row: inout [Double]) {
    let gapCount = data.gaps.count
    var value = residuals[step]
    for column in 0..<gapCount {
      row[column] = standardisedRegressor(column, at: step)
      value += regression[column] * row[column]
    }
    row[gapCount] = value
  }
}
