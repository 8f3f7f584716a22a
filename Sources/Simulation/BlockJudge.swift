import ColumnPlan
import Probability
import Synchronization

/// What a worker needs to note blocks: memory for the groups of one.
final class BlockJudge {
  private var powers = GroupedSums(width: 4)
  private var shares = GroupedSums(width: ColumnDigest.Shares.probabilities.count + 1)
  private var goals = GroupedSums(width: 3)

  /// Writes down the groups of pairs with their sums of three powers.
  func writePowers(
    of lanes: UnsafeBufferPointer<Double>, like sums: PowerSums,
    to record: UnsafeMutablePointer<Double>
  ) {
    let (scale, shift) = (sums.scale, sums.centre * sums.scale)
    powers.removeAll()
    powers.add(trials: lanes.count, .pairs) { trials, group in
      let z = lanes[trials.lowerBound] * scale - shift
      group[1] += z
      group[2] += z * z
      group[3] += z * z * z
    }
    powers.write(to: record)
  }

  /// Writes down the groups of pairs with how many of each are at most the thresholds.
  func writeShares(
    of lanes: UnsafeBufferPointer<Double>, atMost thresholds: [Double],
    to record: UnsafeMutablePointer<Double>
  ) {
    shares.removeAll()
    shares.add(trials: lanes.count, .pairs) { trials, group in
      let number = lanes[trials.lowerBound]
      for index in thresholds.indices { group[index + 1] += number <= thresholds[index] ? 1 : 0 }
    }
    shares.write(to: record)
  }

  /// Writes down how many trials of a segment meet all goals, and how far the others fall short
  /// of the first.
  func note(
    _ judged: [Goal], _ store: TrialStore, _ range: Range<Int>, _ replication: Replication,
    in record: UnsafeMutablePointer<Double>
  ) {
    var (met, distances, squares) = (0.0, 0.0, 0.0)
    for trial in range {
      let (isMet, distance) = Self.judge(judged, store, trial)
      met += isMet ? 1 : 0
      distances += distance
      squares += distance * distance
    }
    (record[0], record[1], record[2]) = (met, distances, squares)
    guard replication == .pairs else { return }
    goals.removeAll()
    goals.add(trials: range.count, .pairs) { trials, group in
      let (isMet, distance) = Self.judge(judged, store, range.lowerBound + trials.lowerBound)
      group[1] += isMet ? 1 : 0
      group[2] += distance
    }
    goals.write(to: record + TallyInProgress.sums)
  }

  /// - Returns: whether all goals are met, and the distance from the first if it is not.
  @inline(__always)
  private static func judge(_ goals: [Goal], _ store: TrialStore, _ trial: Int) -> (
    isMet: Bool, distance: Double
  ) {
    var isMet = true
    var distance = 0.0
    for (index, goal) in goals.enumerated() {
      let value = store.value(goal.column, inTrial: trial)
      guard !goal.isMet(by: value) else { continue }
      isMet = false
      if index == 0 { distance = abs(value - goal.bound) }
    }
    return (isMet, distance)
  }
}

/// A sketch that several workers count in.
final class SharedSketch: Sendable {
  let sketch: QuantileSketch
  private let lock = Mutex<Void>(())

  init(_ layout: SketchLayout) { sketch = QuantileSketch(layout) }

  func add(_ numbers: UnsafeBufferPointer<Double>) { lock.withLock { _ in sketch.add(numbers) } }
}

/// A sum that keeps what rounding loses, after Neumaier (1974).
struct CompensatedTotal {
  private var sum = 0.0
  private var lost = 0.0

  var value: Double { sum + lost }

  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
