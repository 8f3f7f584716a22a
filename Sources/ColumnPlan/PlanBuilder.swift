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
  var steps: [Plan.Body: [Step]] = [.once: [], .each: [], .after: []]
  var shapes: [Slot.Shape] = []
  /// Runs of values that must lie in a row: the first id of each run and its length.
  var runs: [Int32: Int] = [:]
  var constants: [Double] = []
  var tables: [Double] = []
  var draws: [DrawSite] = []
  var distributions: [any Distribution] = []
  var correlations: [CorrelationSite] = []
  var calendars: [CalendarTable] = []
  var memories: [Memory] = []
  var outputs: [Output] = []
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
    let period: Int
  }

  private var recorded: [RecordKey: Int] = [:]
  private var known: [Key: Value] = [:]
  private(set) var knownConstants: [UInt64: Value] = [:]
  private(set) var numberOf: [Int32: Double] = [:]
  private var knownTables: [[UInt64]: Int] = [:]
  private var knownDraws: [DrawSite: Int] = [:]

  public init(periods: Int) {
    precondition(periods > 0, "a plan has at least one period")
    self.periods = periods
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
    return shared(.table, [], parameter: tableIndex(numbers), body: .each, shape: .uniform)
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
  public mutating func recall(depth: Int, initial: Value, history: [Double]?) -> Recollection {
    precondition(depth > 0, "only earlier periods can be recalled")
    precondition(initial.body == .once, "what holds before the first period is known before it")
    memories.append(Memory(depth: depth, history: history))
    let memory = memories.count - 1
    let value = append(.recall, [initial], parameter: memory, body: .each, shape: .varying)
    return Recollection(value: value, memory: memory)
  }

  /// Says what a recollection is a recollection of.
  public mutating func remember(_ value: Value, in recollection: Recollection) {
    precondition(value.body < .after, "what is known after the last period has no past")
    steps[.each]!.append(
      Step(
        opcode: .remember, destination: -1, operands: [value.id],
        parameter: recollection.memory))
  }

  /// A running sum, minimum or maximum over periods.
  ///
  /// - Parameter startsAnew: for each period whether the value begins again with it.
  public mutating func accumulate(_ opcode: Opcode, _ value: Value, startsAnew: [Bool]) -> Value {
    precondition(startsAnew.first == true, "nothing comes before the first period")
    let resets = tableIndex(startsAnew.map { $0 ? 1 : 0 })
    let key = Key(opcode: opcode, operands: [value.id], parameter: resets, body: .each)
    if let known = known[key] { return known }
    let result = append(opcode, [value], parameter: resets, body: .each, shape: value.shape)
    known[key] = result
    return result
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
  ///   a single entry in the other bodies.
  public mutating func record(
    _ value: Value, label: String, periodLabels: [String?], in body: Plan.Body
  ) {
    precondition(value.body <= body, "a value is kept when it is known")
    precondition(periodLabels.count == (body == .each ? periods : 1), "one label a period")
    var added = [Int32](repeating: -1, count: periodLabels.count)
    for (period, periodLabel) in periodLabels.enumerated() {
      guard let periodLabel else { continue }
      // What is known before the first period is the same in all of them.
      let place = RecordKey(
        value: value.id, body: value.body == .once ? .once : body,
        period: value.body == .once ? 0 : period)
      if recorded[place] == nil {
        recorded[place] = storages.count
        added[period] = Int32(storages.count)
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

  private mutating func newValue(body: Plan.Body, shape: Slot.Shape) -> Value {
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

  private mutating func shared(
    _ opcode: Opcode, _ operands: [Value], parameter: Int, body: Plan.Body, shape: Slot.Shape
  ) -> Value {
    let key = Key(
      opcode: opcode, operands: operands.map(\.id), parameter: parameter, body: body)
    if let value = known[key] { return value }
    let value = append(opcode, operands, parameter: parameter, body: body, shape: shape)
    known[key] = value
    return value
  }

  private mutating func tableIndex(_ numbers: [Double]) -> Int {
    let bits = numbers.map(\.bitPattern)
    if let index = knownTables[bits] { return index }
    let index = tables.count / periods
    tables += numbers
    knownTables[bits] = index
    return index
  }

  private mutating func drawIndex(_ site: DrawSite) -> Int {
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
