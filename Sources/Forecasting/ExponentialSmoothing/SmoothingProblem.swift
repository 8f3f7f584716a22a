import CKernels
import Probability

/// The likelihood of a form of exponential smoothing, as a function of coordinates.
///
/// The coordinates are α, β, γ, φ, the level, the trend and all seasons but the last, before the
/// first step. In the usual region the second and third are β / α and γ / (1 - α), so that every
/// coordinate has bounds of its own. Those that a form has not are fixed.
///
/// The variance is concentrated out: the function is the negative logarithm of the likelihood
/// without constants, n/2 log S + Σ log f, with S the sum of squared errors, and of the prior.
final class SmoothingProblem {
  let form: SmoothingForm
  let region: SmoothingRegion
  let prior: SmoothingPrior
  let seasonLength: Int
  /// The series, scaled so that the largest value is about 1.
  let values: [Double]
  let observationCount: Int
  /// How many coordinates there are.
  let count: Int
  /// Which coordinates are estimated; those of the start first, so that the posterior can refuse
  /// the others early.
  let active: [Int]
  /// The bounds of each coordinate.
  let lower, upper: [Double]
  /// The seasons before the first step, where they are taken as they are: there would be too many
  /// to estimate.
  var fixedSeasons: [Double] = []

  private let stride: Int
  private let state, tangents, rows, relative, products, sums: UnsafeMutablePointer<Double>
  private let buffers: [UnsafeMutablePointer<Double>]

  /// The longest season of which every number is estimated.
  static let longestEstimatedSeason = 64

  /// What an error may be by rounding alone, relative to the largest value: a fit that is better
  /// is no better, and the likelihood stays finite.
  private static let leastSquare = 1e-22

  init(
    form: SmoothingForm, region: SmoothingRegion, prior: SmoothingPrior, values: [Double],
    seasonLength: Int
  ) {
    self.form = form
    self.region = region
    // The prior is about shares, which only the usual region has for coordinates.
    self.prior = region == .usual ? prior : .none
    self.values = values
    self.seasonLength = form.season == .none ? 1 : seasonLength
    observationCount = values.reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
    let estimatesSeasons =
      form.season != .none && seasonLength <= Self.longestEstimatedSeason
    count = 6 + (estimatesSeasons ? seasonLength - 1 : 0)
    active =
      [4] + (form.trend == .none ? [] : [5]) + Array(6..<count) + [0]
      + (form.trend == .none ? [] : [1]) + (form.season == .none ? [] : [2])
      + (form.isDamped ? [3] : [])
    var lower = [Double](repeating: -.infinity, count: count)
    var upper = [Double](repeating: .infinity, count: count)
    let least = 1e-4
    switch region {
    case .usual:
      for index in 0..<3 { (lower[index], upper[index]) = (least, 1 - least) }
    case .admissible:
      (lower[0], upper[0]) = (-1, 2)
      (lower[1], upper[1]) = (-1, 4)
      (lower[2], upper[2]) = (0, 2)
    }
    (lower[3], upper[3]) = (0.8, 0.98)
    self.lower = lower
    self.upper = upper
    stride = (count + 8) / 8 * 8
    func buffer(_ count: Int) -> UnsafeMutablePointer<Double> {
      let numbers = UnsafeMutablePointer<Double>.allocate(capacity: count)
      numbers.initialize(repeating: 0, count: count)
      return numbers
    }
    state = buffer(2 + self.seasonLength)
    tangents = buffer((2 + self.seasonLength) * stride)
    rows = buffer(max(values.count, 1) * stride)
    relative = buffer(stride)
    products = buffer(stride * stride)
    sums = buffer(2)
    buffers = [state, tangents, rows, relative, products, sums]
  }

  deinit { for buffer in buffers { buffer.deallocate() } }

  func parameters(at point: [Double]) -> SmoothingParameters {
    let alpha = point[0]
    let beta = form.trend == .none ? 0 : region == .usual ? alpha * point[1] : point[1]
    let gamma = form.season == .none ? 0 : region == .usual ? (1 - alpha) * point[2] : point[2]
    return SmoothingParameters(
      alpha: alpha, beta: beta, gamma: gamma, phi: form.isDamped ? point[3] : 1)
  }

