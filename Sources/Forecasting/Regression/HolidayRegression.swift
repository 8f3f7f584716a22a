import Languages
import Probability

/// A regression of a series on a straight line, seasons and regressors such as the days before
/// and after a moving holiday, with errors that are an autoregression.
///
/// - Source: Bell, Hillmer (1983), "Modeling time series with calendar variation"; the errors'
///   likelihood is exact (Harvey 1989, section 3.4).
public struct HolidayRegression: ForecastMethod {
  /// Which regressors are kept. Constant, line and seasons always are.
  public enum Selection: Hashable, Sendable {
    case all
    /// Those without which the corrected criterion of Akaike gets worse, found by leaving out
    /// one after the other.
    case correctedAkaike
    /// Those whose estimate differs from zero by more than so many standard errors, found by
    /// leaving out the least one after the other.
    case significant(standardErrors: Double)
  }

  public var name: String { "holidayRegression" }
  public var regressors: Regressors
  /// Whether the logarithms are explained, so that effects multiply.
  public var usesLogarithms: Bool
  public var hasTrend: Bool
  public var hasSeasons: Bool
  public var selection: Selection
  /// How many of the first regressors are kept whatever the selection says: what is known to have
  /// happened.
  public var requiredCount: Int
  /// How many steps the effect of each of the others has to rest on at least: a single leap year
  /// tells more of what else happened then than of a day more.
  public var leastSupport: Double
  /// The largest order of the errors; the corrected criterion of Akaike chooses from 0 on.
  public var largestOrder: Int

  public init(
    regressors: Regressors = Regressors(), usesLogarithms: Bool = false, hasTrend: Bool = true,
    hasSeasons: Bool = true, selection: Selection = .correctedAkaike, requiredCount: Int = 0,
    leastSupport: Double = 0, largestOrder: Int = 3
  ) {
    self.regressors = regressors
    self.usesLogarithms = usesLogarithms
    self.hasTrend = hasTrend
    self.hasSeasons = hasSeasons
    self.selection = selection
    self.requiredCount = requiredCount
    self.leastSupport = leastSupport
    self.largestOrder = largestOrder
  }

  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted(series)
  }

  /// The same as `fit`, with all that the regression tells.
  ///
  /// Missing values are passed over exactly. Regressors whose effects the series cannot tell from
  /// its seasons or from each other are left out, as is something that has not happened yet.
  ///
  /// - Errors: `notPositive` where logarithms are asked for; `outsideDomain` for an infinite
  ///   value; `tooFewObservations` where there are not three more than coefficients;
  ///   `regressors` for columns that do not cover the series.
  /// - Complexity: for each order some 50 times O(steps × columns²).
  public func fitted(_ series: TimeSeries) throws(FitFailure) -> HolidayRegressionModel {
    if let step = series.values.firstIndex(where: { $0.isInfinite }) {
      throw .outsideDomain(step: step, expected: .init(zh: "有限的数", en: "a finite number"))
    }
    if usesLogarithms, let step = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .notPositive(step: step)
    }
    let regressors = regressors.rows(of: series)
    try regressors.check(series)
    var design = RegressionDesign(
      series, regressors, usesLogarithms: usesLogarithms, hasTrend: hasTrend,
      hasSeasons: hasSeasons
    ) { [requiredCount, leastSupport] in $0 < requiredCount ? 0 : leastSupport }
    let found = design.regression.observedCount
    guard found >= design.kept.count + 3 else {
      throw .tooFewObservations(found: found, needed: design.kept.count + 3)
    }
    guard var best = design.best(upTo: max(0, largestOrder)) else {
      throw .noEstimate
    }
    if selection != .all {
      design.select(selection, keeping: requiredCount, given: best)
      guard let again = design.best(upTo: max(0, largestOrder)) else { throw .noEstimate }
      best = again
    }
    return HolidayRegressionModel(design: design, fit: best, series: series)
  }
}

/// The columns of a regression and the search for its errors.
struct RegressionDesign: Sendable {
  /// A column that explains the series.
  enum Column: Hashable, Sendable {
    case constant
    case line
    /// 1 in a season, -1 in the last, 0 in the others.
    case season(Int)
    case regressor(Int)
  }

  let series: TimeSeries
  let regressors: Regressors
  let usesLogarithms: Bool
  let scaling: SeriesScaling
  /// All columns, and the places of those that take part.
  let columns: [Column]
  private(set) var kept: [Int]
  let regression: AutoregressiveRegression

  /// The regression with errors of one order.
  struct Fit: Sendable {
    /// The hyperbolic arctangents of the partial autocorrelations.
    var point: [Double]
    var logLikelihood: Double
    var criterion: Double
  }

  init(
    _ series: TimeSeries, _ regressors: Regressors, usesLogarithms: Bool, hasTrend: Bool,
    hasSeasons: Bool, support: (Int) -> Double = { _ in 0 }
  ) {
    let values = usesLogarithms ? series.values.map { logarithm($0) } : series.values
    let explained = series.with(values: values)
    self.series = explained
    self.regressors = regressors
    self.usesLogarithms = usesLogarithms
    let scaling = SeriesScaling(explained, regressors)
    self.scaling = scaling
    var columns: [Column] = [.constant]
    if hasTrend { columns.append(.line) }
    if hasSeasons {
      columns += (0..<max(0, series.seasonLength - 1)).map { .season($0) }
    }
    columns += regressors.columns.indices.map { .regressor($0) }
    self.columns = columns
    let lanes = columns.map { column in
      (0..<explained.count).map { step in
        Self.number(column, step, explained, regressors, scaling)
      }
    }
    regression = AutoregressiveRegression(lanes: [scaling.scaled(values)] + lanes)
    let parts = columns.count - regressors.count
    kept =
      Array(0..<parts)
      + regressors.told(by: explained, beside: Array(lanes[..<parts]), support: support)
      .map { parts + $0 }
  }

