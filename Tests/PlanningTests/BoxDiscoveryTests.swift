import Probability
import Simulation
import Synchronization
import Testing

@testable import Planning

@Suite("Boxes in which a target is missed")
struct BoxDiscoveryTests {
  private func uniforms(_ name: String, _ count: Int, seed: UInt64) -> [Double] {
    let key = RandomStream(name: name).key(seed: seed)
    return (0..<count).map { key.uniform(period: 0, trial: $0) }
  }

  @Test("a planted box is found, and nothing else", arguments: [1, 2, 3, 4] as [UInt64])
  func planted(seed: UInt64) throws {
    let count = 4000
    var inputs = (0..<5).map {
      BoxInput(id: "x\($0)", values: uniforms("x\($0)", count, seed: seed))
    }
    let event = uniforms("event", count, seed: seed).map { $0 < 0.5 ? 1.0 : 0.0 }
    inputs.append(BoxInput(id: "event", values: event, measure: .event))
    let luck = uniforms("luck", count, seed: seed)
    // 0.9 inside, 0.05 outside; the box has the mass 0.6 × 0.5 × 0.5.
    let isMissed = (0..<count).map { trial in
      let isInside =
        inputs[0].values[trial] > 0.4 && inputs[1].values[trial] < 0.5 && event[trial] == 1
      return luck[trial] < (isInside ? 0.9 : 0.05)
    }
    var search = BoxSearch()
    search.seed = seed
    search.density = 0.85
    let boxes = discoverBoxes(inputs, isMissed: isMissed, search)
    let box = try #require(boxes.first)
    #expect(box.box.limited == [0, 1, 5])
    // A step of peeling is a twentieth of what is left: limits are found that well.
    #expect(abs(box.box.low[0] - 0.4) < 0.06 && box.box.high[0] > 0.9)
    #expect(abs(box.box.high[1] - 0.5) < 0.06 && box.box.low[1] < 0.1)
    #expect(box.box.low[5] == 1)
    let truth = 0.9 * 0.15 / (0.9 * 0.15 + 0.05 * 0.85)
    #expect(abs(box.freshCoverage - truth) < 0.1, "\(box.freshCoverage) of \(truth)")
    #expect(abs(box.fresh.density - 0.9) < 4.5 * box.fresh.densityError + 0.05)
    #expect(abs(box.mass - 0.15) < 0.04)
    #expect(box.limits.allSatisfy { $0.chance < 1e-6 && $0.reproducibility == 1 })
    // What is left is luck.
    #expect(boxes.dropFirst().allSatisfy { $0.fresh.density < 0.3 })
  }

  /// Both ends of the first input hold more misses than the whole: no slice of it would go first.
  @Test(
    "two boxes at opposite ends are found one after the other", arguments: [7, 8, 9] as [UInt64])
  func covering(seed: UInt64) {
    let count = 6000
    let inputs = (0..<3).map {
      BoxInput(id: "x\($0)", values: uniforms("x\($0)", count, seed: seed))
    }
    let isMissed = (0..<count).map { trial in
      let (x, y) = (inputs[0].values[trial], inputs[1].values[trial])
      return x > 0.75 && y > 0.5 || x < 0.2 && y < 0.4
    }
    var search = BoxSearch()
    search.density = 0.95
    let boxes = discoverBoxes(inputs, isMissed: isMissed, search)
    #expect(boxes.count == 2)
    for box in boxes {
      #expect(Set(box.box.limited).isSuperset(of: [0, 1]), "\(box.box)")
      #expect(box.fresh.density > 0.9, "\(box.fresh)")
    }
    #expect(boxes.reduce(0) { $0 + $1.freshCoverage } > 0.85)
  }

