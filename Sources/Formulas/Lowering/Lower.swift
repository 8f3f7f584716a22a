import ColumnPlan
import Probability
import Scheduling

/// Which indicators of a model a plan keeps.
public enum Recording: Hashable, Sendable {
  /// Those that are reported, by period and by year.
  case reported
  /// The same for the tables of a run: of what is tallied no trials, unless one judges by them.
  case tabulated(judged: Set<String>)
  /// All of them in every period: to explain a trial.
  case everything
  /// Those with these ids, as if they were reported: for an analysis of its own.
  case only(Set<String>)
  /// The first ones like that, and of the others, which are whole numbers known before the first
  /// period, how many trials have each.
  case sampled(kept: Set<String>, tallied: Set<String>)

  func keeps(_ indicator: Indicator) -> Bool {
    switch self {
    case .reported, .tabulated: indicator.visibility != .inner
    case .everything: true
    case .only(let ids): ids.contains(indicator.id)
    case .sampled(let kept, let tallied):
      kept.contains(indicator.id) || tallied.contains(indicator.id)
    }
  }

  /// Whether trials are counted by an indicator's value.
  func counts(_ resolved: ResolvedIndicator) -> Bool {
    guard resolved.timing == .once else { return false }
    return switch self {
    case .reported: resolved.indicator.visibility == .counted
    case .tabulated: [.counted, .tallied].contains(resolved.indicator.visibility)
    case .sampled(_, let tallied): tallied.contains(resolved.indicator.id)
    case .everything, .only: false
    }
  }

  /// Whether its trials are kept even where they are counted.
  func judges(_ indicator: Indicator) -> Bool {
    if case .tabulated(let judged) = self { judged.contains(indicator.id) } else { false }
  }
}

/// Turns a model into a plan: names and units are gone afterwards, kept only as labels.
///
/// - Parameter open: the ids of constant indicators that become parameters of the plan, so that a
///   run can give them other values; nothing that depends on them is worked out beforehand.
/// - Complexity: O(size of all formulas).
public func lower(
  _ model: Model, recording: Recording = .reported, open: Set<String> = []
) -> Plan {
  planBuilder(model, recording, open).finish()
}

/// The same plan in two parts: what the open constants cannot change, and what they do.
///
/// - Returns: nil where nothing depends on them, or nothing else.
public func lowerInParts(_ model: Model, recording: Recording, open: Set<String>) -> PlanParts? {
  planBuilder(model, recording, open).finishInParts()
}

/// A plan that is to be run together with others, as one of the sides of a `PlanUnion`.
public func lowerSide(_ model: Model, recording: Recording, open: Set<String>) -> PlanSide {
  PlanSide(planBuilder(model, recording, open))
}

private func planBuilder(_ model: Model, _ recording: Recording, _ open: Set<String>)
  -> PlanBuilder
{
  let kept = model.indicators.map(\.indicator).filter(recording.keeps).map(\.id)
  var lowering = Lowering(model, toKeep: kept, open: open)
  for resolved in model.indicators where lowering.needed.contains(resolved.indicator.id) {
    let value = lowering.emitValue(of: resolved.indicator)
    let isCounted = recording.counts(resolved)
    if isCounted, resolved.indicator.visibility == .counted {
      lowering.builder.count(value, label: resolved.indicator.id)
    } else if isCounted {
      lowering.builder.tally(
        value, label: resolved.indicator.id, periodLabel: model.horizon.label)
    }
    if recording.keeps(resolved.indicator), !isCounted || recording.judges(resolved.indicator) {
      lowering.record(value, of: resolved, withPeriods: recording == .everything)
    }
  }
  lowering.closeRecollections()
  if lowering.builder.mindsWeather { lowering.builder.ahead = lowering.planAhead() }
  return lowering.builder
}

/// The period for which a formula is evaluated.
enum Moment: Hashable {
  /// Every period in turn, as time goes by.
  case running
  /// The period with this index, wherever the time stands.
  case fixed(Int)
}