  /// The coordinates of parameters and a start.
  func point(_ parameters: SmoothingParameters, _ start: SmoothingState) -> [Double] {
    var point = [Double](repeating: 0, count: count)
    point[0] = parameters.alpha
    let isUsual = region == .usual
    if form.trend != .none {
      point[1] = isUsual ? parameters.beta / parameters.alpha : parameters.beta
      point[5] = start.trend
    }
    if form.season != .none {
      point[2] = isUsual ? parameters.gamma / (1 - parameters.alpha) : parameters.gamma
      for index in 6..<max(count, 6) { point[index] = start.seasons[index - 6] }
      if count == 6 { fixedSeasons = start.seasons }
    }
    point[3] = form.isDamped ? parameters.phi : 1
    point[4] = start.level
    return point
  }

  /// The state before the first step.
  func start(at point: [Double]) -> SmoothingState {
    fillState(at: point)
    return currentState
  }

  private var currentState: SmoothingState {
    let seasons = form.season == .none ? 0 : seasonLength
    return SmoothingState(
      level: state[0], trend: state[1], seasons: (0..<seasons).map { state[2 + $0] })
  }

  private func fillState(at point: [Double]) {
    state[0] = point[4]
    state[1] = point[5]
    guard form.season != .none else { return }
    guard count > 6 else {
      for index in 0..<seasonLength { state[2 + index] = fixedSeasons[index] }
      return
    }
    // Seasons that add sum to nothing, those that multiply average 1.
    var last = form.season == .additive ? 0 : Double(seasonLength)
    for index in 6..<count {
      state[2 + index - 6] = point[index]
      last -= point[index]
    }
    state[2 + seasonLength - 1] = last
  }

  private func kernel(_ parameters: SmoothingParameters) -> torreya_smoothing {
    func part(_ part: SmoothingPart) -> torreya_part {
      switch part {
      case .none: torreya_part_none
      case .additive: torreya_part_additive
      case .multiplicative: torreya_part_multiplicative
      }
    }
    return torreya_smoothing(
      trend: part(form.trend), season: part(form.season),
      relative_error: form.error == .multiplicative ? 1 : 0, season_length: seasonLength,
      alpha: parameters.alpha, beta: parameters.beta, gamma: parameters.gamma,
      phi: parameters.phi)
  }

  private func isAllowed(_ parameters: SmoothingParameters) -> Bool {
    region == .usual
      || parameters.fades(
        trend: form.trend != .none, season: form.season != .none, seasonLength: seasonLength)
  }

  private var value: Double {
    let squares = sums[0] + Double(observationCount) * Self.leastSquare
    let value = 0.5 * Double(observationCount) * logarithm(squares) + sums[1]
    return value.isFinite ? value : .infinity
  }

  /// The negative logarithm of the prior.
  private func penalty(at point: [Double]) -> Double {
    var sum = 0.0
    if form.trend != .none, prior.trend > 0 { sum -= prior.trend * logarithm(1 - point[1]) }
    if form.season != .none, prior.season > 0 { sum -= prior.season * logarithm(1 - point[2]) }
    return sum
  }

  private func addPenalty(
    at point: [Double], _ gradient: UnsafeMutablePointer<Double>,
    _ curvature: UnsafeMutablePointer<Double>
  ) {
    func add(_ weight: Double, at index: Int) {
      let rate = 1 / (1 - point[index])
      gradient[index] += weight * rate
      curvature[index * count + index] += weight * rate * rate
    }
    if form.trend != .none { add(prior.trend, at: 1) }
    if form.season != .none { add(prior.season, at: 2) }
  }

  /// What a run through the series leaves behind.
  struct Run {
    /// The function, the part of it that is the likelihood, and the sum of squared errors.
    var value, likelihood, squares: Double
    /// After the last step.
    var state: SmoothingState
  }

  /// The function at a point; infinity where the form has no meaning.
  func value(at point: [Double]) -> Double {
    let parameters = parameters(at: point)
    guard isAllowed(parameters) else { return .infinity }
    fillState(at: point)
    var smoothing = kernel(parameters)
    guard torreya_smoothing_errors(&smoothing, values, values.count, state, nil, sums) == 1 else {
      return .infinity
    }
    return value + penalty(at: point)
  }

