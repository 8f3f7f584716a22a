import CKernels
import ColumnPlan
import Probability

/// Runs the instructions of a plan over one block of trials after another.
///
/// The only switch over opcodes. Whatever it calls works on whole columns, so that the price of
/// the switch is paid once for a block.
struct BlockInterpreter: ~Copyable {
  let plan: Plan
  let workspace: Workspace
  let store: TrialStore
  let uniforms: UniformSource
  /// The instructions that make columns or keep something.
  private let once, first, later, closing, after: [DecodedInstruction]
  private let firstDay: [DecodedInstruction]
  /// What is to be done on the other days.
  private var work: DayWork
  private let numbers, dayNumbers: PeriodNumbers
  /// The values of the plan's parameters in this run.
  private let parameters: [Double]
  let frozen: FrozenTrials?
  /// The days before each period, and behind the last.
  private let dayStarts: [Int]
  private let days: Int
  private let schedules: [ScheduleRun]
  /// What runs the days ahead; nil where no schedule minds the weather.
  private let ahead: DaysAhead?
  let scratch: DrawScratch
  private(set) var nonFinite: NonFiniteValue?
  /// What is counted of the trials so far.
  private(set) var counted: CountedTrials

  // The block at hand.
  private(set) var firstTrial = 0
  private var storeOffset = 0
  private var trials = 0
  private var period = 0
  /// The period, or in `day` the day: which of the numbers of a table is meant.
  private(set) var run = 0
  private var isDay = false

  /// - Parameter uniforms: of the plan itself; those of the plan ahead are within.
  /// - Parameter given: the values of parameters by label, also those of the plan ahead.
  init(
    _ plan: Plan, _ uniforms: UniformSource, store: TrialStore, parameters given: [String: Double],
    frozen: FrozenTrials? = nil
  ) {
    let workspace = Workspace(for: plan)
    let deferral = DrawDeferral(for: plan)
    func columns(_ body: [Instruction]) -> [DecodedInstruction] {
      decoded(body.filter { !$0.makesNumber }, deferral, in: workspace)
    }
    once = columns(plan.once)
    first = columns(plan.each)
    // What `carry` brings into the first period stands there in the others.
    later = first.filter { $0.opcode != .carry }
    firstDay = columns(plan.day)
    work = DayWork(for: plan, deferral)
    closing = columns(plan.closing)
    after = columns(plan.after)
    numbers = PeriodNumbers(
      for: plan.each + plan.day + plan.closing + plan.after, count: plan.periods)
    days = plan.days
    dayNumbers = PeriodNumbers(for: plan.day, count: days)
    dayStarts = plan.daysOfPeriods.reduce(into: [0]) { $0.append($0.last! + $1) }
    self.plan = plan
    self.uniforms = uniforms
    self.store = store
    schedules = plan.schedules.enumerated().map {
      ScheduleRun($1, destination: plan.destination(ofSchedule: $0), plan.ahead, workspace)
    }
    ahead = plan.ahead.map { DaysAhead($0.plan, uniforms.ahead!, parameters: given) }
    self.frozen = frozen
    parameters = plan.parameters.map { given[$0.label] ?? $0.value }
    self.workspace = workspace
    counted = CountedTrials(for: plan)
    scratch = DrawScratch(for: uniforms)
    computeNumbers()
  }

  /// Runs the instructions that make one number for all trials; a block never has to.
  private mutating func computeNumbers() {
    func numbers(_ body: [Instruction]) -> [DecodedInstruction] {
      body.filter(\.makesNumber).map { DecodedInstruction($0, in: workspace) }
    }
    run(numbers(plan.once))
    let (each, day, closing) = (numbers(plan.each), numbers(plan.day), numbers(plan.closing))
    for period in 0..<plan.periods {
      begin(period)
      run(each)
      if days > 0 {
        isDay = true
        for index in dayStarts[period]..<dayStarts[period + 1] {
          run = index
          run(day)
          dayNumbers.keep(workspace.numbers, of: index)
          work.addDay(workspace)
        }
        begin(period)
      }
      run(closing)
      self.numbers.keep(workspace.numbers, of: period)
    }
    run(numbers(plan.after))
    self.numbers.keep(workspace.numbers, of: plan.periods)
  }

