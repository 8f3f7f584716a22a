import Probability

/// Collects the values of a plan, sharing equal ones, and lays them out into slots.
///
/// A value goes into the earliest body in which all that it reads is known. Values are numbered
/// as they are made; slots are given out in `finish()`.
public struct PlanBuilder {
  /// A value of the plan under construction.
  public struct Value: Hashable, Sendable {
    let id: Int32
    /// The body from which on it can be read.
    public let body: Plan.Body
    public let shape: Slot.Shape
  }

  /// The values of earlier periods of something that may not be built yet.
  public struct Recollection {
    /// The value `depth` periods ago.
    public let value: Value
    let memory: Int
  }

  /// An instruction before slots: operands are value ids.
  struct Step: Hashable {
    let opcode: Opcode
    let destination: Int32
    let operands: [Int32]
    let parameter: Int
  }

  let periods: Int
  let daysOfPeriods: [Int]
  var days: Int { daysOfPeriods.reduce(0, +) }
  var steps: [Plan.Body: [Step]] = Dictionary(
    uniqueKeysWithValues: Plan.Body.allCases.map { ($0, []) })
  var shapes: [Slot.Shape] = []
  /// Runs of values that must lie in a row: the first id of each run and its length.
  var runs: [Int32: Int] = [:]
  var constants: [Double] = []
  var parameters: [PlanParameter] = []
  /// Where each `load` finds its values.
  var loads: [Output] = []
  /// From here on values are kept for other plans to load.
  var firstStorageForOthers = Int.max
  private var periodTables: TableList
  private var dailyTables: TableList
  var tables: [Double] { periodTables.numbers }
  var dayTables: [Double] { dailyTables.numbers }
  var draws: [DrawSite] = []
  var distributions: [any Distribution] = []
  var correlations: [CorrelationSite] = []
  var calendars: [CalendarTable] = []
  var schedules: [ScheduleSite] = []
  /// What is foreseen for the schedules.
  public var ahead: PlanAhead?
  var memories: [Memory] = []
  var outputs: [Output] = []
  var counts: [String] = []
  var tallies: [Tally] = []
  var columns: [Column] = []
  /// The shape of each result that is kept.
  var storages: [Slot.Shape] = []

  private struct Key: Hashable {
    let opcode: Opcode
    let operands: [Int32]
    let parameter: Int
    let body: Plan.Body
  }

  private struct RecordKey: Hashable {
    let value: Int32
    let body: Plan.Body
    let run: Int
  }

  private var recorded: [RecordKey: Int] = [:]
  private var known: [Key: Value] = [:]
  private(set) var knownConstants: [UInt64: Value] = [:]
  private(set) var numberOf: [Int32: Double] = [:]
  private var knownDraws: [DrawSite: Int] = [:]

  /// - Parameter daysOfPeriods: how many days each period has; empty for a plan without days.
  public init(periods: Int, daysOfPeriods: [Int] = []) {
    precondition(periods > 0, "a plan has at least one period")
    precondition(
      daysOfPeriods.isEmpty
        || daysOfPeriods.count == periods && daysOfPeriods.allSatisfy { $0 > 0 },
      "each period has days")
    self.periods = periods
    self.daysOfPeriods = daysOfPeriods
    periodTables = TableList(length: periods)
    dailyTables = TableList(length: daysOfPeriods.reduce(0, +))
  }

  // MARK: Values from outside the trials

  public mutating func constant(_ number: Double) -> Value {
    if let value = knownConstants[number.bitPattern] { return value }
    constants.append(number)
    let value = append(
      .constant, [], parameter: constants.count - 1, body: .once, shape: .uniform)
    knownConstants[number.bitPattern] = value
    numberOf[value.id] = number
    return value
  }

