import Probability

/// How a plan is to be simulated.
public struct SimulationSettings: Sendable {
  /// With `stopping`, the fewest.
  public var trials: Int
  public var seed: UInt64
  public var sampling: SamplingScheme
  /// Workers; they change the time that it takes and nothing else.
  public var threads: Int
  /// The memory that the kept columns and the workers may take, in bytes.
  public var memory: Int
  public var quantiles: QuantileMethod
  /// When the trials are enough; nil when their number is given.
  public var stopping: Stopping?
  /// The values of the plan's parameters, by label; the others keep their own.
  public var parameters: [String: Double] = [:]
  /// What the frozen part of the plan has kept, for the part that moves.
  public var frozen: FrozenTrials?
  /// Which draws do not take the numbers of the seed.
  public var draws = DrawChoice.plain
  /// What moves the draws so that they agree with what is known; nil for draws as they come.
  public var shift: ScoreShift?

  public init(
    trials: Int, seed: UInt64, sampling: SamplingScheme = .pseudoRandom, threads: Int,
    memory: Int, quantiles: QuantileMethod = .auto, stopping: Stopping? = nil
  ) {
    self.trials = trials
    self.seed = seed
    self.sampling = sampling
    self.threads = threads
    self.memory = memory
    self.quantiles = quantiles
    self.stopping = stopping
  }

  /// Which of the trials are independent of each other.
  public var replication: Replication { sampling.replication }
}

/// When a run has trials enough.
public struct Stopping: Sendable {
  /// The most trials, whatever is reached.
  public let trialLimit: Int
  /// How many times larger than wished the standard errors of a result are, the largest of them;
  /// at most 1 when all are small enough.
  public let excess: @Sendable (SimulationResult) -> Double

  public init(trialLimit: Int, excess: @escaping @Sendable (SimulationResult) -> Double) {
    self.trialLimit = trialLimit
    self.excess = excess
  }
}

extension SimulationSettings {
  /// The trials after which the precision is judged first.
  var firstTrials: Int { wholeRounds(trials) }

  /// The most trials; with `stopping` whole rounds of them.
  var trialLimit: Int {
    guard let stopping else { return trials }
    var limit = stopping.trialLimit / round * round
    if case .dealt = replication, limit >= round {
      limit = round
      while limit <= stopping.trialLimit / 2 { limit *= 2 }
    }
    return max(firstTrials, limit)
  }

  /// The trials after which it is judged next: a quarter more, so that neither the judging nor
  /// what is run too much costs more than that.
  func trials(after trials: Int) -> Int {
    min(wholeRounds(trials + max(trials / 4, 1)), trialLimit)
  }

  /// The rounds in which a run grows: 16 blocks, and whole groups of trials.
  private var round: Int {
    let round = 16 * blockTrials
    return switch replication {
    case .trials, .pairs: round
    case .blocks(let trials): leastCommonMultiple(round, trials)
    case .dealt(let count, let trials): leastCommonMultiple(round, count * trials)
    }
  }

  /// At least so many trials, in whole rounds. Trials that are dealt out double, because as many
  /// points as a power of two make a net.
  private func wholeRounds(_ trials: Int) -> Int {
    guard trials <= Int.max / 4 else { return trials }
    guard case .dealt = replication else { return (trials + round - 1) / round * round }
    var whole = round
    while whole < trials { whole *= 2 }
    return whole
  }

  private func leastCommonMultiple(_ left: Int, _ right: Int) -> Int {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return left / a * right
  }
}
