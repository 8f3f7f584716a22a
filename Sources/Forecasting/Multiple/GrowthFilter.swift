import Probability

/// What all series of a pool have in common: how levels and growth move, in units of the variance
/// that is each series' own, and how those variances are spread.
struct GrowthPool: Hashable, Sendable {
  /// The variance of what is seen and gone the next step, as a share of a series' variance.
  var passingShare: Double
  /// The variance of lasting shocks to the level, as a share of a series' variance.
  var levelShare: Double
  /// The variance of shocks to the growth, as a share of a series' variance.
  var growthShare: Double
  /// How much of a growth above or below the usual is left a step later.
  var persistence: Double
  /// The mean of the usual growth of all series.
  var meanGrowth: Double
  /// The variance of the usual growth around the mean, relative to a series' variance.
  var growthSpread: Double
  /// How much the variances differ: the degrees of freedom of their inverse gamma distribution.
  var degreesOfFreedom: Double
  /// The scale of that distribution: about the middle of the variances.
  var variance: Double
  /// How much of what is known of a series' variance still counts a step later.
  var memory: Double
  /// The power of the scale on which growth is steady: near 0 the logarithm, 1 the values
  /// themselves.
  var power: Double
}

/// The level and growth of one series as known after some of its values: normal given the
/// variance of the series, which is inverse gamma.
///
/// Level, usual growth and passing growth form the state; its covariance is relative to the
/// variance of the series.
///
/// - Source: West, Harrison (1997), "Bayesian Forecasting and Dynamic Models", 2nd ed., sections
///   4.5 (unknown variance) and 10.8 (variance that changes).
struct GrowthState: Hashable, Sendable {
  var level = 0.0
  var usual = 0.0
  var passing = 0.0
  /// The covariances: level with level, usual and passing growth; then the rest of the triangle.
  var ll = 0.0
  var lu = 0.0
  var lp = 0.0
  var uu = 0.0
  var up = 0.0
  var pp = 0.0
  var degreesOfFreedom = 0.0
  /// Degrees of freedom times the estimate of the variance.
  var squares = 0.0

  /// What is known after the first value.
  init(first value: Double, _ pool: GrowthPool) {
    level = value
    usual = pool.meanGrowth
    ll = pool.passingShare
    uu = pool.growthSpread
    pp = pool.growthShare / (1 - pool.persistence * pool.persistence)
    degreesOfFreedom = pool.degreesOfFreedom
    squares = pool.degreesOfFreedom * pool.variance
  }

  /// Goes on by a step without looking.
  mutating func advance(_ pool: GrowthPool) {
    let phi = pool.persistence
    // The passing growth moves first, so that the level takes in the growth of this step.
    passing *= phi
    lp *= phi
    up *= phi
    pp = phi * phi * pp + pool.growthShare
    level += usual + passing
    let (lu0, lp0) = (lu, lp)
    ll += uu + pp + 2 * (lu0 + lp0 + up) + pool.levelShare
    lu = lu0 + uu + up
    lp = lp0 + up + pp
    degreesOfFreedom = pool.memory * degreesOfFreedom + (1 - pool.memory) * pool.degreesOfFreedom
    squares =
      pool.memory * squares + (1 - pool.memory) * pool.degreesOfFreedom * pool.variance
  }

  /// The variance of a value at this step, relative to the variance of the series.
  func spread(_ pool: GrowthPool) -> Double { ll + pool.passingShare }

  /// Learns from a value.
  mutating func learn(_ value: Double, _ pool: GrowthPool) {
    let f = spread(pool)
    let error = value - level
    let (kl, ku, kp) = (ll / f, lu / f, lp / f)
    level += kl * error
    usual += ku * error
    passing += kp * error
    uu -= ku * lu
    up -= ku * lp
    pp -= kp * lp
    lu -= kl * lu
    lp -= kl * lp
    ll -= kl * ll
    degreesOfFreedom += 1
    squares += error * error / f
  }
}
