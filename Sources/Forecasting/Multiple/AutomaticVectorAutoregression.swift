import Synchronization

/// Forecasts each of several series that end at the same step from the past of all of them: a
/// vector autoregression of logarithms where all values are above zero, of values otherwise.
///
/// A series with fewer values than a fit with seasons needs takes no part, lest all others be cut
/// to its length.
public struct AutomaticVectorAutoregression: SharingForecastMethod {
  /// How many series are forecast together at most: the work grows with the cube of their number,
  /// and with more of them each tells less of the others than chance does.
  public static let seriesMaximum = 40

  /// A method without options.
  public init() {}

  /// `vectorAutoregression`.
  public var name: String { "vectorAutoregression" }

  /// One series alone, from its own past.
  ///
  /// - Errors: as `BayesianVectorAutoregression.fitted`.
  public func fit(_ series: TimeSeries) throws(FitFailure) -> any FittedModel {
    try fit(all: [series], threads: 1)[0].get()
  }

  /// Fits all series as one model.
  ///
  /// - Returns: for each series its part of the model, or why it takes no part.
  public func fit(all series: [TimeSeries], threads: Int)
    -> [Result<any FittedModel, FitFailure>]
  {
    guard series.count <= Self.seriesMaximum else {
      return series.map { _ in
        .failure(.tooManySeries(found: series.count, most: Self.seriesMaximum))
      }
    }
    let needed = series.map { max(8, $0.seasonLength > 1 ? 2 * $0.seasonLength + 1 : 0) }
    let lengths = series.map { series in
      series.count - (series.values.firstIndex(where: \.isFinite) ?? series.count)
    }
    let places = series.indices.filter { lengths[$0] >= needed[$0] }
    let fitted = model(of: places.map { series[$0] })
    return series.indices.map { place in
      guard let member = places.firstIndex(of: place) else {
        return .failure(.tooFewObservations(found: lengths[place], needed: needed[place]))
      }
      return fitted.map { model in
        MemberOfModel(model, member: member, range: ValueRange(of: series[place]))
      }
    }
  }

  private func model(of series: [TimeSeries]) -> Result<SharedFutures, FitFailure> {
    let usesLogarithms = series.allSatisfy { $0.values.allSatisfy { $0.isNaN || $0 > 0 } }
    do throws(FitFailure) {
      let method = BayesianVectorAutoregression(usesLogarithms: usesLogarithms)
      return .success(SharedFutures(try method.fitted(series)))
    } catch {
      return .failure(error)
    }
  }
}

/// The futures of several series, drawn once for all of them.
private final class SharedFutures: Sendable {
  let model: any FittedMultipleModel
  let residuals: [[Double]]
  /// The last that were drawn: all members ask for the same ones in turn.
  private let drawn = Mutex<(horizon: Int, noise: PathNoise, paths: [PathSample])?>(nil)

  init(_ model: any FittedMultipleModel) {
    self.model = model
    residuals = model.residuals
  }

  func paths(of member: Int, horizon: Int, noise: PathNoise) -> PathSample {
    drawn.withLock { drawn in
      if let drawn, drawn.horizon == horizon, drawn.noise == noise { return drawn.paths[member] }
      let paths = model.jointPaths(horizon: horizon, noise: noise)
      drawn = (horizon, noise, paths)
      return paths[member]
    }
  }
}

/// One series of a model of several.
private struct MemberOfModel: FittedModel {
  private let shared: SharedFutures
  private let member: Int
  private let lower: Double

  init(_ shared: SharedFutures, member: Int, range: ValueRange) {
    self.shared = shared
    self.member = member
    lower = range.lower
  }

  var description: ModelDescription { shared.model.description }
  var residuals: [Double] { shared.residuals[member] }

  func pointForecast(horizon: Int) -> [Double] {
    shared.model.pointForecasts(horizon: horizon)[member].map { max($0, lower) }
  }

  func paths(horizon: Int, noise: PathNoise) -> PathSample {
    var sample = shared.paths(of: member, horizon: horizon, noise: noise)
    guard lower > -.infinity else { return sample }
    for index in sample.numbers.indices {
      sample.numbers[index] = max(sample.numbers[index], lower)
    }
    return sample
  }
}