/// The state of lowering: what has a value already.
struct Lowering {
  let model: Model
  /// The ids of what is kept, and of all that it needs.
  let needed: Set<String>
  var builder: PlanBuilder
  /// The values of the indicators so far, by id.
  var values: [String: PlanBuilder.Value] = [:]
  /// The ids of the constants that become parameters.
  private let open: Set<String>

  private let names: ModelNames

  private struct FixedIndicator: Hashable {
    let id: String
    let period: Int
  }

  private struct DrawKey: Hashable {
    let stream: String
    let moment: Moment
  }

  private struct GroupKey: Hashable {
    let group: Int
    let moment: Moment
  }

  private var fixedValues: [FixedIndicator: PlanBuilder.Value] = [:]
  private var drawn: [DrawKey: PlanBuilder.Value] = [:]
  private var correlatedNormals: [GroupKey: [PlanBuilder.Value]] = [:]
  private var calendarIndexes: [String: Int] = [:]
  /// What the indicators ask of each schedule, and where it is found.
  var schedules = ScheduleValues()
  /// What recollections recall; built last, because it may come after its recollection.
  private var recollections: [(PlanBuilder.Recollection, Formula)] = []

  /// - Parameter kept: the ids of what the plan is made for.
  /// - Parameter names: those of the model, where they are known already.
  init(_ model: Model, toKeep kept: [String], open: Set<String>, _ names: ModelNames? = nil) {
    self.model = model
    self.open = open
    let horizon = model.horizon
    builder = PlanBuilder(
      periods: horizon.count, daysOfPeriods: horizon.periods.map(\.days))
    let names = names ?? ModelNames(model)
    self.names = names
    needed = namesBehind(kept, model.schedules) { id in
      names.indicators[id].map { model.indicators[$0].indicator.formula }
    }
  }

  /// The plan that foresees the weather of the model's schedules.
  func planAhead() -> PlanAhead {
    let states = model.foreseenStates
    var lowering = Lowering(model, toKeep: states, open: open, names)
    for resolved in model.indicators where lowering.needed.contains(resolved.indicator.id) {
      _ = lowering.emitValue(of: resolved.indicator)
    }
    for (bit, id) in states.enumerated() {
      lowering.builder.foresee(lowering.values[id]!, bit: bit)
    }
    lowering.closeRecollections()
    return PlanAhead(lowering.builder.finish(), firstDay: model.horizon.firstDay.dayNumber)
  }

  private func indicator(_ id: String) -> ResolvedIndicator? {
    names.indicators[id].map { model.indicators[$0] }
  }

  // MARK: Formulas

  /// Makes the value of an indicator, for those that name it.
  mutating func emitValue(of indicator: Indicator) -> PlanBuilder.Value {
    let value =
      if open.contains(indicator.id), let number = indicator.formula.constantValue {
        builder.parameter(indicator.id, default: number)
      } else {
        emit(indicator.formula, at: .running)
      }
    values[indicator.id] = value
    return value
  }

  mutating func emit(_ formula: Formula, at moment: Moment) -> PlanBuilder.Value {
    switch formula.node {
    case .constant(let number, _): return builder.constant(number)
    case .series(let numbers, _): return series(numbers, at: moment)
    case .daySeries(let numbers, _): return builder.dayTable(numbers)
    case .reference(let id): return reference(id, at: moment)
    case .draw(let draw): return value(of: draw, at: moment)
    case .scheduled(let value): return scheduled(value)
    case .call(let function, let arguments):
      return call(function, arguments, at: moment)
    case .members: preconditionFailure("resolution replaces patterns by the ids they match")
    }
  }

  private mutating func series(_ numbers: [Double], at moment: Moment) -> PlanBuilder.Value {
    switch moment {
    case .running: builder.table(numbers)
    case .fixed(let period): builder.constant(numbers[period])
    }
  }

