/// In which periods each step within the periods is needed: those in which something is kept that
/// depends on it, and those at which such a period looks back.
struct NeededPeriods {
  typealias Step = PlanBuilder.Step

  /// The sets of periods of the steps that are not needed in all of them, each set once.
  private(set) var occasions: [[Bool]] = []
  /// For each step of `each` and `closing` its set, -1 where it is needed in all.
  private(set) var occasionOf: [Plan.Body: [Int32]] = [:]
  /// The set of the periods whose days are needed.
  private(set) var occasionOfDays: Int32 = -1

  /// - Complexity: O(steps × periods / 64) for each of a few passes.
  init(of steps: [Plan.Body: [Step]], joined: [JoinedSums], in builder: PlanBuilder) {
    var sweep = NeedSweep(builder, joined, steps)
    for step in steps[.after]! {
      for operand in step.operands { sweep.needInTheEnd(operand) }
    }
    var passes = 0
    repeat {
      passes += 1
      // A process goes back from period to period: whoever looks back for so long may need all.
      sweep.isExact = passes < 8
    } while sweep.grows()
    var known: [PeriodSet: Int32] = [:]
    for body in [Plan.Body.each, .closing] {
      occasionOf[body] = steps[body]!.map { step in
        // A number that holds for all trials is computed once, before the first block.
        guard step.destination < 0 || builder.shapes[Int(step.destination)] == .varying else {
          return -1
        }
        return occasion(sweep.periods(of: step), &known, builder)
      }
    }
    if !steps[.day]!.isEmpty { occasionOfDays = occasion(sweep.periodsOfDays, &known, builder) }
  }

  private mutating func occasion(
    _ needed: PeriodSet, _ known: inout [PeriodSet: Int32], _ builder: PlanBuilder
  ) -> Int32 {
    guard needed.count < builder.periods else { return -1 }
    if let occasion = known[needed] { return occasion }
    occasions.append((0..<builder.periods).map(needed.contains))
    known[needed] = Int32(occasions.count - 1)
    return Int32(occasions.count - 1)
  }
}

/// Goes backwards through the steps of all periods at once: whoever needs a value of the same
/// period comes behind it. What is needed of earlier periods shows in the next pass. The days of a
/// period are needed together or not at all.
private struct NeedSweep {
  private let builder: PlanBuilder
  private let joined: [JoinedSums]
  private let each, day, closing: [PlanBuilder.Step]
  /// The periods whose days are needed.
  private(set) var periodsOfDays: PeriodSet
  /// Whether a day goes on from the last one of the period before.
  private let daysLookBack: Bool
  /// For each value and each memory the periods in which it is needed.
  private var values, memories: [PeriodSet]
  /// The periods in which each output is kept, and those in which each table is zero.
  private let kept: [PeriodSet]
  private var zeros: [Int: PeriodSet] = [:]
  /// What `carry` brings of the period before.
  private let nextOf: [Int32: Int32]
  private var hasGrown = false
  /// Else a look back needs all periods before it.
  var isExact = true

  init(_ builder: PlanBuilder, _ joined: [JoinedSums], _ steps: [Plan.Body: [PlanBuilder.Step]]) {
    self.builder = builder
    self.joined = joined
    (each, day, closing) = (steps[.each]!, steps[.day]!, steps[.closing]!)
    daysLookBack = day.contains { $0.opcode == .carry || $0.opcode == .recall }
    nextOf = Dictionary(
      uniqueKeysWithValues: (each + closing).lazy.filter { $0.opcode == .update }.map {
        ($0.operands[1], $0.operands[0])
      })
    let none = PeriodSet(periods: builder.periods)
    periodsOfDays = none
    // What is foreseen is foreseen for all days.
    if day.contains(where: { $0.opcode == .foresee }) {
      for period in 0..<builder.periods { periodsOfDays.insert(period) }
    }
    for step in day where step.opcode == .record {
      periodsOfDays.formUnion(Self.periods(of: builder.outputs[step.parameter], builder))
    }
    values = Array(repeating: none, count: builder.shapes.count)
    memories = Array(repeating: none, count: builder.memories.count)
    kept = builder.outputs.map { output in
      var set = none
      // The outputs of other bodies are not asked for.
      guard output.storageOfPeriod.count == builder.periods else { return set }
      for (period, storage) in output.storageOfPeriod.enumerated() where storage >= 0 {
        set.insert(period)
      }
      return set
    }
  }

  /// The periods on whose days something is kept.
  private static func periods(of output: Output, _ builder: PlanBuilder) -> PeriodSet {
    var set = PeriodSet(periods: builder.periods)
    var first = 0
    for (period, days) in builder.daysOfPeriods.enumerated() {
      if output.storageOfPeriod[first..<(first + days)].contains(where: { $0 >= 0 }) {
        set.insert(period)
      }
      first += days
    }
    return set
  }

  mutating func needInTheEnd(_ value: Int32) { values[Int(value)].insert(builder.periods - 1) }

  /// Whether a pass finds that more of an earlier period is needed.
  mutating func grows() -> Bool {
    hasGrown = false
    for step in closing.reversed() { take(step) }
    takeDays()
    for step in each.reversed() { take(step) }
    return hasGrown
  }

  /// The days of a period are needed where one of their values is, and need all that they read.
  private mutating func takeDays() {
    for step in day where step.destination >= 0 { periodsOfDays.formUnion(periods(of: step)) }
    if daysLookBack { periodsOfDays = periodsOfDays.withAllBefore }
    for step in day {
      for operand in step.operands { values[Int(operand)].formUnion(periodsOfDays) }
    }
  }

  private mutating func take(_ step: PlanBuilder.Step) {
    var needed = periods(of: step)
    guard !needed.isEmpty else { return }
    switch step.opcode {
    case .carry:
      // What it begins with is known before the first period.
      guard let next = nextOf[step.destination] else { return }
      let past = earlier(needed, by: 1)
      if values[Int(next)].formUnion(past) { hasGrown = true }
      return
    case .update: return
    case .recall:
      let past = earlier(needed, by: builder.memories[step.parameter].depth)
      if memories[step.parameter].formUnion(past) { hasGrown = true }
      return
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      needed.closeBackwards(through: goingOn(step.parameter))
      values[Int(step.destination)].formUnion(needed)
    default: break
    }
    for operand in step.operands { values[Int(operand)].formUnion(needed) }
  }

  private func earlier(_ periods: PeriodSet, by depth: Int) -> PeriodSet {
    let past = periods.movedBack(by: depth)
    return isExact ? past : past.withAllBefore
  }

  /// The periods in which a running value goes on from the one before.
  private mutating func goingOn(_ resets: Int) -> PeriodSet {
    if let known = zeros[resets] { return known }
    var set = PeriodSet(periods: builder.periods)
    for period in 0..<builder.periods where builder.tables[resets * builder.periods + period] == 0 {
      set.insert(period)
    }
    zeros[resets] = set
    return set
  }

  /// The periods in which something needs what a step does, as far as it is known.
  func periods(of step: PlanBuilder.Step) -> PeriodSet {
    switch step.opcode {
    case .record: return kept[step.parameter]
    case .remember: return memories[step.parameter]
    case .update: return earlier(values[Int(step.operands[1])], by: 1)
    case .combine:
      var set = values[Int(step.destination)]
      for row in joined[step.parameter].rows.dropFirst() { set.formUnion(values[Int(row)]) }
      return set
    default:
      var set = values[Int(step.destination)]
      for offset in 1..<max(1, Int(builder.runs[step.destination] ?? 1)) {
        set.formUnion(values[Int(step.destination) + offset])
      }
      return set
    }
  }
}
