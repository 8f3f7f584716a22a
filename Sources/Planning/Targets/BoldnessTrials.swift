import ColumnPlan
import Probability
import Simulation

/// The trials of a column as boldness: the larger, the harder it is to promise.
///
/// A floor is bold where it is high, a ceiling where it is low; with the sign of ceilings turned
/// round, everything that is said of floors holds for both. A trial meets a bound when its
/// boldness is at least the bound's.
struct BoldnessTrials: Sendable {
  let values: [Double]
  private let sign: Double

  /// - Precondition: the trials are kept, or the column is the same in all.
  init(of column: Column, _ side: Goal.Side, in result: SimulationResult) {
    let sign: Double = side == .atLeast ? 1 : -1
    self.sign = sign
    values = result.withTrials(of: column) { trials in
      trials.count == 1
        ? [Double](repeating: sign * trials[0], count: result.trials) : trials.map { sign * $0 }
    }
  }

  init(of goal: Goal, in result: SimulationResult) {
    self.init(of: goal.column, goal.side, in: result)
  }

  /// The boldness of a value, and the value of a boldness.
  func turned(_ value: Double) -> Double { sign * value }

  /// The places of the trials, boldest first; among equal ones in the order of trials.
  var places: [Int32] {
    values.indices.map(Int32.init).sorted {
      let (left, right) = (values[Int($0)], values[Int($1)])
      return left == right ? $0 < $1 : left > right
    }
  }
}
