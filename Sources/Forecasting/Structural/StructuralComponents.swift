/// Which parts a structural model is made of: a series is the sum of a level, which a slope may
/// move on, a season and an irregular part.
///
/// - Source: Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter",
///   section 2.3.
public struct StructuralComponents: Hashable, Sendable {
  /// How a component moves.
  public enum Level: Hashable, Sendable {
    /// It follows the slope exactly.
    case fixed
    /// It follows the slope with errors that stay.
    case stochastic
  }

  public enum Slope: Hashable, Sendable {
    /// The level does not rise or fall of itself.
    case none
    /// The slope is the same at all steps.
    case fixed
    /// The slope walks at random.
    case stochastic
    /// The slope walks at random and is drawn to zero: each step keeps a part of it.
    case damped
  }

  public enum Season: Hashable, Sendable {
    case none
    /// The seasons keep their effects.
    case fixed
    /// The effects of a year add up to an error: the dummy form.
    case dummies
    /// Each wave of the year walks at random, all with the same variance.
    case trigonometric
  }

  public var level: Level
  public var slope: Slope
  /// Only heeded where the year has more than one step.
  public var season: Season
  /// Whether each observation has an error of its own.
  public var hasIrregular: Bool

  public init(
    level: Level = .stochastic, slope: Slope = .stochastic, season: Season = .dummies,
    hasIrregular: Bool = true
  ) {
    self.level = level
    self.slope = slope
    self.season = season
    self.hasIrregular = hasIrregular
  }

  /// The components that a series with this number of steps a year can have.
  func fitting(seasonLength: Int) -> StructuralComponents {
    var components = self
    if seasonLength == 1 { components.season = .none }
    return components
  }

  /// Which variances are estimated, in the order irregular, level, slope, season.
  var estimated: [Int] {
    var places: [Int] = []
    if hasIrregular { places.append(0) }
    if level == .stochastic { places.append(1) }
    if slope == .stochastic || slope == .damped { places.append(2) }
    if season == .dummies || season == .trigonometric { places.append(3) }
    return places
  }

  /// The components in words, such as `level+slope+season+irregular`.
  var label: String {
    var parts = [level == .fixed ? "fixed level" : "level"]
    switch slope {
    case .none: break
    case .fixed: parts.append("fixed slope")
    case .stochastic: parts.append("slope")
    case .damped: parts.append("damped slope")
    }
    switch season {
    case .none: break
    case .fixed: parts.append("fixed season")
    case .dummies: parts.append("season")
    case .trigonometric: parts.append("trigonometric season")
    }
    if hasIrregular { parts.append("irregular") }
    return parts.joined(separator: "+")
  }
}