  /// The event would gain most of all slices, and leaves too few trials for a box.
  @Test(
    "rare events do not keep the box beside them from being found",
    arguments: [1, 2, 3] as [UInt64])
  func rareEvents(seed: UInt64) throws {
    let count = 8000
    let x = uniforms("x", count, seed: seed)
    let events = ["a", "b"].map { name in
      uniforms(name, count, seed: seed).map { $0 < 0.015 ? 1.0 : 0.0 }
    }
    let inputs = [BoxInput(id: "x", values: x)]
      + events.map { BoxInput(id: "event", values: $0, measure: .event) }
    let isMissed = (0..<count).map { x[$0] < 0.15 || events[0][$0] == 1 || events[1][$0] == 1 }
    var search = BoxSearch()
    search.seed = seed
    let box = try #require(discoverBoxes(inputs, isMissed: isMissed, search).first)
    // A step of peeling is a twentieth of what is left: 0.0086 at most there, and a few of them.
    let high = box.box.high[0]
    #expect(box.box.limited == [0] && abs(high - 0.15) < 0.03, "\(box.box)")
    #expect(box.fresh.density > 0.85)
    // Of misses those up to 0.15 are in it, and of the others beyond as many as there are.
    let others = 1 - 0.985 * 0.985
    let inside = min(high, 0.15) + max(0, high - 0.15) * others
    let truth = inside / (0.15 + 0.85 * others)
    #expect(abs(box.freshCoverage - truth) < 0.06, "\(box.freshCoverage) of \(truth)")
  }

  @Test(
    "a box of little more than the least mass comes again in all halves",
    arguments: [1, 2] as [UInt64])
  func smallBox(seed: UInt64) throws {
    let count = 8000
    let event = uniforms("event", count, seed: seed).map { $0 < 0.045 ? 1.0 : 0.0 }
    let inputs = [
      BoxInput(id: "event", values: event, measure: .event),
      BoxInput(id: "x", values: uniforms("x", count, seed: seed)),
    ]
    var search = BoxSearch()
    search.seed = seed
    let isMissed = event.map { $0 == 1 }
    let box = try #require(discoverBoxes(inputs, isMissed: isMissed, search).first)
    #expect(box.box.limited == [0] && box.fresh.density == 1)
    #expect(box.limits.map(\.reproducibility) == [1])
  }

  /// Where inputs, idle ones and noise decide together, the truth of a box is that of many more
  /// trials: what chose the box must not judge it.
  @Test("over many seeds the figures of boxes are not flattered")
  func unflattered() {
    func world(_ count: Int, seed: UInt64) -> (inputs: [BoxInput], isMissed: [Bool]) {
      let inputs = (0..<6).map {
        BoxInput(id: "x\($0)", values: uniforms("x\($0)", count, seed: seed))
      }
      let luck = uniforms("luck", count, seed: seed)
      let isMissed = (0..<count).map { trial in
        let sum = (0..<3).reduce(0.0) { $0 + inputs[$1].values[trial] }
        return sum + 2 * luck[trial] > 3.2
      }
      return (inputs, isMissed)
    }
    let truth = world(60_000, seed: 1000)
    let all = (0..<60_000).map { Int32($0) }
    var excess: [Double] = []
    for seed in UInt64(1)...40 {
      let (inputs, isMissed) = world(2000, seed: seed)
      var search = BoxSearch()
      (search.seed, search.boxes, search.repetitions) = (seed, 1, 1)
      guard let box = discoverBoxes(inputs, isMissed: isMissed, search).first else { continue }
      let members = box.box.members(of: all, truth.inputs)
      let density = Double(members.count { truth.isMissed[Int($0)] }) / Double(members.count)
      excess.append(box.fresh.density - density)
    }
    let moments = Moments(of: excess)
    let error = moments.standardDeviation / Double(excess.count).squareRoot()
    #expect(excess.count > 30)
    #expect(abs(moments.mean) < 3.5 * error, "\(moments.mean) ± \(error)")
  }

  @Test("luck alone makes no box that holds on fresh trials", arguments: [1, 2, 3] as [UInt64])
  func luck(seed: UInt64) {
    let inputs = (0..<6).map {
      BoxInput(id: "x\($0)", values: uniforms("x\($0)", 2000, seed: seed))
    }
    let isMissed = uniforms("luck", 2000, seed: seed).map { $0 < 0.3 }
    for box in discoverBoxes(inputs, isMissed: isMissed) {
      #expect(box.fresh.density < 0.3 + 4.5 * box.fresh.densityError)
    }
  }

