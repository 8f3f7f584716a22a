import Probability

/// How boxes are searched for.
public struct BoxSearch: Hashable, Sendable {
  /// The part of a box that a step of peeling or pasting moves.
  public var patience = 0.05
  /// The fewest trials of a box, as a part of all.
  public var smallestMass = 0.03
  /// The share of misses that a box should have; nil for halfway from that of all trials to 1.
  public var density: Double?
  public var boxes = 3
  /// A limit goes when a box without it would do as well with at least this probability.
  public var significance = 0.05
  /// How often the search is done again on half of the trials.
  public var repetitions = 10
  public var seed: UInt64 = 1
  /// How many workers take part; what is found does not depend on it.
  public var threads = 1

  public init() {}
}

/// A limit that a box puts on an input.
public struct BoxLimit: Hashable, Sendable {
  public let input: Int
  /// Infinite where there is none at this end.
  public let low, high: Double
  /// The probability that the box without this limit would have as many misses among as many
  /// trials by chance.
  ///
  /// - Source: Bryant and Lempert, *Thinking inside the box*, Technological Forecasting & Social
  ///   Change 77 (2010), section 3.4: quasi-p-value.
  public let chance: Double
  /// In which part of the repetitions the input was limited as well.
  public let reproducibility: Double
}

/// A box in which a target is mostly missed.
public struct DiscoveredBox: Hashable, Sendable {
  public let box: PeelingBox
  public let limits: [BoxLimit]
  /// Of the trials on which it was searched for, and of the fresh ones, which had no part in it.
  public let searched, fresh: BoxCount
  /// The part of all misses that it holds, of either.
  public let coverage, freshCoverage: Double
  /// The part of all fresh trials that it holds.
  public let mass: Double
  /// What peeling went through, and which step was taken.
  public let steps: [BoxStep]
  public let chosen: Int
  /// The share of misses that was wished for.
  public let wished: Double

  /// Whether it has the wished share of misses in the fresh trials.
  public var isAsWished: Bool { fresh.density >= wished }
}

/// A step of peeling.
public struct BoxStep: Hashable, Sendable {
  /// The input of which a slice went; nil for the first.
  public let input: Int?
  public let isLowEnd: Bool
  public let limited: Int
  /// Of the trials that were peeled, and of those by which a step is chosen.
  public let searched, choosing: BoxCount
  public let coverage, choosingCoverage: Double
  /// The part of all searched trials that is left.
  public let mass: Double
}

/// Finds boxes of the inputs in which a target is missed: conditions that people can watch.
///
/// The trials are parted at random: one half is peeled, a quarter says which step is chosen, and
/// the box is judged on the last quarter, so that its figures are flattered neither by the search
/// nor by the choice. Peeling gives a row of boxes, each within the one before. The largest that
/// has the wished share of misses in the first two parts says how many misses a box should hold;
/// and of all that hold as many, or fewer by no more than the standard error of that number, the
/// one with the greatest share of misses is taken. So none of the others holds more misses among a
/// greater share. Where peeling the whole finds none, the halves of inputs that tell much are
/// peeled instead, which is ours. Where none has the wished share the first box is that with the
/// most misses above what its size would hold by chance, and there are no further ones. It is
/// pasted, freed of limits that chance could explain, and what it holds is taken out before the
/// next one is searched for.
///
/// - Parameter isStopped: asked before each step of peeling; once true, the boxes that are
///   finished are returned.
/// - Parameter progress: called with the share of the searches that are done.
/// - Returns: at most `search.boxes`; fewer where what is left holds nothing more.
/// - Complexity: O(inputs × trials × log(trials)), and for each box and repetition O(inputs ×
///   trials + inputs × trials × steps × patience).
/// - Source: Friedman and Fisher, *Bump hunting in high-dimensional data*, Statistics and Computing
///   9 (1999), for peeling, pasting and covering; Kwakkel and Jaxa-Rozen, *Improving scenario
///   discovery for handling heterogeneous uncertainties and multinomial classified outcomes*,
///   Environmental Modelling & Software 79 (2016), for the gain by trial that is lost; Bryant and
///   Lempert (2010) for coverage, density and the two diagnostics.
public func discoverBoxes(
  _ inputs: [BoxInput], isMissed: [Bool], _ search: BoxSearch = BoxSearch(),
  isStopped: @escaping @Sendable () -> Bool = { false }, progress: SensitivityProgress? = nil
) -> [DiscoveredBox] {
  var parts = BoxTrials(isMissed.count, search.seed)
  var found: [DiscoveredBox] = []
  let finder = BoxFinder(inputs, isMissed, search, parts, isStopped, progress)
  while found.count < search.boxes, !isStopped() {
    guard let box = finder.find(parts, place: found.count) else { break }
    found.append(box)
    parts = parts.filtered { finder.outside(box.box, $0) }
  }
  return found
}

/// The trials of a search: those that are peeled, those by which a step is chosen, and the fresh
/// ones, on which the box is judged.
struct BoxTrials: Sendable {
  let searched, choosing, fresh: [Int32]

  /// A half, a quarter and a quarter.
  init(_ trials: Int, _ seed: UInt64) {
    let (searched, others) = halves(of: (0..<trials).map { Int32($0) }, seed, 0)
    let (choosing, fresh) = halves(of: others, seed, 0, "sensitivity.quarters")
    self.init(searched: searched, choosing: choosing, fresh: fresh)
  }

  private init(searched: [Int32], choosing: [Int32], fresh: [Int32]) {
    (self.searched, self.choosing, self.fresh) = (searched, choosing, fresh)
  }

  func filtered(_ chosen: ([Int32]) -> [Int32]) -> BoxTrials {
    BoxTrials(searched: chosen(searched), choosing: chosen(choosing), fresh: chosen(fresh))
  }
}

/// Parts trials at random.
func halves(
  of trials: [Int32], _ seed: UInt64, _ period: Int, _ stream: String = "sensitivity.halves"
) -> ([Int32], [Int32]) {
  let key = RandomStream(name: stream).key(seed: seed)
  let order = randomOrder(of: trials.count, key, period: period)
  let middle = trials.count / 2
  let (left, right) = (order[..<middle], order[middle...])
  return (left.map { trials[$0] }.sorted(), right.map { trials[$0] }.sorted())
}