  /// One number for each period.
  public mutating func table(_ numbers: [Double]) -> Value {
    precondition(numbers.count == periods, "one number for each period")
    if let first = numbers.first, numbers.allSatisfy({ $0 == first }) { return constant(first) }
    return shared(
      .table, [], parameter: periodTables.index(of: numbers), body: .each, shape: .uniform)
  }

  /// One number for each day.
  public mutating func dayTable(_ numbers: [Double]) -> Value {
    precondition(numbers.count == days, "one number for each day")
    if let first = numbers.first, numbers.allSatisfy({ $0 == first }) { return constant(first) }
    return shared(
      .table, [], parameter: dailyTables.index(of: numbers), body: .day, shape: .uniform)
  }

  // MARK: Random values

  /// Uniform numbers of a stream, in the open interval (0, 1).
  ///
  /// - Parameter periodNumbers: the stream's period number in each period of the plan.
  /// - Parameter body: `once` when the same number is read in all periods.
  public mutating func uniforms(
    _ stream: RandomStream, label: String, periodNumbers: [Int32], body: Plan.Body
  ) -> Value {
    let site = DrawSite(stream: stream, label: label, periodNumbers: periodNumbers)
    return shared(.uniforms, [], parameter: drawIndex(site), body: body, shape: .varying)
  }

  /// Standard normal numbers of a stream: the normal quantiles of its uniform numbers.
  ///
  /// - Parameter periodNumbers: the stream's period number in each period of the plan.
  /// - Parameter body: `once` when the same number is read in all periods.
  public mutating func normals(
    _ stream: RandomStream, label: String, periodNumbers: [Int32], body: Plan.Body
  ) -> Value {
    let site = DrawSite(stream: stream, label: label, periodNumbers: periodNumbers)
    return shared(.normals, [], parameter: drawIndex(site), body: body, shape: .varying)
  }

  /// The quantiles of a distribution at probabilities.
  ///
  /// Not shared with an equal one: distributions cannot be compared, and a draw is asked for by
  /// name, once.
  public mutating func quantiles(of distribution: any Distribution, at probabilities: Value)
    -> Value
  {
    distributions.append(distribution)
    return append(
      .quantiles, [probabilities], parameter: distributions.count - 1, body: probabilities.body,
      shape: probabilities.shape)
  }

  /// Standard normals of several streams, joined by a correlation matrix.
  ///
  /// - Parameter spread: what the values have in common in a trial, for a Student t copula.
  public mutating func correlatedNormals(
    _ draws: [DrawSite], factor: CorrelationFactor, spread: SpreadSite? = nil, body: Plan.Body
  ) -> [Value] {
    let site = CorrelationSite(draws: draws, factor: factor, spread: spread)
    correlations.append(site)
    let values = draws.map { _ in newValue(body: body, shape: .varying) }
    if spread != nil { _ = newValue(body: body, shape: .varying) }
    runs[values[0].id] = site.width
    steps[body]!.append(
      Step(
        opcode: .correlatedNormals, destination: values[0].id, operands: [],
        parameter: correlations.count - 1))
    return values
  }

  // MARK: Arithmetic

  /// An arithmetic opcode, or a simpler equal value where there is one.
  public mutating func apply(_ opcode: Opcode, _ operands: Value...) -> Value {
    apply(opcode, operands)
  }

  public mutating func apply(_ opcode: Opcode, _ operands: [Value], parameter: Int = 0) -> Value {
    precondition(operands.count == opcode.operandCount, "\(opcode): wrong number of operands")
    if let simpler = simplify(opcode, operands) { return simpler }
    let body = operands.map(\.body).max()!
    let shape: Slot.Shape = operands.contains { $0.shape == .varying } ? .varying : .uniform
    return shared(opcode, operands, parameter: parameter, body: body, shape: shape)
  }

  /// A calendar, for the parameter of the calendar opcodes.
  public mutating func calendar(_ calendar: CalendarTable) -> Int {
    calendars.append(calendar)
    return calendars.count - 1
  }

  // MARK: Time