  private static func number(
    _ column: Column, _ step: Int, _ series: TimeSeries, _ regressors: Regressors,
    _ scaling: SeriesScaling
  ) -> Double {
    switch column {
    case .constant: return 1
    case .line: return (Double(step) + 0.5) / Double(max(1, series.count)) - 0.5
    case .season(let season):
      let now = series.season(of: step)
      return now == season ? 1 : now == series.seasonLength - 1 ? -1 : 0
    case .regressor(let place): return scaling.scaled(regressors, place, at: step)
    }
  }

  /// A column's number at a step, in the units of `scaling`; NaN where it is not known.
  func number(_ column: Int, at step: Int) -> Double {
    Self.number(columns[column], step, series, regressors, scaling)
  }

  func errors(at point: [Double]) -> Autoregression {
    Autoregression(partial: point.map(hyperbolicTangent))
  }

  func solution(_ moments: AutoregressiveRegression.Moments) -> LeastSquaresSolution? {
    LeastSquaresSolution(moments, lanes: regression.lanes, columns: kept.map { $0 + 1 })
  }

  /// The largest log-likelihood for errors of given partial autocorrelations, with coefficients
  /// and variance at their best; minus infinity where the columns depend on each other.
  func logLikelihood(at point: [Double]) -> Double {
    let moments = regression.moments(errors(at: point))
    guard let solution = solution(moments) else { return -.infinity }
    let count = Double(regression.observedCount)
    let variance = max(solution.squares / count, StructuralLikelihood.leastScale)
    return -0.5
      * (count * (logarithm(2 * .pi * variance)) + moments.logVarianceSum
        + solution.squares / variance)
  }

  /// Fits errors of the orders from 0 on and gives the best by the corrected criterion.
  func best(upTo largest: Int) -> Fit? {
    var best: Fit?
    var point: [Double] = []
    for order in 0...largest {
      guard regression.observedCount > kept.count + order + 2 else { break }
      let fit = fit(from: point + (order > 0 ? [order == 1 ? 0.3 : 0] : []))
      guard fit.logLikelihood > -.infinity else { break }
      point = fit.point
      if best == nil || fit.criterion < best?.criterion ?? .infinity { best = fit }
    }
    return best
  }

  /// Fits errors of as many lags as the start has.
  func fit(from start: [Double]) -> Fit {
    var fit = Fit(point: start, logLikelihood: logLikelihood(at: start), criterion: .infinity)
    if !start.isEmpty, fit.logLikelihood > -.infinity {
      let found = minimiseByGradient(from: start, gradientTolerance: 1e-5, iterations: 30) {
        point, gradient in
        guard point.allSatisfy({ abs($0) < 8 }) else { return .infinity }
        gradient = centralGradient(at: point, step: 1e-4) { -logLikelihood(at: $0) }
        return -logLikelihood(at: point)
      }
      if -found.value > fit.logLikelihood {
        fit.point = found.point
        fit.logLikelihood = -found.value
      }
    }
    fit.criterion = criterion(fit.logLikelihood, kept.count + start.count + 1)
    return fit
  }

  private func criterion(_ logLikelihood: Double, _ count: Int) -> Double {
    ModelDescription(
      name: "", logLikelihood: logLikelihood, estimatedCount: count,
      observationCount: regression.observedCount
    ).correctedAkaike ?? .infinity
  }

  /// Leaves out regressors one after the other, with the errors' correlations as they are.
  mutating func select(
    _ selection: HolidayRegression.Selection, keeping required: Int, given fit: Fit
  ) {
    let moments = regression.moments(errors(at: fit.point))
    let count = Double(regression.observedCount)
    func value(_ squares: Double, _ columns: Int) -> Double {
      let variance = max(squares / count, StructuralLikelihood.leastScale)
      return criterion(-0.5 * count * logarithm(variance), columns + fit.point.count + 1)
    }
    while let solution = solution(moments) {
      let diagonal = solution.inverseDiagonal
      let candidates = kept.indices.filter {
        if case .regressor(let place) = columns[kept[$0]] { place >= required } else { false }
      }
      // What each adds to the sum of squares when it is left out.
      func rise(_ place: Int) -> Double {
        solution.coefficients[place] * solution.coefficients[place] / diagonal[place]
      }
      guard let least = candidates.min(by: { rise($0) < rise($1) }) else { return }
      let variance = solution.squares / max(1, count - Double(kept.count))
      let leaves: Bool
      switch selection {
      case .all: leaves = false
      case .correctedAkaike:
        leaves =
          value(solution.squares + rise(least), kept.count - 1)
          <= value(solution.squares, kept.count)
      case .significant(let standardErrors):
        leaves = rise(least) <= standardErrors * standardErrors * variance
      }
      guard leaves else { return }
      kept.remove(at: least)
    }
  }
}

/// The hyperbolic tangent, never quite 1 or -1.
func hyperbolicTangent(_ x: Double) -> Double {
  let decay = exponential(-2 * min(abs(x), 17))
  let value = (1 - decay) / (1 + decay)
  return x < 0 ? -value : value
}
