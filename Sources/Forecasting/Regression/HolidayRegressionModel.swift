import LinearAlgebra
import Probability

/// A regression with autoregressive errors, estimated.
public struct HolidayRegressionModel: FittedModel {
  public let description: ModelDescription
  public let residuals: [Double]
  /// The estimated effects: of the constant (in the middle of the series), the line (over the
  /// whole length of the series), the seasons (less their mean; the last is minus the sum of the
  /// others) and the regressors that were kept. With logarithms they are effects on these.
  public let coefficients: [StructuralModel.Coefficient]
  /// The names of the regressors that were left out.
  public let dropped: [String]
  /// What each of the last errors adds to the next.
  public let autoregression: [Double]
  /// The variance of the errors' disturbances: their sum of squares by the number of values less
  /// that of coefficients.
  public let disturbanceVariance: Double

  let design: RegressionDesign
  let fit: RegressionDesign.Fit
  private let final: RegressionState

  init(design: RegressionDesign, fit: RegressionDesign.Fit, series: TimeSeries) {
    self.design = design
    self.fit = fit
    let final = RegressionState(design, at: fit.point)
    self.final = final
    let unit = design.scaling.unit
    disturbanceVariance = final.variance * unit * unit
    autoregression = final.errors.coefficients
    coefficients = Self.coefficients(design, final)
    let kept = Set(design.kept)
    dropped = design.columns.indices.filter { !kept.contains($0) }.map {
      Self.name(design, design.columns[$0])
    }
    residuals = Self.residuals(design, fit.point, final)
    let observed = design.regression.observedCount
    var logLikelihood = fit.logLikelihood - Double(observed) * logarithm(unit)
    if design.usesLogarithms {
      for value in design.series.values where !value.isNaN { logLikelihood -= value }
    }
    description = ModelDescription(
      name: "holidayRegression(\(coefficients.count) columns, AR(\(fit.point.count)))",
      parameters: coefficients.map { .init($0.name, $0.value) }
        + autoregression.enumerated().map { .init("error lag \($0.offset + 1)", $0.element) }
        + [.init("disturbance variance", disturbanceVariance)],
      effects: Self.effects(design, coefficients), logLikelihood: logLikelihood,
      estimatedCount: coefficients.count + fit.point.count + 1,
      observationCount: observed)
  }

  private static func name(_ design: RegressionDesign, _ column: RegressionDesign.Column) -> String
  {
    switch column {
    case .constant: "constant"
    case .line: "trend"
    case .season(let season): "season \(season + 1)"
    case .regressor(let place): design.regressors.names[place]
    }
  }

  private static func coefficients(
    _ design: RegressionDesign, _ final: RegressionState
  ) -> [StructuralModel.Coefficient] {
    let diagonal = final.solution?.inverseDiagonal ?? []
    return design.kept.enumerated().map { place, column in
      var units = design.scaling.unit
      if case .regressor(let regressor) = design.columns[column] {
        units /= design.scaling.regressorUnits[regressor]
      }
      let shift = design.columns[column] == .constant ? design.scaling.centre : 0
      return StructuralModel.Coefficient(
        name: name(design, design.columns[column]),
        value: final.coefficients[place] * units + shift,
        standardError: (final.variance * diagonal[place]).squareRoot() * units)
    }
  }

  /// What each regressor does, those that were left out among them.
  private static func effects(
    _ design: RegressionDesign, _ coefficients: [StructuralModel.Coefficient]
  ) -> [RegressorEffect] {
    design.columns.indices.compactMap { column in
      guard case .regressor(let place) = design.columns[column] else { return nil }
      let found = design.kept.firstIndex(of: column).map { coefficients[$0] }
      return RegressorEffect(
        name: design.regressors.names[place], estimate: found?.value,
        standardError: found?.standardError, isOnLogarithm: design.usesLogarithms)
    }
  }

