import Probability
import Simulation

/// What a method takes in memory that holds the trials of all inputs at once.
///
/// As for a run one worker counts, whatever their number, so that whether it fits does not depend
/// on it. There are as many workers as the rest of the memory has room for.
///
/// - Unit: bytes.
public protocol TrialMemory: Hashable, Sendable {
  /// For each trial, with one worker.
  var perTrial: Int { get }
  /// For each trial, with each worker beyond the first.
  var perTrialOfWorker: Int { get }
}

extension TrialMemory {
  /// - Throws: when so many trials do not fit into what is allowed, with how many do.
  public func check(_ settings: SimulationSettings) throws(SimulationError) {
    let (needed, overflow) = perTrial.multipliedReportingOverflow(by: settings.trials)
    guard overflow || needed > settings.memory else { return }
    let fitting = settings.memory / perTrial / blockTrials * blockTrials
    throw .memory(
      needed: overflow ? Int.max : needed, allowed: settings.memory, fittingTrials: fitting)
  }

  /// How many workers have room; at least one.
  ///
  /// - Precondition: the trials fit.
  public func workers(_ settings: SimulationSettings) -> Int {
    let room = settings.memory - perTrial * settings.trials
    return min(settings.threads, 1 + room / max(1, perTrialOfWorker * settings.trials))
  }
}

/// What rank correlations take in memory.
public struct RankMemory: TrialMemory {
  public let perTrial: Int
  public let perTrialOfWorker: Int

  /// - Parameter outputs: how many results of each trial are kept beside the inputs.
  public init(inputs: Int, outputs: Int, _ replication: Replication) {
    let (number, place) = (MemoryLayout<Double>.stride, MemoryLayout<Int32>.stride)
    // In order, as ranks in two ways, as ranks of length 1, and these as two matrices.
    let ranked = number + 2 * place + number + 2 * number
    let held = (inputs + outputs) * number
    if replication == .trials {
      (perTrial, perTrialOfWorker) = (held + inputs * ranked, 0)
    } else {
      // What is left without a batch is taken out beforehand.
      perTrialOfWorker = held + inputs * ranked
      perTrial = held + perTrialOfWorker
    }
  }
}

/// What values of information take in memory.
public struct InformationMemory: TrialMemory {
  public let perTrial: Int
  public let perTrialOfWorker: Int

  /// - Parameter outputs: how many results of each trial are kept beside the inputs.
  /// - Parameter decisions: between how many is chosen; one for a promise.
  public init(inputs: Int, outputs: Int, decisions: Int) {
    let (number, place) = (MemoryLayout<Double>.stride, MemoryLayout<Int32>.stride)
    // An input in order twice, its nodes and the way between them; what is fitted in that order,
    // with the three sums by which jumps are found.
    perTrialOfWorker = 3 * number + place + 4 * number * decisions
    // Of decisions their values, what is gained by them, and the differences from the best.
    perTrial = (inputs + outputs + 3 * decisions) * number + perTrialOfWorker
  }
}
