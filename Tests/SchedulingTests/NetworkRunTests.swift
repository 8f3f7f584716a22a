import AllocationCounter
import CKernels
import Scheduling
import Testing

/// A network that is run over many trials at once.
private final class Columns {
  let random: RandomNetwork
  let outputs: [NetworkRun.Output]
  private let run: NetworkRun
  private let stride: Int
  private let numbers: [UnsafeMutablePointer<Double>]
  private let results: [UnsafeMutablePointer<Double>]
  private var states: [UInt8]

  init(_ random: RandomNetwork, trials: Int, most: Int) {
    self.random = random
    stride = most
    outputs = random.network.activities.indices.flatMap { activity in
      Network.Quantity.allCases.map { NetworkRun.Output(activity: activity, quantity: $0) }
    }
    run = NetworkRun(
      random.network, outputs: outputs, trials: most, stateDays: RandomNetwork.stateDays)
    numbers = (0..<random.network.inputs).map { input in
      let column = UnsafeMutablePointer<Double>.allocate(capacity: trials)
      for trial in 0..<trials { (column + trial).initialize(to: random.inputs[trial][input]) }
      return column
    }
    results = outputs.map { _ in
      let column = UnsafeMutablePointer<Double>.allocate(capacity: most)
      column.initialize(repeating: -1, count: most)
      return column
    }
    states = Array(repeating: 255, count: RandomNetwork.stateDays.count * most)
    for day in 0..<RandomNetwork.stateDays.count {
      for trial in 0..<trials { states[day * most + trial] = random.states[trial][day] }
    }
  }

  deinit {
    for column in numbers + results { column.deallocate() }
  }

  /// What the outputs are of some trials, as bits.
  func bits(first: Int, trials: Int) -> [[UInt64]] {
    compute(first: first, trials: trials) {}
    return results.map { column in (0..<trials).map { column[$0].bitPattern } }
  }

  func compute(first: Int, trials: Int, _ after: () -> Void) {
    let inputs = numbers.map { NetworkRun.Input(numbers: $0 + first, step: 1) }
    states.withUnsafeBufferPointer {
      run.run(inputs: inputs, states: $0.baseAddress! + first, outputs: results, trials: trials)
    }
    after()
  }

  /// The allocations of a run.
  func allocations(trials: Int) -> Int {
    let inputs = numbers.map { NetworkRun.Input(numbers: $0, step: 1) }
    return states.withUnsafeBufferPointer { states in
      inputs.withUnsafeBufferPointer { inputs in
        results.withUnsafeBufferPointer { results in
          let before = torreya_allocations_of_thread()
          run.run(
            inputs: inputs.baseAddress!, states: states.baseAddress,
            outputs: results.baseAddress!, trials: trials)
          return torreya_allocations_of_thread() - before
        }
      }
    }
  }
}

/// The level is one for the whole process.
@Suite("runs over many trials", .serialized)
struct NetworkRunTests {
  @Test("a trial is the same alone, among others, at any place, and at every level")
  func sameBits() {
    let best = torreya_best_level()
    defer { _ = torreya_use_level(best) }
    for seed in 0..<60 as Range<UInt64> {
      let columns = Columns(RandomNetwork(seed: seed, trials: 37), trials: 37, most: 48)
      guard columns.random.network.inputs > 0 else { continue }
      let whole = columns.bits(first: 0, trials: 37)
      for trial in [0, 7, 8, 36] {
        #expect(columns.bits(first: trial, trials: 1).map(\.[0]) == whole.map { $0[trial] })
      }
      #expect(columns.bits(first: 3, trials: 13) == whole.map { Array($0[3..<16]) })
      for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512] {
        _ = torreya_use_level(level)
        #expect(columns.bits(first: 0, trials: 37) == whole, "seed \(seed) level \(level)")
      }
      _ = torreya_use_level(best)
      let table = timetable(
        columns.random.network, inputs: columns.random.inputs[20],
        states: columns.random.states[20], stateDays: RandomNetwork.stateDays)
      for (output, column) in zip(columns.outputs, whole) {
        #expect(table[output.activity, output.quantity].bitPattern == column[20])
      }
    }
  }

  @Test("what is not asked for changes nothing")
  func fewerOutputs() {
    for seed in 0..<80 as Range<UInt64> {
      let random = RandomNetwork(seed: seed)
      let table = timetable(
        random.network, inputs: random.inputs[0], states: random.states[0],
        stateDays: RandomNetwork.stateDays)
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
      let columns = Columns(RandomNetwork(seed: seed, trials: 40), trials: 40, most: 40)
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
