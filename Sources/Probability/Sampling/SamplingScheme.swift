/// How the uniform numbers of a draw are spread over the trials.
///
/// Under every scheme a number, taken alone, is uniform on (0, 1), so that means and probabilities
/// are unbiased; and trial t has the same numbers however many trials follow it.
public enum SamplingScheme: Hashable, Sendable {
  /// Every trial by itself.
  case pseudoRandom
  /// In each 16 trials the last eight mirror the first: 1 - u for u.
  ///
  /// What rises or falls with every draw gets a smaller error; what is even in them a larger one.
  case antithetic
  /// Each run of 1,024 trials has one number in each 1,024th of (0, 1), draw by draw, in an order
  /// of its own for each draw: the part of a result that is a sum over single draws loses its
  /// error.
  case latinHypercube
  /// Independently scrambled Sobol sequences: errors of smooth results fall nearly as n^-1.5.
  ///
  /// Runs of 1,024 trials are dealt to the randomisations in turn, whose spread gives the error.
  case sobol(randomisations: Int)

  /// How many trials a hypercube has, and a run that is dealt to a randomisation.
  public static let runTrials = 1024

  public static let standardRandomisations = 16

  /// Two are needed for a standard error.
  public static let allowedRandomisations = 2...1024

  /// The names by which a scheme is chosen.
  public static let names = ["pseudoRandom", "antithetic", "latinHypercube", "sobol"]

  /// The scheme of a name; nil when there is none.
  ///
  /// - Parameter randomisations: counts for `sobol` only.
  /// - Precondition: it is allowed.
  public init?(name: String, randomisations: Int = standardRandomisations) {
    precondition(Self.allowedRandomisations.contains(randomisations), "2 ... 1024 randomisations")
    switch name {
    case "pseudoRandom": self = .pseudoRandom
    case "antithetic": self = .antithetic
    case "latinHypercube": self = .latinHypercube
    case "sobol": self = .sobol(randomisations: randomisations)
    default: return nil
    }
  }

  public var name: String {
    switch self {
    case .pseudoRandom: "pseudoRandom"
    case .antithetic: "antithetic"
    case .latinHypercube: "latinHypercube"
    case .sobol: "sobol"
    }
  }

  /// The number of randomisations of `sobol`; nil for the others, which have none.
  public var randomisations: Int? {
    if case .sobol(let randomisations) = self { randomisations } else { nil }
  }

  /// Which trials are independent of each other.
  public var replication: Replication {
    switch self {
    case .pseudoRandom: .trials
    case .antithetic: .pairs
    case .latinHypercube: .blocks(trials: Self.runTrials)
    case .sobol(let randomisations): .dealt(count: randomisations, trials: Self.runTrials)
    }
  }

  /// The smallest number of trials, at least the one that is wished for, that leaves no group of
  /// trials short: whole pairs, whole hypercubes, and for each randomisation as many points as
  /// make a net, 1,024 times a power of two.
  public func fullTrials(for trials: Int) -> Int {
    switch self {
    case .pseudoRandom: trials
    case .antithetic: roundedUp(trials, to: 16)
    case .latinHypercube: roundedUp(trials, to: Self.runTrials)
    case .sobol(let randomisations): doubled(randomisations * Self.runTrials, upTo: trials)
    }
  }

  private func roundedUp(_ trials: Int, to group: Int) -> Int {
    trials > Int.max - group ? trials : (trials + group - 1) / group * group
  }

  private func doubled(_ group: Int, upTo trials: Int) -> Int {
    var full = group
    while full < trials, full <= Int.max / 2 { full *= 2 }
    return max(full, trials)
  }
}
