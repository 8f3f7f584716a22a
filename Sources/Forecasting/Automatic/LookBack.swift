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

  /// What is known of a series.
  struct Finding: Sendable {
    /// Latest origin first.
    var evidence: [Evidence] = []
    /// From the end of the series; nil where no method has one.
    var forecasts: CandidateForecasts?
    /// The models fitted to all of the series; nil where a method could not be fitted or went
    /// astray.
    var models: [(any FittedModel)?] = []
  }

  /// A series as it was known at an origin.
  private struct Sight: Sendable {
    let origin: Int
    let known: TimeSeries
  }

  func findings(_ series: [TimeSeries], scales: [WorkingScale]) -> [Finding] {
    let sights = series.map { self.sights(of: $0) }
    let pooled = collectPooled(sights)
    let candidates = collect(series.count * methods.count, threads: threads) { number in
      let (index, method) = number.quotientAndRemainder(dividingBy: methods.count)
      let models = pooled[method]?[index] ?? models(of: methods[method], sights[index])
      return zip(sights[index], models).map { sight, model in
        model.flatMap {
          CandidateForecast(
            $0, after: sight.known, horizon: horizon, scale: scales[index], noise: noise)
        }
      }
    }
    return series.indices.map { index in
      let own = candidates[index * methods.count..<(index + 1) * methods.count]
      var finding = Finding(
        forecasts: CandidateForecasts(own.map { $0[0] }), models: own.map { $0[0]?.model })
      for (place, sight) in sights[index].enumerated().dropFirst() {
        guard let forecasts = CandidateForecasts(own.map { $0[place] }),
          let scale = errorScale(of: sight.known)
        else { continue }
        let last = min(series[index].count, sight.origin + horizon)
        let evidence = Evidence(
          forecasts: forecasts, actuals: Array(series[index].values[sight.origin..<last]),
          errorScale: scale)
        if !evidence.steps.isEmpty { finding.evidence.append(evidence) }
      }
      return finding
    }
  }

  /// The series whole, then as it was known at its latest origin, at the one before …
  private func sights(of series: TimeSeries) -> [Sight] {
    [Sight(origin: series.count, known: series)]
      + origins(of: series).map { Sight(origin: $0, known: series.prefix($0)) }
  }

  /// The models of a method that fits each series by itself, nil where it cannot: in the order of
  /// time, so that each begins from what was found before and knows nothing of what came.
  private func models(
    of method: any ForecastMethod, _ sights: [Sight]
  ) -> [(any FittedModel)?] {
    var earlier: (any FittedModel)?
    let models = sights.reversed().map { sight -> (any FittedModel)? in
      if let before = earlier {
        earlier = try? method.fit(sight.known, after: before)
      } else {
        earlier = try? method.fit(sight.known)
      }
      return earlier
    }
    return models.reversed()
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
  ///
  /// - Shape: methods × series × sights.
  private func collectPooled(_ sights: [[Sight]]) -> [[[(any FittedModel)?]]?] {
    methods.map { method in
      guard let sharing = method as? any SharingForecastMethod else { return nil }
      var models = sights.map { [(any FittedModel)?](repeating: nil, count: $0.count) }
      for place in (0...originCount).reversed() {
        let members = sights.indices.filter { place < sights[$0].count }
        guard !members.isEmpty else { continue }
        let fits = sharing.fit(
          all: members.map { sights[$0][place].known },
          after: members.map { place + 1 < models[$0].count ? models[$0][place + 1] : nil },
          threads: threads)
        for (member, fit) in zip(members, fits) { models[member][place] = try? fit.get() }
      }
      return models
    }
  }
}
