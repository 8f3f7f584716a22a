import ColumnPlan
import Probability
import SeededNumbers

/// Makes plans at random: steps of every body, draws, correlated groups, memories and running
/// sums in any order, each step reading values made before it.
///
/// Its values stay finite: what grows without bound is left out or held back.
public struct RandomPlan {
  private var generator: SeededGenerator
  private var values: [PlanBuilder.Value] = []
  private var open: [PlanBuilder.Recollection] = []
  private var streams = 0
  /// The plan so far, before slots are given out.
  public private(set) var builder: PlanBuilder
  private let periods: Int
  private let daysOfPeriods: [Int]
  private var days: Int { daysOfPeriods.reduce(0, +) }

  /// - Parameter steps: about how many steps it has.
  /// - Parameter parameters: how many numbers a run can give other values; `p0`, `p1` and so on.
  public init(seed: UInt64, steps: Int, parameters: Int = 0) {
    generator = SeededGenerator(seed)
    periods = Int.random(in: 1...6, using: &generator)
    // Every second plan has days.
    var days: [Int] = []
    if Bool.random(using: &generator) {
      for _ in 0..<periods { days.append(.random(in: 1...4, using: &generator)) }
    }
    daysOfPeriods = days
    builder = PlanBuilder(periods: periods, daysOfPeriods: daysOfPeriods)
    values = [builder.constant(2), builder.constant(0.25)]
    for number in 0..<parameters { values.append(builder.parameter("p\(number)", default: 0.5)) }
    for _ in 0..<steps { addStep() }
    for recollection in open {
      // What a later body knows has no past, and days look back at days.
      let isOfDays = recollection.value.body == .day
      let known = values.filter { isOfDays ? $0.body <= .day : $0.body < .after && $0.body != .day }
      builder.remember(known.randomElement(using: &generator)!, in: recollection)
    }
    record()
  }

  private mutating func any() -> PlanBuilder.Value {
    values.randomElement(using: &generator)!
  }

  /// A value that can be read within the periods, at their beginning or at the end of their days.
  private mutating func current() -> PlanBuilder.Value {
    let known = values.filter { $0.body <= .each || $0.body == .closing }
    return known.randomElement(using: &generator)!
  }

  private mutating func any(_ body: Plan.Body) -> PlanBuilder.Value {
    values.filter { $0.body <= body }.randomElement(using: &generator)!
  }

  private mutating func addStep() {
    switch Int.random(in: 0..<17, using: &generator) {
    case 0: values.append(builder.constant(Double.random(in: -3...3, using: &generator)))
    case 1: values.append(table())
    case 2: values.append(drawn())
    case 3: values += correlated()
    case 4: recall()
    case 5: values.append(accumulated())
    case 12: values += totals()
    case 6:
      if let past = values.filter({ $0.body == .each }).randomElement(using: &generator) {
        values.append(builder.last(of: past))
      }
    case 7: values += weightedSums()
    case 13 where !daysOfPeriods.isEmpty: values.append(overDays())
    case 14 where !daysOfPeriods.isEmpty: values.append(dayTable())
    default: values.append(computed())
    }
  }

  private mutating func table() -> PlanBuilder.Value {
    builder.table((0..<periods).map { _ in .random(in: 0...2, using: &generator) })
  }

  private mutating func dayTable() -> PlanBuilder.Value {
    // Half of the days are out of season.
    builder.dayTable(
      (0..<days).map { _ in
        Bool.random(using: &generator) ? 0 : .random(in: 0...2, using: &generator)
      })
  }

