import ColumnPlan
import PlanFixtures
import Testing

@testable import Simulation

/// `combine` over blocks, beside the same sums one by one.
@Suite("sums of the same columns over blocks")
struct CombinationOpcodeTests {
  /// A plan with sums over the same columns, each with its weights.
  ///
  /// - Parameter weights: for each sum and each column two numbers, those of the two periods.
  private func plan(_ weights: [[[Double]]], columns: Int) -> Plan {
    var builder = PlanBuilder(periods: 2)
    let values = (0..<columns).map { builder.uniforms("x\($0)", .each, periods: 2) }
    for (number, value) in values.enumerated() {
      builder.keepEach(value, "x\(number)", periods: 2)
    }
    for (row, numbers) in weights.enumerated() {
      let terms = zip(values, numbers).map {
        builder.apply(.multiply, $0, builder.table($1))
      }
      // Some of the products are kept for themselves.
      if row == 0 { builder.keepEach(terms[0], "term", periods: 2) }
      let sum = terms.dropFirst().reduce(terms[0]) { builder.apply(.add, $0, $1) }
      builder.keepEach(sum, "sum\(row)", periods: 2)
    }
    return builder.finish()
  }

  private func weights(rows: Int, columns: Int) -> [[[Double]]] {
    // No two sums begin alike: they would have their beginning in common.
    (0..<rows).map { row in
      (0..<columns).map { column in
        let number = Double((row * 7 + column * 3) % 11) / 8
        return column == row ? [1, 1] : [number, 1.5 - number]
      }
    }
  }

  @Test("every row is the sum of its products", arguments: [2, 5, 9], [3, 14])
  func sums(rows: Int, columns: Int) throws {
    let weights = weights(rows: rows, columns: columns)
    let plan = plan(weights, columns: columns)
    #expect(plan.defects() == [])
    #expect(plan.each.count { $0.opcode == .combine } == 1)
    let result = try simulate(plan, settings(trials: 2500, threads: 2))
    for period in 0..<2 {
      let values = try (0..<columns).map { try #require(result.values("x\($0)", "\(period)")) }
      for row in 0..<rows {
        let found = try #require(result.values("sum\(row)", "\(period)"))
        for trial in found.indices {
          let expected = (0..<columns).reduce(0) {
            $0 + weights[row][$1][period] * values[$1][trial]
          }
          #expect(isClose(found[trial], expected))
        }
      }
    }
  }

  @Test("a sum has the same bits whatever other sums there are")
  func company() throws {
    let weights = weights(rows: 6, columns: 14) + [Array(repeating: [1, 1], count: 14)]
    let together = try simulate(plan(weights, columns: 14), settings(trials: 1500))
    for row in weights.indices {
      let alone = try simulate(plan([weights[row]], columns: 14), settings(trials: 1500))
      for period in ["0", "1"] {
        #expect(alone.values("sum0", period) == together.values("sum\(row)", period))
      }
    }
  }
}