  /// A run at a point, and its errors; nil where the form has no meaning.
  func run(at point: [Double], errors: inout [Double]) -> Run? {
    let parameters = parameters(at: point)
    fillState(at: point)
    var smoothing = kernel(parameters)
    guard
      isAllowed(parameters),
      torreya_smoothing_errors(&smoothing, values, values.count, state, &errors, sums) == 1
    else { return nil }
    return currentRun(at: point)
  }

  /// A run at a point; nil where the form has no meaning.
  func run(at point: [Double]) -> Run? {
    value(at: point).isFinite ? currentRun(at: point) : nil
  }

  private func currentRun(at point: [Double]) -> Run {
    Run(
      value: value + penalty(at: point), likelihood: value, squares: sums[0], state: currentState)
  }

  /// The function, its gradient and the matrix of second derivatives without those of the errors,
  /// which average out at the minimum.
  ///
  /// - Parameter gradient: receives `count` numbers.
  /// - Parameter curvature: receives `count` × `count`.
  func derivatives(
    at point: [Double], gradient: UnsafeMutablePointer<Double>,
    curvature: UnsafeMutablePointer<Double>
  ) -> Double {
    let parameters = parameters(at: point)
    guard isAllowed(parameters) else { return .infinity }
    fillState(at: point)
    tangents.update(repeating: 0, count: (2 + seasonLength) * stride)
    tangents[4] = 1
    tangents[stride + 5] = 1
    if form.season != .none {
      for index in 6..<max(count, 6) {
        tangents[(2 + index - 6) * stride + index] = 1
        tangents[(2 + seasonLength - 1) * stride + index] = -1
      }
    }
    var smoothing = kernel(parameters)
    guard
      torreya_smoothing_derivatives(
        &smoothing, values, values.count, state, tangents, count, stride, rows, relative, sums)
        == 1
    else { return .infinity }
    torreya_column_products(products, rows, values.count, count + 1, stride)
    collect(gradient, curvature)
    if region == .usual {
      changeCoordinates(point, gradient, curvature)
      addPenalty(at: point, gradient, curvature)
    }
    return value + penalty(at: point)
  }

  /// With r the errors times the geometric mean of f, the function is n/2 log Σ r², whose second
  /// derivatives are n Σ r' r'ᵀ / Σ r² at a minimum.
  private func collect(
    _ gradient: UnsafeMutablePointer<Double>, _ curvature: UnsafeMutablePointer<Double>
  ) {
    let n = Double(observationCount)
    let squares = sums[0] + n * Self.leastSquare
    let factor = n / squares
    let isRelative = form.error == .multiplicative
    for row in 0..<count {
      let crossed = products[row * stride + count]
      let growth = isRelative ? relative[row] / n : 0
      gradient[row] = factor * crossed + n * growth
      for column in row..<count {
        var sum = products[row * stride + column]
        if isRelative {
          let other = relative[column] / n
          sum += crossed * other + products[column * stride + count] * growth
          sum += squares * growth * other
        }
        curvature[row * count + column] = factor * sum
        curvature[column * count + row] = factor * sum
      }
    }
  }

  /// From α, β, γ to α, β / α, γ / (1 - α).
  private func changeCoordinates(
    _ point: [Double], _ gradient: UnsafeMutablePointer<Double>,
    _ curvature: UnsafeMutablePointer<Double>
  ) {
    let (alpha, beta, gamma) = (point[0], point[1], point[2])
    gradient[0] += beta * gradient[1] - gamma * gradient[2]
    gradient[1] *= alpha
    gradient[2] *= 1 - alpha
    for column in 0..<count {
      let (b, c) = (curvature[count + column], curvature[2 * count + column])
      curvature[column] += beta * b - gamma * c
      curvature[count + column] = alpha * b
      curvature[2 * count + column] = (1 - alpha) * c
    }
    for row in 0..<count {
      let place = row * count
      let (b, c) = (curvature[place + 1], curvature[place + 2])
      curvature[place] += beta * b - gamma * c
      curvature[place + 1] = alpha * b
      curvature[place + 2] = (1 - alpha) * c
    }
  }
}

/// Level, trend and seasons at a time; the seasons begin with that of the first step of the
/// series.
struct SmoothingState: Hashable, Sendable {
  var level: Double
  var trend: Double
  var seasons: [Double]
}