  /// Runs all three bodies over a block.
  ///
  /// - Parameter trials: how many of the block's trials count; the others are padding.
  mutating func run(firstTrial: Int, storeOffset: Int, trials: Int) {
    self.firstTrial = firstTrial
    self.storeOffset = storeOffset
    self.trials = trials
    begin(0)
    if !uniforms.held.isEmpty { findShifts() }
    ahead?.run(firstTrial: firstTrial, trials: trials)
    run(once)
    for period in 0..<plan.periods {
      begin(period)
      numbers.put(period, into: workspace.numbers)
      run(period == 0 ? first : later)
      if !plan.daysOfPeriods.isEmpty, plan.runsDays(inPeriod: period) {
        runDays(dayStarts[period]..<dayStarts[period + 1])
        begin(period)
      }
      run(closing)
    }
    numbers.put(plan.periods, into: workspace.numbers)
    run(after)
  }

  private mutating func begin(_ period: Int) {
    self.period = period
    run = period
    isDay = false
  }

  private mutating func runDays(_ days: Range<Int>) {
    isDay = true
    for day in days {
      run = day
      dayNumbers.put(day, into: workspace.numbers)
      run(day == 0 ? firstDay : work[day])
    }
  }

  private mutating func run(_ body: [DecodedInstruction]) {
    for index in body.indices where body[index].isRun(inPeriod: period) { run(body[index]) }
  }

  private mutating func run(_ instruction: DecodedInstruction) {
    switch instruction.opcode {
    case .constant: instruction.destination.pointee = plan.constants[instruction.parameter]
    case .table: instruction.destination.pointee = table(instruction.parameter)
    case .load: load(instruction)
    case .parameter: instruction.destination.pointee = parameters[instruction.parameter]
    case .uniforms: drawUniforms(instruction.parameter, into: instruction.destination)
    case .normals: drawNormals(instruction.parameter, into: instruction.destination)
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

    case .select: ternary(instruction, torreya_select)
    case .multiplyAdd: ternary(instruction, torreya_multiply_add)
    case .sum: sum(instruction)
    case .combine: combine(instruction)
    case .poissonQuantile: takePoissonQuantiles(instruction)
    case .binomialQuantile: takeBinomialQuantiles(instruction)
    case .schedule: schedule(instruction)
    case .workingDay: lookUpCalendar(instruction, fillWorkingDays)
    case .dateOfWorkingDay: lookUpCalendar(instruction, fillDatesOfWorkingDays)

    case .remember: remember(instruction)
    case .recall: recall(instruction)
    case .carry: copyFirst(of: instruction, to: instruction.destination)
    case .update: copyFirst(of: instruction, to: instruction.second)
    case .accumulateSum: accumulate(instruction, torreya_add)
    case .accumulateProducts: accumulateProducts(instruction)
    case .accumulateMinimum: accumulate(instruction, torreya_minimum)
    case .accumulateMaximum: accumulate(instruction, torreya_maximum)

    case .record: record(instruction)
    case .count: count(instruction)
    case .tally: tally(instruction)
    case .foresee: foresee(instruction)
    }
  }
}

// MARK: Where things are

extension BlockInterpreter {
  private func table(_ index: Int) -> Double {
    if isDay { return plan.dayTables[index * days + run] }
    return plan.tables[index * plan.periods + run]
  }

  /// Writes the first operand into a column, one number into all its lanes.
  func copyFirst(
    of instruction: DecodedInstruction, to destination: UnsafeMutablePointer<Double>
  ) {
    if instruction.firstStride != 0 {
      guard destination != instruction.first else { return }
      destination.update(from: instruction.first, count: blockTrials)
    } else {
      destination.update(repeating: instruction.first.pointee, count: blockTrials)
    }
  }
}

// MARK: Arithmetic

extension BlockInterpreter {
  private typealias Unary = (UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int) -> Void
  private typealias Binary = (
    UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, Int
  ) -> Void
  private typealias Ternary = (
    UnsafeMutablePointer<Double>, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int,
    UnsafePointer<Double>, Int, Int
  ) -> Void

  @inline(__always)
  private func unary(_ instruction: DecodedInstruction, _ kernel: Unary) {
    kernel(instruction.destination, instruction.first, instruction.lanes)
  }

  @inline(__always)
  private func binary(_ instruction: DecodedInstruction, _ kernel: Binary) {
    kernel(
      instruction.destination, instruction.first, instruction.firstStride, instruction.second,
      instruction.secondStride, instruction.lanes)
  }

  @inline(__always)
  private func ternary(_ instruction: DecodedInstruction, _ kernel: Ternary) {
    kernel(
      instruction.destination, instruction.first, instruction.firstStride, instruction.second,
      instruction.secondStride, instruction.third, instruction.thirdStride, instruction.lanes)
  }
}

// MARK: Sums of columns

