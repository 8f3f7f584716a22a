import CKernels
import ColumnPlan
import Probability

/// Where the record of a block has what.
///
/// A block is noted in segments, each of which lies within one group of dependent trials; where
/// pairs are the groups, in one segment with the products of their sums.
struct RecordLayout {
  private let segment: Int
  private let segments: Int
  private let columns: Int
  private let columnSize: Int
  private let goals: Int
  private let goalSize: Int

  init(_ replication: Replication, columns: Int, goals: Int) {
    let run = GroupStream.run(of: replication) ?? blockTrials
    precondition(
      run % blockTrials == 0 || blockTrials % run == 0, "a group fits blocks, or blocks a group")
    segment = min(run, blockTrials)
    segments = blockTrials / segment
    self.columns = columns
    self.goals = goals
    columnSize = ColumnInProgress.numbers + ColumnInProgress.groupsSize(replication)
    goalSize = TallyInProgress.sums + TallyInProgress.groupsSize(replication)
  }

  private var segmentSize: Int { columns * columnSize + (goals + 1) * goalSize }
  var size: Int { segments * segmentSize }

  func column(_ index: Int, inSegment segment: Int) -> Int {
    segment * segmentSize + index * columnSize
  }

  /// - Parameter index: that of a goal; one more for all together.
  func goal(_ index: Int, inSegment segment: Int) -> Int {
    segment * segmentSize + columns * columnSize + index * goalSize
  }

  @inline(__always)
  func forEachSegment(of trials: Int, _ body: (_ segment: Int, _ range: Range<Int>) -> Void) {
    for index in 0..<segments where index * segment < trials {
      body(index, index * segment..<min((index + 1) * segment, trials))
    }
  }
}

/// A stored result while its trials come in.
final class ColumnInProgress: @unchecked Sendable {
  let sketch: SharedSketch
  private var sums: PowerSums
  private var smallest = Double.infinity
  private var largest = -Double.infinity
  private var powers: GroupStream?
  private var shares: GroupStream?
  private let thresholds: [Double]
  private var counts: [Int]

  /// Sums of powers, the smallest and the largest number.
  static let numbers = PowerSums.powers + 2
  private static let powerWidth = 4
  private static let shareWidth = ColumnDigest.Shares.probabilities.count + 1

  /// Numbers that the groups of a segment need in a record.
  static func groupsSize(_ replication: Replication) -> Int {
    switch replication {
    case .trials: 0
    case .pairs:
      GroupedSums.recordSize(width: powerWidth) + GroupedSums.recordSize(width: shareWidth)
        + shareWidth - 1
    case .blocks, .dealt: shareWidth - 1
    }
  }

  init(pilot: UnsafeBufferPointer<Double>, _ replication: Replication) {
    let layout = SketchLayout(pilot: pilot)
    sketch = SharedSketch(layout)
    sums = PowerSums(centre: layout.centre, scale: layout.usualScale)
    counts = [Int](repeating: 0, count: Self.shareWidth - 1)
    guard replication != .trials else {
      thresholds = []
      return
    }
    powers = GroupStream(width: Self.powerWidth, replication)
    shares = GroupStream(width: Self.shareWidth, replication)
    thresholds = quantiles(of: Array(pilot), at: ColumnDigest.Shares.probabilities)
  }

  /// Writes down a segment: sums of powers, extremes, counts up to the thresholds, products of
  /// pairs.
  func note(
    _ lanes: UnsafeBufferPointer<Double>, _ judge: BlockJudge, _ replication: Replication,
    in record: UnsafeMutablePointer<Double>
  ) {
    torreya_power_sums(lanes.baseAddress, sums.centre, sums.scale, lanes.count, record)
    record[PowerSums.powers] = torreya_smallest(lanes.baseAddress, lanes.count)
    record[PowerSums.powers + 1] = torreya_largest(lanes.baseAddress, lanes.count)
    guard replication != .trials else { return }
    let counts = record + Self.numbers
    for (index, threshold) in thresholds.enumerated() {
      counts[index] = Double(torreya_count_at_most(lanes.baseAddress, threshold, lanes.count))
    }
    guard replication == .pairs else { return }
    let powers = counts + thresholds.count
    judge.writePowers(of: lanes, like: sums, to: powers)
    judge.writeShares(
      of: lanes, atMost: thresholds,
      to: powers + GroupedSums.recordSize(width: Self.powerWidth))
  }

  /// Takes in a segment.
  func add(_ record: UnsafePointer<Double>, firstTrial: Int, trials: Int) {
    sums.add(record: record, count: trials)
    smallest = min(smallest, record[PowerSums.powers])
    largest = max(largest, record[PowerSums.powers + 1])
    guard powers != nil else { return }
    let found = record + Self.numbers
    for index in counts.indices { counts[index] += Int(found[index]) }
    let groups = found + counts.count
    if GroupStream.run(of: powers!.replication) == nil {
      powers!.add(record: groups)
      shares!.add(record: groups + GroupedSums.recordSize(width: Self.powerWidth))
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.shareWidth) { buffer in
      guard let group = buffer.baseAddress else { return }
      group[0] = Double(trials)
      for power in 0..<3 { group[power + 1] = record[power] }
      powers!.add(group, firstTrial: firstTrial, trials: trials)
      for index in counts.indices { group[index + 1] = found[index] }
      shares!.add(group, firstTrial: firstTrial, trials: trials)
    }
  }

  func digest() -> ColumnDigest {
    ColumnDigest(
      moments: Moments(sums, powers?.groups), smallest: smallest, largest: largest,
      sketch: sketch.sketch,
      shares: shares.map { ColumnDigest.Shares(groups: $0.groups, counts: counts) })
  }
}

/// How often a goal is met, while the trials come in.
struct TallyInProgress {
  /// Trials that meet it, distances of the others, their squares.
  static let sums = 3
  private static let width = 3

  static func groupsSize(_ replication: Replication) -> Int {
    replication == .pairs ? GroupedSums.recordSize(width: width) : 0
  }

  private var met = 0
  private var distances = CompensatedTotal()
  private var squares = CompensatedTotal()
  private var groups: GroupStream?

  init(_ replication: Replication) {
    groups = replication == .trials ? nil : GroupStream(width: Self.width, replication)
  }

  mutating func add(_ record: UnsafePointer<Double>, firstTrial: Int, trials: Int) {
    met += Int(record[0])
    distances.add(record[1])
    squares.add(record[2])
    guard groups != nil else { return }
    if GroupStream.run(of: groups!.replication) == nil {
      groups!.add(record: record + Self.sums)
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.width) { buffer in
      guard let group = buffer.baseAddress else { return }
      (group[0], group[1], group[2]) = (Double(trials), record[0], record[1])
      groups!.add(group, firstTrial: firstTrial, trials: trials)
    }
  }

  func tally(trials: Int) -> GoalTally {
    GoalTally(
      trials: trials, met: met, distances: distances.value, squares: squares.value,
      groups: groups?.groups)
  }
}
