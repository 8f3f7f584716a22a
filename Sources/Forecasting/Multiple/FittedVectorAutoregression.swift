import LinearAlgebra
import Probability

/// A vector autoregression with the posterior of its coefficients and of its errors' covariance.
public struct FittedVectorAutoregression: FittedMultipleModel {
  private let regression: MinnesotaRegression
  private let posterior: MatrixNormalPosterior
  private let choice: TightnessChoice
  /// The unit of each series.
  private let scales: [Double]
  private let lengths: [Int]
  private let usesLogarithms: Bool

  init(
    regression: MinnesotaRegression, posterior: MatrixNormalPosterior, choice: TightnessChoice,
    scales: [Double], lengths: [Int], usesLogarithms: Bool
  ) {
    self.regression = regression
    self.posterior = posterior
    self.choice = choice
    self.scales = scales
    self.lengths = lengths
    self.usesLogarithms = usesLogarithms
  }

  /// How many steps back the past is looked at.
  public var lags: Int { regression.lags }
  /// The prior standard deviation of a coefficient on the first lag.
  public var tightness: Double { choice.tightness }
  /// The logarithm of the density of the data at the chosen tightness, in the units of the
  /// series or their logarithms.
  public var logMarginalLikelihood: Double {
    let units = scales.reduce(0) { $0 + logarithm($1) }
    return regression.logMarginalLikelihood(
      tightness: choice.tightness, differencing: choice.differencing)
      - Double(regression.values.rows - regression.firstStep) * units
  }

  /// The lags and what was chosen of the prior; without a likelihood, because the coefficients
  /// are averaged out of the marginal one, which is among the parameters.
  public var description: ModelDescription {
    ModelDescription(
      name: "VAR(\(lags))",
      parameters: [
        .init("tightness", choice.tightness), .init("differencing", choice.differencing),
        .init("logMarginalLikelihood", logMarginalLikelihood),
      ],
      estimatedCount: posterior.coefficients.elements.count,
      observationCount: (regression.values.rows - regression.firstStep) * scales.count)
  }

  /// The posterior mean of the effect of series `j` `lag` steps ago on series `i`.
  public func coefficient(of source: Int, lag: Int, on target: Int) -> Double {
    posterior.coefficients[(lag - 1) * scales.count + source, target]
      * scales[target] / scales[source]
  }

  /// The expected covariance of the errors of a step.
  public var errorCovariance: Matrix {
    var result = posterior.covariance
    for row in scales.indices {
      for column in scales.indices { result[row, column] *= scales[row] * scales[column] }
    }
    return result
  }

  /// The one-step-ahead errors at the posterior mean, over their standard deviations.
  public var residuals: [[Double]] {
    let errors = regression.errors(at: posterior.coefficients)
    let covariance = posterior.covariance
    return scales.indices.map { series in
      let deviation = covariance[series, series].squareRoot()
      let before = lengths[series] - errors.rows
      return [Double](repeating: .nan, count: before)
        + (0..<errors.rows).map { errors[$0, series] / deviation }
    }
  }

  /// The forecast at the posterior mean, which is held like a draw where it would explode.
  public func pointForecasts(horizon: Int) -> [[Double]] {
    let width = regressorCount
    var coefficients = posterior.coefficients
    hold(&coefficients)
    let count = scales.count
    var past = lastValues
    var results = [[Double]](repeating: [], count: count)
    for step in 0..<horizon {
      var next = [Double](repeating: 0, count: count)
      let season = seasonRow(step)
      for target in 0..<count {
        var value = coefficients[count * lags, target]
        if season < width { value += coefficients[season, target] }
        for row in 0..<count * lags { value += coefficients[row, target] * past[row] }
        next[target] = value
        results[target].append(observed(value, target))
      }
      past = Array((next + past).prefix(count * lags))
    }
    return results
  }

  /// Draws of all series together. Coefficients and covariance are drawn 64 times, or as often
  /// as there are paths if these are fewer, and each draw serves an equal share of the paths.
  ///
  /// A draw under which the series explode is drawn again, up to 2 times; then its effects are
  /// weakened until it no longer does, each lag as much as it is late. Series near random walks
  /// often need that, and to judge a draw costs more than all else.
  public func jointPaths(horizon: Int, noise: PathNoise) -> [PathSample] {
    let pathCount = noise.pathCount
    let drawCount = noise.drawsParameters ? min(64, pathCount) : 1
    let draws = parameterDraws(drawCount, noise)
    let count = scales.count
    var numbers = [Double](repeating: 0, count: count * horizon * pathCount)
    // The newest lag first, each with all series.
    var past: [[Double]] = lastValues.map { [Double](repeating: $0, count: pathCount) }
    for step in 0..<horizon {
      let normals = (0..<count).map { noise.normals(step: step, source: $0) }
      let season = seasonRow(step)
      var next = [[Double]](
        repeating: [Double](repeating: 0, count: pathCount), count: count)
      for (draw, parameters) in draws.enumerated() {
        let paths = draw * pathCount / drawCount..<(draw + 1) * pathCount / drawCount
        for target in 0..<count {
          var base = parameters.coefficients[count * lags, target]
          if season < regressorCount { base += parameters.coefficients[season, target] }
          for path in paths { next[target][path] = base }
          for row in 0..<count * lags {
            add(past[row], times: parameters.coefficients[row, target], to: &next[target], paths)
          }
          for source in 0..<count {
            add(normals[source], times: parameters.root[target, source], to: &next[target], paths)
          }
        }
      }
      for series in 0..<count {
        let offset = (series * horizon + step) * pathCount
        for path in 0..<pathCount { numbers[offset + path] = observed(next[series][path], series) }
      }
      past = Array((next + past).prefix(count * lags))
    }
    return (0..<count).map { series in
      let size = horizon * pathCount
      return PathSample(
        horizon: horizon, pathCount: pathCount,
        numbers: Array(numbers[series * size..<(series + 1) * size]))
    }
  }

