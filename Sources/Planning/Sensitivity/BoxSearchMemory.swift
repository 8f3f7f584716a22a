import Simulation

/// What a search for boxes takes in memory: for each trial the number of each input, and its place
/// in the order of the input while it is peeled.
///
/// As for a run one worker counts, whatever their number, so that whether a search fits does not
/// depend on it. There are as many workers as the rest of the memory has room for.
///
/// - Unit: bytes.
public struct BoxSearchMemory: TrialMemory {
  public let perTrial: Int
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
}
