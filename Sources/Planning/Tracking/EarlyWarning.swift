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
  /// Their standard errors: of counting years, and of finding the probabilities in these years.
  /// NaN where there are too few years to say.
  public let falseAlarmError, missError: Double
  /// The shares of years with each light.
  public let green, yellow, red: Double
  /// The boldest bound for green with which at most the wished share of the years that meet the
  /// target is warned of, and the share of misses that it lets pass; NaN where no year meets it.
  public let cutOff, missAtCutOff: Double
  /// Their standard errors, alike.
  public let cutOffError, missAtCutOffError: Double
  /// The mean squared difference of the probability and what came, 1 for met: see `BrierScore`.
  public let brier: Double
}

/// Measures a warning rule on simulated years: each trial is taken for the truth, what it shows of
/// itself up to a period for what is known, and the probability given that for what the rule looks
/// at (`ConditionalProbabilities`).
///
/// - Parameter years: what is known when each period is over.
/// - Parameter isMet: for each trial whether it meets the target.
/// - Parameter wished: the share of false alarms that `cutOff` keeps to.
/// - Shape: a result for each period.
/// - Accuracy: Monte Carlo, see the errors, which come from the whole procedure on halves of the
///   years. The rates of 8,192 years lie within 0.03 of those of exact conditional probabilities
///   for normal years, levels that forget slowly, counts, and lognormal years of which three in
///   ten lose two fifths of everything from some month on; where many years lie next to the bound
///   of a light, as for the worst of months, within the errors.
/// - Complexity: O(periods × trials × terms²), terms ≤ 91 for twelve numbers.
/// - Source: Murphy, Winkler, *A general framework for forecast verification* (1987) for rates
///   given the outcome; McCarthy, *Pseudo-replication: half samples* (1969); Shao, Wu, *A general
///   theory for jackknife variance estimation* (1989): leaving out halves is right for steps too,
///   as where equal probabilities lie next to the bound of a light.
public func warningRates(
  _ rule: WarningRule, _ years: [YearsSoFar], isMet: [Bool], wished: Double,
  _ replication: Replication = .trials
) -> [WarningRates] {
  let batches = IndependentBatches(trials: isMet.count, replication)
  let halves = halfSamples(of: batches)
  return years.enumerated().map { period, soFar in
    let conditional = ConditionalProbabilities(soFar, batches)
    let all = conditional.probabilities(from: Array(0..<batches.count))
    let whole = RatesOfLights(rule, all, isMet, wished)
    let parts = halves.map { half in
      RatesOfLights(rule, conditional.probabilities(from: half), isMet, wished)
    }
    return rates(period, whole, parts, all, isMet)
  }
}

/// Halves of the batches, each drawn by itself; the same for all periods. Empty for fewer than four
/// batches, of which halves say nothing.
private func halfSamples(of batches: IndependentBatches) -> [[Int]] {
  guard batches.count >= 4 else { return [] }
  let key = RandomStream(name: "torreya.halfSamples").key(seed: 0)
  let padded = (batches.count + 15) / 16 * 16
  var numbers = [Double](repeating: 0, count: padded)
  return (0..<20).map { half in
    numbers.withUnsafeMutableBufferPointer { buffer in
      var lanes = buffer.mutableSpan
      key.fillNormals(&lanes, period: half, firstTrial: 0)
    }
    let order = (0..<batches.count).sorted { numbers[$0] < numbers[$1] }
    return order.prefix(batches.count / 2).sorted()
  }
}

/// How often the lights of years are wrong; years without a probability do not count.
private struct RatesOfLights {
  let count, green, red: Int
  /// The years that meet the target, and those that do not.
  let metCount, missedCount: Int
  /// Whether every year has its outcome by then, so that chance has no part in how lights do.
  let isDecided: Bool
  let falseAlarm, falseRed, miss, cutOff, missAtCutOff: Double

