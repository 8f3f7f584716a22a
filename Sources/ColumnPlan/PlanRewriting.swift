/// Makes the steps of a plan cheaper without changing what they mean: leaves out what no result
/// needs, joins products with the sums that they go into and sums with each other, adds running
/// sums instead of what goes into them, draws what is correlated in the scale in which it is used,
/// and lets a value that the next period looks back at stay where it is.
struct PlanRewriting {
  typealias Step = PlanBuilder.Step

  private(set) var steps: [Plan.Body: [Step]]
  private let shapes: [Slot.Shape]
  private let runs: [Int32: Int]
  private let memories: [Memory]
  private(set) var correlations: [CorrelationSite]
  /// What each `combine` makes and of what.
  private(set) var combinations: [JoinedSums] = []
  /// A constant's value for a number that is known before the first period.
  private let constantOf: (Double) -> Int32?
  /// The number of each value that is a constant.
  private let numberOf: [Int32: Double]

  /// - Parameter constantOf: the value of a constant that the plan has, by its number.
  init(
    steps: [Plan.Body: [Step]], shapes: [Slot.Shape], runs: [Int32: Int], memories: [Memory],
    correlations: [CorrelationSite], constantOf: @escaping (Double) -> Int32?,
    numberOf: [Int32: Double]
  ) {
    self.steps = steps
    self.shapes = shapes
    self.runs = runs
    self.memories = memories
    self.correlations = correlations
    self.constantOf = constantOf
    self.numberOf = numberOf
    keepInPlace(.each)
    keepInPlace(.day)
    removeUnreadSteps()
    drawInScale()
    joinSumsOfSameColumns()
    joinProductsWithSums()
    joinSums()
    addRunningSums()
  }

  private mutating func addRunningSums() {
    for body in [Plan.Body.each, .day, .closing] {
      let others = Plan.Body.allCases.filter { $0 != body }.flatMap { steps[$0]! }
      steps[body] = RunningSums(each: steps[body]!, others: others, shapes: shapes).each
    }
  }

  /// How often each value is read.
  private var uses: [Int] {
    var uses = [Int](repeating: 0, count: shapes.count)
    for operand in steps.values.joined().flatMap(\.operands) { uses[Int(operand)] += 1 }
    return uses
  }

  // MARK: What no result needs

  private mutating func removeUnreadSteps() {
    let needed = NeededSteps(for: steps, runs: runs)
    for body in Plan.Body.allCases { steps[body]!.removeAll { !needed.contains($0) } }
  }

  // MARK: Correlated values

  /// A correlated value that is only ever multiplied by a constant is drawn as that product: the
  /// row of its factor takes the constant, once.
  private mutating func drawInScale() {
    var siteOf: [Int32: (site: Int, variable: Int)] = [:]
    for step in steps.values.joined() where step.opcode == .correlatedNormals {
      // A spread that all values share comes behind the factor, and is no multiplication.
      guard correlations[step.parameter].spread == nil else { continue }
      for variable in correlations[step.parameter].draws.indices {
        siteOf[step.destination + Int32(variable)] = (step.parameter, variable)
      }
    }
    guard !siteOf.isEmpty else { return }
    let uses = uses
    var renamed: [Int32: Int32] = [:]
    for step in steps.values.joined() where step.opcode == .multiply {
      for (value, other) in [
        (step.operands[0], step.operands[1]), (step.operands[1], step.operands[0]),
      ] {
        guard let place = siteOf[value], uses[Int(value)] == 1, let scale = numberOf[other]
        else { continue }
        correlations[place.site].scales[place.variable] = scale
        renamed[step.destination] = value
      }
    }
    guard !renamed.isEmpty else { return }
    for index in correlations.indices {
      let site = correlations[index]
      correlations[index].factor = site.factor.scaled(by: site.scales)
    }
    for body in Plan.Body.allCases {
      steps[body] = steps[body]!.filter { renamed[$0.destination] == nil }
        .map { $0.reading(renamed) }
    }
  }

  // MARK: Products and sums

  /// Weighted sums of the same columns are one matrix product.
  private mutating func joinSumsOfSameColumns() {
    let before = steps[.once]!
    for body in Plan.Body.allCases {
      let search = CombinationSearch(
        steps[body]!, before: body == .once ? [] : before, shapes: shapes, uses: uses,
        known: combinations.count)
      steps[body] = search.result
      combinations += search.found
    }
    guard !combinations.isEmpty else { return }
    // Products that have become part of sums.
    let uses = uses
    for body in Plan.Body.allCases {
      steps[body]!.removeAll { $0.opcode == .multiply && uses[Int($0.destination)] == 0 }
    }
  }

