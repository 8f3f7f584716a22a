import AllocationCounter
import CKernels
import Scheduling
import Testing

/// Crews and money over many trials together.
@Suite("crews over many trials", .serialized) struct CrewsRunTests {
  private static let trials = 11

  /// A network with the memory for a run of all its trials.
  private final class Block {
    let limited: LimitedNetwork
    let outputs: [NetworkRun.Output]
    let run: NetworkRun
    let numbers: UnsafeMutablePointer<Double>
    let results: UnsafeMutablePointer<Double>
    let inputs: [NetworkRun.Input]
    let columns: [UnsafeMutablePointer<Double>]
    let states: [UInt8]

    init(_ limited: LimitedNetwork) {
      self.limited = limited
      let trials = CrewsRunTests.trials
      outputs = limited.network.activities.indices.flatMap { activity in
        Network.Quantity.allCases.map { NetworkRun.Output(activity: activity, quantity: $0) }
      }
      run = NetworkRun(
        limited.network, outputs: outputs, trials: trials, stateDays: RandomNetwork.stateDays)
      let numbers = UnsafeMutablePointer<Double>.allocate(
        capacity: limited.network.inputs * trials)
      for input in 0..<limited.network.inputs {
        for trial in 0..<trials {
          (numbers + input * trials + trial).initialize(to: limited.inputs[trial][input])
        }
      }
      let results = UnsafeMutablePointer<Double>.allocate(capacity: outputs.count * trials)
      results.initialize(repeating: -1, count: outputs.count * trials)
      inputs = (0..<limited.network.inputs).map { .init(numbers: numbers + $0 * trials, step: 1) }
      columns = outputs.indices.map { results + $0 * trials }
      states = (0..<RandomNetwork.stateDays.count).flatMap { place in
        (0..<trials).map { limited.random.states[$0][place] }
      }
      (self.numbers, self.results) = (numbers, results)
    }

    deinit {
      numbers.deallocate()
      results.deallocate()
    }

    /// The allocations of a run.
    func schedule() -> Int {
      states.withUnsafeBufferPointer { states in
        inputs.withUnsafeBufferPointer { inputs in
          columns.withUnsafeBufferPointer { columns in
            let before = torreya_allocations_of_thread()
            run.run(
              inputs: inputs.baseAddress!, states: states.baseAddress,
              outputs: columns.baseAddress!, trials: CrewsRunTests.trials)
            return torreya_allocations_of_thread() - before
          }
        }
      }
    }
  }

  @Test("a trial is the same alone and among others, at every level")
  func sameBits() {
    let best = torreya_best_level()
    defer { _ = torreya_use_level(best) }
    for seed in 0..<40 as Range<UInt64> {
      let block = Block(LimitedNetwork(seed: seed, trials: Self.trials))
      for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512] {
        _ = torreya_use_level(level)
        _ = block.schedule()
        _ = torreya_use_level(best)
        for trial in [0, 3, 8, 10] {
          let table = block.limited.table(trial: trial)
          for (output, column) in zip(block.outputs, block.columns) {
            let alone = table[output.activity, output.quantity]
            #expect(column[trial].bitPattern == alone.bitPattern, "seed \(seed) \(output)")
          }
        }
      }
    }
  }

  @Test("a run allocates nothing", .enabled(if: torreya_allocations_of_thread() >= 0))
  func noAllocations() {
    for seed in 0..<20 as Range<UInt64> {
      let block = Block(LimitedNetwork(seed: seed, trials: Self.trials))
      _ = block.schedule()
      #expect(block.schedule() == 0)
    }
  }
}
