import ColumnPlan
import Probability

/// The plan of the benchmark *fiscal-12x36* with figures that are alike for all heads: twelve
/// correlated log-AR(1) tax heads over 36 months, of which the yearly totals are kept.
func fiscalPlan() throws -> Plan {
  let heads = 12
  let months = 36
  let entries = (0..<(heads * heads)).map { $0 / heads == $0 % heads ? 1 : 0.4 }
  let factor = try CorrelationMatrix(variables: heads, entries: entries).factor
  var builder = PlanBuilder(periods: months)
  let shocks = builder.correlatedNormals(
    (0..<heads).map { head in
      DrawSite(
        stream: RandomStream(name: "drivers.\(head).shock"), label: "shock \(head)",
        periodNumbers: (0..<months).map { Int32($0) })
    }, factor: factor, body: .each)
  let years = (0..<months).map { $0 % 12 == 11 ? "\(2024 + $0 / 12)" : nil }
  var total = builder.constant(0)
  for head in 0..<heads {
    let start = builder.normals(
      RandomStream(name: "drivers.\(head).start"), label: "start \(head)",
      periodNumbers: Array(repeating: 0, count: months), body: .once)
    let past = builder.recall(
      depth: 1, initial: builder.apply(.multiply, start, builder.constant(0.1)), history: nil)
    let kept = builder.apply(.multiply, builder.constant(0.6), past.value)
    let moved = builder.apply(.multiply, builder.constant(0.08), shocks[head])
    let driver = builder.apply(.add, kept, moved)
    builder.remember(driver, in: past)
    let level = builder.table((0..<months).map { 100 + Double($0) })
    let amount = builder.apply(.multiply, level, builder.apply(.exponential, driver))
    total = builder.apply(.add, total, amount)
    record(amount, "head \(head)", years, in: &builder)
  }
  record(total, "total", years, in: &builder)
  return builder.finish()
}

/// Keeps the sums of the years.
private func record(
  _ value: PlanBuilder.Value, _ label: String, _ years: [String?], in builder: inout PlanBuilder
) {
  let sum = builder.accumulate(
    .accumulateSum, value, startsAnew: years.indices.map { $0 % 12 == 0 })
  builder.record(sum, label: label, periodLabels: years, in: .each)
}
