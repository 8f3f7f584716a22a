import Probability

extension ArimaModel {
  /// How many parameter vectors are drawn at most; each serves an equal part of the paths.
  private static let drawCount = 64

  /// Draws of the steps to come.
  ///
  /// The parameters are drawn as follows, 64 times at most, each for an equal part of the paths.
  /// The coefficients are normal about their estimates in the unconstrained form, with the
  /// inverse of the observed information as covariance; a draw that the series speaks against
  /// more than one in a thousand would is brought nearer to the estimates. Then the series is
  /// filtered anew. The variance is its sum of squares over a chi-squared number, with as many
  /// degrees of freedom as are left; constant and missing values are normal about their
  /// estimates. A path goes on from there with the exact gains of the filter.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let count = noise.pathCount
    let hidden = series.count - data.observed.upperBound
    var numbers: [Double] = []
    numbers.reserveCapacity((horizon + hidden) * count)
    // Missing values at the end come first, with numbers of their own, so that a step to come
    // has the same number in all models.
    for step in 0..<hidden { numbers += noise.normals(step: step, source: 1) }
    for step in 0..<horizon { numbers += noise.normals(step: step) }
    if noise.drawsParameters {
      let draws = min(Self.drawCount, count / 16)
      var drawing = ParameterDrawing(self, noise)
      for draw in 0..<draws {
        let slice = count * draw / draws..<count * (draw + 1) / draws
        let parameters = drawing.parameters(path: slice.lowerBound)
        parameters.continuation.fill(
          &numbers, paths: slice, pathCount: count, deviation: parameters.deviation)
      }
    } else {
      ArmaContinuation(self).fill(
        &numbers, paths: 0..<count, pathCount: count, deviation: variance.squareRoot())
    }
    numbers.removeFirst(hidden * count)
    return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
  }
}

/// Draws parameters of a model, with what the series then ends in.
private struct ParameterDrawing {
  private let model: ArimaModel
  private let likelihood: ArimaLikelihood?
  private let factor: RidgedFactor?
  /// The least logarithm of the likelihood that a draw may have.
  private let least: Double
  private let normals: [[Double]]
  private let degrees: Double
  private let varianceShape: Gamma?

  init(_ model: ArimaModel, _ noise: PathNoise) {
    self.model = model
    let likelihood = try? ArimaLikelihood(model.data, order: model.order)
    self.likelihood = model.variance > 0 ? likelihood : nil
    let k = model.free.count
    // A prior of standard deviation 2 about the estimate: where the likelihood is flat, as at the
    // bound of invertibility, the draws would go anywhere.
    factor = likelihood.flatMap {
      RidgedFactor($0.observedInformation(at: model.free), ridge: 0.25)
    }
    let dimensions = Double(k)
    let best = likelihood?.logLikelihood(at: model.free) ?? 0
    // The 99.9 % point of a chi-squared number, nearly.
    least = best - 0.5 * (dimensions + 4 * (2 * dimensions).squareRoot() + 4)
    normals = (0..<k + 1 + model.regression.count).map { noise.parameterNormals($0) }
    // With fewer than three the variance would have no limits that make sense.
    degrees = max(likelihood.map(ArimaModel.degreesOfFreedom) ?? 1, 3)
    varianceShape = try? Gamma(ParameterValues(["shape": degrees / 2, "scale": 2]))
  }

  mutating func parameters(path: Int) -> (continuation: ArmaContinuation, deviation: Double) {
    guard let likelihood else { return (ArmaContinuation(model), 0) }
    let k = model.free.count
    var move = (0..<k).map { normals[$0][path] }
    move = factor?.backSolved(move) ?? move.map { _ in 0 }
    var isGood = false
    for _ in 0..<6 where !isGood {
      let point = zip(model.free, move).map { $0 + $1 }
      let value = likelihood.logLikelihood(
        of: likelihood.coefficients(point), keepsState: true)
      isGood = value >= least
      if !isGood { move = move.map { $0 / 2 } }
    }
    if !isGood {
      _ = likelihood.logLikelihood(of: likelihood.coefficients(model.free), keepsState: true)
    }
    let probability = StandardNormal.distributionFunction(at: normals[k][path])
    let square = varianceShape?.quantile(at: probability) ?? degrees
    let deviation = (likelihood.sumOfSquares / max(square, 1e-6)).squareRoot()
    var errors = model.regression.indices.map { deviation * normals[k + 1 + $0][path] }
    likelihood.backSolve(&errors)
    let regression = zip(likelihood.regression, errors).map { $0 + $1 }
    let continuation = ArmaContinuation(
      data: model.data, order: model.order, regression: regression,
      ending: likelihood.ending(regression: regression))
    return (continuation, deviation * model.data.scale)
  }
}

/// The Cholesky factor L of a matrix with numbers added to its diagonal until it is definite.
struct RidgedFactor {
  private let factor: [Double]

  /// - Returns: nil where the matrix is not finite, or not definite and no ridge is wanted.
  init?(_ matrix: [[Double]], ridge: Double) {
    let size = matrix.count
    var added = ridge
    for _ in 0..<40 {
      var factor = matrix.flatMap { $0 }
      for index in 0..<size { factor[index * size + index] += added }
      let isDefinite = factor.withUnsafeMutableBufferPointer {
        factorSymmetric($0, size: size, least: 1e-12)
      }
      if isDefinite {
        self.factor = factor
        return
      }
      guard ridge > 0 else { return nil }
      added *= 2
    }
    return nil
  }

  /// L⁻¹ x.
  func forwardSolved(_ numbers: [Double]) -> [Double] { Forecasting.forwardSolved(factor, numbers) }

  /// L⁻ᵀ x.
  func backSolved(_ numbers: [Double]) -> [Double] { Forecasting.backwardSolved(factor, numbers) }
}
