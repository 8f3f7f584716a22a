import Languages
import Probability

/// Fits structural models to a series: one for each set of components, of which the best is kept.
struct StructuralFitting {
  let series: TimeSeries
  let regressors: Regressors
  /// The names of those whose effects the series cannot tell.
  let leftOut: [String]
  let scaling: SeriesScaling
  private let lanes: [[Double]]
  private let observedCount: Int

  /// - Errors: `outsideDomain` for an infinite value, `regressors` for columns that do not cover
  ///   the series.
  init(
    _ series: TimeSeries, _ regressors: Regressors, leftOut: [String] = []
  ) throws(FitFailure) {
    if let step = series.values.firstIndex(where: { $0.isInfinite }) {
      throw .outsideDomain(step: step, expected: .init(zh: "有限的数", en: "a finite number"))
    }
    try regressors.check(series)
    self.series = series
    self.regressors = regressors
    self.leftOut = leftOut
    let scaling = SeriesScaling(series, regressors)
    self.scaling = scaling
    observedCount = series.values.count { !$0.isNaN }
    lanes =
      [scaling.scaled(series.values)]
      + regressors.columns.indices.map { column in
        (0..<series.count).map { scaling.scaled(regressors, column, at: $0) }
      }
  }

  /// One way to put the components together, with the likelihood in the middle of its use.
  struct Candidate {
    var components: StructuralComponents
    var damping: Double
    var likelihood: StructuralLikelihood
    var optimum: VarianceOptimum
    /// The likelihood that counts the starting state among the parameters, in `scaling` units.
    var profile: Double

    /// How many numbers were estimated; a variance of zero is one that the model does not have.
    var estimatedCount: Int {
      likelihood.filter.size + likelihood.coefficients.count
        + likelihood.estimated.count { optimum.variances[$0] > 0 }
        + (components.slope == .damped ? 1 : 0)
    }

    var criterion: Double {
      ModelDescription(
        name: "", logLikelihood: profile, estimatedCount: estimatedCount,
        observationCount: likelihood.filter.observedCount
      ).correctedAkaike ?? .infinity
    }
  }

  /// How many observations the components need: one for each part of the state and each
  /// coefficient, and two to tell a variance from.
  func needed(_ components: StructuralComponents) -> Int {
    StructuralLayout(components, seasonLength: series.seasonLength).stateCount
      + regressors.count + 2
  }

  /// How much rise of the log-likelihood is left to a search that goes on from an earlier one: it
  /// moves no variance by more than a two-hundredth of its standard error.
  private static let nearTolerance = 1e-5

  /// Fits one set of components.
  ///
  /// - Parameter start: variances near those to be found; not used where a slope is damped.
  /// - Errors: `tooFewObservations`, `regressors` for columns that depend on each other or on
  ///   the components, `noEstimate`.
  func fit(
    _ components: StructuralComponents, from start: SIMD4<Double>? = nil
  ) throws(FitFailure) -> Candidate {
    let components = components.fitting(seasonLength: series.seasonLength)
    let needed = needed(components)
    guard observedCount >= needed else {
      throw .tooFewObservations(found: observedCount, needed: needed)
    }
    guard components.slope == .damped else {
      return try fit(
        components, damping: 1, from: start, tolerance: start == nil ? 1e-8 : Self.nearTolerance)
    }
    return try fitDamped(components)
  }

  private func fit(
    _ components: StructuralComponents, damping: Double, from start: SIMD4<Double>?,
    tolerance: Double = 1e-8
  ) throws(FitFailure) -> Candidate {
    let layout = StructuralLayout(
      components, seasonLength: series.seasonLength, damping: damping)
    let filter = StructuralFilter(layout: layout, lanes: lanes)
    var likelihood = StructuralLikelihood(filter, estimated: components.estimated)
    guard !likelihood.estimated.isEmpty else { throw .noEstimate }
    var optimum = start.map { likelihood.maximise(from: $0, tolerance: tolerance) }
    if !(optimum?.value ?? -.infinity > -.infinity) {
      let first = likelihood.bestStart()
      guard first.sum() > 0 else { throw failure(filter) }
      optimum = likelihood.maximise(from: first)
    }
    guard let optimum else { throw .noEstimate }
    let profile = likelihood.profile(at: optimum.variances)
    return Candidate(
      components: components, damping: damping, likelihood: likelihood, optimum: optimum,
      profile: profile)
  }

  private func failure(_ filter: StructuralFilter) -> FitFailure {
    if filter.unresolvedCount > 0 {
      return .tooFewObservations(
        found: observedCount, needed: observedCount + filter.unresolvedCount)
    }
    if regressors.count > 0 {
      return .regressors(
        .init(zh: "有一列取决于其他列或各成分", en: "a column depends on the others or on the components"))
    }
    return .noEstimate
  }

  /// Searches for the damping of the largest profile likelihood: along a grid first, then where
  /// a parabola through the best three points has its top.
  private func fitDamped(_ components: StructuralComponents) throws(FitFailure) -> Candidate {
    let grid = [0.7, 0.8, 0.9, 0.95, 0.98]
    var found: [Candidate] = []
    for damping in grid {
      found.append(
        try fit(components, damping: damping, from: found.last?.optimum.variances.nonzero))
    }
    for _ in 0..<2 {
      found.sort { $0.damping < $1.damping }
      let best = found.indices.max { found[$0].profile < found[$1].profile } ?? 0
      guard best > 0, best < found.count - 1 else { break }
      let three = found[best - 1...best + 1].map { ($0.damping, $0.profile) }
      let top = topOfParabola(three[0], three[1], three[2])
      guard let top, found.allSatisfy({ abs($0.damping - top) > 1e-3 }) else { break }
      found.append(
        try fit(components, damping: top, from: found[best].optimum.variances.nonzero))
    }
    return found.max { $0.profile < $1.profile } ?? found[0]
  }
}

