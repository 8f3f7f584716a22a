import CKernels
import ColumnPlan
import Probability
import Synchronization

/// Goals that are judged while a run goes on, because its trials will not be there afterwards.
public struct JudgedGoals: Sendable {
  /// Each by itself.
  public let alone: [Goal]
  /// All of these in the same trial.
  public let together: [Goal]

  public init(alone: [Goal], together: [Goal]) {
    self.alone = alone
    self.together = together
  }

  public static let none = JudgedGoals(alone: [], together: [])
}

/// Takes in a run block by block and keeps what its results come to instead of the trials.
///
/// What a block comes to goes into a record of its own, and records are taken in in the order of
/// the blocks: so neither workers nor their number show. Only the counts of the sketches are
/// added at once, as their order does not matter. The first block says where buckets, centres
/// and thresholds lie.
final class RunDigest: @unchecked Sendable {
  let plan: Plan
  let replication: Replication
  let goals: JudgedGoals
  /// The storages that differ by trial.
  private let storages: [Int]
  private let layout: RecordLayout
  /// What a number that is the same in all trials is, for each storage; NaN for the others.
  private(set) var numbers: [Double]

  private var columns: [ColumnInProgress] = []
  private var tallies: [TallyInProgress]
  private var joint: TallyInProgress
  private(set) var trials = 0

  init(_ plan: Plan, _ replication: Replication, _ goals: JudgedGoals) {
    self.plan = plan
    self.replication = replication
    self.goals = goals
    storages = plan.storages.indices.filter { plan.storages[$0] == .varying }
    layout = RecordLayout(
      replication, columns: storages.count, goals: goals.alone.count)
    numbers = [Double](repeating: .nan, count: plan.storages.count)
    tallies = goals.alone.map { _ in TallyInProgress(replication) }
    joint = TallyInProgress(replication)
  }

  /// Numbers of the record of a block.
  var recordSize: Int { layout.size }

  /// Lays out everything by the first block, before any is taken in.
  func begin(with store: TrialStore, trials: Int) {
    columns = storages.map { storage in
      ColumnInProgress(
        pilot: UnsafeBufferPointer(start: store.column(storage), count: trials), replication)
    }
    for storage in plan.storages.indices where plan.storages[storage] == .uniform {
      numbers[storage] = store.number(storage).pointee
    }
  }

  /// Writes down what a block comes to, and counts it in the sketches. Any number of workers may
  /// do this at once, each with a record and a `BlockJudge` of its own.
  func note(
    _ store: TrialStore, firstTrial: Int, trials: Int, _ judge: BlockJudge,
    in record: UnsafeMutablePointer<Double>
  ) {
    for (index, storage) in storages.enumerated() {
      let lanes = UnsafeBufferPointer(start: store.column(storage), count: trials)
      columns[index].sketch.add(lanes)
      layout.forEachSegment(of: trials) { segment, range in
        let part = UnsafeBufferPointer(rebasing: lanes[range])
        columns[index].note(
          part, judge, replication, in: record + layout.column(index, inSegment: segment))
      }
    }
    layout.forEachSegment(of: trials) { segment, range in
      for (index, goal) in goals.alone.enumerated() {
        judge.note(
          [goal], store, range, replication, in: record + layout.goal(index, inSegment: segment))
      }
      guard !goals.together.isEmpty else { return }
      judge.note(
        goals.together, store, range, replication,
        in: record + layout.goal(goals.alone.count, inSegment: segment))
    }
  }

  /// Takes in the record of the next block.
  func add(_ record: UnsafePointer<Double>, firstTrial: Int, trials: Int) {
    precondition(firstTrial == self.trials, "blocks are taken in in order")
    layout.forEachSegment(of: trials) { segment, range in
      let first = firstTrial + range.lowerBound
      for index in columns.indices {
        columns[index].add(
          record + layout.column(index, inSegment: segment), firstTrial: first,
          trials: range.count)
      }
      for index in tallies.indices {
        tallies[index].add(
          record + layout.goal(index, inSegment: segment), firstTrial: first,
          trials: range.count)
      }
      joint.add(
        record + layout.goal(tallies.count, inSegment: segment), firstTrial: first,
        trials: range.count)
    }
    self.trials += trials
  }

  // MARK: What came of it

  /// What the trials taken in so far come to, for each storage that differs by trial.
  func columnDigests() -> [Int: ColumnDigest] {
    Dictionary(uniqueKeysWithValues: zip(storages, columns.map { $0.digest() }))
  }

  func goalTallies() -> [GoalTally] { tallies.map { $0.tally(trials: trials) } }

  func jointShares() -> SharesOfGroups { joint.tally(trials: trials).met }
}
