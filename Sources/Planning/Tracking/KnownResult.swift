import ColumnPlan
import Probability
import Simulation

/// Something that is known of a plan's results: what some of them come to together.
public struct KnownResult: Sendable {
  /// What is added up: one period, or several of which only the sum is known.
  public let columns: [Column]
  /// In base units.
  public let value: Double
  /// The standard deviation of the error with which it was observed; 0 for a fact.
  public let error: Double
  /// The last period of what is added up: later draws do not stand behind it. Nil where that is not
  /// told.
  let lastPeriod: Int?

  /// - Precondition: there is a column, and the error is not negative.
  public init(columns: [Column], value: Double, error: Double = 0, through lastPeriod: Int? = nil) {
    precondition(!columns.isEmpty && error >= 0, "something known, with an error of some size")
    self.columns = columns
    self.value = value
    self.error = error
    self.lastPeriod = lastPeriod
  }

  /// The sum in each trial.
  public func trials(in result: SimulationResult) -> [Double] {
    var sums = [Double](repeating: 0, count: result.trials)
    for column in columns {
      if let number = result.number(of: column) {
        for trial in sums.indices { sums[trial] += number }
        continue
      }
      result.withTrials(of: column) { trials in
        for trial in sums.indices { sums[trial] += trials[trial] }
      }
    }
    return sums
  }
}

/// The scale in which what is known of a result is compared with the trials: the one in which
/// they are nearer to a normal distribution, since draws are moved along straight lines in it.
///
/// Which increasing scale is used does not change what is known. In logarithms a product of
/// lognormal values is a sum of normal ones, for which straight lines are exact. Events and counts
/// are weighed and not moved, so it is what they leave that should be near to normal: an event
/// that adds to what is observed makes it skewed, and adds no more in logarithms.
struct ObservationScale: Sendable {
  private(set) var isLogarithmic: Bool
  /// The mean and the standard deviation of the trials in this scale.
  private(set) var mean, deviation: Double

  /// The skewness below which trials count as symmetric enough for no logarithm.
  static let usualSkewness = 0.1

  /// - Parameter rest: what events and counts leave of standardised trials.
  /// - Returns: nil where the result is the same in all trials, so that knowing it teaches nothing.
  init?(_ trials: [Double], known: KnownResult, rest: ([Double]) -> [Double]) {
    let plain = Moments(of: trials)
    guard plain.standardDeviation > 1e-12 * max(abs(plain.mean), 1e-300) else { return nil }
    (isLogarithmic, mean, deviation) = (false, plain.mean, plain.standardDeviation)
    guard known.value > 0, abs(plain.skewness) > Self.usualSkewness,
      trials.allSatisfy({ $0 > 0 })
    else { return }
    func skewness(_ values: [Double], _ moments: Moments) -> Double {
      let scaled = values.map { ($0 - moments.mean) / moments.standardDeviation }
      return abs(Moments(of: rest(scaled)).skewness)
    }
    let own = skewness(trials, plain)
    guard own > Self.usualSkewness else { return }
    let values = trials.map { logarithm($0) }
    let logarithms = Moments(of: values)
    guard skewness(values, logarithms) < own else { return }
    (isLogarithmic, mean, deviation) = (true, logarithms.mean, logarithms.standardDeviation)
  }

  /// How many standard deviations a value lies from the mean of the trials.
  func standardised(_ value: Double) -> Double {
    let scaled = isLogarithmic ? logarithm(max(value, .leastNormalMagnitude)) : value
    return (scaled - mean) / deviation
  }

  /// The value that lies so many standard deviations from the mean of the trials.
  func value(_ standardised: Double) -> Double {
    let scaled = mean + deviation * standardised
    return isLogarithmic ? exponential(scaled) : scaled
  }

  /// The standard deviation of an observation error in this scale, standardised.
  func standardised(error: Double, of value: Double) -> Double {
    (isLogarithmic ? error / value : error) / deviation
  }
}
