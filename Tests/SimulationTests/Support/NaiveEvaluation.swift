import Probability

@testable import ColumnPlan

/// Evaluates the steps of a plan for one trial in the most obvious way: a name for every value of
/// every period and day, no slots, no blocks, no kernels.
struct NaiveEvaluation {
  private let builder: PlanBuilder
  private let seed: UInt64
  private let trial: Int
  private var values: [Int32: Double] = [:]
  /// The tables of the body at hand, and how many numbers each has.
  private var tables: [Double] = []
  private var tableSize = 0
  /// For each memory what it was told in each period or on each day.
  private var remembered: [[Double]]
  /// The kept values, one for each storage.
  private(set) var stored: [Double]

  init(of builder: PlanBuilder, seed: UInt64, trial: Int) {
    self.builder = builder
    self.seed = seed
    self.trial = trial
    remembered = builder.memories.map { _ in [] }
    stored = Array(repeating: .nan, count: builder.storages.count)
    evaluate(.once, 0)
    var days = 0
    for period in 0..<builder.periods {
      evaluate(.each, period)
      for _ in 0..<(builder.daysOfPeriods.isEmpty ? 0 : builder.daysOfPeriods[period]) {
        evaluate(.day, days)
        days += 1
      }
      evaluate(.closing, period)
    }
    evaluate(.after, builder.periods - 1)
  }

  /// - Parameter run: the period; in `day` the day.
  private mutating func evaluate(_ body: Plan.Body, _ run: Int) {
    tables = body == .day ? builder.dayTables : builder.tables
    tableSize = body == .day ? builder.days : builder.periods
    for step in builder.steps[body]! { evaluate(step, in: run) }
  }

  private mutating func evaluate(_ step: PlanBuilder.Step, in period: Int) {
    let operands = step.operands.map { values[$0]! }
    switch step.opcode {
    case .remember: remembered[step.parameter].append(operands[0])
    case .record: record(operands[0], step, period)
    case .correlatedNormals: drawCorrelated(step, period)
    default: values[step.destination] = value(of: step, operands, period)
    }
  }

  private func value(of step: PlanBuilder.Step, _ operands: [Double], _ period: Int) -> Double {
    switch step.opcode {
    case .constant: return builder.constants[step.parameter]
    case .table: return table(step.parameter, period)
    case .uniforms: return uniform(builder.draws[step.parameter], period)
    case .normals:
      return Opcode.normalQuantile.plainValue(of: [uniform(builder.draws[step.parameter], period)])!
    case .quantiles: return builder.distributions[step.parameter].quantile(at: operands[0])
    case .recall:
      let memory = builder.memories[step.parameter]
      let past = period - memory.depth
      return past >= 0
        ? remembered[step.parameter][past] : memory.history?[period] ?? operands[0]
    case .accumulateSum, .accumulateMinimum, .accumulateMaximum:
      guard table(step.parameter, period) == 0 else { return operands[0] }
      return step.opcode.plainValue(of: [values[step.destination]!, operands[0]])!
    default: return step.opcode.plainValue(of: operands)!
    }
  }

  private func table(_ index: Int, _ period: Int) -> Double {
    tables[index * tableSize + period]
  }

  private func uniform(_ draw: DrawSite, _ period: Int) -> Double {
    draw.stream.key(seed: seed).uniform(
      period: Int(draw.periodNumbers[period]), trial: trial)
  }

  private mutating func drawCorrelated(_ step: PlanBuilder.Step, _ period: Int) {
    let site = builder.correlations[step.parameter]
    var normals = site.draws.map {
      Opcode.normalQuantile.plainValue(of: [uniform($0, period)])!
    }
    normals.withUnsafeMutableBufferPointer {
      site.factor.correlate(normals: $0.baseAddress!, trials: 1)
    }
    if let spread = site.spread {
      var probability = uniform(spread.draw, period)
      let variables = normals.count
      normals.withUnsafeMutableBufferPointer {
        spread.spread.spreadOut(
          normals: $0.baseAddress!, variables: variables, probabilities: &probability, trials: 1)
      }
    }
    for (offset, normal) in normals.enumerated() {
      values[step.destination + Int32(offset)] = normal
    }
  }

  private mutating func record(_ value: Double, _ step: PlanBuilder.Step, _ period: Int) {
    let places = builder.outputs[step.parameter].storageOfPeriod
    let place = Int(places[places.count == 1 ? 0 : period])
    if place >= 0 { stored[place] = value }
  }
}