extension SIMD4<Double> {
  /// The same numbers with a small one for each zero, from which a search can start.
  fileprivate var nonzero: SIMD4<Double> {
    replacing(with: SIMD4(repeating: 1e-4 * sum()), where: self .< 1e-4 * sum())
  }
}

/// Where the parabola through three points is highest; nil where it has no top between them.
private func topOfParabola(
  _ left: (Double, Double), _ middle: (Double, Double), _ right: (Double, Double)
) -> Double? {
  let first = (middle.0 - left.0) * (middle.1 - right.1)
  let second = (middle.0 - right.0) * (middle.1 - left.1)
  let bend = first - second
  guard abs(bend) > 1e-300 else { return nil }
  let top =
    middle.0 - 0.5 * ((middle.0 - left.0) * first - (middle.0 - right.0) * second) / bend
  return top > left.0 && top < right.0 ? top : nil
}

extension StructuralFitting {
  /// Fits the sets of components that the series is long enough for and keeps the one of the
  /// lowest corrected criterion of Akaike.
  ///
  /// - Errors: those of the first set where none can be fitted.
  ///
  /// - Parameter earlier: the model when less of the series was known, if there is one: the search
  ///   for its components begins with its variances.
  func best(
    of sets: [StructuralComponents], _ earlier: StructuralModel? = nil
  ) throws(FitFailure) -> Candidate {
    var best: Candidate?
    var failure: FitFailure?
    for components in sets {
      do throws(FitFailure) {
        let start = earlier?.components == components ? earlier?.variances : nil
        let candidate = try fit(components, from: start)
        if best == nil || candidate.criterion < best?.criterion ?? .infinity { best = candidate }
      } catch {
        failure = failure ?? error
      }
    }
    guard let best else { throw failure ?? .noEstimate }
    return best
  }

  /// The fitted model of a candidate.
  func model(_ candidate: Candidate, name: String) -> StructuralModel {
    var likelihood = candidate.likelihood
    let variances = candidate.optimum.variances
    let value = likelihood.concentrated(at: variances)
    let filter = likelihood.filter
    let final = StructuralFinalState(likelihood)
    let scale = likelihood.scale
    let unit = scaling.unit
    let freedom = Double(likelihood.freedom)
    let changeOfUnits =
      freedom * logarithm(unit)
      + scaling.regressorUnits.reduce(0) { $0 + logarithm($1) }
    let restored = variances * (scale * unit * unit)
    let coefficients = coefficients(final)
    let parameters =
      zip(["irregular", "level", "slope", "season"], (0..<4).map { restored[$0] })
      .enumerated().filter { likelihood.estimated.contains($0.offset) }
      .map { ModelDescription.Parameter("\($0.element.0) variance", $0.element.1) }
      + (candidate.components.slope == .damped ? [.init("damping", candidate.damping)] : [])
      + coefficients.map { .init($0.name, $0.value) }
    return StructuralModel(
      description: ModelDescription(
        name: "\(name)(\(candidate.components.label))", parameters: parameters,
        effects: coefficients.map {
          RegressorEffect(name: $0.name, estimate: $0.value, standardError: $0.standardError)
        } + leftOut.map { RegressorEffect(name: $0, estimate: nil, standardError: nil) },
        logLikelihood: candidate.profile - Double(filter.observedCount) * logarithm(unit),
        estimatedCount: candidate.estimatedCount, observationCount: filter.observedCount),
      residuals: (0..<filter.count).map { step in
        let precision = filter.precisions[step] / scale
        let error = filter.errors[step * filter.laneCount]
        return precision > 0 ? error * precision.squareRoot() : .nan
      },
      components: candidate.components, damping: candidate.damping,
      irregularVariance: restored[0], levelVariance: restored[1], slopeVariance: restored[2],
      seasonVariance: restored[3], diffuseLogLikelihood: value - changeOfUnits,
      coefficients: coefficients, series: series, regressors: regressors, layout: filter.layout,
      scaling: scaling, variances: variances * scale, estimated: likelihood.estimated,
      final: final)
  }

  private func coefficients(_ final: StructuralFinalState) -> [StructuralModel.Coefficient] {
    let count = regressors.count
    return (0..<count).map { place in
      let units = scaling.unit / scaling.regressorUnits[place]
      var axis = [Double](repeating: 0, count: count)
      axis[place] = 1
      let turned = forwardSolved(final.coefficientFactor, axis)
      let variance = turned.reduce(0) { $0 + $1 * $1 }
      return StructuralModel.Coefficient(
        name: regressors.names[place], value: final.coefficients[place] * units,
        standardError: variance.squareRoot() * units)
    }
  }

  /// The likelihood of the model's form, to be asked at other variances.
  func likelihood(of model: StructuralModel) -> StructuralLikelihood {
    StructuralLikelihood(
      StructuralFilter(layout: model.layout, lanes: lanes), estimated: model.estimated)
  }
}
