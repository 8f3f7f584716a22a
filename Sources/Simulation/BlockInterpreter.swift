import CKernels
import ColumnPlan
import Probability

/// A kept value that is not a finite number.
struct NonFiniteValue: Sendable {
  let storage: Int
  let trial: Int
  let value: Double

  /// The one to report: of the first trial, and in it of the first storage, whoever found it.
  static func earlier(_ left: NonFiniteValue?, _ right: NonFiniteValue?) -> NonFiniteValue? {
    guard let left, let right else { return left ?? right }
    return (left.trial, left.storage) <= (right.trial, right.storage) ? left : right
  }
}

/// Runs the instructions of a plan over one block of trials after another.
///
/// The only switch over opcodes. Whatever it calls works on whole columns, so that the price of
/// the switch is paid once for a block.
struct BlockInterpreter: ~Copyable {
  let plan: Plan
  let workspace: Workspace
  let store: TrialStore
  let uniforms: UniformSource
  private(set) var nonFinite: NonFiniteValue?

  // The block at hand.
  private var firstTrial = 0
  private var storeOffset = 0
  private var trials = 0
  private var period = 0

  init(_ plan: Plan, _ uniforms: UniformSource, store: TrialStore) {
    self.plan = plan
    self.uniforms = uniforms
    self.store = store
    workspace = Workspace(for: plan)
  }

  /// Runs all three bodies over a block.
  ///
  /// - Parameter trials: how many of the block's trials count; the others are padding.
  mutating func run(firstTrial: Int, storeOffset: Int, trials: Int) {
    self.firstTrial = firstTrial
    self.storeOffset = storeOffset
    self.trials = trials
    period = 0
    run(plan.once)
    for period in 0..<plan.periods {
      self.period = period
      run(plan.each)
    }
    run(plan.after)
  }

  private mutating func run(_ body: [Instruction]) {
    for index in body.indices { run(body[index]) }
  }

  private mutating func run(_ instruction: Instruction) {
    switch instruction.opcode {
    case .constant:
      number(instruction.destination).pointee = plan.constants[Int(instruction.parameter)]
    case .table:
      number(instruction.destination).pointee = table(instruction.parameter)

    case .uniforms: drawUniforms(instruction)
    case .quantiles: takeQuantiles(instruction)
    case .correlatedNormals: drawCorrelatedNormals(instruction)

    case .negate: unary(instruction, torreya_negate)
    case .absolute: unary(instruction, torreya_absolute)
    case .exponential: unary(instruction, torreya_exp)
    case .logarithm: unary(instruction, torreya_log)
    case .squareRoot: unary(instruction, torreya_square_root)
    case .floor: unary(instruction, torreya_floor)
    case .ceiling: unary(instruction, torreya_ceiling)
    case .round: unary(instruction, torreya_round)
    case .not: unary(instruction, torreya_not)
    case .normalDistribution: unary(instruction, torreya_normal_cdf)
    case .normalQuantile: unary(instruction, torreya_normal_quantile)

    case .add: binary(instruction, torreya_add)
    case .subtract: binary(instruction, torreya_subtract)
    case .multiply: binary(instruction, torreya_multiply)
    case .divide: binary(instruction, torreya_divide)
    case .power: binary(instruction, torreya_power)
    case .minimum: binary(instruction, torreya_minimum)
    case .maximum: binary(instruction, torreya_maximum)
    case .less: binary(instruction, torreya_less)
    case .lessOrEqual: binary(instruction, torreya_less_or_equal)
    case .equal: binary(instruction, torreya_equal)
    case .and: binary(instruction, torreya_and)
    case .or: binary(instruction, torreya_or)

    case .select: select(instruction)
    case .poissonQuantile: takePoissonQuantiles(instruction)
    case .binomialQuantile: takeBinomialQuantiles(instruction)

    case .workingDay: lookUpCalendar(instruction, fillWorkingDays)
    case .dateOfWorkingDay: lookUpCalendar(instruction, fillDatesOfWorkingDays)

    case .remember: remember(instruction)
    case .recall: recall(instruction)
    case .accumulateSum: accumulate(instruction, torreya_add)
    case .accumulateMinimum: accumulate(instruction, torreya_minimum)
    case .accumulateMaximum: accumulate(instruction, torreya_maximum)

    case .record: record(instruction)
    }
  }
}

// MARK: Where things are

extension BlockInterpreter {
  private func column(_ slot: Slot) -> UnsafeMutablePointer<Double> {
    workspace.columns + Int(slot.index) * blockTrials
  }

  private func number(_ slot: Slot) -> UnsafeMutablePointer<Double> {
    workspace.numbers + Int(slot.index)
  }

  private func start(_ slot: Slot) -> UnsafeMutablePointer<Double> {
    slot.shape == .varying ? column(slot) : number(slot)
  }

  /// The step from one lane to the next: none where one number serves all lanes.
  private func stride(_ slot: Slot) -> Int { slot.shape == .varying ? 1 : 0 }

  private func operand(_ slot: Slot) -> LaneOperand {
    LaneOperand(start(slot), stride: stride(slot))
  }

  private func lanes(_ slot: Slot) -> Int { slot.shape == .varying ? blockTrials : 1 }

  private func table(_ index: Int32) -> Double {
    plan.tables[Int(index) * plan.periods + period]
  }

  /// Writes a slot into a column, one number into all its lanes.
  private func copy(_ source: Slot, to destination: UnsafeMutablePointer<Double>) {
    if source.shape == .varying {
      guard destination != column(source) else { return }
      destination.update(from: column(source), count: blockTrials)
    } else {
      destination.update(repeating: number(source).pointee, count: blockTrials)
    }
  }
}

