import Probability
import Workers

/// Forecasts by a combination of methods whose weights and spreads were found by looking back
/// within the series: each method is refitted at earlier times and compared with what came.
///
/// Many series of one kind learn from each other: weights and the shape of errors are those of all
/// of them, bent for each series by its own evidence.
public struct Automatic: ForecastMethod {
  public let name = "automatic"
  public let horizon: Int
  public let methods: [any ForecastMethod]
  public let originCount: Int

  public init(horizon: Int, methods: [any ForecastMethod], originCount: Int = 3) {
    self.horizon = horizon
    self.methods = methods
    self.originCount = originCount
  }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    switch fit(all: [series], threads: 1)[0] {
    case .success(let fit): return fit
    case .failure(let failure): throw failure
    }
  }

  /// Fits many series of one season length, which learn from each other.
  public func fit(
    all series: [TimeSeries], threads: Int, report: ((String) -> Void)? = nil
  ) -> [Result<AutomaticFit, FitFailure>] {
    let noise = PathNoise(
      key: RandomStream(name: "forecast.lookBack").key(seed: 1), pathCount: 256)
    let lookBack = LookBack(
      methods: methods, horizon: horizon, limit: originCount, noise: noise)
    let scales = series.map { WorkingScale(of: $0) }
    let found = collect(series.count, threads: threads) { index in
      (
        evidence: lookBack.evidence(of: series[index], scale: scales[index]),
        forecasts: CandidateForecasts(
          of: series[index], horizon: horizon, methods: methods, scale: scales[index],
          noise: noise)
      )
    }
    let lessons = Lessons(
      evidence: found.map(\.evidence), scales: scales, methodCount: methods.count,
      horizon: horizon, report: report)
    return series.indices.map { index in
      guard let forecasts = found[index].forecasts else {
        return .failure(.tooFewObservations(found: series[index].count, needed: 4))
      }
      return .success(
        AutomaticFit(
          forecasts: forecasts, weights: lessons.weights[index], scale: scales[index],
          shape: lessons.shape, names: methods.map(\.name),
          isNonNegative: series[index].values.allSatisfy { !($0 < 0) }))
    }
  }
}

/// What looking back taught.
struct Lessons {
  /// The weights of the methods, for each series.
  let weights: [[Double]]
  let shape: ErrorShape

  init(
    evidence: [[OriginEvidence]], scales: [WorkingScale], methodCount: Int, horizon: Int,
    report: ((String) -> Void)?
  ) {
    let equal = [Double](repeating: 1 / Double(methodCount), count: methodCount)
    let pooled = combinationWeights(
      evidence.flatMap { rows(of: $0) }, prior: equal, priorRows: 50)
    report?("pooled \(pooled)")
    // How much a series trusts its own evidence: what would have been best at the latest origin
    // with the weights that the earlier ones tell.
    let strengths = [0.0, 0.25, 0.5, 1, 2, 4]
    let losses = strengths.map { strength in
      evidence.reduce(0.0) { sum, own in
        guard own.count > 1 else { return sum }
        let weights = bent(pooled, by: Array(own.dropFirst()), strength: strength)
        return sum + loss(of: weights, at: own[0])
      }
    }
    let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    report?("strength \(zip(strengths, losses).map { "\($0): \($1)" })")
    weights = evidence.map { bent(pooled, by: $0, strength: strengths[best]) }
    var errors = [[(error: Double, weight: Double)]](repeating: [], count: horizon)
    for (index, own) in evidence.enumerated() {
      for origin in own {
        let centre = combined(origin.forecasts.points, weights[index])
        let spread = combinedSpread(
          origin.forecasts, centre: centre, weights: weights[index], scale: scales[index])
        for step in origin.steps {
          let error = scales[index](origin.actuals[step]) - scales[index](centre[step])
          errors[step].append((error / spread[step], 1 / Double(own.count)))
        }
      }
    }
    shape = ErrorShape(errors: errors, priorCount: 20)
  }
}

private func rows(of evidence: [OriginEvidence]) -> [CombinationRow] {
  let count = evidence.reduce(0) { $0 + $1.steps.count }
  return evidence.flatMap { origin in
    origin.steps.map { step in
      CombinationRow(
        points: origin.forecasts.points.map { $0[step] }, actual: origin.actuals[step],
        weight: 1 / (origin.errorScale * Double(count)))
    }
  }
}

/// The weights of all series, with more for what did well in this one.
private func bent(_ pooled: [Double], by own: [OriginEvidence], strength: Double) -> [Double] {
  guard strength > 0, !own.isEmpty else { return pooled }
  var losses = [Double](repeating: 0, count: pooled.count)
  for origin in own {
    for (index, loss) in origin.losses.enumerated() { losses[index] += loss / Double(own.count) }
  }
  let typical = zip(pooled, losses).reduce(0) { $0 + $1.0 * $1.1 }
  guard typical > 0, typical.isFinite else { return pooled }
  let raised = zip(pooled, losses).map { $0 * exponential(-strength * ($1 / typical - 1)) }
  let sum = raised.reduce(0, +)
  return sum > 0 ? raised.map { $0 / sum } : pooled
}

private func loss(of weights: [Double], at origin: OriginEvidence) -> Double {
  let centre = combined(origin.forecasts.points, weights)
  let steps = origin.steps
  return steps.reduce(0) { $0 + abs(origin.actuals[$1] - centre[$1]) }
    / (Double(steps.count) * origin.errorScale)
}

func combined(_ points: [[Double]], _ weights: [Double]) -> [Double] {
  points[0].indices.map { step in
    points.indices.reduce(0) { $0 + weights[$1] * points[$1][step] }
  }
}

/// The spread of the mixture of the candidates: their own, and how far they lie apart.
func combinedSpread(
  _ forecasts: CandidateForecasts, centre: [Double], weights: [Double], scale: WorkingScale
) -> [Double] {
  centre.indices.map { step in
    let middle = scale(centre[step])
    let square = forecasts.points.indices.reduce(0) { sum, index in
      let own = forecasts.spreads[index][step]
      let apart = scale(forecasts.points[index][step]) - middle
      return sum + weights[index] * (own * own + apart * apart)
    }
    return square.squareRoot()
  }
}
