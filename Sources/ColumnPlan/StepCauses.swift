import Probability

/// What a draw makes that comes in steps: whether something happens, or how often.
public struct StepCause: Hashable, Sendable {
  /// The draw, by its place among those that were asked about.
  public let draw: Int
  /// Where its values are kept.
  public let column: Column
}

extension Plan {
  /// The same plan, which also keeps what some draws make that comes in steps: events, numbers of
  /// cases, values of discrete distributions.
  ///
  /// What is drawn every day is left out: of so many small steps the sum is smooth.
  ///
  /// - Parameter draws: of this plan; those of the plan that runs ahead are passed over.
  /// - Complexity: O(instructions × periods).
  public func keepingSteps(of draws: [NumberedDraw]) -> (plan: Plan, causes: [StepCause]) {
    var keeping = StepKeeping(self, draws)
    keeping.take(.once)
    keeping.take(.each)
    return (keeping.plan, keeping.causes)
  }
}

private struct StepKeeping {
  private(set) var plan: Plan
  private(set) var causes: [StepCause] = []
  /// By site and the period in which it is drawn.
  private var placeOf: [[Int]: Int] = [:]

  init(_ plan: Plan, _ draws: [NumberedDraw]) {
    self.plan = plan
    for (place, draw) in draws.enumerated() where !draw.isAhead {
      placeOf[[draw.site, draw.period]] = place
    }
  }

  mutating func take(_ body: Plan.Body) {
    // By slot the site whose numbers stand there.
    var siteOf: [Slot: Int] = [:]
    var kept: [Instruction] = []
    for instruction in plan.instructions(of: body) {
      kept.append(instruction)
      let site = instruction.operands.lazy.compactMap { siteOf[$0] }.first
      for slot in plan.destinations(of: instruction) { siteOf[slot] = nil }
      if instruction.opcode == .uniforms {
        siteOf[instruction.destination] = Int(instruction.parameter)
      } else if let site, makesSteps(instruction),
        let output = output(of: site, instruction, body)
      {
        plan.outputs.append(output)
        kept.append(
          Instruction(
            .record, into: .none, instruction.destination, parameter: plan.outputs.count - 1,
            occasion: instruction.occasion))
      }
    }
    if body == .once { plan.once = kept } else { plan.each = kept }
  }

  private func makesSteps(_ instruction: Instruction) -> Bool {
    switch instruction.opcode {
    case .less, .lessOrEqual, .poissonQuantile, .binomialQuantile: true
    case .quantiles: plan.distributions[Int(instruction.parameter)].isDiscrete
    default: false
    }
  }

  /// Where the values are kept; nil where none of the draws is among those that were asked about.
  private mutating func output(of site: Int, _ instruction: Instruction, _ body: Plan.Body)
    -> Output?
  {
    guard instruction.destination.shape == .varying else { return nil }
    let runs = plan.runs(of: body)
    var places = [Int32](repeating: -1, count: runs)
    for run in 0..<runs where body == .once || plan.runs(instruction, inPeriod: run) {
      guard let draw = placeOf[[site, run]] else { continue }
      places[run] = Int32(plan.storages.count)
      let column = Column(
        label: "step \(site)", period: "\(run)", shape: .varying, storage: plan.storages.count)
      causes.append(StepCause(draw: draw, column: column))
      plan.columns.append(column)
      plan.storages.append(.varying)
    }
    return places.contains { $0 >= 0 } ? Output(storageOfPeriod: places) : nil
  }
}
