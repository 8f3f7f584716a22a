import ColumnPlan
import Probability

/// What is there of a simulated plan: its trials, or what they come to.
public struct SimulationResult: Sendable {
  public let plan: Plan
  public let seed: UInt64
  /// The number of the first trial; 0 unless a single block was asked for.
  public let firstTrial: Int
  public let trials: Int
  /// Which of the trials are independent of each other.
  public let replication: Replication
  /// Whether these are the trials that were asked for, and not those that were done when the run
  /// was told to stop.
  public let isComplete: Bool
  private let kept: Kept
  private let counts: [String: Int]
  private let tallies: [String: WholeNumberCounts]
  private let columnOf: [ColumnKey: Int]

  private struct ColumnKey: Hashable {
    let label: String
    let period: String
  }

  /// The same trials, as a plan that counts nothing, with some of their columns, sees them.
  func showing(_ plan: Plan) -> SimulationResult {
    SimulationResult(
      plan: plan, seed: seed, firstTrial: firstTrial, trials: trials, replication: replication,
      isComplete: isComplete, kept: kept, counted: CountedTrials(for: plan))
  }

  init(
    plan: Plan, seed: UInt64, firstTrial: Int, trials: Int, replication: Replication,
    isComplete: Bool = true, kept: Kept, counted: CountedTrials
  ) {
    self.plan = plan
    self.seed = seed
    self.firstTrial = firstTrial
    self.trials = trials
    self.replication = replication
    self.isComplete = isComplete
    self.kept = kept
    self.counts = Dictionary(
      zip(plan.counts, counted.counts), uniquingKeysWith: { first, _ in first })
    tallies = Dictionary(
      zip(plan.tallies.map(\.label), counted.tallies), uniquingKeysWith: { first, _ in first })
    columnOf = Dictionary(
      plan.columns.enumerated().map {
        (ColumnKey(label: $1.label, period: $1.period), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// `exact` when the trials are kept, else `sketch`.
  public var quantiles: QuantileMethod {
    if case .digests = kept { .sketch } else { .exact }
  }

  /// The column of an indicator in a period; nil when it was not kept.
  public func column(_ label: String, period: String) -> Column? {
    columnOf[ColumnKey(label: label, period: period)].map { plan.columns[$0] }
  }

  /// The share of the trials in which something is above zero that is counted and not kept; nil
  /// when it is not counted.
  public func share(ofCounted label: String) -> Double? {
    counts[label].map { Double($0) / Double(trials) }
  }

  /// In how many trials an indicator that is tallied is each of its whole numbers; nil when it is
  /// not tallied, as what is the same in all trials is not.
  public func wholeNumbers(ofTallied label: String) -> WholeNumberCounts? { tallies[label] }

  /// The value in all trials, when it is the same in all; else nil.
  public func number(of column: Column) -> Double? {
    guard column.shape == .uniform else { return nil }
    return switch kept {
    case .trials(let store): store.number(column.storage).pointee
    case .digests(let digests): digests.numbers[column.storage]
    }
  }

  /// The value in one trial, counted from `firstTrial`.
  ///
  /// - Precondition: the trials are kept, or it is the same in all.
  public func value(of column: Column, inTrial trial: Int) -> Double {
    number(of: column) ?? store.value(column, inTrial: trial)
  }

  /// Reads the values of all trials; a single value when they are all the same.
  ///
  /// - Precondition: the trials are kept, or it is the same in all.
  public func withTrials<Result>(
    of column: Column, _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    if let number = number(of: column) {
      return try withUnsafePointer(to: number) {
        try body(UnsafeBufferPointer(start: $0, count: 1))
      }
    }
    let store = store
    return try withExtendedLifetime(store) {
      try body(UnsafeBufferPointer(start: store.column(column.storage), count: trials))
    }
  }

  /// What the trials of a column come to, where they are not kept.
  ///
  /// - Returns: nil when they are, or when the value is the same in all.
  public func digest(of column: Column) -> ColumnDigest? {
    guard case .digests(let digests) = kept else { return nil }
    return digests.columns[column.storage]
  }

  /// How a goal came out that was judged because the trials are not kept; nil when they are.
  ///
  /// - Precondition: it was among the goals to be judged.
  public func tally(of goal: Goal) -> GoalTally? {
    guard case .digests(let digests) = kept else { return nil }
    guard let tally = digests.tallies[goal] else {
      preconditionFailure("a goal is named before the trials are gone")
    }
    return tally
  }

  /// In how many trials all goals that were named for it are met; nil when the trials are kept.
  public var jointShares: SharesOfGroups? {
    if case .digests(let digests) = kept { digests.joint } else { nil }
  }

  /// - Precondition: the trials are kept.
  var keptTrials: TrialStore { store }

  private var store: TrialStore {
    guard case .trials(let store) = kept else {
      preconditionFailure("the trials of a sketched run are not kept")
    }
    return store
  }
}

/// What a result holds.
enum Kept: Sendable {
  case trials(TrialStore)
  case digests(Digests)

  struct Digests: Sendable {
    let numbers: [Double]
    let columns: [Int: ColumnDigest]
    let tallies: [Goal: GoalTally]
    let joint: SharesOfGroups
  }

  init(_ keeping: Keeping) {
    switch keeping {
    case .trials(let store):
      self = .trials(store)
    case .digest(let digest):
      self = .digests(
        Digests(
          numbers: digest.numbers, columns: digest.columnDigests(),
          tallies: Dictionary(
            zip(digest.goals.alone, digest.goalTallies()), uniquingKeysWith: { first, _ in first }
          ), joint: digest.jointShares()))
    }
  }
}