  private mutating func reference(_ id: String, at moment: Moment) -> PlanBuilder.Value {
    if let builtIn = builtInSeries(id, horizon: model.horizon) {
      return emit(builtIn, at: moment)
    }
    guard let resolved = indicator(id) else {
      preconditionFailure("resolution knows every name; it does not know \(id)")
    }
    guard case .fixed(let period) = moment, resolved.timing == .each else { return values[id]! }
    let key = FixedIndicator(id: id, period: period)
    if let value = fixedValues[key] { return value }
    let value = emit(resolved.indicator.formula, at: moment)
    fixedValues[key] = value
    return value
  }

  // MARK: Draws

  private mutating func value(of draw: Draw, at moment: Moment) -> PlanBuilder.Value {
    let moment = draw.cadence == .once ? .running : moment
    let key = DrawKey(stream: draw.stream, moment: moment)
    if let value = drawn[key] { return value }
    let value =
      if let score = draw.distribution.normalScore {
        transformed(normals(of: draw, at: moment), by: score)
      } else if let uniform = draw.distribution as? Uniform, uniform.low == 0, uniform.high == 1 {
        // Its quantiles are the probabilities themselves.
        probabilities(of: draw, at: moment)
      } else {
        builder.quantiles(of: draw.distribution, at: probabilities(of: draw, at: moment))
      }
    drawn[key] = value
    return value
  }

  private mutating func transformed(_ normals: PlanBuilder.Value, by score: NormalScore)
    -> PlanBuilder.Value
  {
    func line(_ scale: Double, _ offset: Double) -> PlanBuilder.Value {
      builder.apply(
        .multiplyAdd, normals, builder.constant(scale), builder.constant(offset))
    }
    return switch score {
    case .linear(1, 0): normals
    case .linear(let scale, let offset): line(scale, offset)
    case .exponential(let scale, let offset): builder.apply(.exponential, line(scale, offset))
    }
  }

  private mutating func probabilities(of draw: Draw, at moment: Moment) -> PlanBuilder.Value {
    if let normals = correlatedNormals(of: draw, at: moment) {
      return builder.apply(.normalDistribution, normals)
    }
    let site = drawSite(of: draw, at: moment)
    return builder.uniforms(
      site.stream, label: site.label, periodNumbers: site.periodNumbers,
      body: body(of: draw, at: moment))
  }

  private mutating func normals(of draw: Draw, at moment: Moment) -> PlanBuilder.Value {
    if let normals = correlatedNormals(of: draw, at: moment) { return normals }
    let site = drawSite(of: draw, at: moment)
    return builder.normals(
      site.stream, label: site.label, periodNumbers: site.periodNumbers,
      body: body(of: draw, at: moment))
  }

  /// The draw's normal score, where a matrix joins its stream with others.
  private mutating func correlatedNormals(of draw: Draw, at moment: Moment)
    -> PlanBuilder.Value?
  {
    guard let (group, position) = names.correlations[draw.stream] else { return nil }
    let key = GroupKey(group: group, moment: moment)
    if correlatedNormals[key] == nil {
      let correlation = model.correlations[group]
      let sites = correlation.streams.map { drawSite(of: names.draws[$0]!, at: moment) }
      correlatedNormals[key] = builder.correlatedNormals(
        sites, factor: correlation.dependence.matrix.factor,
        spread: spread(of: correlation, sites[0]), body: body(of: draw, at: moment))
    }
    return correlatedNormals[key]![position]
  }

  /// What the values of a group have in common in a trial, drawn as often as they are.
  private func spread(of correlation: ResolvedCorrelation, _ site: DrawSite) -> SpreadSite? {
    guard case .studentT(let degrees) = correlation.dependence.dependence.copula else {
      return nil
    }
    let stream = correlation.spreadStream
    return SpreadSite(
      draw: DrawSite(
        stream: RandomStream(name: stream), label: stream, periodNumbers: site.periodNumbers),
      spread: CommonSpread(degreesOfFreedom: degrees))
  }

