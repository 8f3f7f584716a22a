import Probability
import Synchronization
import Workers

extension PlanBuilder {
  /// The distributions made ready for many draws, on all cores: what takes longest in making a
  /// plan. Those from which no step draws stay as they are.
  ///
  /// Where distributions of the same shape share a table, who wants it later finds it made.
  func preparedDistributions(of steps: [Plan.Body: [Step]]) -> [any Distribution] {
    let drawn = Set(steps.values.joined().filter { $0.opcode == .quantiles }.map(\.parameter))
    // Plans that are made side by side often have the same distributions: one of two begins in the
    // middle, so that neither waits for a table that the other is just making.
    let before = plansBeingPrepared.wrappingAdd(1, ordering: .relaxed).oldValue
    defer { plansBeingPrepared.wrappingSubtract(1, ordering: .relaxed) }
    let count = distributions.count
    let start = before % 2 == 0 ? 0 : count / 2
    let ready = collect(count, threads: count) { [distributions] place in
      let index = (start + place) % count
      return drawn.contains(index) ? distributions[index].prepared() : distributions[index]
    }
    return Array(ready.suffix(start) + ready.prefix(count - start))
  }
}

private let plansBeingPrepared = Atomic<Int>(0)
