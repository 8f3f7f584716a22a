import AllocationCounter
import CKernels
import Scheduling
import Testing

/// Crews and money over many trials together.
@Suite("crews over many trials", .serialized) struct CrewsRunTests {
  private static let trials = 11

  @Test("a trial is the same alone and among others, at every level")
  func sameBits() {
    let best = torreya_best_level()
    defer { _ = torreya_use_level(best) }
    for seed in 0..<40 as Range<UInt64> {
      let limited = LimitedNetwork(seed: seed, trials: Self.trials)
      let columns = limited.columns(most: Self.trials)
      for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512] {
        _ = torreya_use_level(level)
        let together = columns.bits(trials: Self.trials)
        _ = torreya_use_level(best)
        for trial in [0, 3, 8, 10] {
          let table = limited.table(trial: trial)
          for (output, column) in zip(columns.outputs, together) {
            let alone = table[output.activity, output.quantity]
            #expect(column[trial] == alone.bitPattern, "seed \(seed) \(output)")
          }
        }
      }
    }
  }

  @Test("a run allocates nothing", .enabled(if: torreya_allocations_of_thread() >= 0))
  func noAllocations() {
    for seed in 0..<20 as Range<UInt64> {
      let columns = LimitedNetwork(seed: seed, trials: Self.trials).columns(most: Self.trials)
      _ = columns.allocations(trials: Self.trials)
      #expect(columns.allocations(trials: Self.trials) == 0)
    }
  }
}