  /// A product that goes into one sum only needs no column of its own: `x y + z` is one step.
  private mutating func joinProductsWithSums() {
    let uses = uses
    for body in Plan.Body.allCases {
      var products: [Int32: Int] = [:]
      var joined: Set<Int> = []
      var result = steps[body]!
      for (position, step) in result.enumerated() {
        if step.opcode == .multiply, uses[Int(step.destination)] == 1,
          shapes[Int(step.destination)] == .varying
        {
          products[step.destination] = position
        }
        guard step.opcode == .add else { continue }
        for (product, other) in [
          (step.operands[1], step.operands[0]), (step.operands[0], step.operands[1]),
        ] {
          guard let place = products[product] else { continue }
          joined.insert(place)
          result[position] = Step(
            opcode: .multiplyAdd, destination: step.destination,
            operands: result[place].operands + [other], parameter: 0)
          break
        }
      }
      steps[body] = result.enumerated().filter { !joined.contains($0.offset) }.map(\.element)
    }
  }

  /// Sums in a row, each of which goes into the next one only, are one: the columns are added in
  /// the same order, and none between them is written and read again.
  private mutating func joinSums() {
    let uses = uses
    for body in Plan.Body.allCases {
      var result: [Step] = []
      for step in steps[body]! {
        guard step.opcode == .add, step.operands.allSatisfy({ shapes[Int($0)] == .varying }),
          let last = result.last, last.opcode == .add || last.opcode == .sum,
          last.operands.allSatisfy({ shapes[Int($0)] == .varying }),
          uses[Int(last.destination)] == 1, step.operands.contains(last.destination)
        else {
          result.append(step)
          continue
        }
        let other = step.operands.first { $0 != last.destination }!
        result[result.count - 1] = Step(
          opcode: .sum, destination: step.destination, operands: last.operands + [other],
          parameter: 0)
      }
      steps[body] = result
    }
  }

  // MARK: Looking back

  /// A value that is recalled one period later, or one day, keeps a column of its own through all
  /// of them, so that nothing is copied to a memory and back.
  ///
  /// - Parameter body: the one that recalls: `each` or `day`.
  private mutating func keepInPlace(_ body: Plan.Body) {
    let each = steps[body]!
    // The last steps of a period may stand behind its days.
    let last: Plan.Body = body == .each && !steps[.day]!.isEmpty ? .closing : body
    var told: [Int: Int32] = [:]
    for step in last == body ? each : each + steps[last]! where step.opcode == .remember {
      told[step.parameter] = step.operands[0]
    }
    let recalled = Set(each.filter { $0.opcode == .recall }.map(\.destination))
    // When the last period or day has ended, the past value's column holds the present one.
    let readAfterwards = Set(
      Plan.Body.allCases.filter { $0 > last }.flatMap { steps[$0]! }.flatMap(\.operands))

    struct Past: Hashable {
      let value, initial: Int32
    }
    var carried: [Past: Int32] = [:]
    var renamed: [Int32: Int32] = [:]
    var updates: [Step] = []
    var result: [Step] = []
    var inPlace: Set<Int> = []
    for step in each {
      guard step.opcode == .recall, memories[step.parameter].depth == 1,
        let value = told[step.parameter], !recalled.contains(value),
        !readAfterwards.contains(step.destination),
        let initial = initialValue(of: step)
      else {
        result.append(step)
        continue
      }
      inPlace.insert(step.parameter)
      let past = Past(value: value, initial: initial)
      if let known = carried[past] {
        renamed[step.destination] = known
        continue
      }
      carried[past] = step.destination
      result.append(
        Step(opcode: .carry, destination: step.destination, operands: [initial], parameter: 0))
      updates.append(
        Step(
          opcode: .update, destination: -1, operands: [value, step.destination], parameter: 0))
    }
    steps[body] = result
    steps[last]! += updates
    for body in Plan.Body.allCases {
      steps[body]!.removeAll { $0.opcode == .remember && inPlace.contains($0.parameter) }
      steps[body] = steps[body]!.map { $0.reading(renamed) }
    }
  }

  /// What is recalled in the first period.
  private func initialValue(of step: Step) -> Int32? {
    guard let history = memories[step.parameter].history else { return step.operands[0] }
    return constantOf(history[0])
  }
}

extension PlanBuilder.Step {
  /// The same step, reading other values instead of the renamed ones.
  fileprivate func reading(_ renamed: [Int32: Int32]) -> PlanBuilder.Step {
    PlanBuilder.Step(
      opcode: opcode, destination: destination,
      operands: operands.map { renamed[$0] ?? $0 }, parameter: parameter)
  }
}
