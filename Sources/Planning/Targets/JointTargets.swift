import ColumnPlan
import Probability
import Simulation

/// Several targets together: how probable it is that all hold, and which of them binds.
public struct JointTargets: Sendable {
  public let joint: ExceedanceProbability
  /// What the joint probability would be if the targets had nothing to do with each other.
  public let independent: Double
  /// Its Monte Carlo standard error.
  public let independentError: Double
  public let members: [BindingTarget]
}

/// One of several targets: what it takes from the probability that all hold.
public struct BindingTarget: Sendable {
  /// The target by itself.
  public let alone: ExceedanceProbability
  /// The trials in which this one is missed and all others are met.
  public let missedAlone: ExceedanceProbability
  /// The part of the trials with a miss in which this one is missed, alone or with others; nil
  /// where no trial has a miss.
  public let partOfMisses: Double?
  /// The part of them in which this one alone is missed: what dropping it would save.
  public let partMissedAlone: Double?
  /// The probability that all others hold.
  public let jointWithout: ExceedanceProbability
  /// What other bounds of this target would do.
  public let easings: [Easing]
}

/// A bound of one target that is easier to meet, with those of the others as they are.
public struct Easing: Hashable, Sendable {
  public let bound: Double
  /// The target by itself with that bound.
  public let alone: Double
  /// By how much the joint probability rises; below 0 where the bound is bolder.
  public let gain: Double
  /// The Monte Carlo standard error of the rise: both are judged by the same trials.
  public let gainError: Double
}

/// Judges targets together.
///
/// - Parameter easings: for each goal other bounds to be tried.
/// - Precondition: the trials are kept.
/// - Complexity: O(trials × (goals + easings)).
public func jointTargets(
  _ goals: [Goal], easings: [[Double]], in result: SimulationResult
) -> JointTargets {
  precondition(goals.count == easings.count, "other bounds of each goal")
  let all = goals.map { BoldnessTrials(of: $0, in: result) }
  let bounds = zip(goals, all).map { $1.turned($0.bound) }
  let misses = Misses(of: all, bounds, trials: result.trials)
  func probability(_ qualifies: (Int) -> Bool) -> ExceedanceProbability {
    ExceedanceProbability(shares(trials: result.trials, result.replication, where: qualifies))
  }
  let joint = jointAttainment(of: goals, in: result)
  let alone = goals.map { ExceedanceProbability(tally(of: $0, in: result).met) }
  let missed = result.trials - misses.counts.count { $0 == 0 }
  let members = goals.indices.map { index in
    let (values, bound) = (all[index].values, bounds[index])
    let only = probability { misses.counts[$0] == 1 && misses.last[$0] == index }
    let ownMisses = values.count { !($0 >= bound) }
    return BindingTarget(
      alone: alone[index], missedAlone: only,
      partOfMisses: missed == 0 ? nil : Double(ownMisses) / Double(missed),
      partMissedAlone: missed == 0
        ? nil : (only.probability * Double(result.trials)).rounded() / Double(missed),
      jointWithout: probability {
        misses.counts[$0] == 0 || (misses.counts[$0] == 1 && misses.last[$0] == index)
      },
      easings: easings[index].map { other in
        let eased = all[index].turned(other)
        let (low, high) = (min(eased, bound), max(eased, bound))
        // The trials between the two bounds that meet all others.
        let between = probability {
          values[$0] >= low && values[$0] < high
            && (misses.counts[$0] == 0 || (misses.counts[$0] == 1 && misses.last[$0] == index))
        }
        return Easing(
          bound: other, alone: Double(values.count { $0 >= eased }) / Double(result.trials),
          gain: eased <= bound ? between.probability : -between.probability,
          gainError: between.standardError)
      })
  }
  let (product, error) = product(of: alone, all, bounds, result)
  return JointTargets(
    joint: joint, independent: product, independentError: error, members: members)
}

/// How many goals each trial misses, and the last of them.
private struct Misses {
  var counts: [Int32]
  var last: [Int32]

  init(of all: [BoldnessTrials], _ bounds: [Double], trials: Int) {
    var counts = [Int32](repeating: 0, count: trials)
    var last = [Int32](repeating: -1, count: trials)
    for (index, one) in all.enumerated() {
      let (values, bound) = (one.values, bounds[index])
      for trial in 0..<trials where !(values[trial] >= bound) {
        counts[trial] += 1
        last[trial] = Int32(index)
      }
    }
    (self.counts, self.last) = (counts, last)
  }
}

/// The product of the probabilities, and its error by the linear part of each factor: the trials
/// that move one of them move the others too.
private func product(
  of alone: [ExceedanceProbability], _ all: [BoldnessTrials], _ bounds: [Double],
  _ result: SimulationResult
) -> (product: Double, error: Double) {
  let product = alone.reduce(1) { $0 * $1.probability }
  guard product > 0 else {
    // Of what no trial meets no more is known than that it is about as rare as one of them.
    return (0, alone.reduce(1) { $0 * ($1.probability > 0 ? $1.probability : $1.standardError) })
  }
  var influence = [Double](repeating: 0, count: result.trials)
  for (index, one) in all.enumerated() {
    let (values, bound, share) = (one.values, bounds[index], alone[index].probability)
    for trial in influence.indices {
      influence[trial] += product * ((values[trial] >= bound ? 1 : 0) / share - 1)
    }
  }
  let moved = Moments(of: influence, result.replication).standardError
  let alike = alone.reduce(0) { sum, one in
    sum + (one.probability == 1 ? product * product * one.standardError * one.standardError : 0)
  }
  return (product, (moved * moved + alike).squareRoot())
}
