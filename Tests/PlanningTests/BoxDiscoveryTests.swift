import Probability
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
    inputs.append(BoxInput(id: "event", values: event, isEvent: true))
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
    let peeling = BoxPeeling(inputs, isMissed, trials: trials, patience: 0.1, fewest: 20)
    #expect(peeling.steps.count > 5)
    for (before, after) in zip(peeling.steps, peeling.steps.dropFirst()) {
      #expect(after.count.trials < before.count.trials)
      let members = after.box.members(of: trials, inputs)
      #expect(members.count == after.count.trials)
      #expect(members.count { isMissed[Int($0)] } == after.count.misses)
      #expect(Set(members).isSubset(of: before.box.members(of: trials, inputs)))
    }
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