extension BlockInterpreter {
  private func sum(_ instruction: DecodedInstruction) {
    torreya_sum_columns(
      instruction.destination, instruction.columns.starts, instruction.columns.count,
      instruction.lanes)
  }

  private func combine(_ instruction: DecodedInstruction) {
    let combination = workspace.combinations[instruction.parameter]
    let count = combination.columns.count
    // The numbers of this period.
    for place in 0..<(combination.rowCount * count) {
      combination.weights[place] = combination.weightPlaces[place].pointee
    }
    torreya_combine_columns(
      combination.rows, combination.rowCount, combination.columns.starts, combination.weights,
      count, instruction.lanes)
  }
}

// MARK: Schedules

extension BlockInterpreter {
  private func schedule(_ instruction: DecodedInstruction) {
    schedules[instruction.parameter].run(states: ahead?.states)
  }

  private func foresee(_ instruction: DecodedInstruction) {
    torreya_mark_days(
      workspace.states + run * blockTrials, instruction.first, instruction.firstStride,
      Int32(instruction.parameter), blockTrials)
  }
}

// MARK: Time

extension BlockInterpreter {
  private func memory(_ index: Int, inRun run: Int) -> UnsafeMutablePointer<Double> {
    let place = run % (plan.memories[index].depth + 1)
    return workspace.memories + (workspace.memoryStarts[index] + place) * blockTrials
  }

  private func remember(_ instruction: DecodedInstruction) {
    copyFirst(of: instruction, to: memory(instruction.parameter, inRun: run))
  }

  private func recall(_ instruction: DecodedInstruction) {
    let index = instruction.parameter
    let depth = plan.memories[index].depth
    if run >= depth {
      instruction.destination.update(
        from: memory(index, inRun: run - depth), count: blockTrials)
    } else if let history = plan.memories[index].history {
      instruction.destination.update(repeating: history[run], count: blockTrials)
    } else {
      copyFirst(of: instruction, to: instruction.destination)
    }
  }

  @inline(__always)
  private func accumulate(_ instruction: DecodedInstruction, _ kernel: Binary) {
    let destination = instruction.destination!
    if table(instruction.parameter) != 0 {
      destination.update(from: instruction.first, count: instruction.lanes)
    } else {
      kernel(destination, destination, 1, instruction.first, 1, instruction.lanes)
    }
  }

  private func accumulateProducts(_ instruction: DecodedInstruction) {
    if table(instruction.parameter) != 0 {
      binary(instruction, torreya_multiply)
    } else {
      torreya_multiply_add(
        instruction.destination, instruction.first, instruction.firstStride, instruction.second,
        instruction.secondStride, instruction.destination, 1, instruction.lanes)
    }
  }
}

// MARK: Results

extension BlockInterpreter {
  private mutating func record(_ instruction: DecodedInstruction) {
    let storages = plan.outputs[instruction.parameter].storageOfPeriod
    let storage = Int(storages[storages.count == 1 ? 0 : run])
    guard storage >= 0 else { return }
    let source = instruction.first!
    if instruction.firstStride == 0 {
      // The same in every block: the first one speaks for all.
      if storeOffset == 0 { store.number(storage).pointee = source.pointee }
      if !source.pointee.isFinite { report(storage, source, count: 1) }
    } else {
      (store.column(storage) + storeOffset).update(from: source, count: blockTrials)
      // What another plan reads is told where it comes to something.
      guard storage < plan.firstStorageForOthers else { return }
      if torreya_all_finite(source, trials) == 0 { report(storage, source, count: trials) }
    }
  }

  private mutating func count(_ instruction: DecodedInstruction) {
    let values = instruction.first!
    counted.counts[instruction.parameter] +=
      instruction.firstStride == 0
      ? (values.pointee > 0 ? trials : 0) : trials - torreya_count_at_most(values, 0, trials)
  }

  private mutating func tally(_ instruction: DecodedInstruction) {
    let place = instruction.parameter
    let values = UnsafeBufferPointer<Double>(start: instruction.first, count: trials)
    if !counted.tallies[place].add(values) {
      report(plan.tallies[place].storageBehind, tally: place, instruction.first, count: trials)
    }
  }

  private mutating func report(
    _ storage: Int, tally: Int? = nil, _ source: UnsafePointer<Double>, count: Int
  ) {
    guard let lane = (0..<count).first(where: { !source[$0].isFinite }) else { return }
    nonFinite = NonFiniteValue.earlier(
      nonFinite,
      NonFiniteValue(
        storage: storage, tally: tally, trial: firstTrial + lane, value: source[lane]))
  }
}
