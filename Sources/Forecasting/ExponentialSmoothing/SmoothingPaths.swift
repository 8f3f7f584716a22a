import CKernels
import Probability

extension SmoothingModel {
  /// How many draws of the parameters there are: path p takes draw p modulo this.
  static let drawCount = 64

  /// Simulates the form from its last state, with normal errors.
  ///
  /// Errors that multiply are normal given that the observation stays above zero, and then divided
  /// by their mean, so that the mean of a step is what was expected. Where something multiplies, a
  /// trend that adds takes at most 99 % of the level in a step, and a season that adds at most 99 %
  /// of the two: so paths stay above zero.
  ///
  /// With parameters drawn, 64 draws (fewer if there are fewer paths) serve the paths in turn, and
  /// each path draws a variance of its own given its parameters.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let horizon = max(horizon, 0)
    var bundle = SmoothingBundle(self, noise: noise)
    var numbers = [Double](repeating: 0, count: horizon * noise.pathCount)
    for step in 0..<horizon {
      var errors = noise.normals(step: step)
      if form.error == .multiplicative { bundle.keepPositive(&errors) }
      numbers.withUnsafeMutableBufferPointer { numbers in
        let start = step * noise.pathCount
        bundle.advance(
          step: step, errors: errors,
          into: UnsafeMutableBufferPointer(rebasing: numbers[start..<start + noise.pathCount]))
      }
    }
    if data.scale != 1 {
      for index in numbers.indices { numbers[index] *= data.scale }
    }
    return PathSample(horizon: horizon, pathCount: noise.pathCount, numbers: numbers)
  }
}

/// All paths at a step: a list of each number of the state and of each parameter.
private struct SmoothingBundle {
  let form: SmoothingForm
  let count: Int
  let seasonLength, firstTurn: Int
  var alpha, beta, gamma, phi, sigma: [Double]
  var level, trend: [Double]
  /// The paths of the first season first.
  var seasons: [Double]
  /// What the trend is before an observation, and the power that does it.
  private var carried: [Double]
  /// The chance of an error below -1, and the mean given none, where errors multiply.
  private var below, mean: [Double]
  private let isWide: Bool

  /// A relative standard deviation below which no error comes near -1.
  private static let narrow = 0.15

  init(_ model: SmoothingModel, noise: PathNoise) {
    form = model.form
    count = noise.pathCount
    seasonLength = model.data.seasonLength
    firstTurn = model.data.values.count % seasonLength
    var draws = [
      SmoothingPosterior.Draw(
        parameters: model.parameters, state: model.last, squares: model.squares)
    ]
    if noise.drawsParameters {
      draws = SmoothingPosterior(model).draws(min(SmoothingModel.drawCount, count), noise: noise)
    }
    func spread(_ number: (SmoothingPosterior.Draw) -> Double) -> [Double] {
      let numbers = draws.map(number)
      return (0..<noise.pathCount).map { numbers[$0 % numbers.count] }
    }
    alpha = spread(\.parameters.alpha)
    beta = spread(\.parameters.beta)
    gamma = spread(\.parameters.gamma)
    phi = spread(\.parameters.phi)
    level = spread(\.state.level)
    trend = spread(\.state.trend)
    seasons = model.last.seasons.indices.flatMap { turn in spread { $0.state.seasons[turn] } }
    carried = [Double](repeating: 0, count: count)
    if noise.drawsParameters {
      // Beyond the parameters and the numbers of the proposals.
      let variance = chiSquares(
        degrees: model.data.observationCount, from: 100_000, noise: noise)
      sigma = zip(spread(\.squares), variance).map { ($0 / $1).squareRoot() }
    } else {
      let scale = form.error == .multiplicative ? 1 : model.data.scale
      sigma = [Double](repeating: model.sigma / scale, count: count)
    }
    isWide = form.error == .multiplicative && (sigma.max() ?? 0) > Self.narrow
    below = []
    mean = []
    guard isWide else { return }
    below = sigma.map { $0 > 0 ? StandardNormal.distributionFunction(at: -1 / $0) : 0 }
    mean = zip(sigma, below).map { sigma, below in
      sigma > 0 ? 1 + sigma * StandardNormal.density(at: 1 / sigma) / (1 - below) : 1
    }
  }

  /// Turns standard normal numbers into relative errors above -1 with mean 0.
  func keepPositive(_ errors: inout [Double]) {
    guard isWide else {
      for path in 0..<count { errors[path] *= sigma[path] }
      return
    }
    makeProbabilities(&errors)
    for path in 0..<count {
      errors[path] = min(below[path] + (1 - below[path]) * errors[path], 1 - 0x1p-53)
    }
    makeScores(&errors)
    for path in 0..<count {
      errors[path] = max((1 + sigma[path] * errors[path]) / mean[path], 1e-6) - 1
    }
  }

  /// - Parameter errors: relative ones, or standard normal numbers where errors add.
  mutating func advance(
    step: Int, errors: [Double], into numbers: UnsafeMutableBufferPointer<Double>
  ) {
    let turn = form.season == .none ? 0 : (firstTurn + step) % seasonLength
    carryTrend()
    let isPositive = form.needsPositiveValues
    let least = SmoothingModel.leastShare
    let (trendPart, season) = (form.trend, form.season)
    let isRelative = form.error == .multiplicative
    let place = turn * count
    for path in 0..<count {
      let before = level[path]
      var base = before
      switch trendPart {
      case .none: break
      case .additive: base += carried[path]
      case .multiplicative: base *= carried[path]
      }
      if isPositive { base = max(base, least * before) }
      let seasonal = season == .none ? 0 : seasons[place + path]
      var expected = base
      if season == .additive { expected += seasonal }
      if season == .multiplicative { expected *= seasonal }
      if isPositive { expected = max(expected, least * base) }
      let error = errors[path] * (isRelative ? expected : sigma[path])
      numbers[path] = expected + error
      let inLevel = season == .multiplicative ? error / seasonal : error
      var next = base + alpha[path] * inLevel
      if isPositive { next = max(next, least * base) }
      level[path] = next
      switch trendPart {
      case .none: break
      case .additive: trend[path] = carried[path] + beta[path] * inLevel
      case .multiplicative:
        let moved = carried[path] + beta[path] * inLevel / before
        // A factor beyond these would overflow within some hundred steps.
        trend[path] = min(max(moved, 0.1), 10)
        level[path] = min(max(level[path], 1e-100), 1e100)
      }
      switch season {
      case .none: break
      case .additive: seasons[place + path] = seasonal + gamma[path] * error
      case .multiplicative:
        let moved = seasonal + gamma[path] * error / base
        seasons[place + path] = max(moved, least * seasonal)
      }
    }
  }

  private mutating func carryTrend() {
    switch form.trend {
    case .none: break
    case .additive: for path in 0..<count { carried[path] = phi[path] * trend[path] }
    case .multiplicative: torreya_power(&carried, trend, 1, phi, 1, count)
    }
  }
}
