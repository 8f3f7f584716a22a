/// Adds up the groups of a run of trials that comes in pieces, in order.
///
/// Groups that end inside a piece are handed over whole; what a group leaves open waits for its
/// next piece.
public struct GroupStream: Sendable {
  public let replication: Replication
  public private(set) var closed: GroupedSums
  /// The sums of open groups: of one, or of all those that runs are dealt to.
  private var open: [Double]

  /// - Parameter width: how many sums a group has, its number of trials first.
  public init(width: Int, _ replication: Replication) {
    self.replication = replication
    closed = GroupedSums(width: width)
    if case .dealt(let count, _) = replication {
      open = [Double](repeating: 0, count: width * count)
    } else {
      open = [Double](repeating: 0, count: width)
    }
  }

  /// How many trials in a row certainly belong to one group, from the first on.
  ///
  /// - Returns: nil where groups are made of trials that do not follow each other, or of one.
  public static func run(of replication: Replication) -> Int? {
    switch replication {
    case .trials, .pairs: nil
    case .blocks(let trials), .dealt(_, let trials): trials
    }
  }

  /// Takes in the sums of a piece that lies within one group.
  public mutating func add(_ sums: UnsafePointer<Double>, firstTrial: Int, trials: Int) {
    let width = closed.width
    switch replication {
    case .trials, .pairs:
      closed.add(sums)
    case .blocks(let size):
      for index in 0..<width { open[index] += sums[index] }
      if (firstTrial + trials) % size == 0 { close(at: 0) }
    case .dealt(let count, let size):
      let place = firstTrial / size % count * width
      for index in 0..<width { open[place + index] += sums[index] }
    }
  }

  /// Takes in groups that are whole and were written down.
  public mutating func add(record: UnsafePointer<Double>) { closed.add(record: record) }

  /// All groups, the open ones as they are.
  public var groups: GroupedSums {
    var copy = self
    for place in stride(from: 0, to: open.count, by: closed.width) where open[place] > 0 {
      copy.close(at: place)
    }
    return copy.closed
  }

  private mutating func close(at place: Int) {
    open.withUnsafeMutableBufferPointer { open in
      guard let base = open.baseAddress else { return }
      closed.add(base + place)
      (base + place).update(repeating: 0, count: closed.width)
    }
  }
}
