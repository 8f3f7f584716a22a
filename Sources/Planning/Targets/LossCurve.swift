import ColumnPlan
import Probability
import Simulation

/// What it costs to miss a target, against what it costs to aim low.
///
/// A result that falls short of the level by d costs `missingAtAll + missing × d`; one that is
/// better by d costs `aimingLow × d`, for what could have been promised and was not.
public struct LossRates: Hashable, Sendable {
  /// Per base unit by which the level is missed.
  public let missing: Double
  /// Per base unit by which the result is better.
  public let aimingLow: Double
  /// For a miss, however small.
  public let missingAtAll: Double

  /// - Precondition: none is negative, and one is positive.
  public init(missing: Double, aimingLow: Double, missingAtAll: Double = 0) {
    precondition(
      min(missing, aimingLow, missingAtAll) >= 0 && max(missing, aimingLow, missingAtAll) > 0,
      "costs")
    (self.missing, self.aimingLow, self.missingAtAll) = (missing, aimingLow, missingAtAll)
  }

  /// The confidence of the level that costs least, where a miss as such costs nothing.
  ///
  /// - Source: the newsvendor's critical ratio; Arrow, Harris & Marschak (1951), "Optimal
  ///   inventory policy". Nil with a fixed cost, or when neither side costs by its distance.
  public var criticalConfidence: Double? {
    guard missingAtAll == 0, max(missing, aimingLow) > 0 else { return nil }
    let sum = missing + aimingLow
    // Of two that are too large to be added the halves have the same ratio.
    return sum.isFinite ? missing / sum : missing / 2 / (missing / 2 + aimingLow / 2)
  }

  /// - Parameter margin: by how much the result is bolder than the level.
  @inline(__always)
  func loss(margin: Double) -> Double {
    margin >= 0 ? aimingLow * margin : missingAtAll - missing * margin
  }
}

/// The expected loss of a level, and how much it is above that of the best one.
public struct ExpectedLoss: Hashable, Sendable {
  public let level: Double
  public let loss: Double
  /// The Monte Carlo standard error of the loss; NaN for fewer than two independent groups.
  public let standardError: Double
  /// The loss less the least one, by the same trials. Where a level is as good as the best it lies
  /// on either side of 0.
  public let aboveLeast: Double
  /// The Monte Carlo standard error of that difference, in which most of the noise cancels, and of
  /// what was taken off.
  public let aboveLeastError: Double
}

/// The expected loss over levels, and the level that makes it least.
public struct LossCurve: Sendable {
  /// The level that is best for the trials, with the least loss that any level has: what it costs
  /// in these very trials would flatter it.
  public let best: ExpectedLoss
  /// The Monte Carlo standard error of the best level; nil with a fixed cost of missing, where
  /// the minimiser of a sample has no normal spread (its error falls with the cube root of the
  /// number of trials; Kim & Pollard, 1990): `aboveLeast` says then what other levels cost.
  public let bestLevelError: Double?
  public let points: [ExpectedLoss]
}

