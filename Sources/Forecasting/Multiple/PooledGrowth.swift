import LinearAlgebra
import Probability

/// Forecasts short series of growing values with what their sisters tell of growth: how large it
/// is, how long a fast or slow time lasts, how volatile series are and how much that changes.
///
/// Each series has its own level, growth and volatility; these are drawn towards those of the
/// pool the more, the shorter the series. Growth is steady on a power scale between values and
/// logarithms that is estimated too. For one series alone, or a few, a weak prior stands in for
/// the sisters: `GrowthPrior` tells its origin.
///
/// Steps are years: a series with seasons has to be adjusted or added up before. Missing values
/// are exact: the series goes on unseen.
///
/// - Complexity: about 1,000 passes over all values at some 20 ns a value.
/// - Source: hierarchical models as in Gelman, Carlin, Stern, Dunson, Vehtari, Rubin, "Bayesian
///   Data Analysis", 3rd ed. (2013), chapter 5, with the pool at its most probable point and a
///   normal approximation around it; within a series West, Harrison (1997), chapter 10.
public struct PooledGrowth: MultipleForecastMethod, SharingForecastMethod, Hashable, Sendable {
  /// The method, which has no options: all that could be one is estimated.
  public init() {}

  /// `pooledGrowth`.
  public var name: String { "pooledGrowth" }

  /// Estimates the pool on all series, which must all be usable.
  ///
  /// - Errors: as `PooledGrowthFit.models` of the first series that has none.
  public func fit(_ all: [TimeSeries]) throws(FitFailure) -> any FittedMultipleModel {
    let fit = try fitted(all)
    for model in fit.models { _ = try model.get() }
    return fit
  }

  /// One series alone, by the weak prior.
  ///
  /// - Errors: as `PooledGrowthFit.models`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fitted([series]).models[0].get()
  }

  /// Estimates the pool on the series that are usable, and gives each its model.
  ///
  /// - Returns: for each series its model, or why there is none.
  public func fit(all series: [TimeSeries], threads: Int)
    -> [Result<any FittedModel, FitFailure>]
  {
    fit(all: series, after: [], threads: threads)
  }

  /// Estimates the pool from where it was found before.
  public func fit(
    all series: [TimeSeries], after earlier: [(any FittedModel)?], threads: Int
  ) -> [Result<any FittedModel, FitFailure>] {
    let before = earlier.lazy.compactMap { $0 as? PooledGrowthModel }.first
    do throws(FitFailure) {
      return try fitted(series, after: before?.estimate).models.map { model in
        model.map { $0 }
      }
    } catch {
      return series.map { _ in .failure(error) }
    }
  }

  /// Estimates the pool on the series that are usable.
  ///
  /// - Errors: the failure of the first series where none is usable; `noEstimate`.
  public func fitted(_ all: [TimeSeries]) throws(FitFailure) -> PooledGrowthFit {
    try fitted(all, after: nil)
  }

  /// - Parameter earlier: the pool of fewer values, from which the search begins; nil for the
  ///   centre of the prior.
  private func fitted(
    _ all: [TimeSeries], after earlier: GrowthEstimate?
  ) throws(FitFailure) -> PooledGrowthFit {
    let prepared: [Result<GrowthSeries, FitFailure>] = all.map { series in
      do throws(FitFailure) {
        return .success(try GrowthSeries(series))
      } catch {
        return .failure(error)
      }
    }
    let usable = prepared.compactMap { try? $0.get() }
    guard !usable.isEmpty else {
      guard let first = prepared.first else { throw .tooFewObservations(found: 0, needed: 1) }
      _ = try first.get()
      throw .noEstimate
    }
    let pool = try GrowthEstimate(usable, after: earlier)
    return PooledGrowthFit(all: all, prepared: prepared, pool: pool)
  }
}

/// The pool at its most probable point, and how well that is known.
struct GrowthEstimate: Hashable, Sendable {
  let point: [Double]
  /// A root of the covariance of the point.
  let root: Matrix
  /// The logarithm of the density of all values after the first of each series, relative to the
  /// last value of each.
  let logLikelihood: Double

  /// - Parameter earlier: the pool of fewer values, from which the search begins.
  init(_ all: [GrowthSeries], after earlier: GrowthEstimate? = nil) throws(FitFailure) {
    let data = GrowthData(all)
    func against(_ point: [Double]) -> Double {
      -(data.logLikelihood(GrowthPool(at: point)) + GrowthPrior.logDensity(point))
    }
    let found = minimiseByGradient(
      from: earlier?.point ?? GrowthPrior.centre, gradientTolerance: 1e-5,
      inverseCurvature: earlier?.covariance
    ) { point, gradient in
      gradient = centralGradient(at: point, against)
      return against(point)
    }
    guard found.value.isFinite else { throw .noEstimate }
    point = found.point
    logLikelihood = data.logLikelihood(GrowthPool(at: point))
    root = Self.root(at: point, against)
  }

  /// The covariance of the point, row by row.
  private var covariance: [Double] {
    let size = point.count
    return (0..<size * size).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: size)
      return (0..<size).reduce(0) { $0 + root[row, $1] * root[column, $1] }
    }
  }

  /// A root of the inverse of the second derivatives; directions that the data and the prior
  /// leave open, by rounding or at a border, get the spread of the prior.
  private static func root(at point: [Double], _ against: ([Double]) -> Double) -> Matrix {
    let count = point.count
    var curvature = Matrix(rows: count, columns: count)
    for row in 0..<count {
      // In units of the prior, so that all directions compare.
      let width = 1e-3 * GrowthPrior.deviations[row]
      var moved = point
      moved[row] = point[row] + width
      let above = centralGradient(at: moved, against)
      moved[row] = point[row] - width
      let below = centralGradient(at: moved, against)
      for column in 0..<count {
        curvature[row, column] =
          (above[column] - below[column]) / (2 * width)
          * GrowthPrior.deviations[row] * GrowthPrior.deviations[column]
      }
    }
    for row in 0..<count {
      for column in 0..<row {
        let mean = (curvature[row, column] + curvature[column, row]) / 2
        curvature[row, column] = mean
        curvature[column, row] = mean
      }
    }
    guard let eigen = try? SymmetricEigen(of: curvature) else {
      return Matrix(diagonal: GrowthPrior.deviations)
    }
    var root = eigen.matrix(withValues: eigen.values.map { 1 / max($0, 1).squareRoot() })
    for row in 0..<count {
      for column in 0..<count { root[row, column] *= GrowthPrior.deviations[row] }
    }
    return root
  }

  /// The pool as the data tell it, or one drawn from what they leave open.
  ///
  /// - Parameter normals: a standard normal number for each coordinate; empty for no draw.
  func pool(_ normals: [Double]) -> GrowthPool {
    guard !normals.isEmpty else { return GrowthPool(at: point) }
    let change = product(root, normals)
    return GrowthPool(at: zip(point, change).map { $0 + $1 })
  }
}
