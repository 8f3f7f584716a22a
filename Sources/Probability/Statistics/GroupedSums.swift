/// What the groups of independent trials come to: the spread between them says how far a figure
/// can be trusted.
///
/// Of each group a few sums are taken (its number of trials first), and their products are added
/// over the groups. From these the spread of anything linear in the sums follows, so that a
/// figure whose weights are known only at the end needs no second walk over the trials.
public struct GroupedSums: Hashable, Sendable {
  /// How many sums a group has.
  public let width: Int
  /// Groups so far, whole or not.
  public private(set) var groups = 0
  /// Σ over groups of sum i × sum j, row by row.
  private var products: [Double]

  /// No groups yet.
  public init(width: Int) {
    self.width = width
    products = [Double](repeating: 0, count: width * width)
  }

  /// Takes in the sums of a group.
  public mutating func add(_ sums: UnsafePointer<Double>) {
    for row in 0..<width {
      for column in row..<width {
        products[row * width + column] += sums[row] * sums[column]
      }
    }
    groups += 1
  }

  /// Takes in the groups of others.
  public mutating func merge(_ other: GroupedSums) {
    precondition(width == other.width, "sums of one kind")
    for index in products.indices { products[index] += other.products[index] }
    groups += other.groups
  }

  /// Forgets all groups, and keeps the memory.
  public mutating func removeAll() {
    for index in products.indices { products[index] = 0 }
    groups = 0
  }

  /// Numbers that `write` needs.
  public static func recordSize(width: Int) -> Int { width * width + 1 }

  /// Writes the groups down, to be taken in elsewhere.
  public func write(to record: UnsafeMutablePointer<Double>) {
    record[0] = Double(groups)
    for index in products.indices { record[index + 1] = products[index] }
  }

  /// Takes in what was written down.
  public mutating func add(record: UnsafePointer<Double>) {
    groups += Int(record[0])
    for index in products.indices { products[index] += record[index + 1] }
  }

  /// The standard error of the mean over trials of something that comes, in a group, to the
  /// weighted total of its sums.
  ///
  /// A group counts by its trials, so that one that is not whole weighs less.
  ///
  /// - Precondition: weighted, the sums of all groups add up to zero.
  /// - Returns: NaN for fewer than two groups.
  /// - Source: the linearised ratio estimator; Cochran, *Sampling Techniques*, 3rd ed. (1977),
  ///   section 2.11.
  public func standardError(weights: [Double], trials: Int) -> Double {
    guard groups > 1 else { return .nan }
    var squares = 0.0
    for row in 0..<width {
      squares += weights[row] * weights[row] * products[row * width + row]
      for column in (row + 1)..<max(width, row + 1) {
        squares += 2 * weights[row] * weights[column] * products[row * width + column]
      }
    }
    let n = Double(groups)
    return (n / (n - 1) * max(squares, 0)).squareRoot() / Double(trials)
  }
}

extension GroupedSums {
  /// The sums of the groups of a column.
  ///
  /// - Parameter add: adds what trials in a row come to, to all sums but the first.
  @inline(__always)
  public init(
    width: Int, trials: Int, _ replication: Replication,
    add: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    self.init(width: width)
    self.add(trials: trials, replication, sums: add)
  }

  /// Takes in the groups of a column that begins with a group.
  ///
  /// - Parameter sums: adds what trials in a row come to, to all sums but the first.
  @inline(__always)
  public mutating func add(
    trials: Int, _ replication: Replication,
    sums add: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { buffer in
      guard let sums = buffer.baseAddress else { return }
      switch replication {
      case .trials:
        for trial in 0..<trials {
          clear(sums)
          take(trial..<trial + 1, sums, add)
          self.add(sums)
        }
      case .pairs:
        for first in 0..<trials where first % 16 < 8 {
          clear(sums)
          take(first..<first + 1, sums, add)
          if first + 8 < trials { take(first + 8..<first + 9, sums, add) }
          self.add(sums)
        }
      case .blocks(let size):
        for first in stride(from: 0, to: trials, by: size) {
          clear(sums)
          take(first..<min(first + size, trials), sums, add)
          self.add(sums)
        }
      case .dealt(let count, let size):
        for group in 0..<count where group * size < trials {
          clear(sums)
          for first in stride(from: group * size, to: trials, by: count * size) {
            take(first..<min(first + size, trials), sums, add)
          }
          self.add(sums)
        }
      }
    }
  }

  private func clear(_ sums: UnsafeMutablePointer<Double>) {
    sums.initialize(repeating: 0, count: width)
  }

  @inline(__always)
  private func take(
    _ trials: Range<Int>, _ sums: UnsafeMutablePointer<Double>,
    _ add: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    sums[0] += Double(trials.count)
    add(trials, sums)
  }
}
