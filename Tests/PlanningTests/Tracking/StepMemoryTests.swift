import ColumnPlan
import Probability
import Simulation
import Testing

@testable import Planning

@Suite("the memory that steps behind what is known take") struct StepMemoryTests {
  private static let events = 40

  /// What is known is a sum of many parts, which are no results: each an event and noise.
  private func plan() throws -> Plan {
    var fixture = PlanningFixture()
    fixture.keepsResults = false
    for place in 0..<Self.events {
      fixture.add("event\(place)", try Bernoulli(ParameterValues(["probability": 0.3])))
      fixture.add("noise\(place)", try normal(0, 0.5))
      fixture.add("part\(place)", combining: [(1, "noise\(place)"), (10, "event\(place)")])
    }
    fixture.keepsResults = true
    fixture.add("known", adding: (0..<Self.events).map { "part\($0)" })
    return fixture.finished()
  }

  private func settings(memory: Int) -> SimulationSettings {
    SimulationSettings(trials: 5000, seed: 4, threads: 1, memory: memory)
  }

  @Test("with room for a few of them at a time the same comes out, bit for bit")
  func groups() throws {
    let plan = try plan()
    func moved(_ found: Conditioning) throws -> [Double] {
      var own = settings(memory: 1 << 30)
      own.shift = found.shift
      return try simulate(plan, own).values("known")
    }
    let known = KnownResult(columns: plan.columns, value: 160)
    let ample = try condition(plan, on: [known], through: 0, settings(memory: 1 << 30))
    let effective = try #require(ample.effectiveTrials)
    #expect(effective > 30 && effective < 5000)
    // The most memory in which no column of a step has room; with more, more of them have.
    var least = 0
    for bit in stride(from: 29, through: 0, by: -1) {
      let tried = least + (1 << bit)
      let room = try? columnsWithRoom(
        beside: plan, bytesPerTrial: Self.events, settings(memory: tried))
      if room == nil { least = tried }
    }
    let column = 8 * ((5000 - 1) / blockTrials + 1) * blockTrials
    for more in [0, 2 * column, 16 * column] {
      let own = settings(memory: least + 1 + more)
      #expect(
        try columnsWithRoom(beside: plan, bytesPerTrial: Self.events, own) == 1 + more / column)
      let found = try condition(plan, on: [known], through: 0, own)
      #expect(found.effectiveTrials == effective)
      #expect(try moved(found) == moved(ample))
    }
    let error = #expect(throws: SimulationError.self) {
      try condition(plan, on: [known], through: 0, settings(memory: least))
    }
    guard case .memory(let needed, let allowed, let fitting)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(needed == least + 1 && allowed == least)
    #expect(fitting > 0 && fitting < 5000)
  }

  @Test("bytes tell the values again, and what has too many is held as it is")
  func columns() {
    let normals = (0..<1000).map { StandardNormal.quantile(at: (Double($0) + 0.5) / 1000) }
    let counts = normals.map { ($0 * 3).rounded() }
    let bytes = normals.indices.map { Double($0 % 256) }
    let words = normals.indices.map { Double($0 % 257) }
    for values in [normals, counts, bytes, words, [7, 7, 7]] {
      let column = StepColumn(values)
      #expect(column.values == values)
      #expect(column.centred == aboutMean(values))
      #expect(values.indices.map(column.centred(in:)) == aboutMean(values))
    }
  }
}
