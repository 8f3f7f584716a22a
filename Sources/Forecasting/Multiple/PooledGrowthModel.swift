import Probability

/// A series with the level, growth and volatility that its values and its pool tell.
public struct PooledGrowthModel: FittedModel {
  private let series: GrowthSeries
  private let count: Int
  let estimate: GrowthEstimate
  private let pool: GrowthPool
  private let state: GrowthState

  init(series: GrowthSeries, count: Int, estimate: GrowthEstimate) {
    self.series = series
    self.count = count
    self.estimate = estimate
    pool = GrowthPool(at: estimate.point)
    state = series.state(pool)
  }

  /// The standard deviation of a step's shocks, relative to the last value.
  public var volatility: Double { (state.squares / state.degreesOfFreedom).squareRoot() }

  /// The pool that the series belongs to.
  public var description: ModelDescription {
    describe(estimate, observations: residuals.lazy.filter(\.isFinite).count)
  }

  /// The one-step-ahead errors on the scale of steady growth, over their standard deviations.
  public var residuals: [Double] {
    var errors = [Double](repeating: .nan, count: count)
    _ = series.state(pool) { step, error, state in
      let variance = state.spread(pool) * state.squares / state.degreesOfFreedom
      errors[series.leading + step] = error / variance.squareRoot()
    }
    return errors
  }

  /// The median at each step.
  public func pointForecast(horizon: Int) -> [Double] {
    var ahead = state
    return (0..<horizon).map { _ in
      ahead.advance(pool)
      return value(pool.ratio(ahead.level))
    }
  }

  /// Draws of level, growth, volatility and shocks. The pool is drawn 32 times, and each draw
  /// serves an equal share of the paths. The volatility of a path has the same rank in its
  /// distribution at each step; the shape of that distribution is that at the estimates.
  public func paths(horizon: Int, noise: PathNoise) -> PathSample {
    paths(
      horizon: horizon, noise: noise, pools: PoolDraws(estimate, noise),
      coupling: ShockCoupling(series: 0, seriesCount: 1, correlation: 0))
  }

  func paths(
    horizon: Int, noise: PathNoise, pools: PoolDraws, coupling: ShockCoupling
  ) -> PathSample {
    let pathCount = noise.pathCount
    var run = GrowthPaths(
      states: pools.pools.map { series.state($0) }, middle: (state, pool), pools: pools,
      noise: noise, coupling: coupling)
    var numbers: [Double] = []
    numbers.reserveCapacity(horizon * pathCount)
    for step in 0..<horizon { numbers += run.next(step).map(value) }
    return PathSample(horizon: horizon, pathCount: pathCount, numbers: numbers)
  }

  private func value(_ ratio: Double) -> Double {
    min(ratio * series.last, .greatestFiniteMagnitude)
  }
}

/// Draws of the pool, each for an equal share of the paths.
struct PoolDraws: Sendable {
  let pools: [GrowthPool]
  let shares: [Range<Int>]

  init(_ estimate: GrowthEstimate, _ noise: PathNoise) {
    let count = noise.drawsParameters ? min(32, noise.pathCount) : 1
    let shares = (0..<count).map {
      $0 * noise.pathCount / count..<($0 + 1) * noise.pathCount / count
    }
    self.shares = shares
    guard noise.drawsParameters else {
      pools = [estimate.pool([])]
      return
    }
    let normals = estimate.point.indices.map { noise.parameterNormals($0) }
    pools = shares.map { share in estimate.pool(normals.map { $0[share.lowerBound] }) }
  }
}

/// Where the shocks of a series come from when several are drawn together.
struct ShockCoupling: Sendable {
  let series: Int
  let seriesCount: Int
  let correlation: Double

  func source(_ number: Int) -> Int { 4 * series + number }

  /// The normal numbers of a kind of shock: a part of them is that of all series.
  func normals(_ noise: PathNoise, step: Int, kind: Int) -> [Double] {
    let own = noise.normals(step: step, source: source(kind))
    guard correlation > 0 else { return own }
    let all = noise.normals(step: step, source: 4 * seriesCount + kind)
    let (shared, rest) = (correlation.squareRoot(), (1 - correlation).squareRoot())
    return zip(all, own).map { shared * $0 + rest * $1 }
  }
}