  private static func residuals(
    _ design: RegressionDesign, _ point: [Double], _ final: RegressionState
  ) -> [Double] {
    let whitened = design.regression.moments(design.errors(at: point), keepsWhitened: true).whitened
    let lanes = design.regression.lanes
    let deviation = final.variance.squareRoot()
    return design.regression.isObserved.indices.map { step in
      guard design.regression.isObserved[step], deviation > 0 else { return .nan }
      var error = whitened[step * lanes]
      for (place, column) in design.kept.enumerated() {
        error -= final.coefficients[place] * whitened[step * lanes + column + 1]
      }
      return error / deviation
    }
  }

  /// The mean, or with logarithms the median. NaN where a regressor that was kept is not known.
  public func pointForecast(horizon: Int) -> [Double] {
    var state = final.mean
    return (0..<horizon).map { step in
      let value =
        design.kept.enumerated().reduce(state[0]) { sum, kept in
          let row = design.number(kept.element, at: design.series.count + step)
          return sum + final.coefficients[kept.offset] * row
        }
      let next = zip(final.errors.coefficients, state).reduce(0) { $0 + $1.0 * $1.1 }
      state = [next] + state.dropLast()
      let restored = design.scaling.restored(value)
      return design.usesLogarithms ? exponential(restored) : restored
    }
  }

  /// Draws of the steps to come.
  ///
  /// 64 draws of the partial autocorrelations (16 where there are fewer paths than 64) come from
  /// the normal approximation at the estimate; path p takes number p modulo 64. Given these, the
  /// variance of each path is drawn from its scaled inverse chi-squared distribution (by the
  /// Wilson-Hilferty cube root), and coefficients and last errors are drawn exactly.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    var simulation = RegressionSimulation(
      design, order: fit.point.count, horizon: horizon, noise: noise)
    let order = fit.point.count
    let draws =
      !noise.drawsParameters || order == 0 ? 1 : noise.pathCount >= 64 ? 64 : 16
    let normals = (0..<order).map { noise.parameterNormals($0) }
    let spread = draws > 1 ? spreadOfErrors : nil
    for draw in 0..<draws {
      guard let spread, draws > 1 else {
        simulation.start(final, paths: draw, every: draws)
        continue
      }
      let offsets = backwardSolved(spread, (0..<order).map { normals[$0][draw] })
      let point = zip(fit.point, offsets).map { min(max($0 + $1, -8), 8) }
      let state = RegressionState(design, at: point)
      simulation.start(state.solution == nil ? final : state, paths: draw, every: draws)
    }
    return simulation.run()
  }

  /// The Cholesky factor of the observed information of the errors' point; nil where it is not
  /// positive definite.
  private var spreadOfErrors: [Double]? {
    let size = fit.point.count
    let step = 1e-3
    var matrix = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      var point = fit.point
      func gradient(_ offset: Double) -> [Double] {
        point[row] = fit.point[row] + offset
        return centralGradient(at: point, step: step) { -design.logLikelihood(at: $0) }
      }
      let (above, below) = (gradient(step), gradient(-step))
      for column in 0..<size {
        let value = (above[column] - below[column]) / (4 * step)
        matrix[row * size + column] += value
        matrix[column * size + row] += value
      }
    }
    return choleskyInPlace(&matrix, size: size) ? matrix : nil
  }
}

/// Coefficients and last errors for given autocorrelations of the errors.
struct RegressionState: Sendable {
  let errors: Autoregression
  let solution: LeastSquaresSolution?
  let coefficients: [Double]
  let variance: Double
  /// The errors' state of the step to come, less what the columns explain.
  let mean: [Double]
  /// In units of the variance. Shape: states × states.
  let covariance: [Double]
  /// The states of the columns that were kept.
  let columnStates: [[Double]]

  init(_ design: RegressionDesign, at point: [Double]) {
    errors = design.errors(at: point)
    let moments = design.regression.moments(errors)
    let lanes = design.regression.lanes
    let size = max(1, errors.order)
    solution = design.solution(moments)
    let coefficients =
      solution?.coefficients ?? [Double](repeating: 0, count: design.kept.count)
    self.coefficients = coefficients
    let freedom = Double(max(1, design.regression.observedCount - design.kept.count))
    variance = (solution?.squares ?? 0) / freedom
    covariance = moments.covariance
    let columnStates = design.kept.map { column in
      (0..<size).map { moments.states[$0 * lanes + column + 1] }
    }
    self.columnStates = columnStates
    mean = (0..<size).map { state in
      coefficients.indices.reduce(moments.states[state * lanes]) {
        $0 - coefficients[$1] * columnStates[$1][state]
      }
    }
  }
}

