import Simulation

/// What a search for boxes takes in memory: for each trial the number of each input, and its place
/// in the order of the input while it is peeled.
///
/// As for a run one worker counts, whatever their number, so that whether a search fits does not
/// depend on it. There are as many workers as the rest of the memory has room for.
///
/// - Unit: bytes.
public struct BoxSearchMemory: Hashable, Sendable {
  /// For each trial, with one worker.
  public let perTrial: Int
  /// For each trial, with each worker beyond the first.
  public let perTrialOfWorker: Int

  /// - Parameter outputs: how many results of each trial are kept beside the inputs.
  public init(inputs: Int, outputs: Int) {
    let (number, place) = (MemoryLayout<Double>.stride, MemoryLayout<Int32>.stride)
    // Half of the trials are searched: once in the order of each input for all searches, once for
    // the peeling. Besides, while they are sorted, each of them with its number.
    let sorted = 2 * number / 2
    perTrial = inputs * (number + place / 2 + place / 2) + outputs * number + sorted + 2 * place
    // A repetition peels half of the searched half.
    perTrialOfWorker = inputs * (place / 4) + sorted
  }

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
