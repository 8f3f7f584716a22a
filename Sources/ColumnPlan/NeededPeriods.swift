/// In which periods each step within the periods is needed: those in which something is kept that
/// depends on it, and those at which such a period looks back.
///
/// - Complexity: O(periods × steps).
struct NeededPeriods {
  typealias Step = PlanBuilder.Step

  /// The sets of periods of the steps that are not needed in all of them, each set once.
  private(set) var occasions: [[Bool]] = []
  /// For each step of a period its set, -1 where it is needed in all.
  private(set) var occasionOf: [Int32] = []

  init(
    of steps: [Plan.Body: [Step]], in builder: PlanBuilder
  ) {
    let each = steps[.each]!
    var sweep = NeedSweep(builder)
    for step in steps[.after]! {
      for operand in step.operands { sweep.need(operand, in: builder.periods - 1) }
    }
    for period in (0..<builder.periods).reversed() {
      for step in each.reversed() { sweep.take(step, in: period) }
    }
    var known: [[Bool]: Int32] = [:]
    occasionOf = each.map { step in
      guard let needed = sweep.periods(of: step), needed.contains(false) else { return -1 }
      if let occasion = known[needed] { return occasion }
      occasions.append(needed)
      known[needed] = Int32(occasions.count - 1)
      return Int32(occasions.count - 1)
    }
  }
}

/// Goes backwards through the periods and their steps: whoever needs a value comes before it.
private struct NeedSweep {
  private let builder: PlanBuilder
  private let periods: Int
  /// For each value and each memory whether it is needed in each period.
  private var values, memories: [Bool]

  init(_ builder: PlanBuilder) {
    self.builder = builder
    periods = builder.periods
    values = Array(repeating: false, count: builder.shapes.count * periods)
    memories = Array(repeating: false, count: builder.memories.count * periods)
  }

  func isNeeded(_ value: Int32, in period: Int) -> Bool { values[Int(value) * periods + period] }

  mutating func need(_ value: Int32, in period: Int) {
    values[Int(value) * periods + period] = true
  }

  mutating func take(_ step: PlanBuilder.Step, in period: Int) {
    guard isRun(step, in: period) else { return }
    switch step.opcode {
    // What it begins with is known before the first period.
    case .carry: break
    case .update: need(step.operands[0], in: period)
    case .recall:
      let past = period - builder.memories[step.parameter].depth
      if past >= 0 { memories[step.parameter * periods + past] = true }
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      for operand in step.operands { need(operand, in: period) }
      if period > 0, builder.tables[step.parameter * periods + period] == 0 {
        need(step.destination, in: period - 1)
      }
    default: for operand in step.operands { need(operand, in: period) }
    }
  }

  /// Whether something needs what a step does in a period, when all behind it have been taken.
  private func isRun(_ step: PlanBuilder.Step, in period: Int) -> Bool {
    switch step.opcode {
    case .record: return builder.outputs[step.parameter].storageOfPeriod[period] >= 0
    case .remember: return memories[step.parameter * periods + period]
    case .update: return period + 1 < periods && isNeeded(step.operands[1], in: period + 1)
    default:
      let width = Int32(builder.runs[step.destination] ?? 1)
      return (0..<width).contains { isNeeded(step.destination + $0, in: period) }
    }
  }

  /// The periods in which a step is run; nil for one that makes a number for all trials, which is
  /// computed once for all blocks.
  func periods(of step: PlanBuilder.Step) -> [Bool]? {
    guard step.destination < 0 || builder.shapes[Int(step.destination)] == .varying else {
      return nil
    }
    return (0..<periods).map { isRun(step, in: $0) }
  }
}