  /// A value of the days of a period, made of one of each day.
  private mutating func overDays() -> PlanBuilder.Value {
    guard let value = values.filter({ $0.body == .day }).randomElement(using: &generator) else {
      return dayTable()
    }
    let opcodes: [Opcode] = [.accumulateSum, .accumulateMinimum, .accumulateMaximum]
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return builder.atEndOfDays(value)
    case let place: return builder.accumulateDays(opcodes[place - 1], value)
    }
  }

  private mutating func computed() -> PlanBuilder.Value {
    let unary: [Opcode] = [.negate, .absolute, .floor, .ceiling, .round, .not, .normalDistribution]
    let binary: [Opcode] = [
      .add, .subtract, .minimum, .maximum, .less, .lessOrEqual, .equal, .and, .or,
    ]
    switch Int.random(in: 0..<15, using: &generator) {
    case 11: return countOfRareCases()
    case 12 where !daysOfPeriods.isEmpty:
      let cases = builder.apply(.floor, dayTable())
      return builder.apply(.binomialQuantile, drawn(), cases, builder.constant(0.5))
    case 13 where !daysOfPeriods.isEmpty:
      return builder.apply(.multiply, builder.apply(.less, drawn(), dayTable()), dayTable())
    case 0..<3: return builder.apply(unary.randomElement(using: &generator)!, any())
    case 3..<7: return builder.apply(binary.randomElement(using: &generator)!, any(), any())
    case 7: return builder.apply(.select, any(), any(), any())
    case 8:
      let probability = builder.apply(.normalDistribution, any())
      return builder.apply(.multiply, probability, any())
    case 9: return builder.apply(.multiply, any(), builder.constant(-0.75))
    case 10:
      return (0..<4).reduce(any()) { sum, _ in builder.apply(.add, sum, any()) }
    default:
      let share = builder.apply(.multiply, drawn(), builder.constant(0.5))
      return builder.apply(.binomialQuantile, drawn(), builder.constant(7), share)
    }
  }

  /// Of cases that most blocks of trials do not have; at times its draw has other readers.
  private mutating func countOfRareCases() -> PlanBuilder.Value {
    let happens = builder.apply(.less, drawn(), builder.constant(0.0007))
    let draw = drawn()
    if Bool.random(using: &generator) { values.append(draw) }
    let cases = builder.apply(.multiply, happens, builder.constant(6))
    return builder.apply(.binomialQuantile, draw, cases, builder.constant(0.5))
  }

  /// Sums over the same columns in the same order, some of them with weights, which may differ by
  /// period.
  private mutating func weightedSums() -> [PlanBuilder.Value] {
    let columns = (0..<Int.random(in: 2...6, using: &generator)).map { _ in
      Bool.random(using: &generator) ? current() : drawn()
    }
    return (0..<Int.random(in: 1...6, using: &generator)).map { _ in
      let terms = columns.map { column in
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: column
        case 1: builder.apply(.multiply, table(), column)
        default:
          builder.apply(
            .multiply, column, builder.constant(.random(in: -1...1, using: &generator)))
        }
      }
      return terms.dropFirst().reduce(terms[0]) { sum, term in
        Bool.random(using: &generator)
          ? builder.apply(.add, sum, term) : builder.apply(.add, term, sum)
      }
    }
  }

  private mutating func site() -> (site: DrawSite, body: Plan.Body) {
    streams += 1
    let bodies: [Plan.Body] = daysOfPeriods.isEmpty ? [.once, .each] : [.once, .each, .day]
    let body = bodies.randomElement(using: &generator)!
    let name = "stream\(streams)"
    let count = body == .day ? days : periods
    return (
      DrawSite(
        stream: RandomStream(name: name), label: name,
        periodNumbers: (0..<count).map { body == .once ? 0 : Int32($0) }),
      body
    )
  }

  private mutating func drawn() -> PlanBuilder.Value {
    let (site, body) = site()
    return builder.uniforms(
      site.stream, label: site.label, periodNumbers: site.periodNumbers, body: body)
  }

  private mutating func correlated() -> [PlanBuilder.Value] {
    let count = Int.random(in: 2...4, using: &generator)
    // All as often as the first, or as rarely as `once`.
    var sites = [site()]
    while sites.count < count {
      let next = site()
      if (next.body == .day) == (sites[0].body == .day) { sites.append(next) }
    }
    let entries = (0..<(count * count)).map { $0 / count == $0 % count ? 1 : 0.3 }
    let matrix = try? CorrelationMatrix(variables: count, entries: entries)
    // Drawn as often as the values: a number of its own for each period of theirs.
    let spread = DrawSite(
      stream: RandomStream(name: sites[0].site.label + ".spread"), label: "spread",
      periodNumbers: sites[0].site.periodNumbers)
    return builder.correlatedNormals(
      sites.map(\.site), factor: matrix!.factor,
      spread: Bool.random(using: &generator)
        ? SpreadSite(draw: spread, spread: CommonSpread(degreesOfFreedom: 4)) : nil,
      body: sites[0].body)
  }

  private mutating func recall() {
    let initial = values.filter { $0.body == .once }.randomElement(using: &generator)!
    let depth = Int.random(in: 1...3, using: &generator)
    let hasHistory = Bool.random(using: &generator)
    let recollection = builder.recall(
      depth: depth, initial: initial,
      history: hasHistory ? (0..<depth).map { Double($0) } : nil,
      in: !daysOfPeriods.isEmpty && Bool.random(using: &generator) ? .day : .each)
    open.append(recollection)
    // Held back, or what is recalled could grow with every period.
    let share = builder.apply(.normalDistribution, recollection.value)
    values += [recollection.value, share]
  }

  private mutating func accumulated() -> PlanBuilder.Value {
    let opcodes: [Opcode] = [.accumulateSum, .accumulateMinimum, .accumulateMaximum]
    let startsAnew = (0..<periods).map { $0 == 0 || Bool.random(using: &generator) }
    return builder.accumulate(
      opcodes.randomElement(using: &generator)!, current(), startsAnew: startsAnew)
  }

  /// Running sums of several values and of their sum, as of the heads of a budget and of all of it.
  private mutating func totals() -> [PlanBuilder.Value] {
    let startsAnew = (0..<periods).map { $0 == 0 || Bool.random(using: &generator) }
    let heads = (0..<Int.random(in: 2...5, using: &generator)).map { _ in
      let share = builder.apply(.normalDistribution, current())
      let other = drawn()
      return builder.apply(
        .multiply, share, other.body == .day || Bool.random(using: &generator) ? current() : other)
    }
    let sum = heads.dropFirst().reduce(heads[0]) { builder.apply(.add, $0, $1) }
    // In any order, and at times with one missing.
    var running = (heads + [sum]).shuffled(using: &generator)
    if Int.random(in: 0..<4, using: &generator) == 0 { running.removeLast() }
    return running.map { builder.accumulate(.accumulateSum, $0, startsAnew: startsAnew) }
  }

  private mutating func record() {
    // Some plans keep everything, others what stands at the end of every second or third period.
    let every = Int.random(in: 1...3, using: &generator)
    for (number, value) in values.enumerated() where Int.random(in: 0..<3, using: &generator) > 0 {
      let kept = Int.random(in: 0..<4, using: &generator) == 0 ? 1 : every
      let runs = value.body == .day ? days : periods
      let labels: [String?] =
        value.body != .once && value.body != .after
        ? (1...runs).map { $0 % kept == 0 || $0 == runs ? "\($0)" : nil } : ["whole"]
      builder.record(
        value, label: "value\(number)", periodLabels: labels,
        in: value.body == .closing ? .each : value.body)
    }
  }
}
