import Languages
import Probability

/// Forecasts by a combination of methods whose weights and spreads were found by looking back:
/// each method is fitted anew to the series as it was known at earlier times, and compared with
/// what came.
///
/// Many series of one kind learn from each other: the weights are those with the smallest
/// absolute error over all of them, bent for each series towards what did well in it. The spread
/// that the methods claim is corrected by how large errors were beside it. Few comparisons are
/// drawn towards what held in the series of the tourism forecasting competition.
///
/// - Source: weights that are not negative and add up to one: Bates, Granger (1969), "The
///   combination of forecasts"; choice by looking back: Tashman (2000), "Out-of-sample tests of
///   forecasting accuracy"; errors beside claimed spreads: Barber, Candès, Ramdas, Tibshirani
///   (2023), "Conformal prediction beyond exchangeability".
public struct Automatic: ForecastMethod {
  public let name = "automatic"
  /// How many steps the forecasts that are compared have.
  public var horizon: Int
  /// At how many earlier times the methods are fitted.
  public var originCount: Int
  /// The methods that are combined, with the weights to which few comparisons are drawn; nil for
  /// those that suit the length of the season.
  public var candidates: [AutomaticCandidate]?

  /// - Precondition: there is a step to forecast, and a candidate.
  public init(horizon: Int, originCount: Int = 3, candidates: [AutomaticCandidate]? = nil) {
    precondition(horizon > 0 && originCount >= 0, "a step to forecast")
    precondition(candidates?.isEmpty != true, "a candidate")
    self.horizon = horizon
    self.originCount = originCount
    self.candidates = candidates
  }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fit(all: [series], threads: 1)[0].get()
  }

  /// Fits many series, which learn from each other where their seasons are of one length.
  ///
  /// - Parameter threads: how many workers fit the methods; no result depends on it.
  /// - Returns: for each series its fit, or why there is none.
  /// - Complexity: as the methods, once for the whole series and once for each origin.
  public func fit(all series: [TimeSeries], threads: Int) -> [Result<AutomaticFit, FitFailure>] {
    var results = [Result<AutomaticFit, FitFailure>?](repeating: nil, count: series.count)
    let groups = Dictionary(grouping: series.indices) { series[$0].seasonLength }
    for (seasonLength, members) in groups.sorted(by: { $0.key < $1.key }) {
      let fits = fit(
        group: members.map { series[$0] }, threads: threads,
        candidates: candidates ?? AutomaticCandidate.suited(to: seasonLength))
      for (member, fit) in zip(members, fits) { results[member] = fit }
    }
    return results.map { $0! }
  }

  private func fit(group series: [TimeSeries], threads: Int, candidates: [AutomaticCandidate])
    -> [Result<AutomaticFit, FitFailure>]
  {
    // What is not a number of this world is not asked about: no method could use it.
    let group = series.map { $0.values.contains { $0.isInfinite } ? $0.prefix(0) : $0 }
    let scales = group.map { WorkingScale(of: $0) }
    let lookBack = LookBack(
      methods: candidates.map(\.method), horizon: horizon, originCount: originCount,
      // What the parameters leave uncertain is among what the errors show.
      noise: PathNoise(
        key: RandomStream(name: "forecast.lookBack").key(seed: 1), pathCount: 128,
        drawsParameters: false),
      threads: threads)
    let findings = lookBack.findings(group, scales: scales)
    let total = candidates.reduce(0) { $0 + $1.weight }
    let lessons = Lessons(
      from: findings, scales: scales, prior: candidates.map { $0.weight / total },
      horizon: horizon)
    return group.indices.map { index in
      guard let forecasts = findings[index].forecasts else {
        return .failure(Self.failure(of: series[index]))
      }
      return .success(
        AutomaticFit(
          forecasts: forecasts, models: findings[index].models,
          weights: lessons.weights[index], scale: scales[index], shape: lessons.shape,
          names: candidates.map(\.method.name), series: group[index],
          noise: lookBack.noise))
    }
  }

  private static func failure(of series: TimeSeries) -> FitFailure {
    if let step = series.values.firstIndex(where: \.isInfinite) {
      return .outsideDomain(step: step, expected: .init(zh: "有限的数", en: "a finite number"))
    }
    let observed = series.values.reduce(0) { $1.isNaN ? $0 : $0 + 1 }
    return observed < 2 ? .tooFewObservations(found: observed, needed: 2) : .noEstimate
  }
}

/// A method that `Automatic` combines.
public struct AutomaticCandidate: Sendable {
  public let method: any ForecastMethod
  /// How much it counts before anything is compared, relative to the others.
  public let weight: Double

  /// - Precondition: the weight is above 0.
  public init(_ method: any ForecastMethod, weight: Double = 1) {
    precondition(weight > 0, "a candidate counts")
    self.method = method
    self.weight = weight
  }

  /// The methods for series with so many steps a year.
  public static func suited(to seasonLength: Int) -> [AutomaticCandidate] {
    let methods: [any ForecastMethod] =
      seasonLength == 1
      ? [
        PooledGrowth(), Drift(), Transformed(Drift(), by: .logarithm),
        Transformed(Theta(), by: .logarithm), AutomaticTheta(), OptimisedTheta(),
        BasicStructural(), Arima(),
      ]
      : [
        SeasonalNaive(), SeasonalDrift(), Transformed(SeasonalDrift(), by: .logarithm),
        ExponentialSmoothing(),
        Transformed(ExponentialSmoothing(allowsMultiplication: false), by: .logarithm),
        Transformed(BasicStructural(), by: .logarithm), AutomaticTheta(), Theta(),
        Transformed(Theta(), by: .logarithm), DynamicTheta(), OptimisedTheta(),
      ]
    // The last one hardly counts: it is there for series too short for the others.
    return methods.map { AutomaticCandidate($0) } + [AutomaticCandidate(Naive(), weight: 1e-3)]
  }
}
