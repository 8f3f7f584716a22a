/// Which series are the sums of which others: a hierarchy, or several crossed ones.
///
/// The nodes are numbered: first the sums, then the series at the bottom, which are sums of
/// nothing else.
public struct SummingStructure: Hashable, Sendable {
  /// How many series stand at the bottom.
  public let bottomCount: Int
  /// Which series of the bottom each sum is made of, ascending.
  ///
  /// - Shape: one list for each sum.
  public let sums: [[Int]]

  /// A structure from the lists of what each sum is made of.
  ///
  /// A sum of a single series, and the same sum twice, are allowed: they are forecasts of the
  /// same thing from two models.
  ///
  /// - Precondition: every list names some of the `bottomCount` series, none of them twice.
  public init(bottomCount: Int, sums: [[Int]]) {
    precondition(bottomCount > 0, "a structure has a bottom")
    for sum in sums {
      precondition(!sum.isEmpty && Set(sum).count == sum.count, "each member once")
      precondition(sum.allSatisfy((0..<bottomCount).contains), "members are of the bottom")
    }
    self.bottomCount = bottomCount
    self.sums = sums.map { $0.sorted() }
  }

  /// A structure of levels: each divides the bottom into groups, such as by kind of tax, by
  /// village, or all in one.
  ///
  /// - Parameter groups: for each level the group that each series of the bottom belongs to.
  /// - Precondition: each level tells a group for each series.
  public init(groups levels: [[Int]]) {
    precondition(!levels.isEmpty, "a structure has a level")
    var sums: [[Int]] = []
    for level in levels {
      precondition(level.count == levels[0].count, "a group for each series")
      var places: [Int: Int] = [:]
      for (series, group) in level.enumerated() {
        if let place = places[group] {
          sums[place].append(series)
        } else {
          places[group] = sums.count
          sums.append([series])
        }
      }
    }
    self.init(bottomCount: levels[0].count, sums: sums)
  }

  /// How many nodes there are, sums and bottom.
  public var count: Int { sums.count + bottomCount }

  /// Which series of the bottom a node is the sum of.
  public func members(of node: Int) -> [Int] {
    node < sums.count ? sums[node] : [node - sums.count]
  }

  /// The values of all nodes that belong to those of the bottom.
  ///
  /// - Shape: `bottom` has `bottomCount` numbers, the result `count`.
  public func nodes(fromBottom bottom: [Double]) -> [Double] {
    precondition(bottom.count == bottomCount, "a value for each series of the bottom")
    return sums.map { $0.reduce(0) { $0 + bottom[$1] } } + bottom
  }

  /// The structure of every node of this one within every node of another, such as of kinds of
  /// tax and of the months of the year.
  ///
  /// The node `i` of this structure within `j` of the other stands at
  /// `crossedNode(i, within: j, of: other)`.
  public func crossed(with other: SummingStructure) -> SummingStructure {
    var members: [[Int]] = []
    for outer in 0..<other.count {
      for inner in 0..<count where !(outer >= other.sums.count && inner >= sums.count) {
        members.append(
          other.members(of: outer).flatMap { place in
            self.members(of: inner).map { place * bottomCount + $0 }
          })
      }
    }
    return SummingStructure(bottomCount: bottomCount * other.bottomCount, sums: members)
  }

  /// The number that a pair of nodes has in the crossed structure.
  public func crossedNode(_ inner: Int, within outer: Int, of other: SummingStructure) -> Int {
    precondition((0..<count).contains(inner) && (0..<other.count).contains(outer), "nodes")
    if outer < other.sums.count { return outer * count + inner }
    let place = outer - other.sums.count
    if inner < sums.count { return other.sums.count * count + place * sums.count + inner }
    let sumCount = other.sums.count * count + other.bottomCount * sums.count
    return sumCount + place * bottomCount + inner - sums.count
  }
}