  @Test("each box of a peeling lies within the one before and its counts are right")
  func peeling() {
    let inputs = (0..<3).map { BoxInput(id: "x\($0)", values: uniforms("x\($0)", 500, seed: 3)) }
    let isMissed = (0..<500).map { inputs[0].values[$0] + inputs[2].values[$0] > 1.2 }
    let trials = (0..<500).map { Int32($0) }
    let orders = InputOrders(inputs, trials: trials, threads: 1, isStopped: { false })
    let peeling = BoxPeeling(
      inputs, isMissed, orders, trials: trials, patience: 0.1, fewest: 20, isStopped: { false })
    #expect(peeling.steps.count > 5)
    for (before, after) in zip(peeling.steps, peeling.steps.dropFirst()) {
      #expect(after.count.trials < before.count.trials)
      let members = after.box.members(of: trials, inputs)
      #expect(members.count == after.count.trials)
      #expect(members.count { isMissed[Int($0)] } == after.count.misses)
      #expect(Set(members).isSubset(of: before.box.members(of: trials, inputs)))
    }
  }

  @Test("limits of counts lie on counts, and hold what they say", arguments: [1, 2, 3] as [UInt64])
  func counts(seed: UInt64) throws {
    let count = 20_000
    let values = ["first", "second"].map { name in
      uniforms(name, count, seed: seed).map { ($0 * $0 * 5).rounded(.down) }
    }
    let inputs = values.map { BoxInput(id: "x", values: $0, measure: .value) }
    let isMissed = (0..<count).map { values[0][$0] + 2 * values[1][$0] > 5 }
    var search = BoxSearch()
    search.seed = seed
    let boxes = discoverBoxes(inputs, isMissed: isMissed, search)
    let box = try #require(boxes.first)
    // The probability of each count is that of the root of a uniform number.
    let probabilities = (0..<5).map { value in
      (Double(value + 1) / 5).squareRoot() - (Double(value) / 5).squareRoot()
    }
    var (mass, misses, all) = (0.0, 0.0, 0.0)
    for a in 0..<5 {
      for b in 0..<5 {
        let probability = probabilities[a] * probabilities[b]
        let isMiss = a + 2 * b > 5
        all += isMiss ? probability : 0
        guard box.box.holds(Double(a), ofInput: 0), box.box.holds(Double(b), ofInput: 1) else {
          continue
        }
        mass += probability
        misses += isMiss ? probability : 0
      }
    }
    for limit in box.limits {
      for end in [limit.low, limit.high] where end.isFinite { #expect(end == end.rounded()) }
    }
    // A quarter of the trials is fresh.
    let error = (misses / mass * (1 - misses / mass) / (mass * 5000)).squareRoot()
    #expect(abs(box.fresh.density - misses / mass) < 4.5 * error + 1e-12)
    let held = misses / all
    let errorHeld = (held * (1 - held) / (all * 5000)).squareRoot()
    #expect(abs(box.freshCoverage - held) < 4.5 * errorHeld + 1e-12)
    #expect(abs(box.mass - mass) < 4.5 * (mass * (1 - mass) / 5000).squareRoot())
  }

  @Test("no other step has more misses among a greater share", arguments: [1, 2, 3] as [UInt64])
  func undominated(seed: UInt64) throws {
    let inputs = (0..<4).map {
      BoxInput(id: "x\($0)", values: uniforms("x\($0)", 20_000, seed: seed))
    }
    let isMissed = (0..<20_000).map { inputs[0].values[$0] < 0.4 && inputs[1].values[$0] > 0.6 }
    var search = BoxSearch()
    search.seed = seed
    let box = try #require(discoverBoxes(inputs, isMissed: isMissed, search).first)
    let chosen = box.steps[box.chosen]
    for step in box.steps {
      #expect(
        step.choosing.density <= chosen.choosing.density
          || step.choosing.misses < chosen.choosing.misses)
    }
    // The largest box with the wished share, 58 %, would be more than a third of all trials less.
    #expect(box.fresh.density > 0.85 && box.freshCoverage > 0.99, "\(box.fresh)")
    #expect(box.isAsWished && abs(box.wished - 0.58) < 0.01)
  }

