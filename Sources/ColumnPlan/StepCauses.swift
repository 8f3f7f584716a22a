import Probability

/// What some draws decide that comes in steps: whether something happens, how often, in which
/// state something is.
public struct StepCause: Hashable, Sendable {
  /// The draws that decide it by themselves, by their places among those that were asked about.
  public let draws: [Int]
  /// The scores that decide it which a correlation makes of several draws.
  public let scores: [JoinedScore]
  /// Where its values are kept.
  public let column: Column
}

/// A normal score that a correlation makes of independent ones.
public struct JoinedScore: Hashable, Comparable, Sendable {
  /// The draws of the group, by their places among those that were asked about: the same for all
  /// scores of the group in a run.
  public let draws: [Int]
  /// How much each counts; the sum of the squares is 1.
  public let loadings: [Double]

  public init(draws: [Int], loadings: [Double]) {
    (self.draws, self.loadings) = (draws, loadings)
  }

  /// In the order of the draws; of one group in that of the loadings.
  public static func < (left: JoinedScore, right: JoinedScore) -> Bool {
    left.draws == right.draws
      ? left.loadings.lexicographicallyPrecedes(right.loadings)
      : left.draws.lexicographicallyPrecedes(right.draws)
  }
}

extension Plan {
  /// The same plan, which also keeps what some draws decide that comes in steps, as it enters what
  /// does not: an event, a number of cases, the state of a chain of events.
  ///
  /// What is drawn every day is left out: of so many small steps the sum is smooth.
  ///
  /// - Parameter draws: of this plan; those of the plan that runs ahead are passed over.
  /// - Complexity: O(instructions × periods).
  public func keepingSteps(of draws: [NumberedDraw]) -> (plan: Plan, causes: [StepCause]) {
    var walk = StepWalk(self)
    walk.walk()
    var keeping = StepKeeping(self, draws)
    for (origin, sources) in walk.origins { keeping.keep(origin, sources) }
    return keeping.kept
  }
}

/// Where a value is made.
private struct StepOrigin: Hashable {
  let body: Plan.Body
  let index: Int
}

/// What decides a step: a number of a draw site, or of a variable of a correlation, in a run of
/// its body.
private enum StepSource: Hashable {
  case draw(site: Int, run: Int)
  case member(correlation: Int, variable: Int, run: Int)
}

/// Follows steps through a plan, period by period, to where they enter what does not come in steps.
private struct StepWalk {
  private enum Content {
    case uniform(StepSource)
    case score(StepSource)
    case steps(Set<StepSource>, StepOrigin)
  }

  private let plan: Plan
  private var contents: [Slot: Content] = [:]
  private var sources: [StepOrigin: [Int: Set<StepSource>]] = [:]
  private var entering: Set<StepOrigin> = []

  init(_ plan: Plan) { self.plan = plan }

  /// The instructions whose steps enter something else, and what decides them in each run.
  var origins: [(origin: StepOrigin, sources: [Int: Set<StepSource>])] {
    entering.sorted { ($0.body, $0.index) < ($1.body, $1.index) }.map { ($0, sources[$0] ?? [:]) }
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
      let drawn = makesSteps(instruction) ? drawn(instruction, origin) : nil
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

  private func makesSteps(_ instruction: Instruction) -> Bool {
    switch instruction.opcode {
    case .less, .lessOrEqual, .poissonQuantile, .binomialQuantile: true
    case .quantiles: plan.distributions[Int(instruction.parameter)].isDiscrete
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

/// Adds records of steps to a plan.
private struct StepKeeping {
  private var plan: Plan
  private var causes: [StepCause] = []
  /// By site and the run in which it is drawn.
  private var placeOf: [[Int]: Int] = [:]
  private var records: [StepOrigin: Instruction] = [:]
  private let firstSites: [Int]

  init(_ plan: Plan, _ draws: [NumberedDraw]) {
    self.plan = plan
    for (place, draw) in draws.enumerated() where !draw.isAhead {
      placeOf[[draw.site, draw.period]] = place
    }
    firstSites = plan.firstSitesOfCorrelations
  }

  mutating func keep(_ origin: StepOrigin, _ sources: [Int: Set<StepSource>]) {
    let instruction = plan.instructions(of: origin.body)[origin.index]
    guard instruction.destination.shape == .varying else { return }
    var places = [Int32](repeating: -1, count: plan.runs(of: origin.body))
    for (run, set) in sources.sorted(by: { $0.key < $1.key }) {
      let column = Column(
        label: "step \(origin.body) \(origin.index)", period: "\(run)", shape: .varying,
        storage: plan.storages.count)
      guard let cause = cause(set, column) else { continue }
      places[run] = Int32(plan.storages.count)
      causes.append(cause)
      plan.columns.append(column)
      plan.storages.append(.varying)
    }
    guard places.contains(where: { $0 >= 0 }) else { return }
    plan.outputs.append(Output(storageOfPeriod: places))
    records[origin] = Instruction(
      .record, into: .none, instruction.destination, parameter: plan.outputs.count - 1,
      occasion: instruction.occasion)
  }

  /// nil where nothing decides it, or something that was not asked about.
  private func cause(_ sources: Set<StepSource>, _ column: Column) -> StepCause? {
    var draws: [Int] = []
    var scores: [JoinedScore] = []
    for source in sources {
      switch source {
      case .draw(let site, let run):
        guard let place = placeOf[[site, run]] else { return nil }
        draws.append(place)
      case .member(let correlation, let variable, let run):
        guard let score = score(correlation, variable, run) else { return nil }
        scores.append(score)
      }
    }
    guard !sources.isEmpty else { return nil }
    return StepCause(draws: draws.sorted(), scores: scores.sorted(), column: column)
  }

  private func score(_ correlation: Int, _ variable: Int, _ run: Int) -> JoinedScore? {
    let group = plan.correlations[correlation]
    let deviation = group.factor.deviation(of: variable)
    guard deviation > 0 else { return nil }
    var joined = (draws: [Int](), loadings: [Double]())
    for other in group.draws.indices {
      let loading = group.factor[variable, other] / deviation
      guard let place = placeOf[[firstSites[correlation] + other, run]] else {
        if loading != 0 { return nil }
        continue
      }
      joined.draws.append(place)
      joined.loadings.append(loading)
    }
    return JoinedScore(draws: joined.draws, loadings: joined.loadings)
  }

  var kept: (plan: Plan, causes: [StepCause]) {
    var kept = plan
    kept.once = with(.once)
    kept.each = with(.each)
    return (kept, causes)
  }

  private func with(_ body: Plan.Body) -> [Instruction] {
    plan.instructions(of: body).enumerated().flatMap { index, instruction in
      [instruction] + (records[StepOrigin(body: body, index: index)].map { [$0] } ?? [])
    }
  }
}
