import ColumnPlan
import Probability
import Simulation
import Testing

@testable import Planning

@Suite("paired differences")
struct ComparisonTests {
  @Test("trial by trial, for columns and single numbers alike")
  func differences() throws {
    var (base, changed) = (PlanningFixture(), PlanningFixture())
    for name in ["same", "moved", "wider", "fixed"] { base.add(name, try normal(5, 1)) }
    base.add("number", number: 2)
    changed.add("same", try normal(5, 1))
    changed.add("moved", try normal(7, 1))
    changed.add("wider", try normal(5, 2))
    changed.add("fixed", number: 5)
    changed.add("number", number: 3)
    changed.add("new", number: 1)
    let (left, right) = (try base.simulated(trials: 3000), try changed.simulated(trials: 3000))
    let found = compare(left, with: right)
    #expect(found.map(\.base.label) == ["same", "moved", "wider", "fixed", "number"])
    for pair in found {
      let differences = zip(left.values(pair.base.label), right.values(pair.base.label))
        .map { $1 - $0 }
      let mean = differences.reduce(0, +) / 3000
      let squares = differences.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      let deviation = (squares / 2999).squareRoot()
      #expect(abs(pair.difference.mean - mean) < 1e-12)
      #expect(abs(pair.difference.standardDeviation - deviation) < 1e-12)
      #expect(abs(pair.difference.standardError - deviation / 3000.0.squareRoot()) < 1e-12)
      #expect(abs(pair.variantMean - pair.baseMean - mean) < 1e-12)
      #expect(pair.difference.quantiles == quantiles(of: differences, at: summaryProbabilities))
    }
    let same = found[0].difference
    #expect(same.mean == 0)
    #expect(same.standardDeviation == 0)
    #expect(same.quantiles.allSatisfy { $0 == 0 })
    #expect(abs(found[1].difference.standardDeviation) < 1e-12, "a shift has no noise")
    #expect(found[4].difference.mean == 1)
  }

  @Test("of one trial there is a difference, whose spread is not known")
  func oneTrial() throws {
    var (base, changed) = (PlanningFixture(), PlanningFixture())
    base.add("x", try normal(5, 1))
    changed.add("x", try normal(7, 1))
    let (left, right) = (try base.simulated(trials: 1), try changed.simulated(trials: 1))
    let found = compare(left, with: right)[0].difference
    #expect(abs(found.mean - 2) < 1e-12)
    #expect(found.standardDeviation.isNaN)
  }
}
