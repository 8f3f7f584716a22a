import Probability

/// When a target that is on its way is green, yellow or red: by the probability that it is met.
public struct WarningRule: Hashable, Sendable {
  public enum Light: String, Sendable { case green, yellow, red }

  /// At least so probable is green; less than `red` is red.
  public let green, red: Double

  /// The usual rule: an assumption, not a standard.
  public static let usual = WarningRule(green: 0.7, red: 0.4)!

  /// - Returns: nil unless 0 ≤ red ≤ green ≤ 1.
  public init?(green: Double, red: Double) {
    guard 0 <= red, red <= green, green <= 1 else { return nil }
    (self.green, self.red) = (green, red)
  }

  public func light(at probability: Double) -> Light {
    probability >= green ? .green : probability >= red ? .yellow : .red
  }
}

/// How a warning rule does after a period: over years that the model itself makes up.
public struct WarningRates: Hashable, Sendable {
  /// The place in the horizon of the last period that is known.
  public let period: Int
  /// The share of years that meet the target although they are yellow or red then, and of those
  /// that are red; NaN where no year meets it.
  public let falseAlarm, falseRed: Double
  /// The share of years that miss the target although they are green then; NaN where none does.
  public let miss: Double
  /// Binomial standard errors.
  public let falseAlarmError, missError: Double
  /// The shares of years with each light.
  public let green, yellow, red: Double
  /// The boldest bound for green with which at most the wished share of the years that meet the
  /// target is warned of, and the share of misses that it lets pass; NaN where no year meets it.
  public let cutOff, missAtCutOff: Double
  /// The mean squared difference of the probability and what came, 1 for met: see `BrierScore`.
  public let brier: Double
}

/// Measures a warning rule on simulated years: each trial is taken for the truth, what it shows of
/// itself up to a period for what is known, and the probability given that for what the rule looks
/// at.
///
/// The probability of each year comes from two regressions that are fitted to the other half of the
/// years, so that no year is judged by itself: the mean outcome is a polynomial of second order in
/// the known numbers, and meeting the target a probit of third order in that mean.
///
/// - Parameter known: for each period the numbers that are known when it is over, each in all
///   trials.
/// - Parameter outcome: for each trial what the target judges.
/// - Parameter isMet: for each trial whether it meets the target.
/// - Parameter wished: the share of false alarms that `cutOff` keeps to.
/// - Shape: a result for each period.
/// - Accuracy: Monte Carlo, see the errors; exact for normal results. Of lognormal years of
///   which three in ten lose two fifths of everything from some month on, the rates lie within
///   0.05 of those of the exact conditional probabilities.
/// - Complexity: O(periods × trials × terms²), terms ≤ 91 for twelve numbers.
/// - Source: Stone, *Cross-validatory choice* (1974): fitting to one half, judging on the other;
///   Murphy, Winkler (1987) for rates given the outcome.
public func warningRates(
  _ rule: WarningRule, known: [[[Double]]], outcome: [Double], isMet: [Bool], wished: Double
) -> [WarningRates] {
  known.indices.map { period in
    let probabilities = crossFittedProbabilities(known[period], outcome, isMet)
    return rates(rule, period, probabilities, isMet, wished)
  }
}

/// For each trial the probability given its known numbers, by a fit to the other half.
func crossFittedProbabilities(
  _ features: [[Double]], _ outcome: [Double], _ isMet: [Bool]
) -> [Double] {
  let halves = [0, 1].map { half in isMet.indices.filter { ($0 / 16) % 2 == half } }
  var probabilities = [Double](repeating: 0, count: isMet.count)
  for (own, other) in [(0, 1), (1, 0)] {
    // Too few to fit to: they are judged as they are.
    let source = halves[other].isEmpty ? halves[own] : halves[other]
    guard !source.isEmpty else { continue }
    let mean = QuadraticRegression(features, outcome, trials: source)
    let powers = powers(of: mean.values(features, count: isMet.count), source)
    let fit = ProbitRegression(powers, happened: isMet, trials: source)
    for trial in halves[own] {
      probabilities[trial] = fit.probability(powers, trial: trial)
    }
  }
  return probabilities
}

/// The first three powers of a number in deviations from its mean in some trials; beyond what it is
/// there, the nearest that it is, because powers run away.
private func powers(of number: [Double], _ trials: [Int]) -> [[Double]] {
  let moments = Moments(of: trials.map { number[$0] })
  let deviation = moments.standardDeviation > 0 ? moments.standardDeviation : 1
  let (least, greatest) = trials.reduce((Double.infinity, -Double.infinity)) {
    (min($0.0, number[$1]), max($0.1, number[$1]))
  }
  let scores = number.map { (min(max($0, least), greatest) - moments.mean) / deviation }
  return [scores, scores.map { $0 * $0 }, scores.map { $0 * $0 * $0 }]
}

private func rates(
  _ rule: WarningRule, _ period: Int, _ probabilities: [Double], _ isMet: [Bool],
  _ wished: Double
) -> WarningRates {
  let count = Double(isMet.count)
  let met = isMet.indices.filter { isMet[$0] }
  let missed = isMet.indices.filter { !isMet[$0] }
  func share(_ trials: [Int], _ holds: (Double) -> Bool) -> Double {
    trials.isEmpty
      ? .nan : Double(trials.count { holds(probabilities[$0]) }) / Double(trials.count)
  }
  func error(_ share: Double, _ trials: [Int]) -> Double {
    (share * (1 - share) / Double(trials.count)).squareRoot()
  }
  let falseAlarm = share(met) { $0 < rule.green }
  let miss = share(missed) { $0 >= rule.green }
  // At most so many of the years that meet the target lie below the cut-off.
  let ordered = met.map { probabilities[$0] }.sorted()
  let cutOff =
    ordered.isEmpty
    ? .nan : ordered[min(Int(wished * Double(ordered.count)), ordered.count - 1)]
  let brier = isMet.indices.reduce(0.0) { sum, trial in
    let distance = probabilities[trial] - (isMet[trial] ? 1 : 0)
    return sum + distance * distance
  }
  let all = Array(isMet.indices)
  let (green, red) = (share(all) { $0 >= rule.green }, share(all) { $0 < rule.red })
  return WarningRates(
    period: period, falseAlarm: falseAlarm, falseRed: share(met) { $0 < rule.red }, miss: miss,
    falseAlarmError: error(falseAlarm, met), missError: error(miss, missed), green: green,
    yellow: 1 - green - red, red: red, cutOff: cutOff,
    missAtCutOff: cutOff.isNaN ? .nan : share(missed) { $0 >= cutOff }, brier: brier / count)
}
