import Probability

/// A side of a union with a mark of each value: two values with the same mark are made in the same
/// way, as far as anybody can tell without comparing them.
struct MarkedSide {
  typealias Step = PlanBuilder.Step

  let builder: PlanBuilder
  let steps: [Plan.Body: [Step]]
  let combinations: [JoinedSums]
  /// For each step the place of what it names, in the lists of all sides.
  private(set) var parameters: [Plan.Body: [Int]] = [:]
  /// By value.
  private(set) var marks: [UInt64]
  /// Of what was before: by memory, and by carried value.
  private var memoryMarks: [UInt64]
  private var carryMarks: [Int32: UInt64] = [:]
  /// What each of them remembers.
  private var remembered: [(memory: Int, value: Int32)] = []
  private var following: [(carried: Int32, value: Int32)] = []

  /// - Parameter lists: what is in the lists of all sides; what is new in this one is added.
  init(_ side: PlanSide, _ lists: inout JoinedLists, _ all: inout PlanBuilder) {
    builder = side.builder
    steps = side.rewriting.steps
    combinations = side.rewriting.combinations
    marks = Array(repeating: 0, count: builder.shapes.count)
    memoryMarks = builder.memories.map { memory in
      (memory.history ?? []).reduce(mark(UInt64(memory.depth), memory.history == nil ? 0 : 1)) {
        mark($0, $1.bitPattern)
      }
    }
    for body in Plan.Body.allCases {
      parameters[body] = steps[body]!.map { lists.place(of: $0, in: body, of: side, &all) }
      for step in steps[body]! {
        switch step.opcode {
        case .carry: carryMarks[step.destination] = 0
        case .remember: remembered.append((step.parameter, step.operands[0]))
        case .update: following.append((step.operands[1], step.operands[0]))
        default: break
        }
      }
    }
  }

  /// How many values in a row a step makes; one for a combination, whose values are not in a row.
  func width(of step: Step) -> Int { builder.runs[step.destination] ?? 1 }

  /// Gives the values of all sides their marks.
  static func tellApart(_ sides: inout [MarkedSide]) {
    var count = 0
    while true {
      for index in sides.indices { sides[index].markValues() }
      for index in sides.indices { sides[index].markPast() }
      let found = sides.reduce(into: Set<UInt64>()) { all, side in
        all.formUnion(side.memoryMarks)
        all.formUnion(side.carryMarks.values)
      }.count
      // Marks are only ever told apart further: as many as before are the same as before.
      if found == count { return }
      count = found
    }
  }

  private mutating func markValues() {
    for body in Plan.Body.allCases {
      for (step, parameter) in zip(steps[body]!, parameters[body]!) where step.destination >= 0 {
        let start = mark(UInt64(step.opcode.rawValue), UInt64(body.rawValue))
        if step.opcode == .combine {
          markSums(combinations[step.parameter], start)
          continue
        }
        let own: UInt64 =
          switch step.opcode {
          case .recall: memoryMarks[step.parameter]
          case .carry: carryMarks[step.destination]!
          default: UInt64(parameter)
          }
        let whole = step.operands.reduce(mark(start, own)) { mark($0, marks[Int($1)]) }
        for offset in 0..<width(of: step) {
          marks[Int(step.destination) + offset] = mark(whole, UInt64(offset))
        }
      }
    }
  }

  private mutating func markSums(_ sums: JoinedSums, _ start: UInt64) {
    let count = sums.columns.count
    for (place, row) in sums.rows.enumerated() {
      var whole = start
      for (column, weight) in zip(sums.columns, sums.weights[(place * count)...]) {
        whole = mark(mark(whole, marks[Int(column)]), weight < 0 ? 1 : marks[Int(weight)])
      }
      marks[Int(row)] = whole
    }
  }

