import Probability

/// Where a value is made.
struct StepOrigin: Hashable, Comparable {
  let body: Plan.Body
  let index: Int

  static func < (left: StepOrigin, right: StepOrigin) -> Bool {
    (left.body, left.index) < (right.body, right.index)
  }
}

/// What decides a step: a number of a draw site, or of a variable of a correlation, in a run of
/// its body.
enum StepSource: Hashable {
  case draw(site: Int, run: Int)
  case member(correlation: Int, variable: Int, run: Int)
}

/// Follows steps through a plan, period by period, to where they enter what does not come in steps.
struct StepWalk {
  private enum Content {
    case uniform(StepSource)
    case score(StepSource)
    case steps(Set<StepSource>, StepOrigin)
  }

  private let plan: Plan
  /// The distributions of levels whose values are followed like steps.
  private let bent: Set<Int>
  private var contents: [Slot: Content] = [:]
  private var sources: [StepOrigin: [Int: Set<StepSource>]] = [:]
  private var entering: Set<StepOrigin> = []

  /// - Parameter bent: distributions of the plan, by their places. What is drawn of them once
  ///   counts as a step, though it has many values.
  init(_ plan: Plan, bent: Set<Int> = []) { (self.plan, self.bent) = (plan, bent) }

  /// The instructions whose steps enter something else, and what decides them in each run.
  var origins: [(origin: StepOrigin, sources: [Int: Set<StepSource>])] {
    entering.sorted().map { ($0, sources[$0] ?? [:]) }
  }

  mutating func walk() {
    walk(.once, 0)
    for run in 0..<plan.runs(of: .each) {
      walk(.each, run)
      if run == 0 { look(.day) }
      look(.closing)
    }
    look(.after)
  }

  private mutating func walk(_ body: Plan.Body, _ run: Int) {
    for (index, instruction) in plan.instructions(of: body).enumerated()
    where body == .once || plan.runs(instruction, inPeriod: run) {
      let origin = StepOrigin(body: body, index: index)
      if instruction.opcode == .update {
        contents[instruction.second] = contents[instruction.first]
        continue
      }
      let found = content(instruction, origin, run)
      if case .steps(let set, _) = found {
        sources[origin, default: [:]][run] = set
      } else {
        enter(by: instruction)
      }
      for (place, slot) in plan.destinations(of: instruction).enumerated() {
        contents[slot] = found ?? member(place, of: instruction, run)
      }
    }
  }

  /// Looks at what other bodies make of the steps of these.
  private mutating func look(_ body: Plan.Body) {
    let before = contents
    for instruction in plan.instructions(of: body) {
      enter(by: instruction)
      for slot in plan.destinations(of: instruction) { contents[slot] = nil }
    }
    contents = before
  }

  private mutating func enter(by instruction: Instruction) {
    for slot in plan.operands(of: instruction) {
      if case .steps(_, let origin) = contents[slot] { entering.insert(origin) }
    }
  }

  private func member(_ variable: Int, of instruction: Instruction, _ run: Int) -> Content? {
    guard instruction.opcode == .correlatedNormals else { return nil }
    let index = Int(instruction.parameter)
    let group = plan.correlations[index]
    // What has its spread in common is no score of its own.
    guard group.spread == nil, variable < group.draws.count else { return nil }
    return .score(.member(correlation: index, variable: variable, run: run))
  }

  private func content(_ instruction: Instruction, _ origin: StepOrigin, _ run: Int) -> Content? {
    switch instruction.opcode {
    case .uniforms: return .uniform(.draw(site: Int(instruction.parameter), run: run))
    case .normalDistribution:
      guard case .score(let source) = contents[instruction.operands[0]] else { return nil }
      return .uniform(source)
    case .carry:
      if run > 0, case .steps(let set, _) = contents[instruction.destination] {
        return .steps(set, origin)
      }
      return run == 0 ? combined(instruction, origin, needsSteps: false) : nil
    default:
      let drawn = makesSteps(instruction, origin.body) ? drawn(instruction, origin) : nil
      return drawn ?? combined(instruction, origin)
    }
  }

  /// What comes of a uniform number in steps.
  private func drawn(_ instruction: Instruction, _ origin: StepOrigin) -> Content? {
    var set: Set<StepSource> = []
    var isDrawn = false
    for slot in plan.operands(of: instruction) {
      switch contents[slot] {
      case .uniform(let source):
        isDrawn = true
        set.insert(source)
      case .steps(let others, _): set.formUnion(others)
      default: break
      }
    }
    return isDrawn ? .steps(set, origin) : nil
  }

  private func makesSteps(_ instruction: Instruction, _ body: Plan.Body) -> Bool {
    let place = Int(instruction.parameter)
    return switch instruction.opcode {
    case .less, .lessOrEqual, .poissonQuantile, .binomialQuantile: true
    case .quantiles:
      plan.distributions[place].isDiscrete || body == .once && bent.contains(place)
    default: false
    }
  }

  /// What comes of steps and numbers alone comes in steps too.
  private func combined(
    _ instruction: Instruction, _ origin: StepOrigin, needsSteps: Bool = true
  ) -> Content? {
    switch instruction.opcode {
    case .negate, .absolute, .floor, .ceiling, .round, .not, .add, .subtract, .multiply, .divide,
      .minimum, .maximum, .less, .lessOrEqual, .equal, .and, .or, .select, .multiplyAdd, .sum,
      .carry:
      break
    default: return nil
    }
    var set: Set<StepSource> = []
    var hasSteps = !needsSteps
    for slot in plan.operands(of: instruction) where slot.shape == .varying {
      guard case .steps(let others, _) = contents[slot] else { return nil }
      set.formUnion(others)
      hasSteps = true
    }
    return hasSteps ? .steps(set, origin) : nil
  }
}