/// Works out the expected loss of some levels, and the level with the least.
///
/// The least loss among the trials is too low, for the level was chosen by them. The same choice
/// without one independent batch after another, judged by that batch, is too high by about as much:
/// by just as much where the loss bends smoothly about its least. So the mean of the two is taken.
///
/// - Precondition: the trials are kept, or the column is the same in all.
/// - Accuracy: the best level is the exact minimiser over the trials. Of an exponential with a
///   fixed cost the bias of `aboveLeast` is less than a tenth of its error from 1,000 trials on;
///   with fewer than two batches nothing is taken off.
/// - Complexity: O(trials × (levels + batches + log trials)).
/// - Source: Mak, Morton, Wood, *Monte Carlo bounding techniques for determining solution quality
///   in stochastic programs* (1999), for either side of the least; Stone, *Cross-validatory choice
///   and assessment of statistical predictions* (1974).
public func lossCurve(
  of column: Column, _ side: Goal.Side, _ rates: LossRates, at levels: [Double],
  in result: SimulationResult
) -> LossCurve {
  let trials = BoldnessTrials(of: column, side, in: result)
  let isCertain = result.number(of: column) != nil
  let replication = isCertain ? .trials : result.replication
  let order = LevelsInOrder(trials, rates)
  let (best, error) = leastLoss(of: column, side, order, in: result)
  let bestLosses = trials.values.map { rates.loss(margin: $0 - trials.turned(best)) }
  let flattery =
    isCertain
    ? 0 : order.flattery(mean(bestLosses), IndependentBatches(trials: result.trials, replication))
  func withFlattery(_ error: Double) -> Double {
    (error * error + flattery * flattery).squareRoot()
  }
  let least = Moments(of: bestLosses, replication)
  let bestLoss = ExpectedLoss(
    level: best, loss: least.mean + flattery,
    standardError: isCertain ? 0 : withFlattery(least.standardError), aboveLeast: 0,
    aboveLeastError: 0)
  let points = levels.map { level in
    guard level != best else { return bestLoss }
    let bound = trials.turned(level)
    let losses = trials.values.map { rates.loss(margin: $0 - bound) }
    let loss = Moments(of: losses, replication)
    let difference = Moments(of: zip(losses, bestLosses).map { $0 - $1 }, replication)
    return ExpectedLoss(
      level: level, loss: loss.mean, standardError: isCertain ? 0 : loss.standardError,
      aboveLeast: difference.mean - flattery,
      aboveLeastError: isCertain ? 0 : withFlattery(difference.standardError))
  }
  return LossCurve(best: bestLoss, bestLevelError: error, points: points)
}

/// The level of least expected loss over the trials.
private func leastLoss(
  of column: Column, _ side: Goal.Side, _ order: LevelsInOrder, in result: SimulationResult
) -> (level: Double, error: Double?) {
  if let number = result.number(of: column) { return (number, 0) }
  if let confidence = order.rates.criticalConfidence {
    let found = levels(of: column, side, at: [confidence], in: result)
    return (found.values[0], found.standardErrors[0])
  }
  return (order.trials.turned(order.best { _ in true }), nil)
}

/// The trials as levels that may be promised, the easiest first.
private struct LevelsInOrder {
  let trials: BoldnessTrials
  let rates: LossRates
  private let places: [Int32]

  init(_ trials: BoldnessTrials, _ rates: LossRates) {
    (self.trials, self.rates) = (trials, rates)
    places = trials.places.reversed()
  }

  /// By how much the best level's mean loss in the trials by which it was chosen is too low: half
  /// of what it is higher by in trials by which it was not.
  func flattery(_ least: Double, _ batches: IndependentBatches) -> Double {
    guard batches.count > 1 else { return 0 }
    let values = trials.values
    let batchOf = values.indices.map { Int32(truncatingIfNeeded: batches.batch(of: $0)) }
    let bounds = (0..<batches.count).map { batch in
      best { batchOf[$0] != Int32(truncatingIfNeeded: batch) }
    }
    let sum = values.indices.reduce(0.0) {
      $0 + rates.loss(margin: values[$1] - bounds[Int(batchOf[$1])])
    }
    return (sum / Double(values.count) - least) / 2
  }

  /// The boldness of least mean loss over some trials.
  ///
  /// Between two trials the loss is a straight line, and it jumps up behind each: so one of the
  /// trials is a minimiser.
  func best(where isKept: (Int) -> Bool) -> Double {
    let values = places.compactMap { isKept(Int($0)) ? trials.values[Int($0)] : nil }
    // From the middle, so that sums of like numbers do not lose digits.
    let centre = values[values.count / 2]
    let total = values.reduce(0) { $0 + ($1 - centre) }
    var (below, place) = (0.0, 0)
    var best: (level: Double, loss: Double)?
    while place < values.count {
      let level = values[place]
      let (missed, kept) = (Double(place), Double(values.count - place))
      let distance = level - centre
      let loss =
        rates.missingAtAll * missed + rates.missing * (missed * distance - below)
        + rates.aimingLow * (total - below - kept * distance)
      if best == nil || loss < best!.loss { best = (level, loss) }
      while place < values.count, values[place] == level {
        below += level - centre
        place += 1
      }
    }
    return best!.level
  }
}