  /// The value that something will have had `depth` periods before.
  ///
  /// - Parameter initial: what it is before the first period, where `history` is nil.
  ///
  /// - Parameter body: `each` to look back at periods, `day` to look back at days.
  public mutating func recall(
    depth: Int, initial: Value, history: [Double]?, in body: Plan.Body = .each
  ) -> Recollection {
    precondition(depth > 0, "only earlier periods can be recalled")
    precondition(initial.body == .once, "what holds before the first period is known before it")
    precondition(body == .each || body == .day, "only periods and days have a past")
    memories.append(Memory(depth: depth, history: history))
    let memory = memories.count - 1
    let value = append(.recall, [initial], parameter: memory, body: body, shape: .varying)
    return Recollection(value: value, memory: memory)
  }

  /// Says what a recollection is a recollection of.
  public mutating func remember(_ value: Value, in recollection: Recollection) {
    precondition(value.body < .after, "what is known after the last period has no past")
    let isOfDays = recollection.value.body == .day
    precondition(
      isOfDays ? value.body <= .day : value.body != .day,
      "days look back at days, and periods at periods")
    let body: Plan.Body = isOfDays ? .day : max(.each, value.body)
    steps[body]!.append(
      Step(
        opcode: .remember, destination: -1, operands: [value.id],
        parameter: recollection.memory))
  }

  /// A running sum, minimum or maximum over periods.
  ///
  /// - Parameter startsAnew: for each period whether the value begins again with it.
  public mutating func accumulate(_ opcode: Opcode, _ value: Value, startsAnew: [Bool]) -> Value {
    precondition(startsAnew.first == true, "nothing comes before the first period")
    precondition(value.body != .day, "a value of days is put together over the days first")
    return accumulate(
      opcode, value, resets: periodTables.index(of: startsAnew.map { $0 ? 1 : 0 }),
      in: max(.each, value.body))
  }

  /// The sum, minimum or maximum over the days of each period, as it stands at their end.
  public mutating func accumulateDays(_ opcode: Opcode, _ value: Value) -> Value {
    precondition(value.body == .day, "only a value of days differs by day")
    let resets = daysOfPeriods.flatMap { [1] + [Double](repeating: 0, count: $0 - 1) }
    return atEndOfDays(
      accumulate(opcode, value, resets: dailyTables.index(of: resets), in: .day))
  }

  private mutating func accumulate(
    _ opcode: Opcode, _ value: Value, resets: Int, in body: Plan.Body
  ) -> Value {
    let key = Key(opcode: opcode, operands: [value.id], parameter: resets, body: body)
    if let known = known[key] { return known }
    let result = append(opcode, [value], parameter: resets, body: body, shape: value.shape)
    known[key] = result
    return result
  }

  /// A value of days as it stands at the end of the last day of each period.
  public func atEndOfDays(_ value: Value) -> Value {
    value.body == .day ? Value(id: value.id, body: .closing, shape: value.shape) : value
  }

  /// The last period's value, as the body after all periods sees it.
  public func last(of value: Value) -> Value {
    Value(id: value.id, body: .after, shape: value.shape)
  }

  // MARK: Results

  /// Keeps a value over all trials.
  ///
  /// What is kept already under another label in the same period is not kept twice.
  ///
  /// - Parameter periodLabels: in `each`, for each period its label, or nil where it is not kept;
  ///   in `day` for each day; a single entry in the other bodies.
  /// - Parameter body: `each` also for what is known at the end of the days of a period.
  public mutating func record(
    _ value: Value, label: String, periodLabels: [String?], in body: Plan.Body
  ) {
    let body = body == .each && value.body == .closing ? .closing : body
    precondition(value.body <= body, "a value is kept when it is known")
    let runs = body == .day ? days : body == .each || body == .closing ? periods : 1
    precondition(periodLabels.count == runs, "one label for each time")
    var added = [Int32](repeating: -1, count: periodLabels.count)
    for (run, periodLabel) in periodLabels.enumerated() {
      guard let periodLabel else { continue }
      // What is known before the first period is the same in all of them.
      let place = RecordKey(
        value: value.id, body: value.body == .once ? .once : body,
        run: value.body == .once ? 0 : run)
      if recorded[place] == nil {
        recorded[place] = storages.count
        added[run] = Int32(storages.count)
        storages.append(value.shape)
      }
      columns.append(
        Column(label: label, period: periodLabel, shape: value.shape, storage: recorded[place]!))
    }
    guard added.contains(where: { $0 >= 0 }) else { return }
    outputs.append(Output(storageOfPeriod: added))
    steps[body]!.append(
      Step(
        opcode: .record, destination: -1, operands: [value.id], parameter: outputs.count - 1))
  }

