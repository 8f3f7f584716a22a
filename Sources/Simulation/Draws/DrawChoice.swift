import ColumnPlan
import Probability

/// Which draws of a run do not take the numbers of its seed: they are drawn again under another
/// seed, or held at one number.
///
/// The other draws keep their numbers, so that what changes is what these draws decide. A stream is
/// meant with all its periods.
public struct DrawChoice: Hashable, Sendable {
  /// All draws take the numbers of the seed.
  public static let plain = DrawChoice()

  /// The streams that are drawn again. Where a copula joins a stream with others that are not, its
  /// values are drawn given theirs.
  public var redrawn: Set<RandomStream>
  /// The seed under which they are drawn.
  public var otherSeed: UInt64
  /// The probability at which a stream is held, above 0 and below 1: it has the quantile at it. A
  /// stream that is drawn in several periods is held by its score over all of them, the sum of its
  /// normal scores over the root of their number: it comes out so low or so high on the whole, and
  /// is drawn given that. In a group each period has the same part of the score.
  public var fixed: [RandomStream: Double]
  /// Whether what a Gaussian copula joins with a stream that is held is drawn given its value;
  /// else it stays as it was drawn. What Student's copula joins always stays.
  public var othersFollow: Bool

  public init(
    redrawn: Set<RandomStream> = [], otherSeed: UInt64 = 0, fixed: [RandomStream: Double] = [:],
    othersFollow: Bool = true
  ) {
    self.redrawn = redrawn
    self.otherSeed = otherSeed
    self.fixed = fixed
    self.othersFollow = othersFollow
  }
}

extension DrawChoice {
  /// For each of `Plan.drawSites` whether it is drawn again by itself; in a group, with all others.
  func redrawnSites(of plan: Plan) -> [Bool] {
    plan.draws.map { redrawn.contains($0.stream) }
      + plan.correlations.flatMap { site in
        [Bool](repeating: isWhollyRedrawn(site), count: site.sites.count)
      }
  }

  /// For each of `Plan.drawSites` the number at which it is held; NaN where it is drawn. Of groups
  /// `replacement` takes care.
  func fixedSites(of plan: Plan) -> [Double] {
    plan.draws.map { site in
      Set(site.periodNumbers).count > 1 ? .nan : fixed[site.stream] ?? .nan
    }
      + plan.correlations.flatMap { [Double](repeating: .nan, count: $0.sites.count) }
  }

  /// The streams that are held over several periods.
  func heldStreams(of plan: Plan) -> [HeldStream] {
    var held: [HeldStream] = []
    for (index, site) in plan.draws.enumerated() {
      guard let probability = fixed[site.stream], Set(site.periodNumbers).count > 1 else {
        continue
      }
      let place =
        held.firstIndex { $0.stream == site.stream }
        ?? {
          held.append(HeldStream(site.stream, probability))
          return held.count - 1
        }()
      held[place].note(site, index)
    }
    return held
  }

  private func isWhollyRedrawn(_ site: CorrelationSite) -> Bool {
    // The spread that a group has in common belongs to its values.
    site.draws.allSatisfy { redrawn.contains($0.stream) }
  }

  /// What becomes of the values of a group once they are joined; nil when they stay.
  func replacement(in site: CorrelationSite) -> JointReplacement? {
    let again = site.draws.indices.filter { redrawn.contains(site.draws[$0].stream) }
    let held = site.draws.indices.filter { fixed[site.draws[$0].stream] != nil }
    if !held.isEmpty {
      let others =
        othersFollow && site.spread == nil ? site.draws.indices.filter { !held.contains($0) } : []
      return JointReplacement(
        kept: held, replaced: others, isRedrawn: false,
        weights: site.factor.conditionalWeights(of: others, given: held),
        values: held.map {
          StandardNormal.quantile(at: fixed[site.draws[$0].stream]!)
            * (site.spread == nil ? site.factor.deviation(of: $0) : 1)
            / Double(Set(site.draws[$0].periodNumbers).count).squareRoot()
        })
    }
    guard !again.isEmpty, !isWhollyRedrawn(site) else { return nil }
    let kept = site.draws.indices.filter { !again.contains($0) }
    return JointReplacement(
      kept: kept, replaced: again, isRedrawn: true,
      weights: site.factor.conditionalWeights(of: again, given: kept), values: [],
      spread: site.spread.map { GivenSpread($0.spread, site.factor.precision(of: kept)) })
  }
}

/// What is done with the joined values of a correlation: some are put where others are given.
///
/// A normal vector drawn anew becomes one that is drawn given some of its values by adding to each
/// of the others what the differences of those values explain of it.
///
/// - Source: Journel and Huijbregts, *Mining Geostatistics* (1978), VII.A (conditioning by
///   kriging); Doucet, *A Note on Efficient Conditional Simulation of Gaussian Distributions*
///   (2010).
struct JointReplacement: Sendable {
  /// The variables whose values are given.
  let kept: [Int]
  /// Those that follow them.
  let replaced: [Int]
  /// Whether these come from another draw; else they are moved with the given values.
  let isRedrawn: Bool
  /// What each given value's difference adds to each that follows, row by row of `replaced`.
  let weights: [Double]
  /// The given values where they are numbers, in the scale of each variable; empty where they are
  /// those that were drawn.
  let values: [Double]
  /// What the given values say of the spread that the group has in common; nil where it has none,
  /// or where they are numbers.
  var spread: GivenSpread?
}

/// What given values of a group say of the spread that all have in common.
struct GivenSpread: Sendable {
  let common: CommonSpread
  let conditional: ConditionalSpread
  /// The inverse of their covariances, row by row.
  let precision: [Double]
  private let count: Int

  init(_ common: CommonSpread, _ precision: [Double]) {
    (self.common, self.precision) = (common, precision)
    count = Int(Double(precision.count).squareRoot())
    let size = count
    let rank = (0..<size).count { precision[$0 * size + $0] > 0 }
    conditional = ConditionalSpread(of: common, given: rank)
  }

  /// The squared distances of the given values from the middle, before they are spread out.
  func fillDistances(
    _ distances: UnsafeMutablePointer<Double>, _ columns: UnsafePointer<Double>, _ kept: [Int],
    trials: Int
  ) {
    distances.update(repeating: 0, count: trials)
    for row in 0..<count {
      for column in 0..<count {
        let weight = precision[row * count + column]
        let (a, b) = (columns + kept[row] * trials, columns + kept[column] * trials)
        for trial in 0..<trials { distances[trial] += weight * a[trial] * b[trial] }
      }
    }
  }
}

/// A stream that is held by its score over several periods.
struct HeldStream: Sendable {
  let stream: RandomStream
  let score: Double
  /// A site and a run of it for each of its period numbers.
  private(set) var places: [(site: Int, run: Int)] = []
  private var seen: Set<Int32> = []

  init(_ stream: RandomStream, _ probability: Double) {
    self.stream = stream
    score = StandardNormal.quantile(at: probability)
  }

  mutating func note(_ site: DrawSite, _ index: Int) {
    for (run, number) in site.periodNumbers.enumerated() where seen.insert(number).inserted {
      places.append((index, run))
    }
  }
}
