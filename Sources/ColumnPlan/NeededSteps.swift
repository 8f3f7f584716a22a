/// The steps that results depend on, however far back: to the first period, or to values that are
/// found elsewhere.
struct NeededSteps {
  typealias Step = PlanBuilder.Step

  /// The values at which it went no further back, and that no needed step makes all the same.
  private(set) var found: Set<Int32> = []
  /// The destinations of the steps that make a value which is read.
  private var makers: Set<Int32> = []
  private var memories: Set<Int> = []

  /// A value, and the body in which it is read or made.
  private typealias Place = (value: Int32, body: Plan.Body)

  /// - Parameters:
  ///   - runs: how many values in a row begin with one.
  ///   - isFound: whether a value need not be made for a body.
  init(
    for steps: [Plan.Body: [Step]], runs: [Int32: Int], joined: [JoinedSums] = [],
    unless isFound: (_ value: Int32, _ body: Plan.Body) -> Bool = { _, _ in false }
  ) {
    var makerOf: [Int32: (step: Step, body: Plan.Body)] = [:]
    // What each memory is told, and what each carried value becomes.
    var told: [Int: [Place]] = [:]
    var becomes: [Int32: Place] = [:]
    var open: [Place] = []
    for body in Plan.Body.allCases {
      for step in steps[body]! {
        switch step.opcode {
        case .record, .count, .tally, .foresee: open += step.operands.map { ($0, body) }
        case .remember: told[step.parameter, default: []] += step.operands.map { ($0, body) }
        case .update: becomes[step.operands[1]] = (step.operands[0], body)
        default: for value in step.values(runs, joined) { makerOf[value] = (step, body) }
        }
      }
    }
    while let (value, body) = open.popLast() {
      guard let (step, ownBody) = makerOf[value] else { continue }
      if isFound(value, body) {
        found.insert(value)
        continue
      }
      guard makers.insert(step.destination).inserted else { continue }
      open += step.operands.map { ($0, ownBody) }
      if let next = becomes[value] { open.append(next) }
      if step.opcode == .recall, memories.insert(step.parameter).inserted {
        open += told[step.parameter] ?? []
      }
    }
    found = found.filter { !makers.contains(makerOf[$0]!.step.destination) }
  }

  /// Whether some result depends on a step.
  func contains(_ step: Step) -> Bool {
    switch step.opcode {
    case .record, .count, .tally, .foresee: true
    case .remember: memories.contains(step.parameter)
    case .update: makers.contains(step.operands[1])
    default: makers.contains(step.destination)
    }
  }
}

extension PlanBuilder.Step {
  /// The values that it makes.
  ///
  /// - Parameter runs: how many values in a row begin with one.
  func values(_ runs: [Int32: Int], _ joined: [JoinedSums]) -> [Int32] {
    guard destination >= 0 else { return [] }
    if opcode == .combine { return joined[parameter].rows }
    return Array(destination..<(destination + Int32(runs[destination] ?? 1)))
  }
}
