/// One of the sides of a union by itself, with some values loaded where another run has kept them.
struct PlanContinuation {
  typealias Step = PlanBuilder.Step

  private let kept: [Int32: KeptValue]
  /// By each value the step that makes it, and its body.
  private var makerOf: [Int32: (step: Step, body: Plan.Body)] = [:]
  /// What each memory is told, and in which body.
  private var told: [Int: [(value: Int32, body: Plan.Body)]] = [:]
  /// What each carried value becomes.
  private var becomes: [Int32: (value: Int32, body: Plan.Body)] = [:]
  /// The first value of each step that is needed.
  private var makers: Set<Int32> = []
  private var memories: Set<Int> = []
  private var carried: Set<Int32> = []
  private var loaded: Set<Int32> = []

  /// - Parameter builder: with the records of the side, and no others.
  init(
    _ builder: PlanBuilder, _ combinations: [JoinedSums], loading kept: [Int32: KeptValue]
  ) {
    self.kept = kept
    var open: [(value: Int32, body: Plan.Body)] = []
    for body in Plan.Body.allCases {
      for step in builder.steps[body]! {
        switch step.opcode {
        case .record: open += step.operands.map { ($0, body) }
        case .remember: told[step.parameter, default: []].append((step.operands[0], body))
        case .update: becomes[step.operands[1]] = (step.operands[0], body)
        default:
          for value in step.values(builder.runs, combinations) {
            makerOf[value] = (step, body)
          }
        }
      }
    }
    while let (value, body) = open.popLast() {
      guard value >= 0 else { continue }
      if let place = kept[value], place.body <= body {
        loaded.insert(value)
      } else {
        open += need(value)
      }
    }
    // What is made all the same need not be loaded.
    loaded = loaded.filter { !makers.contains(makerOf[$0]!.step.destination) }
  }

  /// Takes the step that makes a value for a needed one.
  ///
  /// - Returns: what that needs.
  private mutating func need(_ value: Int32) -> [(value: Int32, body: Plan.Body)] {
    let (step, body) = makerOf[value]!
    var needed: [(value: Int32, body: Plan.Body)] = []
    if step.opcode == .carry, carried.insert(value).inserted { needed.append(becomes[value]!) }
    guard makers.insert(step.destination).inserted else { return needed }
    if step.opcode == .recall, memories.insert(step.parameter).inserted {
      needed += told[step.parameter] ?? []
    }
    return needed + step.operands.map { ($0, body) }
  }

  /// What is left of a builder's steps, behind what is loaded.
  func apply(to builder: inout PlanBuilder) {
    for body in Plan.Body.allCases {
      builder.steps[body]!.removeAll { step in
        switch step.opcode {
        case .record: false
        case .remember: !memories.contains(step.parameter)
        case .update: !carried.contains(step.operands[1])
        default: !makers.contains(step.destination)
        }
      }
    }
    var loads: [Plan.Body: [Step]] = [:]
    for value in loaded.sorted() {
      let place = kept[value]!
      builder.loads.append(place.output)
      loads[place.body, default: []].append(
        Step(
          opcode: .load, destination: value, operands: [], parameter: builder.loads.count - 1))
    }
    for (body, steps) in loads { builder.steps[body] = steps + builder.steps[body]! }
    builder.runs = builder.runs.filter { makers.contains($0.key) }
    if !builder.steps.values.joined().contains(where: { $0.opcode == .schedule }) {
      builder.ahead = nil
    }
  }
}

extension PlanBuilder.Step {
  /// The values that it makes.
  ///
  /// - Parameter runs: how many values in a row begin with one.
  func values(_ runs: [Int32: Int], _ combinations: [JoinedSums]) -> [Int32] {
    guard destination >= 0 else { return [] }
    if opcode == .combine { return combinations[parameter].rows }
    return Array(destination..<(destination + Int32(runs[destination] ?? 1)))
  }
}
