import Probability

/// Counts with a mean that changes over time: the Poisson distribution with a mean of which a
/// gamma distribution says what is known.
///
/// From step to step the knowledge is discounted by a factor, so that the forecast of a count has
/// a negative binomial distribution with exponentially weighted parameters. Its likelihood is
/// exact. Steps with missing values discount and add nothing, which is exact too.
///
/// - Source: Harvey, Fernandes (1989), "Time series models for count or qualitative observations",
///   section 2.
public struct GammaPoisson: ForecastMethod {
  /// The name by which the command line and a scenario ask for it.
  public let name = "counts"

  /// The method; it has no options.
  public init() {}

  /// Estimates the discount by maximum likelihood.
  ///
  /// The first count above 0 makes the distribution of the mean a proper one; the likelihood is
  /// of what comes after. A series of zeros tells no discount: the mean has then the gamma
  /// distribution with shape one half, Jeffreys' choice, and as many steps as were observed.
  ///
  /// - Errors: `tooFewObservations` below 2; `outsideDomain` at the first value that is no count.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try series.requireDemand(2, isWhole: true)
    return GammaPoissonFit(series.values)
  }
}

/// What is known of a mean: a gamma distribution.
struct GammaKnowledge: Hashable, Sendable {
  var shape: Double
  var rate: Double
}

struct GammaPoissonFit: FittedModel {
  let description: ModelDescription
  let residuals: [Double]
  /// The values, and where the likelihood begins.
  private let values: [Double]
  private let first: Int?
  let discount: Double
  /// After the last value.
  let knowledge: GammaKnowledge

  static let discounts = 0.05...1.0

  init(_ values: [Double]) {
    self.values = values
    let first = values.firstIndex { $0 > 0 }
    self.first = first
    let observed = values.lazy.filter { !$0.isNaN }.count
    guard let first else {
      discount = 1
      knowledge = GammaKnowledge(shape: 0.5, rate: Double(observed))
      residuals = values.map { $0.isNaN ? .nan : 0 }
      description = ModelDescription(
        name: "GammaPoisson", parameters: [.init("discount", 1)], estimatedCount: 0,
        observationCount: 0)
      return
    }
    let later = values[(first + 1)...].lazy.filter { !$0.isNaN }.count
    let best =
      later == 0
      ? 1
      : smallest(within: Self.discounts, points: 12, tolerance: 1e-5) {
        -Self.filter(values, from: first, discount: $0).logLikelihood
      }
    let filtered = Self.filter(values, from: first, discount: best)
    discount = best
    knowledge = filtered.knowledge
    // The factorials are the same for all discounts.
    let factorials = values[(first + 1)...].reduce(0) { $1.isNaN ? $0 : $0 + logGamma($1 + 1) }
    residuals = Self.residuals(values, from: first, discount: best)
    description = ModelDescription(
      name: "GammaPoisson",
      parameters: [
        .init("discount", best), .init("mean", filtered.knowledge.shape / filtered.knowledge.rate),
      ],
      logLikelihood: later > 0 ? filtered.logLikelihood - factorials : nil, estimatedCount: 1,
      observationCount: later)
  }

  /// What is known after all values, and the logarithm of the likelihood but for factorials.
  static func filter(
    _ values: [Double], from first: Int, discount: Double
  ) -> (knowledge: GammaKnowledge, logLikelihood: Double) {
    var (shape, rate, sum) = (values[first], 1.0, 0.0)
    for step in (first + 1)..<max(values.count, first + 1) {
      shape *= discount
      rate *= discount
      let value = values[step]
      if value.isNaN { continue }
      sum += NegativeBinomialDraw.logarithm(of: value, shape: shape, rate: rate)
      shape += value
      rate += 1
    }
    return (GammaKnowledge(shape: shape, rate: rate), sum)
  }

  /// The errors in standard deviations of their forecasts.
  private static func residuals(
    _ values: [Double], from first: Int, discount: Double
  ) -> [Double] {
    var residuals = [Double](repeating: .nan, count: values.count)
    var (shape, rate) = (values[first], 1.0)
    for step in (first + 1)..<max(values.count, first + 1) {
      shape *= discount
      rate *= discount
      let value = values[step]
      if value.isNaN { continue }
      let mean = shape / rate
      let variance = mean * (1 + 1 / rate)
      residuals[step] = variance > 0 ? (value - mean) / variance.squareRoot() : 0
      shape += value
      rate += 1
    }
    return residuals
  }

  func pointForecast(horizon: Int) -> [Double] {
    [Double](repeating: knowledge.shape / knowledge.rate, count: horizon)
  }

  /// Draws of the steps to come: each path learns from its own counts, which is the exact joint
  /// distribution of all steps.
  ///
  /// The discount is drawn from 32 values across its range, with its posterior at these.
  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    let count = noise.pathCount
    var (discounts, states) = drawn(noise)
    var numbers = [Double](repeating: 0, count: horizon * count)
    for step in 0..<horizon {
      let uniforms = noise.uniforms(step: step)
      for path in 0..<count {
        let shape = states[path].shape * discounts[path]
        let rate = states[path].rate * discounts[path]
        let value = NegativeBinomialDraw.count(at: uniforms[path], shape: shape, rate: rate)
        numbers[step * count + path] = value
        states[path] = GammaKnowledge(shape: shape + value, rate: rate + 1)
      }
    }
    return PathSample(horizon: horizon, pathCount: count, numbers: numbers)
  }

  private func drawn(_ noise: PathNoise) -> ([Double], [GammaKnowledge]) {
    let count = noise.pathCount
    guard noise.drawsParameters, let first, description.logLikelihood != nil else {
      return (
        [Double](repeating: discount, count: count),
        [GammaKnowledge](repeating: knowledge, count: count)
      )
    }
    let width = Self.discounts.upperBound - Self.discounts.lowerBound
    let candidates = (0..<32).map { Self.discounts.lowerBound + width * (Double($0) + 0.5) / 32 }
    let filtered = candidates.map { Self.filter(values, from: first, discount: $0) }
    let picks = posteriorPicks(
      filtered.map(\.logLikelihood), scores: noise.parameterNormals(0))
    return (picks.map { candidates[$0] }, picks.map { filtered[$0].knowledge })
  }
}

/// Picks among candidates with probabilities proportional to their likelihoods.
///
/// - Parameter logarithms: of the likelihoods.
/// - Parameter scores: standard normal, one for each pick.
func posteriorPicks(_ logarithms: [Double], scores: [Double]) -> [Int] {
  let largest = logarithms.max() ?? 0
  var cumulative: [Double] = []
  var total = 0.0
  for logarithm in logarithms {
    let weight = exponential(logarithm - largest)
    total += weight.isNaN ? 0 : weight
    cumulative.append(total)
  }
  return scores.map { score in
    let sought = StandardNormal.distributionFunction(at: score) * total
    return cumulative.firstIndex { $0 >= sought } ?? logarithms.count - 1
  }
}