  private func body(of draw: Draw, at moment: Moment) -> Plan.Body {
    draw.cadence == .everyDay ? .day : draw.cadence == .once || moment != .running ? .once : .each
  }

  /// The stream with its period number in each period of the plan.
  ///
  /// Periods are numbered on the calendar, not within the horizon, so that a horizon that begins
  /// later draws the same numbers for the same month.
  private func drawSite(of draw: Draw, at moment: Moment) -> DrawSite {
    let horizon = model.horizon
    if draw.cadence == .everyDay {
      // Days are numbered on the calendar too, from 1970-01-01 on.
      let first = horizon.firstDay.dayNumber
      return DrawSite(
        stream: RandomStream(name: draw.stream), label: draw.stream,
        periodNumbers: (0..<horizon.dayCount).map { Int32(truncatingIfNeeded: first + $0) })
    }
    let numbers = (0..<horizon.count).map { index -> Int32 in
      let period = if case .fixed(let fixed) = moment { horizon[fixed] } else { horizon[index] }
      return switch draw.cadence {
      case .once: 0
      case .everyYear: Int32(truncatingIfNeeded: period.year)
      case .everyPeriod, .everyDay: Int32(truncatingIfNeeded: period.ordinal)
      }
    }
    return DrawSite(
      stream: RandomStream(name: draw.stream), label: draw.stream, periodNumbers: numbers)
  }

  // MARK: Time

  /// The value of an argument `depth` periods ago.
  mutating func recall(
    _ argument: Formula, depth: Int, initial: PlanBuilder.Value, history: [Double]?
  ) -> PlanBuilder.Value {
    let recollection = builder.recall(
      depth: depth, initial: initial, history: history, in: isOfDays(argument) ? .day : .each)
    recollections.append((recollection, argument))
    return recollection.value
  }

  /// Whether a formula has a value on each day.
  func isOfDays(_ formula: Formula) -> Bool {
    switch formula.node {
    case .constant, .series, .members, .scheduled: false
    case .daySeries: true
    case .draw(let draw): draw.cadence == .everyDay
    case .reference(let id):
      BuiltInDaySeries(named: id) != nil || indicator(id)?.timing == .day
    case .call(let function, let arguments):
      switch function.reach(arguments: arguments.count) {
      case .samePeriod, .earlierPeriods: arguments.contains(where: isOfDays)
      case .overDays, .onePeriod, .overPeriods: false
      }
    }
  }

  /// The history that an argument's indicator declares: its last `count` values.
  func history(of argument: Formula, count: Int) -> [Double]? {
    guard case .reference(let id) = argument.node,
      let history = indicator(id)?.indicator.history, history.count >= count
    else { return nil }
    return Array(history.suffix(count))
  }

  /// True for the first period only.
  var horizonStart: [Bool] { (0..<model.horizon.count).map { $0 == 0 } }

  mutating func closeRecollections() {
    while let (recollection, argument) = recollections.popLast() {
      builder.remember(emit(argument, at: .running), in: recollection)
    }
  }

  // MARK: Calendars

  /// The calendar that an argument names, as the plan knows it.
  ///
  /// Its table reaches well beyond the horizon on both sides, because works begin before it and
  /// may end after it.
  mutating func calendar(_ argument: Formula) -> Int {
    guard case .reference(let id) = argument.node, let calendar = names.calendars[id] else {
      preconditionFailure("resolution knows every calendar")
    }
    if let index = calendarIndexes[id] { return index }
    let years = model.horizon.workingYears
    let first = Period(.yearly, year: years.lowerBound).firstDay
    let last = Period(.yearly, year: years.upperBound).lastDay
    let index = builder.calendar(
      CalendarTable(
        label: calendar.id, firstDay: first.dayNumber,
        workingDaysBefore: calendar.table(from: first, through: last)))
    calendarIndexes[id] = index
    return index
  }
}
