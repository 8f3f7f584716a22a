import AllocationCounter
import CKernels
import Scheduling
import Testing

/// The level is one for the whole process.
@Suite("runs over many trials", .serialized)
struct NetworkRunTests {
  @Test("a trial is the same alone, among others, at any place, and at every level")
  func sameBits() {
    let best = torreya_best_level()
    defer { _ = torreya_use_level(best) }
    for seed in 0..<60 as Range<UInt64> {
      let random = RandomNetwork(seed: seed, trials: 37)
      guard random.network.inputs > 0 else { continue }
      let columns = random.columns(most: 48)
      let whole = columns.bits(trials: 37)
      for trial in [0, 7, 8, 36] {
        #expect(columns.bits(first: trial, trials: 1).map(\.[0]) == whole.map { $0[trial] })
      }
      #expect(columns.bits(first: 3, trials: 13) == whole.map { Array($0[3..<16]) })
      for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512] {
        _ = torreya_use_level(level)
        #expect(columns.bits(trials: 37) == whole, "seed \(seed) level \(level)")
      }
      _ = torreya_use_level(best)
      let table = random.table(trial: 20)
      for (output, column) in zip(columns.outputs, whole) {
        #expect(table[output.activity, output.quantity].bitPattern == column[20])
      }
    }
  }

  @Test("what is not asked for changes nothing")
  func fewerOutputs() {
    for seed in 0..<80 as Range<UInt64> {
      let random = RandomNetwork(seed: seed)
      let table = random.table()
      for activity in random.network.activities.indices {
        for quantity in Network.Quantity.allCases {
          let run = NetworkRun(
            random.network, outputs: [.init(activity: activity, quantity: quantity)], trials: 1,
            stateDays: RandomNetwork.stateDays)
          var numbers = random.inputs[0]
          numbers.append(0)
          var result = -1.0
          numbers.withUnsafeBufferPointer { numbers in
            let inputs = (0..<random.network.inputs).map {
              NetworkRun.Input(numbers: numbers.baseAddress! + $0, step: 0)
            }
            withUnsafeMutablePointer(to: &result) {
              run.run(inputs: inputs, states: random.states[0], outputs: [$0], trials: 1)
            }
          }
          #expect(
            abs(result - table[activity, quantity]) <= 3e-9, "seed \(seed) \(activity) \(quantity)")
        }
      }
    }
  }

  @Test("a run allocates nothing", .enabled(if: torreya_allocations_of_thread() >= 0))
  func noAllocations() {
    for seed in 0..<20 as Range<UInt64> {
      let columns = RandomNetwork(seed: seed, trials: 40).columns(most: 40)
      _ = columns.allocations(trials: 40)
      #expect(columns.allocations(trials: 40) == 0)
    }
  }

  @Test("what lies outside of the lines is no number, and the rest is")
  func outside() {
    let network = Network(
      activities: [
        .init(duration: .fixed(300), notBefore: .fixed(19723)),
        .init(duration: .fixed(3), notBefore: .fixed(19723)),
        .init(project: 1, duration: .fixed(3), notBefore: .fixed(19700)),
        .init(project: 2, duration: .fixed(.nan), notBefore: .fixed(19723)),
        .init(project: 3, duration: .fixed(3), notBefore: .fixed(19723)),
      ],
      links: [.init(0, 1)], lines: [weeks], projects: 4, inputs: 0)
    let table = timetable(network)
    for place in 0..<4 { #expect(table[place, .finish].isNaN, "\(place)") }
    // A project that is too long for its one line still has its path.
    #expect(table[0, .totalFloat] == 0 && table[1, .critical] == 1)
    for place in 2..<4 {
      #expect(table[place, .totalFloat].isNaN && table[place, .critical].isNaN, "\(place)")
    }
    #expect(table[4, .finish] == 19725 && table[4, .totalFloat] == 0)
  }
}