/// Paths side by side: arrays of one number for each path.
private struct RegressionSimulation {
  let design: RegressionDesign
  let horizon: Int
  let noise: PathNoise
  private let paths: Int
  /// Shapes: states × paths, lags × paths, columns × paths, paths.
  private var states, lags, coefficients, deviations: [Double]
  private let normals: [[Double]]

  init(_ design: RegressionDesign, order: Int, horizon: Int, noise: PathNoise) {
    self.design = design
    self.horizon = horizon
    self.noise = noise
    paths = noise.pathCount
    states = []
    lags = []
    coefficients = [Double](repeating: 0, count: design.kept.count * paths)
    deviations = [Double](repeating: 0, count: paths)
    // Columns, the variance, the states; the numbers before are the autocorrelations'.
    normals = (0..<design.kept.count + 1 + max(1, order)).map { noise.parameterNormals(order + $0) }
  }

  mutating func start(_ state: RegressionState, paths first: Int, every step: Int) {
    let order = state.mean.count
    if states.isEmpty {
      states = [Double](repeating: 0, count: order * paths)
      lags = states
    }
    let factor =
      (try? lowerSemidefiniteCholesky(
        of: Matrix(rows: order, columns: order, elements: state.covariance)))
      ?? Matrix(rows: order, columns: order)
    let freedom = Double(max(1, design.regression.observedCount - design.kept.count))
    let columns = design.kept.count
    for path in stride(from: first, to: paths, by: step) {
      var variance = state.variance
      if noise.drawsParameters {
        let third = 2 / (9 * freedom)
        let root = max(1 - third + third.squareRoot() * normals[columns][path], 0.05)
        variance /= root * root * root
      }
      let deviation = variance.squareRoot()
      deviations[path] = deviation
      var offsets = [Double](repeating: 0, count: columns)
      if noise.drawsParameters, let solution = state.solution {
        offsets = backwardSolved(
          solution.factor, (0..<columns).map { deviation * normals[$0][path] })
      }
      for row in 0..<order {
        var value = state.mean[row]
        for column in 0...row {
          value += deviation * factor[row, column] * normals[columns + 1 + column][path]
        }
        for column in 0..<columns { value -= offsets[column] * state.columnStates[column][row] }
        states[row * paths + path] = value
        if row < state.errors.order {
          lags[row * paths + path] = state.errors.coefficients[row]
        }
      }
      for column in 0..<columns {
        coefficients[column * paths + path] = state.coefficients[column] + offsets[column]
      }
    }
  }

  mutating func run() -> PathSample {
    var numbers = [Double](repeating: 0, count: horizon * paths)
    let order = states.count / paths
    for step in 0..<horizon {
      let offset = step * paths
      for path in 0..<paths { numbers[offset + path] = states[path] }
      for (place, column) in design.kept.enumerated() {
        let row = design.number(column, at: design.series.count + step)
        for path in 0..<paths {
          numbers[offset + path] += row * coefficients[place * paths + path]
        }
      }
      let (centre, unit) = (design.scaling.centre, design.scaling.unit)
      for path in 0..<paths {
        let value = centre + unit * numbers[offset + path]
        numbers[offset + path] = design.usesLogarithms ? exponential(value) : value
      }
      advance(step, order)
    }
    return PathSample(horizon: horizon, pathCount: paths, numbers: numbers)
  }

  private mutating func advance(_ step: Int, _ order: Int) {
    var next = noise.normals(step: step)
    for path in 0..<paths { next[path] *= deviations[path] }
    for lag in 0..<order {
      for path in 0..<paths { next[path] += lags[lag * paths + path] * states[lag * paths + path] }
    }
    for lag in (1..<max(1, order)).reversed() {
      for path in 0..<paths { states[lag * paths + path] = states[(lag - 1) * paths + path] }
    }
    for path in 0..<paths { states[path] = next[path] }
  }
}