// MARK: Arithmetic

extension BlockInterpreter {
  private typealias Unary = (UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int) -> Void
  private typealias Binary = (
    UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, Int
  ) -> Void

  @inline(__always)
  private func unary(_ instruction: Instruction, _ kernel: Unary) {
    kernel(
      start(instruction.destination), start(instruction.first), lanes(instruction.destination))
  }

  @inline(__always)
  private func binary(_ instruction: Instruction, _ kernel: Binary) {
    kernel(
      start(instruction.destination), start(instruction.first), stride(instruction.first),
      start(instruction.second), stride(instruction.second), lanes(instruction.destination))
  }

  private func select(_ instruction: Instruction) {
    torreya_select(
      start(instruction.destination), start(instruction.first), stride(instruction.first),
      start(instruction.second), stride(instruction.second), start(instruction.third),
      stride(instruction.third), lanes(instruction.destination))
  }
}

// MARK: Random values

extension BlockInterpreter {
  private func drawUniforms(_ instruction: Instruction) {
    uniforms.fill(
      column(instruction.destination), draw: Int(instruction.parameter), period: period,
      firstTrial: firstTrial, trials: blockTrials)
  }

  private func takeQuantiles(_ instruction: Instruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    plan.distributions[Int(instruction.parameter)].fillQuantiles(&lanes)
  }

  private func drawCorrelatedNormals(_ instruction: Instruction) {
    let index = Int(instruction.parameter)
    let first = column(instruction.destination)
    let count = plan.correlations[index].draws.count
    for variable in 0..<count {
      uniforms.fill(
        first + variable * blockTrials, correlation: index, variable: variable, period: period,
        firstTrial: firstTrial, trials: blockTrials)
    }
    torreya_normal_quantile(first, first, count * blockTrials)
    plan.correlations[index].factor.correlate(normals: first, trials: blockTrials)
  }

  /// The first operand, copied to where the quantiles of its probabilities are to stand.
  private func probabilities(of instruction: Instruction) -> UnsafeMutableBufferPointer<Double> {
    let destination = start(instruction.destination)
    if instruction.destination.shape == .varying {
      copy(instruction.first, to: destination)
    } else {
      destination.pointee = number(instruction.first).pointee
    }
    return UnsafeMutableBufferPointer(start: destination, count: lanes(instruction.destination))
  }

  private func takePoissonQuantiles(_ instruction: Instruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    fillPoissonQuantiles(
      &lanes, means: operand(instruction.second))
  }

  private func takeBinomialQuantiles(_ instruction: Instruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    fillBinomialQuantiles(
      &lanes, probabilities: operand(instruction.third), counts: operand(instruction.second))
  }
}

// MARK: Calendars

extension BlockInterpreter {
  private func lookUpCalendar(
    _ instruction: Instruction,
    _ kernel: (UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, CalendarTable) -> Void
  ) {
    kernel(
      start(instruction.destination), start(instruction.first), lanes(instruction.destination),
      plan.calendars[Int(instruction.parameter)])
  }
}

// MARK: Time

extension BlockInterpreter {
  private func memory(_ index: Int, inPeriod period: Int) -> UnsafeMutablePointer<Double> {
    let place = period % (plan.memories[index].depth + 1)
    return workspace.memories + (workspace.memoryStarts[index] + place) * blockTrials
  }

  private func remember(_ instruction: Instruction) {
    copy(instruction.first, to: memory(Int(instruction.parameter), inPeriod: period))
  }

  private func recall(_ instruction: Instruction) {
    let index = Int(instruction.parameter)
    let depth = plan.memories[index].depth
    let destination = column(instruction.destination)
    if period >= depth {
      destination.update(from: memory(index, inPeriod: period - depth), count: blockTrials)
    } else if let history = plan.memories[index].history {
      destination.update(repeating: history[period], count: blockTrials)
    } else {
      copy(instruction.first, to: destination)
    }
  }

  @inline(__always)
  private func accumulate(_ instruction: Instruction, _ kernel: Binary) {
    let destination = start(instruction.destination)
    let count = lanes(instruction.destination)
    if table(instruction.parameter) != 0 {
      destination.update(from: start(instruction.first), count: count)
    } else {
      kernel(destination, destination, 1, start(instruction.first), 1, count)
    }
  }
}

// MARK: Results

extension BlockInterpreter {
  private mutating func record(_ instruction: Instruction) {
    let storages = plan.outputs[Int(instruction.parameter)].storageOfPeriod
    let storage = Int(storages[storages.count == 1 ? 0 : period])
    guard storage >= 0 else { return }
    let source = start(instruction.first)
    if instruction.first.shape == .uniform {
      // The same in every block: the first one speaks for all.
      if storeOffset == 0 { store.number(storage).pointee = source.pointee }
      if !source.pointee.isFinite { report(storage, source, count: 1) }
    } else {
      (store.column(storage) + storeOffset).update(from: source, count: blockTrials)
      if torreya_all_finite(source, trials) == 0 { report(storage, source, count: trials) }
    }
  }

  private mutating func report(
    _ storage: Int, _ source: UnsafePointer<Double>, count: Int
  ) {
    guard let lane = (0..<count).first(where: { !source[$0].isFinite }) else { return }
    nonFinite = NonFiniteValue.earlier(
      nonFinite,
      NonFiniteValue(storage: storage, trial: firstTrial + lane, value: source[lane]))
  }
}