  @Test("a wish that nothing reaches is told", arguments: [1, 2] as [UInt64])
  func unreached(seed: UInt64) throws {
    let input = BoxInput(id: "x", values: uniforms("x", 4000, seed: seed))
    let luck = uniforms("luck", 4000, seed: seed)
    let isMissed = (0..<4000).map { luck[$0] < (input.values[$0] < 0.5 ? 0.5 : 0.1) }
    var search = BoxSearch()
    search.density = 0.9
    let boxes = discoverBoxes([input], isMissed: isMissed, search)
    #expect(boxes.count == 1 && !boxes[0].isAsWished)
    search.density = 0.4
    #expect(try #require(discoverBoxes([input], isMissed: isMissed, search).first).isAsWished)
  }

  @Test("told to stop it gives the boxes that are finished, and workers do not show")
  func stopping() {
    let inputs = (0..<3).map {
      BoxInput(id: "x\($0)", values: uniforms("x\($0)", 6000, seed: 7))
    }
    let isMissed = (0..<6000).map { trial in
      let (x, y) = (inputs[0].values[trial], inputs[1].values[trial])
      return x > 0.75 && y > 0.5 || x < 0.2 && y < 0.4
    }
    var search = BoxSearch()
    search.density = 0.95
    let all = discoverBoxes(inputs, isMissed: isMissed, search)
    search.threads = 3
    #expect(discoverBoxes(inputs, isMissed: isMissed, search) == all)
    // Half of the way of the second box, and before the first one.
    for (share, count) in [(0.5, 1), (0, 0)] {
      let isStopped = Atomic(share == 0)
      let some = discoverBoxes(
        inputs, isMissed: isMissed, search,
        isStopped: { isStopped.load(ordering: .relaxed) },
        progress: { if $0 > share { isStopped.store(true, ordering: .relaxed) } })
      #expect(some == Array(all.prefix(count)))
    }
  }

  @Test("rank correlations hold numbers, ranks and a matrix of each input")
  func rankMemory() {
    #expect(RankMemory(inputs: 60, outputs: 2, .trials).perTrial == 60 * (8 + 40) + 2 * 8)
  }

  @Test("a search fits or not whatever the number of workers, and as many take part as have room")
  func memory() throws {
    let need = BoxSearchMemory(inputs: 10, outputs: 2)
    #expect(need.perTrial == 10 * (8 + 2 + 2) + 2 * 8 + 8 + 8)
    func settings(_ memory: Int, threads: Int = 1) -> SimulationSettings {
      SimulationSettings(trials: 10_240, seed: 1, threads: threads, memory: memory)
    }
    let whole = 10_240 * need.perTrial
    for threads in [1, 8] {
      #expect(throws: Never.self) { try need.check(settings(whole, threads: threads)) }
      #expect(
        throws: SimulationError.memory(needed: whole, allowed: whole - 1, fittingTrials: 9216)
      ) {
        try need.check(settings(whole - 1, threads: threads))
      }
    }
    #expect(need.workers(settings(whole, threads: 8)) == 1)
    let two = whole + 2 * 10_240 * need.perTrialOfWorker
    #expect(need.workers(settings(two, threads: 8)) == 3)
    #expect(need.workers(settings(two, threads: 2)) == 2)
  }

  @Test("no misses, nothing but misses, and hardly any trials make no box")
  func edges() {
    let input = BoxInput(id: "x", values: uniforms("x", 200, seed: 1))
    #expect(discoverBoxes([input], isMissed: [Bool](repeating: false, count: 200)).isEmpty)
    #expect(discoverBoxes([input], isMissed: [Bool](repeating: true, count: 200)).isEmpty)
    let few = BoxInput(id: "x", values: [1, 2, 3])
    #expect(discoverBoxes([few], isMissed: [true, false, true]).isEmpty)
    #expect(discoverBoxes([], isMissed: [true, false]).isEmpty)
  }
}
