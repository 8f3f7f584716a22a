/// How a part of an exponential smoothing model joins the others.
public enum SmoothingPart: Hashable, Sendable {
  case none, additive, multiplicative

  /// Its letter in the name of a form.
  var letter: String {
    switch self {
    case .none: "N"
    case .additive: "A"
    case .multiplicative: "M"
    }
  }
}

/// A form of exponential smoothing: how error, trend and season join, such as `ETS(A,Ad,M)`.
///
/// - Source: Hyndman, Koehler, Ord, Snyder (2008), "Forecasting with Exponential Smoothing",
///   section 2.5: two errors, five trends, three seasons.
public struct SmoothingForm: Hashable, Sendable, CustomStringConvertible {
  /// Additive, or multiplicative: in proportion to what was expected.
  public let error: SmoothingPart
  public let trend: SmoothingPart
  /// Whether the trend fades as it is carried on.
  public let isDamped: Bool
  public let season: SmoothingPart

  /// - Returns: nil without an error, or where a trend is damped that is not there.
  public init?(
    error: SmoothingPart, trend: SmoothingPart, isDamped: Bool = false, season: SmoothingPart
  ) {
    guard error != .none, !(isDamped && trend == .none) else { return nil }
    self.error = error
    self.trend = trend
    self.isDamped = isDamped
    self.season = season
  }

  /// Reads a name such as `ETS(A,Ad,M)` or `AAdM`.
  ///
  /// - Returns: nil for anything else.
  public init?(_ name: String) {
    var letters = name.filter { !"(), ".contains($0) }[...]
    if letters.hasPrefix("ETS") { letters = letters.dropFirst(3) }
    func part(_ letter: Character?) -> SmoothingPart? {
      switch letter {
      case "N": SmoothingPart.none
      case "A": .additive
      case "M": .multiplicative
      default: nil
      }
    }
    guard let error = part(letters.popFirst()), let trend = part(letters.popFirst()) else {
      return nil
    }
    let isDamped = letters.first == "d"
    if isDamped { letters = letters.dropFirst() }
    guard let season = part(letters.popFirst()), letters.isEmpty else { return nil }
    self.init(error: error, trend: trend, isDamped: isDamped, season: season)
  }

  public var description: String {
    "ETS(\(error.letter),\(trend.letter)\(isDamped ? "d" : ""),\(season.letter))"
  }

  /// Whether something multiplies, so that only values above zero make sense.
  public var needsPositiveValues: Bool {
    error == .multiplicative || trend == .multiplicative || season == .multiplicative
  }

  /// Whether forecasts are linear in the observations: then variances have a closed form.
  public var isLinear: Bool { !needsPositiveValues }

  /// Whether its forecasts may run away: a season or trend that multiplies beside an error that
  /// adds divides by what may come near zero, and a trend that multiplies beside a season that
  /// adds is as bad.
  ///
  /// - Source: Hyndman, Koehler, Ord, Snyder (2008), section 15.
  public var isUnstable: Bool {
    if error == .additive { return trend == .multiplicative || season == .multiplicative }
    return trend == .multiplicative && season == .additive
  }

  /// All thirty forms, the simplest first: so that the simplest wins where several fit alike.
  public static let all: [SmoothingForm] = {
    let trends: [(SmoothingPart, Bool)] = [
      (.none, false), (.additive, false), (.additive, true), (.multiplicative, false),
      (.multiplicative, true),
    ]
    return [SmoothingPart.none, .additive, .multiplicative].flatMap { season in
      trends.flatMap { trend, isDamped in
        [SmoothingPart.additive, .multiplicative].compactMap { error in
          SmoothingForm(error: error, trend: trend, isDamped: isDamped, season: season)
        }
      }
    }
  }()
}

/// Where the smoothing parameters may lie.
public enum SmoothingRegion: Hashable, Sendable {
  /// 0 < β < α < 1, 0 < γ < 1 - α and 0.8 ≤ φ ≤ 0.98, which make every state an average of what
  /// was seen.
  case usual
  /// Wherever the effect of an observation on forecasts fades with its age, and φ as before.
  ///
  /// - Source: Hyndman, Akram, Archibald (2008), "The admissible parameter space for exponential
  ///   smoothing models".
  case admissible
}

/// How much a trend and a season that change slowly are preferred before the series is seen.
///
/// The density is proportional to (1 - β / α)^`trend` (1 - γ / (1 - α))^`season`. On a long series
/// it does nearly nothing; on ten values it keeps the trend from following each of them, which is
/// often the most likely and seldom the best.
public struct SmoothingPrior: Hashable, Sendable {
  public var trend, season: Double

  public init(trend: Double, season: Double) {
    self.trend = trend
    self.season = season
  }

  /// Maximum likelihood.
  public static let none = SmoothingPrior(trend: 0, season: 0)
  /// Mean shares of a tenth and a quarter. Chosen on the tourism competition's training part: of
  /// the weights 0, 1/2, 1, 2, … 16 these were as good as any at the last origin and the one
  /// before, on all three frequencies.
  public static let standard = SmoothingPrior(trend: 8, season: 2)
}
