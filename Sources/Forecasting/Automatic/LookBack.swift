import Probability
import Workers

/// What the candidates said at an earlier time within a series, and what came then.
struct Evidence: Sendable {
  let forecasts: CandidateForecasts
  /// What came at the steps after; NaN where nothing was observed. As long as was known later.
  let actuals: [Double]
  /// The scale of errors of the series as it was known.
  let errorScale: Double

  /// The steps at which forecasts can be compared with what came.
  var steps: [Int] { actuals.indices.filter { !actuals[$0].isNaN } }

  /// The mean absolute error of each candidate in units of the error scale.
  var losses: [Double] {
    let steps = self.steps
    return forecasts.points.map { points in
      steps.reduce(0) { $0 + abs(actuals[$1] - points[$1]) } / (Double(steps.count) * errorScale)
    }
  }

  /// The mean absolute error of a combination, in the same units.
  func loss(of weights: [Double]) -> Double {
    let centre = forecasts.centre(weights)
    let steps = self.steps
    return steps.reduce(0) { $0 + abs(actuals[$1] - centre[$1]) }
      / (Double(steps.count) * errorScale)
  }
}

/// Fits candidates to many series as they are, and as they were known at earlier origins.
struct LookBack: Sendable {
  let methods: [any ForecastMethod]
  let horizon: Int
  /// At most so many origins of a series.
  let originCount: Int
  let noise: PathNoise
  let threads: Int

  /// What is known of a series: its evidence, latest origin first, and the forecasts from its end.
  struct Finding: Sendable {
    var evidence: [Evidence] = []
    var forecasts: CandidateForecasts?
  }

  /// A series as it was known at an origin.
  private struct Sight: Sendable {
    let index: Int
    let origin: Int
    let known: TimeSeries
  }

  func findings(_ series: [TimeSeries], scales: [WorkingScale]) -> [Finding] {
    let rounds = self.rounds(of: series)
    let pooled = rounds.map { round in collectPooled(round.map(\.known)) }
    let sights = rounds.indices.flatMap { round in
      rounds[round].indices.map { (round: round, place: $0) }
    }
    let found = collect(sights.count, threads: threads) { number -> CandidateForecasts? in
      let (round, place) = sights[number]
      let sight = rounds[round][place]
      let models = methods.indices.map { method -> (any FittedModel)? in
        if let together = pooled[round][method] { return together[place] }
        return try? methods[method].fit(sight.known)
      }
      return CandidateForecasts(
        of: sight.known, models: models, horizon: horizon, scale: scales[sight.index],
        noise: noise)
    }
    var findings = [Finding](repeating: Finding(), count: series.count)
    for (place, forecasts) in zip(sights, found) {
      let sight = rounds[place.round][place.place]
      guard place.round > 0 else {
        findings[sight.index].forecasts = forecasts
        continue
      }
      guard let forecasts, let scale = errorScale(of: sight.known) else { continue }
      let whole = series[sight.index]
      let last = min(whole.count, sight.origin + horizon)
      let evidence = Evidence(
        forecasts: forecasts, actuals: Array(whole.values[sight.origin..<last]),
        errorScale: scale)
      if !evidence.steps.isEmpty { findings[sight.index].evidence.append(evidence) }
    }
    return findings
  }

  /// The series whole, then as they were known at their latest origin, at the one before …
  private func rounds(of series: [TimeSeries]) -> [[Sight]] {
    let origins = series.map { self.origins(of: $0) }
    var rounds = [series.indices.map { Sight(index: $0, origin: 0, known: series[$0]) }]
    for round in 0..<originCount {
      rounds.append(
        series.indices.compactMap { index in
          guard round < origins[index].count else { return nil }
          let origin = origins[index][round]
          return Sight(index: index, origin: origin, known: series[index].prefix(origin))
        })
    }
    return rounds
  }

  /// The origins, latest first: those that leave a whole horizon to compare with, a quarter of
  /// it apart. A short series has later ones instead, which leave a part of it.
  func origins(of series: TimeSeries) -> [Int] {
    let shortest = series.seasonLength > 1 ? 2 * series.seasonLength + 1 : 5
    let stride = max(1, horizon / 4)
    let whole = sequence(first: series.count - horizon) { $0 - stride }
      .prefix { $0 >= shortest }.prefix(originCount)
    let wanted = min(2, originCount)
    guard whole.count < wanted else { return Array(whole) }
    let part = sequence(first: series.count - horizon + stride) { $0 + stride }
      .prefix { $0 < series.count }.filter { $0 >= shortest }
    return part.prefix(wanted - whole.count).reversed() + whole
  }

  /// The models of the methods that fit all series together; nil for the other methods.
  private func collectPooled(_ series: [TimeSeries]) -> [[(any FittedModel)?]?] {
    methods.map { method in
      guard let sharing = method as? any SharingForecastMethod, !series.isEmpty else { return nil }
      return sharing.fit(all: series, threads: threads).map { try? $0.get() }
    }
  }
}
