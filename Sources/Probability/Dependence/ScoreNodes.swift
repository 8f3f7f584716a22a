/// Nodes and weights with which expectations of functions of a normal score are taken, in
/// ascending order and symmetric about 0.
///
/// Panels of 16 points, and an edge wherever one of the distributions jumps, so that no panel
/// contains a jump.
struct ScoreNodes {
  let scores: [Double]
  /// The normal probability that belongs to each node; their sum is 1.
  let weights: [Double]

  /// Beyond are once in 10¹⁶ trials, and above no double differs from 1.
  private static let reach = 8.2

  /// - Parameter panels: how many there are besides those that jumps make.
  init(panels: Int, jumpsOf distributions: [any Distribution]) {
    var edges = (0...panels).map { -Self.reach + 2 * Self.reach * Double($0) / Double(panels) }
    // Mirrored too, so that the node of the opposite score is a node.
    for jump in distributions.flatMap(Self.jumps) { edges += [jump, -jump] }
    edges.sort()
    var nodes: [(score: Double, weight: Double)] = []
    for (low, high) in zip(edges, edges.dropFirst()) where high - low > 1e-12 {
      let (centre, half) = ((low + high) / 2, (high - low) / 2)
      for (node, weight) in gaussLegendre {
        for score in [centre - half * node, centre + half * node] {
          nodes.append((score, weight * half * StandardNormal.density(at: score)))
        }
      }
    }
    nodes.sort { $0.score < $1.score }
    let total = nodes.reduce(0) { $0 + $1.weight }
    scores = nodes.map(\.score)
    weights = nodes.map { $0.weight / total }
  }

  /// The scores at which a discrete distribution goes from one value to the next; none where
  /// there are so many that a single one does not show.
  private static func jumps(of distribution: any Distribution) -> [Double] {
    guard type(of: distribution).descriptor.isDiscrete else { return [] }
    let (first, last) = (
      StandardNormal.distributionFunction(at: -reach),
      StandardNormal.distributionFunction(at: reach)
    )
    var found: [Double] = []
    var value = distribution.quantile(at: first)
    while found.count < 1000 {
      let probability = distribution.distributionFunction(at: value)
      guard probability > 0, probability < last else { return found }
      if probability > first { found.append(StandardNormal.quantile(at: probability)) }
      // What was rounded down in the distribution function must not give the same value again.
      let beyond = max(probability.nextUp, probability * (1 + 1e-13))
      let next = distribution.quantile(at: min(beyond, last))
      guard next > value else { return found }
      value = next
    }
    return []
  }

  /// The values of a distribution at the nodes.
  func values(of distribution: any Distribution) -> [Double] {
    scores.map { distribution.quantile(at: StandardNormal.distributionFunction(at: $0)) }
  }
}
