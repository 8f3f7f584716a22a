import Probability

/// Functions of an input that are lines between nodes, and go on as they are beyond the outer two.
///
/// Where the input has few values each is a node, so that the function has a number of its own for
/// each. Else there are more nodes the more trials there are, at quantiles that for a normal input
/// lie equally far apart: three times the fourth root of the trials, so that a bend anywhere
/// between two nodes costs far less than the error of the value. Where what is fitted jumps
/// (`JumpSearch`) there are two nodes, one for either side. What so many numbers flatter is taken
/// off.
struct LinesBetweenNodes {
  let nodes: [Double]
  /// For each trial the node below it, and how far it is on the way to the next.
  let places: [Int32]
  let shares: [Double]

  /// - Parameter fitted: what will be fitted, in each trial: where it jumps the lines may.
  /// - Complexity: O(trials × (log(trials) + fitted)).
  init(over input: [Double], of fitted: [[Double]] = []) {
    let count = input.count
    let most = min(max(4, Int(3 * Double(count).squareRoot().squareRoot())), 60)
    let order = input.indices.sorted { input[$0] < input[$1] }
    let sorted = order.map { input[$0] }
    if let values = Self.fewValues(sorted, most) {
      nodes = values
    } else {
      let jumps = JumpSearch(fitted.map { numbers in order.map { numbers[$0] } })
        .jumps(over: sorted)
      nodes = Self.nodes(Self.quantiles(sorted, most), jumps, sorted)
    }
    var places = [Int32](repeating: 0, count: count)
    var shares = [Double](repeating: 0, count: count)
    if nodes.count > 1 {
      for (trial, x) in input.enumerated() {
        var place = 0
        while place + 2 < nodes.count, x >= nodes[place + 1] { place += 1 }
        places[trial] = Int32(place)
        shares[trial] = (x - nodes[place]) / (nodes[place + 1] - nodes[place])
      }
    }
    (self.places, self.shares) = (places, shares)
  }

  /// All values, where they are no more than `most`.
  private static func fewValues(_ sorted: [Double], _ most: Int) -> [Double]? {
    var found: [Double] = []
    for x in sorted where x != found.last {
      guard found.count < most else { return nil }
      found.append(x)
    }
    return found
  }

  /// The places of quantiles.
  private static func quantiles(_ sorted: [Double], _ count: Int) -> [Int] {
    var found: [Int] = []
    for node in 0..<count {
      let score = 4 * Double(node) / Double(count - 1) - 2
      let share = Double(sorted.count - 1) * StandardNormal.distributionFunction(at: score)
      let place = Int(share.rounded())
      if found.isEmpty || sorted[place] != sorted[found.last!] { found.append(place) }
    }
    return found
  }

  /// The values at some places, and at jumps the same one twice: of what lies below it, and of
  /// itself with what lies above. Places with few trials between them and a jump are left out.
  private static func nodes(_ places: [Int], _ jumps: [Int], _ sorted: [Double]) -> [Double] {
    guard let first = jumps.first, let last = jumps.last else { return places.map { sorted[$0] } }
    let nearest = max(JumpSearch.fewest / 2, sorted.count / (8 * places.count))
    let far = places.filter { place in
      jumps.allSatisfy { abs(place - $0) >= nearest && sorted[place] != sorted[$0] }
    }
    var nodes = far.map { sorted[$0] } + jumps.flatMap { [sorted[$0], sorted[$0]] }
    // Beyond the outer jumps there is a line as well.
    if far.first.map({ $0 > first }) ?? true { nodes.append(sorted[0]) }
    if far.last.map({ $0 < last }) ?? true {
      let end = sorted[sorted.count - 1]
      nodes.append(end > sorted[last] ? end : end + max(1, abs(end)))
    }
    return nodes.sorted()
  }

  /// The function with some numbers at the nodes, in a trial.
  @inline(__always)
  func value(_ coefficients: [Double], _ trial: Int) -> Double {
    let (place, share) = (Int(places[trial]), shares[trial])
    return coefficients[place] + share * (coefficients[place + 1] - coefficients[place])
  }
}

/// Linear equations in which each number meets only its neighbours.
struct NeighbourEquations {
  private(set) var diagonal, beside, right: [Double]

  init(count: Int) {
    diagonal = [Double](repeating: 0, count: count)
    (beside, right) = (diagonal, diagonal)
  }

  /// Adds the square of a function at a trial, with a weight.
  @inline(__always)
  mutating func add(_ place: Int, _ share: Double, weight: Double) {
    let rest = 1 - share
    diagonal[place] += weight * rest * rest
    diagonal[place + 1] += weight * share * share
    beside[place] += weight * rest * share
  }

  /// Adds a pull of a trial on the numbers of its two nodes.
  @inline(__always)
  mutating func add(_ place: Int, _ share: Double, pull: Double) {
    right[place] += pull * (1 - share)
    right[place + 1] += pull * share
  }

  mutating func add(_ other: NeighbourEquations, weight: Double = 1) {
    for place in diagonal.indices {
      diagonal[place] += weight * other.diagonal[place]
      beside[place] += weight * other.beside[place]
      right[place] += weight * other.right[place]
    }
  }

  /// - Returns: zero for what no trial tells of.
  /// - Source: Golub and Van Loan, *Matrix Computations*, 4th ed. (2013), section 4.3.6.
  func solution() -> [Double] {
    let count = diagonal.count
    var (pivots, solution) = (diagonal, right)
    let least = 1e-12 * (diagonal.max() ?? 0)
    var factors = [Double](repeating: 0, count: count)
    for place in 0..<count {
      if place > 0 {
        pivots[place] -= factors[place - 1] * beside[place - 1]
        solution[place] -= factors[place - 1] * solution[place - 1]
      }
      if pivots[place] <= least { (pivots[place], solution[place]) = (.infinity, 0) }
      factors[place] = beside[place] / pivots[place]
    }
    for place in stride(from: count - 1, through: 0, by: -1) {
      let after = place + 1 < count ? factors[place] * solution[place + 1] : 0
      solution[place] = solution[place] / pivots[place] - after
    }
    return solution
  }
}
