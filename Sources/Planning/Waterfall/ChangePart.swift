import Probability

/// What one of several changes does to a figure, of all that they do together.
public struct ChangePart: Hashable, Sendable {
  /// Its share of the whole difference: what it adds on average over all orders in which the
  /// changes can be made.
  public let part: Double
  /// The Monte Carlo standard error of the part, from its values trial by trial.
  public let standardError: Double
  /// The standard error of the part because not all orders were tried; 0 where all were, NaN where
  /// only one pair of them was.
  public let orderError: Double
  /// What it does when it is made first, and when it is made last.
  public let firstIn: Double
  public let lastIn: Double
  /// The least and the greatest that it does, over the orders that were tried.
  public let least: Double
  public let greatest: Double
}

/// How several changes together lead from the base to a variant, for one figure.
public struct ChangeParts: Sendable {
  /// The mean over the trials without any of the changes, and with all of them.
  public let base: Double
  public let whole: Double
  /// The Monte Carlo standard error of the difference between them.
  public let differenceError: Double
  /// A part for each change; they add up to the difference.
  public let parts: [ChangePart]
  /// How many pairs of orders were tried, each order with its reverse; nil where all orders were.
  public let pairs: Int?

  /// Whether every order was tried.
  public var isExact: Bool { pairs == nil }

  public var difference: Double { whole - base }
}

/// What changes come to when some of them are made: the figures, trial by trial.
///
/// - Parameter changes: the changes that are made, as bits.
/// - Returns: for each figure its value in every trial; nil when it is time to stop.
public typealias ChangeOutcome = (_ changes: UInt64) throws -> [[Double]]?

/// Divides the difference that several changes make together among them.
///
/// The part of a change is its Shapley value: what it adds to those that are made already, averaged
/// over all orders. The parts add up to the difference, a change that never does anything has
/// exactly no part, and two changes that do the same in every place have the same part.
///
/// Up to `exactMost` changes every set of them is simulated, 2ᵏ of them; beyond that orders are
/// drawn, each together with its reverse. Who stops early gets the parts of the pairs of orders
/// that are finished, which add up as well: sets are simulated order after order for that.
///
/// - Parameter orders: how many pairs of orders are drawn where not all are tried.
/// - Parameter exactMost: the most changes of which all sets are kept in memory at once.
/// - Returns: for each figure the parts of all changes; nil when it was stopped before the first
///   pair of orders was finished.
/// - Complexity: O(2ᵏ k × figures × trials), or O(orders × k × figures × trials).
/// - Source: L. S. Shapley, "A value for n-person games" (1953); J. Castro, D. Gómez, J. Tejada,
///   "Polynomial calculation of the Shapley value based on sampling", Computers & Operations
///   Research 36 (2009); reverse orders: R. Mitchell, J. Cooper, E. Frank, G. Holmes, "Sampling
///   permutations for Shapley value estimation", Journal of Machine Learning Research 23 (2022).
public func changeParts(
  of changes: Int, _ replication: Replication, orders: Int = 64, exactMost: Int = 10,
  outcome: ChangeOutcome
) throws -> [ChangeParts]? {
  precondition((1...62).contains(changes), "changes are bits of a number")
  let orders = OrdersOfChanges(changes, pairs: max(2, orders))
  guard changes <= exactMost else {
    return try DrawnOrdersOfChanges(orders, outcome).parts(replication)
  }
  var outcomes = [[[Double]]?](repeating: nil, count: 1 << changes)
  for set in orders.allSets {
    guard let found = try outcome(set) else { break }
    outcomes[Int(set)] = found
  }
  let known = outcomes.compactMap { $0 }
  return known.count == outcomes.count
    ? AllSetsOfChanges(changes, known).parts(replication)
    : try DrawnOrdersOfChanges(orders) { outcomes[Int($0)] }.parts(replication)
}

func trialDifferences(_ left: [Double], _ right: [Double]) -> [Double] {
  zip(left, right).map { $1 - $0 }
}

func meanOfTrials(_ column: [Double]) -> Double { Moments(of: column).mean }