  // MARK: Inside

  /// The numbers of one of its tables: one for each time that the body is run.
  func table(_ index: Int, in body: Plan.Body) -> [Double] {
    let (list, count) = body == .day ? (dayTables, days) : (tables, periods)
    return Array(list[(index * count)..<((index + 1) * count)])
  }

  /// The place of a table among those of a body, which is added if it is a new one.
  mutating func place(ofTable numbers: [Double], in body: Plan.Body) -> Int {
    body == .day ? dailyTables.index(of: numbers) : periodTables.index(of: numbers)
  }

  mutating func newValue(body: Plan.Body, shape: Slot.Shape) -> Value {
    shapes.append(shape)
    return Value(id: Int32(shapes.count - 1), body: body, shape: shape)
  }

  private mutating func append(
    _ opcode: Opcode, _ operands: [Value], parameter: Int, body: Plan.Body, shape: Slot.Shape
  ) -> Value {
    let value = newValue(body: body, shape: shape)
    steps[body]!.append(
      Step(
        opcode: opcode, destination: value.id, operands: operands.map(\.id),
        parameter: parameter))
    return value
  }

  mutating func shared(
    _ opcode: Opcode, _ operands: [Value], parameter: Int, body: Plan.Body, shape: Slot.Shape
  ) -> Value {
    let key = Key(
      opcode: opcode, operands: operands.map(\.id), parameter: parameter, body: body)
    if let value = known[key] { return value }
    let value = append(opcode, operands, parameter: parameter, body: body, shape: shape)
    known[key] = value
    return value
  }

  mutating func drawIndex(_ site: DrawSite) -> Int {
    if let index = knownDraws[site] { return index }
    draws.append(site)
    knownDraws[site] = draws.count - 1
    return draws.count - 1
  }

  /// The equal value that needs no instruction, where there is one.
  ///
  /// Only identities that hold for every finite operand, and arithmetic on constants that
  /// IEEE 754 defines to the last bit.
  private mutating func simplify(_ opcode: Opcode, _ operands: [Value]) -> Value? {
    let numbers = operands.map { numberOf[$0.id] }
    if operands.count == 2, let left = numbers[0], let right = numbers[1] {
      switch opcode {
      case .add: return constant(left + right)
      case .subtract: return constant(left - right)
      case .multiply: return constant(left * right)
      case .divide where right != 0: return constant(left / right)
      default: return nil
      }
    }
    switch opcode {
    case .squareRoot where numbers[0].map({ $0 >= 0 }) == true:
      return constant(numbers[0]!.squareRoot())
    case .negate: return numbers[0].map { constant(-$0) }
    case .add: return numbers[1] == 0 ? operands[0] : numbers[0] == 0 ? operands[1] : nil
    case .subtract: return numbers[1] == 0 ? operands[0] : nil
    case .multiply: return numbers[1] == 1 ? operands[0] : numbers[0] == 1 ? operands[1] : nil
    case .divide: return numbers[1] == 1 ? operands[0] : nil
    case .select: return numbers[0].map { $0 != 0 ? operands[1] : operands[2] }
    default: return nil
    }
  }
}
