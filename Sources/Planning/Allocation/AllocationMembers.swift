import ColumnPlan
import Probability
import Simulation

/// Those among whom a total is handed down, trial by trial.
public struct AllocationMembers: Sendable {
  /// For each member its results in all trials, as boldness: with the sign turned round for a
  /// ceiling.
  let boldness: [[Double]]
  let sign: Double
  let replication: Replication
  public let trials: Int

  public var count: Int { boldness.count }

  /// - Parameter members: of each the columns whose sum it is, such as the months of a quarter.
  /// - Precondition: the trials are kept.
  public init(_ members: [[Column]], _ side: Goal.Side, in result: SimulationResult) {
    let sign: Double = side == .atLeast ? 1 : -1
    (self.sign, replication, trials) = (sign, result.replication, result.trials)
    boldness = members.map { columns in
      var sums = [Double](repeating: 0, count: result.trials)
      for column in columns {
        result.withTrials(of: column) { trials in
          let step = trials.count == 1 ? 0 : 1
          for trial in sums.indices { sums[trial] += sign * trials[trial * step] }
        }
      }
      return sums
    }
  }

  /// The expected value of each member.
  public var means: [Double] { boldness.map { sign * Moments(of: $0).mean } }

  /// In what share of the trials the result of a member is just a value, but for rounding in the
  /// last digits.
  public func share(of member: Int, at value: Double) -> Double {
    let boldness = boldness[member]
    let width = 1e-9 * max(abs(value), abs(boldness.max() ?? 0), abs(boldness.min() ?? 0))
    return Double(boldness.count { abs($0 - sign * value) <= width }) / Double(trials)
  }

  /// By batch, the expected value of each member without the trials of that batch.
  func means(without batches: IndependentBatches) -> [[Double]] {
    var sums = Array(repeating: [Double](repeating: 0, count: count), count: batches.count)
    var counts = [Int](repeating: 0, count: batches.count)
    for trial in 0..<trials {
      let batch = batches.batch(of: trial)
      counts[batch] += 1
      for member in boldness.indices { sums[batch][member] += sign * boldness[member][trial] }
    }
    let all = boldness.indices.map { member in sums.reduce(0) { $0 + $1[member] } }
    return sums.indices.map { batch in
      all.indices.map { (all[$0] - sums[batch][$0]) / Double(trials - counts[batch]) }
    }
  }

  /// The sum of all members in each trial.
  public var totals: [Double] {
    var sums = [Double](repeating: 0, count: trials)
    for member in boldness {
      for trial in sums.indices { sums[trial] += sign * member[trial] }
    }
    return sums
  }
}

/// The least and the most that a member may be given.
public struct PartBounds: Hashable, Sendable {
  public let least: Double
  public let most: Double

  public static let none = PartBounds(least: -.infinity, most: .infinity)

  public init(least: Double, most: Double) { (self.least, self.most) = (least, most) }

  func clamped(_ part: Double) -> Double { min(max(part, least), most) }

  /// The same, but from 0 on where nothing is said of the least.
  var fromNothing: PartBounds {
    least == -.infinity ? PartBounds(least: min(0, most), most: most) : self
  }
}

/// Why a total cannot be handed down.
public enum AllocationError: Error, Hashable, Sendable {
  /// The bounds of the parts add up to no less, or no more, than this.
  case bounds(least: Double, most: Double)
  /// Levels of equal confidence add up to no less, or no more, than this in the trials.
  case outOfReach(least: Double, most: Double)
  /// No share is above zero, so that nothing says who gets what.
  case noShares
  /// The total is no whole number of the units that parts are rounded to.
  case unitsOfTotal
  /// No whole number of those units lies between the bounds of the member at this place.
  case nothingBetweenBounds(member: Int)
}
