import LinearAlgebra
import Probability

/// Forecasts several series from the past of all of them, with coefficients that are drawn towards
/// random walks as much as the data ask for.
///
/// Missing values are filled before the fit: by the line between their neighbours, at the end by
/// the last value. Series of different lengths are used from where the shortest begins.
///
/// - Source: Giannone, Lenza, Primiceri (2015), "Prior selection for vector autoregressions".
public struct BayesianVectorAutoregression: MultipleForecastMethod, Hashable, Sendable {
  /// How many steps back the past is looked at; nil to choose by the marginal likelihood.
  public var lags: Int?
  /// The tightness of the prior; nil to choose it by the marginal likelihood.
  public var tightness: Double?
  /// Whether the series are forecast in logarithms, which needs values above zero.
  public var usesLogarithms: Bool
  /// Whether each season of the year has a level of its own.
  public var hasSeasons: Bool
  /// What a series does in the prior: 1 for a random walk, 0 for going back to its mean at once.
  public var persistence: Double

  /// A method with these options.
  ///
  /// - Precondition: `lags` ≥ 1 and `tightness` > 0 where given.
  public init(
    lags: Int? = nil, tightness: Double? = nil, usesLogarithms: Bool = false,
    hasSeasons: Bool = true, persistence: Double = 1
  ) {
    precondition(lags.map { $0 >= 1 } ?? true, "at least one lag")
    precondition(tightness.map { $0 > 0 && $0.isFinite } ?? true, "a tightness above zero")
    self.lags = lags
    self.tightness = tightness
    self.usesLogarithms = usesLogarithms
    self.hasSeasons = hasSeasons
    self.persistence = persistence
  }

  /// `vectorAutoregression`.
  public var name: String { "vectorAutoregression" }

  /// Chooses lags and tightness by the marginal likelihood and gives the posterior.
  ///
  /// - Errors: as `fitted`.
  public func fit(_ all: [TimeSeries]) throws(FitFailure) -> any FittedMultipleModel {
    try fitted(all)
  }

  /// As `fit`, with the type.
  ///
  /// - Errors: `tooFewObservations` where less than 4 steps more than lags are common to all, or
  ///   fewer than two whole years where seasons are asked for; `notPositive` for logarithms;
  ///   `noEstimate` where numbers are too large.
  public func fitted(_ all: [TimeSeries]) throws(FitFailure) -> FittedVectorAutoregression {
    guard let first = all.first else { throw .tooFewObservations(found: 0, needed: 1) }
    let season = hasSeasons ? first.seasonLength : 1
    let columns = try commonValues(all)
    let length = columns[0].count
    let needed = max((lags ?? 1) + 4, season > 1 ? 2 * season + 1 : 0)
    guard length >= needed else { throw .tooFewObservations(found: length, needed: needed) }
    let scales = columns.map { errorScale($0, seasonLength: season) }
    var values = Matrix(rows: length, columns: columns.count)
    for (column, numbers) in columns.enumerated() {
      for (row, number) in numbers.enumerated() { values[row, column] = number / scales[column] }
    }
    guard values.elements.allSatisfy({ abs($0) < 1e100 }) else { throw .noEstimate }
    let firstSeason = season > 1 ? first.season(of: first.count - length) : 0
    func regression(_ lags: Int, from firstStep: Int) -> MinnesotaRegression {
      MinnesotaRegression(
        values: values, lags: lags, firstStep: firstStep, seasonLength: season,
        firstSeason: firstSeason, persistence: persistence)
    }
    let candidates = lags.map { [$0] } ?? choices(length: length, season: first.seasonLength)
    let longest = candidates.max() ?? 1
    var best = (lags: candidates[0], choice: TightnessChoice(value: -.infinity))
    for count in candidates {
      let choice = chosenTightness(regression(count, from: longest), tightness)
      if choice.value > best.choice.value { best = (count, choice) }
    }
    let chosen = regression(best.lags, from: best.lags)
    let choice =
      best.lags == longest ? best.choice : chosenTightness(chosen, tightness)
    guard
      choice.value.isFinite,
      let posterior = try? chosen.posterior(
        tightness: choice.tightness, differencing: choice.differencing)
    else { throw .noEstimate }
    return FittedVectorAutoregression(
      regression: chosen, posterior: posterior, choice: choice, scales: scales,
      lengths: all.map(\.count), usesLogarithms: usesLogarithms)
  }