  private var regressorCount: Int { posterior.coefficients.rows }

  /// The row of the level of the season of a future step; beyond the end for the first season.
  private func seasonRow(_ step: Int) -> Int {
    let season =
      (regression.firstSeason + regression.values.rows + step) % regression.seasonLength
    return season == 0 ? regressorCount : scales.count * lags + season
  }

  private var lastValues: [Double] {
    (0..<lags).flatMap { lag in
      scales.indices.map { regression.values[regression.values.rows - 1 - lag, $0] }
    }
  }

  private func observed(_ value: Double, _ series: Int) -> Double {
    let number = value * scales[series]
    return usesLogarithms ? exponential(min(number, 700)) : number
  }
}

private func add(
  _ source: [Double], times factor: Double, to target: inout [Double], _ paths: Range<Int>
) {
  source.withUnsafeBufferPointer { source in
    target.withUnsafeMutableBufferPointer { target in
      for path in paths { target[path] += factor * source[path] }
    }
  }
}

/// One draw of what the posterior is of.
private struct AutoregressionDraw {
  var coefficients: Matrix
  /// A root of the covariance of the errors: root times its transpose.
  var root: Matrix
}

extension FittedVectorAutoregression {
  private func parameterDraws(_ count: Int, _ noise: PathNoise) -> [AutoregressionDraw] {
    guard noise.drawsParameters else {
      var coefficients = posterior.coefficients
      hold(&coefficients)
      let root = (try? lowerCholesky(of: posterior.covariance)) ?? posterior.scaleFactor
      return [AutoregressionDraw(coefficients: coefficients, root: root)]
    }
    let series = scales.count
    let perDraw = posterior.coefficients.elements.count
    let attempts = 3
    let roots = covarianceRoots(count, noise)
    // One normal number of the first path of each draw's share, for each coefficient and attempt.
    var normals = [[[Double]]](repeating: [], count: attempts)
    func numbers(_ attempt: Int, _ draw: Int) -> [Double] {
      if normals[attempt].isEmpty {
        normals[attempt] = (0..<perDraw).map {
          noise.parameterNormals(series * series + attempt * perDraw + $0)
        }
      }
      return normals[attempt].map { $0[draw * noise.pathCount / count] }
    }
    return (0..<count).map { draw in
      var coefficients = posterior.coefficients
      for attempt in 0..<attempts {
        coefficients = drawn(numbers(attempt, draw), roots[draw])
        if radius(coefficients) <= 1 { break }
      }
      hold(&coefficients)
      return AutoregressionDraw(coefficients: coefficients, root: roots[draw])
    }
  }

  /// Roots of draws of the covariance, by Bartlett's decomposition of a Wishart matrix: with `A`
  /// its lower factor and `L` that of the scale matrix, `L A⁻ᵀ` is a root of the covariance.
  private func covarianceRoots(_ count: Int, _ noise: PathNoise) -> [Matrix] {
    let series = scales.count
    func firsts(_ numbers: [Double]) -> [Double] {
      (0..<count).map { numbers[$0 * noise.pathCount / count] }
    }
    let squares = (0..<series).map { index in
      chiSquareQuantiles(
        posterior.degreesOfFreedom - Double(index),
        at: firsts(noise.uniforms(step: index, source: 1)))
    }
    let normals = (0..<series * series).map { firsts(noise.parameterNormals($0)) }
    return (0..<count).map { draw in
      var factor = Matrix(rows: series, columns: series)
      for row in 0..<series {
        factor[row, row] = squares[row][draw].squareRoot()
        for column in 0..<row { factor[row, column] = normals[row * series + column][draw] }
      }
      // (A⁻¹ Lᵀ)ᵀ
      let root = try? solveTriangular(factor, .plain, posterior.scaleFactor.transposed)
      return root?.transposed ?? posterior.scaleFactor
    }
  }

  private func drawn(_ normals: [Double], _ root: Matrix) -> Matrix {
    let mean = posterior.coefficients
    let noise = Matrix(rows: mean.rows, columns: mean.columns, elements: normals)
    guard let left = try? solveTriangular(posterior.precisionFactor, .transposed, noise) else {
      return mean
    }
    let change = product(left, root.transposed)
    return Matrix(
      rows: mean.rows, columns: mean.columns,
      elements: zip(mean.elements, change.elements).map { $0 + $1 })
  }

  /// By how much the series grow or shrink in the long run at these coefficients.
  private func radius(_ coefficients: Matrix) -> Double {
    let (series, lags) = (scales.count, self.lags)
    var companion = Matrix(rows: series * lags, columns: series * lags)
    for row in 0..<series * lags {
      for target in 0..<series { companion[target, row] = coefficients[row, target] }
      if row < series * (lags - 1) { companion[row + series, row] = 1 }
    }
    return (try? spectralRadius(of: companion)) ?? .infinity
  }

  /// Weakens coefficients under which the series explode. A factor to the power of the lag
  /// multiplies all roots by the factor.
  private func hold(_ coefficients: inout Matrix) {
    let found = radius(coefficients)
    guard found > 1, found < .infinity else { return }
    var factor = 1.0
    for lag in 0..<lags {
      factor /= found
      for row in lag * scales.count..<(lag + 1) * scales.count {
        for target in scales.indices { coefficients[row, target] *= factor }
      }
    }
  }
}