  init(_ rule: WarningRule, _ probabilities: [Double], _ isMet: [Bool], _ wished: Double) {
    var (green, red, alarms, redAlarms, misses) = (0, 0, 0, 0, 0)
    var (met, missed): ([Double], [Double]) = ([], [])
    for (probability, isMet) in zip(probabilities, isMet) where !probability.isNaN {
      let light = rule.light(at: probability)
      if light == .green { green += 1 }
      if light == .red { red += 1 }
      if isMet {
        met.append(probability)
        if light != .green { alarms += 1 }
        if light == .red { redAlarms += 1 }
      } else {
        missed.append(probability)
        if light == .green { misses += 1 }
      }
    }
    func share(_ part: Int, _ whole: Int) -> Double {
      whole > 0 ? Double(part) / Double(whole) : .nan
    }
    (count, self.green, self.red) = (met.count + missed.count, green, red)
    (metCount, missedCount) = (met.count, missed.count)
    isDecided = (met + missed).allSatisfy { $0 == 0 || $0 == 1 }
    (falseAlarm, falseRed) = (share(alarms, met.count), share(redAlarms, met.count))
    miss = share(misses, missed.count)
    // At most so many of the years that meet the target lie below the cut-off.
    let place = min(Int(wished * Double(met.count)), met.count - 1)
    let cutOff = met.isEmpty ? .nan : met.sorted()[place]
    self.cutOff = cutOff
    missAtCutOff = met.isEmpty ? .nan : share(missed.count { $0 >= cutOff }, missed.count)
  }

  /// The standard error of a figure, from the same one of parts of the years, each a part of its
  /// own. NaN where one of them has no such figure.
  func standardError(of figure: (RatesOfLights) -> Double, from parts: [RatesOfLights]) -> Double {
    guard !parts.isEmpty else { return .nan }
    let sum = parts.reduce(0.0) { sum, part in
      // A part of n of N years differs from all by √(1/n − 1/N) σ.
      let scale = Double(part.count) / Double(max(count - part.count, 1))
      let distance = figure(part) - figure(self)
      return sum + scale * distance * distance
    }
    return (sum / Double(parts.count)).squareRoot()
  }

  /// The same of a share of some years. Years that all agree are not sure to go on so: the error is
  /// no less than that of one of them which does not.
  func standardError(
    ofShare share: (RatesOfLights) -> Double, among years: Int, from parts: [RatesOfLights]
  ) -> Double {
    let found = standardError(of: share, from: parts)
    guard !found.isNaN, !isDecided, share(self) == 0 || share(self) == 1 else { return found }
    return max(found, 1 / Double(years))
  }
}

private func rates(
  _ period: Int, _ whole: RatesOfLights, _ parts: [RatesOfLights], _ probabilities: [Double],
  _ isMet: [Bool]
) -> WarningRates {
  let count = Double(isMet.count)
  let brier = isMet.indices.reduce(0.0) { sum, trial in
    let distance = probabilities[trial] - (isMet[trial] ? 1 : 0)
    return sum + distance * distance
  }
  func error(_ figure: (RatesOfLights) -> Double) -> Double {
    whole.standardError(of: figure, from: parts)
  }
  return WarningRates(
    period: period, falseAlarm: whole.falseAlarm, falseRed: whole.falseRed, miss: whole.miss,
    falseAlarmError: whole.standardError(
      ofShare: \.falseAlarm, among: whole.metCount, from: parts),
    missError: whole.standardError(ofShare: \.miss, among: whole.missedCount, from: parts),
    green: Double(whole.green) / count,
    yellow: Double(whole.count - whole.green - whole.red) / count, red: Double(whole.red) / count,
    cutOff: whole.cutOff, missAtCutOff: whole.missAtCutOff, cutOffError: error(\.cutOff),
    missAtCutOffError: whole.standardError(
      ofShare: \.missAtCutOff, among: whole.missedCount, from: parts),
    brier: brier / count)
}