  /// One to four lags, and a year where the series are long enough for it.
  private func choices(length: Int, season: Int) -> [Int] {
    let short = (1...4).filter { $0 + 4 <= length && ($0 == 1 || length >= 4 * $0) }
    let year = season > 4 && length >= 4 * season ? [season] : []
    return short + year
  }

  /// The last values of all series without gaps, in logarithms where asked for.
  private func commonValues(_ all: [TimeSeries]) throws(FitFailure) -> [[Double]] {
    var columns: [[Double]] = []
    for series in all {
      guard let start = series.values.firstIndex(where: \.isFinite) else {
        throw .tooFewObservations(found: 0, needed: 5)
      }
      if usesLogarithms, let bad = series.values.firstIndex(where: { $0 <= 0 }) {
        throw .notPositive(step: bad)
      }
      let numbers = filledByLines(series.values[start...].map { $0.isFinite ? $0 : .nan })
      columns.append(usesLogarithms ? numbers.map(logarithm) : numbers)
    }
    let length = columns.map(\.count).min() ?? 0
    return columns.map { Array($0.suffix(length)) }
  }
}

/// The standard deviation of the errors of a regression of a series, with the means of its seasons
/// taken out, on its last value; for a series that never changes something that is small against
/// it.
private func errorScale(_ values: [Double], seasonLength: Int) -> Double {
  let unit = values.lazy.map(abs).max() ?? 0
  guard unit > 0, unit.isFinite else { return 1 }
  var numbers = values.map { $0 / unit }
  for season in 0..<min(seasonLength, numbers.count) {
    let places = stride(from: season, to: numbers.count, by: seasonLength)
    let mean = places.reduce(0) { $0 + numbers[$1] } / Double(Array(places).count)
    for place in places { numbers[place] -= mean }
  }
  let (before, after) = (Array(numbers.dropLast()), Array(numbers.dropFirst()))
  let n = Double(after.count)
  let (meanBefore, meanAfter) = (before.reduce(0, +) / n, after.reduce(0, +) / n)
  var (xx, xy, yy) = (0.0, 0.0, 0.0)
  for (x, y) in zip(before, after) {
    xx += (x - meanBefore) * (x - meanBefore)
    xy += (x - meanBefore) * (y - meanAfter)
    yy += (y - meanAfter) * (y - meanAfter)
  }
  let rest = xx > 0 ? max(0, yy - xy * xy / xx) : yy
  // Each season has a mean of its own.
  let free = n - 1 - Double(seasonLength)
  return max((rest / max(free, 1)).squareRoot(), 1e-6) * unit
}

/// A tightness of the prior with how well the data speak for it.
struct TightnessChoice: Hashable, Sendable {
  var tightness = 0.2
  var differencing = 1.0
  /// The logarithm of the marginal likelihood times the density of the two.
  var value: Double
}

/// The tightness for which the data speak most, with a density of its own: Gamma distributions
/// with mode 0.2 and standard deviation 0.4, and with mode 1 and standard deviation 1.
///
/// - Source: Giannone, Lenza, Primiceri (2015), section 3.
private func chosenTightness(
  _ regression: MinnesotaRegression, _ fixed: Double?
) -> TightnessChoice {
  func value(_ tightness: Double, _ differencing: Double) -> Double {
    regression.logMarginalLikelihood(tightness: tightness, differencing: differencing)
      + logGammaDensity(tightness, mode: 0.2, deviation: 0.4)
      + logGammaDensity(differencing, mode: 1, deviation: 1)
  }
  func positive(_ logarithm: Double) -> Double { exponential(min(max(logarithm, -12), 12)) }
  if let fixed {
    let found = minimiseBySimplex(from: [0], steps: [1], tolerance: 1e-7) {
      -value(fixed, positive($0[0]))
    }
    return TightnessChoice(
      tightness: fixed, differencing: positive(found.point[0]), value: -found.value)
  }
  let found = minimiseBySimplex(from: [-1.6, 0], steps: [1, 1], tolerance: 1e-7) {
    -value(positive($0[0]), positive($0[1]))
  }
  return TightnessChoice(
    tightness: positive(found.point[0]), differencing: positive(found.point[1]),
    value: -found.value)
}

/// The logarithm of the density of a gamma distribution given by its mode and deviation.
private func logGammaDensity(_ x: Double, mode: Double, deviation: Double) -> Double {
  let ratio = mode * mode / (deviation * deviation)
  let shape = (2 + ratio + ((4 + ratio) * ratio).squareRoot()) / 2
  let scale = deviation / shape.squareRoot()
  return (shape - 1) * logarithm(x) - x / scale - logGamma(shape) - shape * logarithm(scale)
}