/// The paths of one series on their way.
private struct GrowthPaths {
  private var states: [GrowthState]
  private let pools: PoolDraws
  private let noise: PathNoise
  private let coupling: ShockCoupling
  /// The state and the pool at the estimates: they give the shape of the volatility's spread.
  private var middle: (state: GrowthState, pool: GrowthPool)
  private let scores: [Double]
  private var level, usual, passing: [Double]
  private var deviations: [Double]

  init(
    states: [GrowthState], middle: (GrowthState, GrowthPool), pools: PoolDraws, noise: PathNoise,
    coupling: ShockCoupling
  ) {
    self.states = states
    self.middle = middle
    self.pools = pools
    self.noise = noise
    self.coupling = coupling
    scores = noise.normals(step: 3, source: coupling.source(3))
    let zeros = [Double](repeating: 0, count: noise.pathCount)
    (level, usual, passing, deviations) = (zeros, zeros, zeros, zeros)
    drawDeviations()
    let normals = (0..<3).map { noise.normals(step: $0, source: coupling.source(3)) }
    for (state, share) in zip(states, pools.shares) {
      let root = state.covarianceRoot
      for path in share {
        let (a, b, c) = (normals[0][path], normals[1][path], normals[2][path])
        let deviation = deviations[path]
        level[path] = state.level + deviation * root[0] * a
        usual[path] = state.usual + deviation * (root[1] * a + root[2] * b)
        passing[path] =
          state.passing + deviation * (root[3] * a + root[4] * b + root[5] * c)
      }
    }
  }

  /// Goes on by a step; gives the ratios to the last value.
  mutating func next(_ step: Int) -> [Double] {
    for index in states.indices { states[index].advance(pools.pools[index]) }
    middle.state.advance(middle.pool)
    drawDeviations()
    let growth = coupling.normals(noise, step: step, kind: 0)
    let lasting = coupling.normals(noise, step: step, kind: 1)
    let seen = coupling.normals(noise, step: step, kind: 2)
    var ratios = [Double](repeating: 0, count: level.count)
    for (pool, share) in zip(pools.pools, pools.shares) {
      let roots = (
        pool.growthShare.squareRoot(), pool.levelShare.squareRoot(),
        pool.passingShare.squareRoot()
      )
      for path in share {
        let deviation = deviations[path]
        passing[path] = pool.persistence * passing[path] + deviation * roots.0 * growth[path]
        level[path] += usual[path] + passing[path] + deviation * roots.1 * lasting[path]
        ratios[path] = pool.ratio(level[path] + deviation * roots.2 * seen[path])
      }
    }
    return ratios
  }

  /// The standard deviations of the paths: each of the variance that is at the rank of the path,
  /// or its estimate where parameters are not drawn.
  private mutating func drawDeviations() {
    guard noise.drawsParameters else {
      let deviation = (states[0].squares / states[0].degreesOfFreedom).squareRoot()
      for path in deviations.indices { deviations[path] = deviation }
      return
    }
    let freedom = middle.state.degreesOfFreedom
    let table = ChiSquareTable(degreesOfFreedom: freedom)
    for (state, share) in zip(states, pools.shares) {
      let variance = state.squares / state.degreesOfFreedom
      for path in share {
        deviations[path] = (variance * freedom / table.quantile(score: scores[path])).squareRoot()
      }
    }
  }
}

extension GrowthState {
  /// The lower factor of the covariance of level, usual and passing growth, row by row; a part
  /// without a spread of its own has zeros.
  fileprivate var covarianceRoot: [Double] {
    let a = max(ll, 0).squareRoot()
    let (b, d) = a > 0 ? (lu / a, lp / a) : (0, 0)
    let c = max(uu - b * b, 0).squareRoot()
    let e = c > 0 ? (up - b * d) / c : 0
    let f = max(pp - d * d - e * e, 0).squareRoot()
    return [a, b, c, d, e, f]
  }
}