  private mutating func markPast() {
    for (memory, value) in remembered {
      memoryMarks[memory] = mark(memoryMarks[memory], marks[Int(value)])
    }
    for (carried, value) in following {
      carryMarks[carried] = mark(carryMarks[carried]!, marks[Int(value)])
    }
  }
}

/// One mark of two: a step of the generator SplitMix64 (Steele, Lea, Flood 2014).
private func mark(_ left: UInt64, _ right: UInt64) -> UInt64 {
  var bits = (left &* 0x9e37_79b9_7f4a_7c15) ^ right
  bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
  bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
  return bits ^ (bits >> 31)
}

/// What the steps of several sides name, each equal thing once.
struct JoinedLists {
  private var constants: [UInt64: Int] = [:]
  private var distributions: [DistributionKind: [Int]] = [:]

  /// What distributions have in common that may draw the same. To compare two takes much longer
  /// than to look where such can be.
  private struct DistributionKind: Hashable {
    let family: ObjectIdentifier
    let least, most: UInt64

    init(_ distribution: any Distribution) {
      family = ObjectIdentifier(type(of: distribution))
      least = distribution.support.lowerBound.bitPattern
      most = distribution.support.upperBound.bitPattern
    }
  }

  /// The place of what a step names among what the steps of all sides name.
  mutating func place(
    of step: PlanBuilder.Step, in body: Plan.Body, of side: PlanSide, _ all: inout PlanBuilder
  ) -> Int {
    let own = side.builder
    let index = step.parameter
    switch step.opcode {
    case .constant: return place(ofConstant: own.constants[index], &all)
    case .table, .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      return all.place(ofTable: own.table(index, in: body), in: body)
    case .parameter:
      let parameter = own.parameters[index]
      return all.place(
        of: PlanParameter(
          label: parameter.label, value: side.parameters[parameter.label] ?? parameter.value))
    case .uniforms, .normals: return all.drawIndex(own.draws[index])
    case .quantiles: return place(of: own.distributions[index], &all)
    case .correlatedNormals:
      return all.place(of: side.rewriting.correlations[index])
    case .schedule: return all.place(of: own.schedules[index])
    case .workingDay, .dateOfWorkingDay: return all.place(of: own.calendars[index])
    case .recall:
      all.memories.append(own.memories[index])
      return all.memories.count - 1
    default: return index
    }
  }

  private mutating func place(ofConstant number: Double, _ all: inout PlanBuilder) -> Int {
    if let known = constants[number.bitPattern] { return known }
    all.constants.append(number)
    constants[number.bitPattern] = all.constants.count - 1
    return all.constants.count - 1
  }

  private mutating func place(of distribution: any Distribution, _ all: inout PlanBuilder) -> Int {
    let kind = DistributionKind(distribution)
    let known = distributions[kind] ?? []
    if let place = known.first(where: { all.distributions[$0].draws(asDoes: distribution) }) {
      return place
    }
    all.distributions.append(distribution)
    distributions[kind, default: []].append(all.distributions.count - 1)
    return all.distributions.count - 1
  }
}

extension PlanBuilder {
  fileprivate mutating func place(of parameter: PlanParameter) -> Int {
    if let place = parameters.firstIndex(of: parameter) { return place }
    parameters.append(parameter)
    return parameters.count - 1
  }

  fileprivate mutating func place(of site: CorrelationSite) -> Int {
    if let place = correlations.firstIndex(where: { $0.joins(asDoes: site) }) { return place }
    correlations.append(site)
    return correlations.count - 1
  }

  fileprivate mutating func place(of site: ScheduleSite) -> Int {
    let known = schedules.firstIndex {
      $0.network == site.network && $0.outputs == site.outputs && $0.label == site.label
    }
    if let known { return known }
    schedules.append(site)
    return schedules.count - 1
  }

  fileprivate mutating func place(of calendar: CalendarTable) -> Int {
    if let place = calendars.firstIndex(of: calendar) { return place }
    calendars.append(calendar)
    return calendars.count - 1
  }
}
