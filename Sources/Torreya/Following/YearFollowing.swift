import ColumnPlan
import Forecasting
import Formulas
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary
import Workers

/// The state of following a year.
struct YearFollowing {
  private let base, current: ScenarioModel
  private let hasFacts: Bool
  private let actuals: Actuals?
  private let request: TrackRequest
  private var settings: SimulationSettings
  private let order: DimensionOrder?
  private let judged: [JudgedTarget]
  private let files: any ProjectFiles & Sendable
  private let isStopped: @Sendable () -> Bool
  private let progress: (@Sendable (BilingualText, Double) -> Void)?
  let asOf: CalendarDate
  /// The ends of the periods so far, and the last day.
  let days: [CalendarDate]
  /// The ids whose periods are kept: what is observed, and what targets judge.
  private let shown: Set<String>
  private let observed: [String]

  /// The last day that was looked at; an interrupt may come before all are.
  private var lookedAt: CalendarDate { points.last?.day ?? asOf }

  private var baseline: SimulationResult?
  /// The targets' results when nothing is known.
  private var outcomes: [OutcomeScores] = []
  private var points: [(day: CalendarDate, attained: [ExceedanceProbability], errors: [Double])] =
    []
  private var last: LastDay?

  /// What is there of the last day that was looked at.
  private struct LastDay {
    let compiled: CompiledScenario
    let result: SimulationResult
    let parts: [KnownPart]
    let conditioning: Conditioning?
    let shift: ScoreShift?
  }

  init(
    _ base: ScenarioModel, _ facts: ScenarioModel?, _ actuals: Actuals?, _ request: TrackRequest,
    _ settings: SimulationSettings, _ files: any ProjectFiles & Sendable,
    _ isStopped: @escaping @Sendable () -> Bool,
    _ progress: (@Sendable (BilingualText, Double) -> Void)?
  ) throws(Diagnostics) {
    (self.files, self.isStopped) = (files, isStopped)
    (self.base, current, hasFacts) = (base, facts ?? base, facts != nil)
    (self.actuals, self.request, self.progress) = (actuals, request, progress)
    self.settings = settings
    self.settings.quantiles = .exact
    self.settings.stopping = nil
    let horizon = base.model.horizon
    let asOf = request.asOf ?? actuals?.lastKnown ?? base.scenario.asOf ?? horizon.firstDay
    self.asOf = asOf
    let ends = horizon.periods.map(\.lastDay).filter { $0 < asOf }
    days = ends + [asOf]
    judged = base.targets.filter { request.targets?.contains($0.target.id) ?? true }
    var ids: [String] = []
    for row in actuals?.rows ?? [] where !ids.contains(row.indicator) { ids.append(row.indicator) }
    observed = ids
    let works = (actuals?.progress ?? []).filter { $0.kind != .remaining }.map(\.indicator)
    shown = Set(ids + works + judged.map(\.columnLabel))
    let lost = Self.lost(shown, from: base, current)
    guard lost.isEmpty else { throw Diagnostics(lost) }
    order = settings.sampling.randomisations == nil
      ? nil : DimensionOrder(of: compile(base).plan)
  }

  /// What facts have taken out of the scenario of what is followed, or made another kind of thing.
  private static func lost(
    _ ids: Set<String>, from base: ScenarioModel, _ current: ScenarioModel
  ) -> [Diagnostic] {
    guard current.model.horizon == base.model.horizon else {
      return [
        Diagnostic(
          .periodOutsideHorizon,
          .init(
            zh: "事实把预测期改成了 \(current.model.horizon.label)，而跟踪的是 \(base.model.horizon.label)",
            en: "the facts make the horizon \(current.model.horizon.label), and it is "
              + "\(base.model.horizon.label) that is followed"), at: nil)
      ]
    }
    func haveEachPeriod(_ model: ScenarioModel) -> [String: Bool] {
      Dictionary(
        model.model.indicators.map { ($0.indicator.id, $0.timing == .each) },
        uniquingKeysWith: { first, _ in first })
    }
    let (before, now) = (haveEachPeriod(base), haveEachPeriod(current))
    return ids.sorted().filter { now[$0] != before[$0] }.map { id in
      Diagnostic(
        .unknownName,
        .init(
          zh: "按这些事实，情景不再有所跟踪的“\(id)”，或它改了时点",
          en: "with these facts the scenario no longer has '\(id)', which is followed, or has it "
            + "at other times"), at: nil)
    }
  }

  // MARK: Runs

  private func simulated(
    _ compiled: CompiledScenario, _ settings: SimulationSettings, _ label: BilingualText
  ) throws(Diagnostics) -> SimulationResult {
    do throws(SimulationError) {
      return try simulate(
        compiled.plan, settings, following: order,
        progress: { [progress] in progress?(label, $0) }, isStopped: isStopped)
    } catch {
      throw Diagnostics([compiled.diagnostic(error)])
    }
  }

  mutating func runBaseline() throws(Diagnostics) {
    let model = base.holding(base.model.fixing([:], showing: shown))
    baseline = try simulated(
      compile(model, recording: .only(shown)), settings, base.scenario.label)
    guard let baseline, actuals != nil else { return }
    let columns = judged.map { goal($0, baseline).column }
    outcomes = collect(columns.count, threads: settings.threads) { place in
      OutcomeScores(columns[place], in: baseline)
    }
  }

  /// Looks at the targets with what was known on a day.
  mutating func condition(on day: CalendarDate) throws(Diagnostics) {
    let isLast = day == asOf
    let (scenario, hasProgress) = try knowing(isLast ? current : base, on: day)
    let (parts, mistakes) = knownParts(actuals?.known(on: day) ?? [])
    guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
    let fixed = Dictionary(grouping: parts.filter { $0.error == 0 }, by: \.indicator)
      .mapValues { $0.map(\.known) }
    let model = scenario.holding(
      scenario.model.fixing(fixed, expecting: Set(parts.map(\.indicator)), showing: shown))
    let conditioning = parts.isEmpty ? nil : try conditioned(model, parts, day)
    var moved = settings
    moved.shift = conditioning?.shift
    let isUntouched = parts.isEmpty && !(isLast && hasFacts) && !hasProgress
    let compiled = compile(model, recording: .only(shown))
    let result =
      isUntouched ? baseline! : try simulated(compiled, moved, label(day))
    // What was cut short is as if it had not been begun.
    guard !isStopped() else { return }
    let found = judged.map { tally(of: goal($0, result), in: result).met }
      .map { ExceedanceProbability($0) }
    let errors = judged.indices.map { place in
      standardError(of: found[place], place, result, conditioning)
    }
    points.append((day, found, errors))
    last = LastDay(
      compiled: compiled, result: result, parts: parts, conditioning: conditioning,
      shift: moved.shift)
  }

  /// So few trials that are all alike say nothing of the others.
  private static let fewestAlike = 30

  /// NaN where a few trials agree by chance.
  private func standardError(
    of found: ExceedanceProbability, _ target: Int, _ result: SimulationResult,
    _ conditioning: Conditioning?
  ) -> Double {
    let isAlike = found.probability == 0 || found.probability == 1
    let goal = goal(judged[target], result)
    if isAlike, found.count < Self.fewestAlike, result.number(of: goal.column) == nil {
      return .nan
    }
    guard let conditioning else { return found.standardError }
    return conditioning.standardError(
      of: found, outcome: target,
      met: KnownResult(columns: [goal.column], value: 0).trials(in: result).map(goal.isMet))
  }

  /// The scenario with what is known of its works in place; and whether that is anything.
  private func knowing(_ scenario: ScenarioModel, on day: CalendarDate) throws(Diagnostics) -> (
    model: ScenarioModel, hasProgress: Bool
  ) {
    guard let progress = actuals?.worksProgress(on: day, in: base.scenario), !progress.isEmpty
    else { return (scenario, false) }
    let (model, diagnostics) = load(scenario, knowing: progress, files: files)
    guard let model else { throw Diagnostics(diagnostics) }
    return (model, true)
  }

  private func label(_ day: CalendarDate) -> BilingualText {
    BilingualText(zh: "\(day) 的已知情况", en: "as known on \(day)")
  }

  private func conditioned(_ model: ScenarioModel, _ parts: [KnownPart], _ day: CalendarDate)
    throws(Diagnostics) -> Conditioning
  {
    let ids = Set(parts.map { Model.expectedID(of: $0.indicator) })
    let compiled = compile(model, recording: .only(ids))
    let horizon = model.model.horizon
    let known = parts.map { part in
      KnownResult(
        columns: part.known.periods.map { period in
          column(compiled.plan, Model.expectedID(of: part.indicator), horizon[period].label)
        }, value: part.known.total, error: part.error, through: part.known.periods.max())
    }
    let lastPeriod = parts.flatMap(\.known.periods).max() ?? 0
    let words = label(day)
    do throws(SimulationError) {
      return try Planning.condition(
        compiled.plan, on: known, through: lastPeriod, settings, of: outcomes, following: order,
        progress: { [progress] in progress?(words, $0) }, isStopped: isStopped)
    } catch {
      throw Diagnostics([compiled.diagnostic(error)])
    }
  }

  private func column(_ plan: Plan, _ label: String, _ period: String) -> Column {
    guard let found = plan.columns.first(where: { $0.label == label && $0.period == period })
    else { preconditionFailure("what is asked for is kept") }
    return found
  }

  private func goal(_ judged: JudgedTarget, _ result: SimulationResult) -> Goal {
    guard let column = result.column(judged.columnLabel, period: judged.columnPeriod) else {
      preconditionFailure("the columns of all targets are kept")
    }
    return Goal(
      column: column, side: judged.target.side == .atLeast ? .atLeast : .atMost,
      bound: judged.bound)
  }

  // MARK: The rule

  private var measured: [RuleMeasuring.Answer] = []

  /// Measures the warning rule on the trials of the baseline.
  mutating func measure() {
    guard let baseline else { return }
    let words = BilingualText(zh: "检验预警规则", en: "measuring the warning rule")
    progress?(words, 0)
    let measuring = RuleMeasuring(
      model: base, years: baseline, observed: observed, rule: request.rule,
      falseAlarm: request.falseAlarm)
    let targets = judged
    let goals = targets.map { goal($0, baseline) }
    measured = collect(targets.count, threads: settings.threads) { place in
      measuring.answer(targets[place], goals[place])
    }
    progress?(words, 1)
  }

  // MARK: What comes of it

  var result: TrackResult {
    var final = settings
    final.shift = last?.shift
    let finished =
      isStopped()
      ? FinishedPart(points.count, of: days.count, BilingualText(zh: "个日期", en: "days")) : nil
    return TrackResult(
      compiled: last?.compiled ?? compile(base, recording: .only(shown)), settings: final,
      asOf: lookedAt, rule: request.rule,
      targets: judged.indices.map { tracked($0) }, known: trackedActuals + trackedDates,
      conditioning: last?.conditioning,
      warnings: zip(judged, measured).compactMap { target, answer in
        if case .measured(let rates) = answer { (judged: target, rates: rates) } else { nil }
      },
      unmeasured: zip(judged, measured).compactMap { target, answer in
        if case .not(let reason) = answer { (judged: target, reason: reason) } else { nil }
      }, result: last?.result,
      laterCount: actuals?.count(after: lookedAt) ?? 0, finished: finished)
  }

  private func tracked(_ place: Int) -> TrackedTarget {
    let target = judged[place]
    let before = baseline.map {
      ExceedanceProbability(tally(of: goal(target, $0), in: $0).met)
    }
    let run = last.flatMap { rate(target, $0) }
    let outcomes = last.map { last in
      KnownResult(columns: [goal(target, last.result).column], value: 0).trials(in: last.result)
    }
    let probability = points.last?.attained[place].probability ?? .nan
    let isOver = target.lastDay(in: base.model.horizon).map { $0 <= lookedAt } ?? false
    return TrackedTarget(
      judged: target, before: before ?? ExceedanceProbability(qualifying: 0, of: 0),
      points: points.map { point in
        let found = point.attained[place].probability
        return TrackedTarget.Point(
          date: point.day, probability: found, standardError: point.errors[place],
          light: request.rule.light(at: found))
      }, outlook: outcomes.map { RunRate.Spread($0) }, progress: run?.rate,
      through: run?.through ?? "", isLate: run?.isLate ?? false,
      isDecided: last.map { isDecided(target, $0, outcomes ?? []) } ?? false,
      isUnreported: isOver && probability > 0 && probability < 1)
  }

  /// Whether what is known says whether it is met, and the scenario alone does not.
  private func isDecided(_ target: JudgedTarget, _ last: LastDay, _ outcomes: [Double]) -> Bool {
    guard let baseline, let first = outcomes.first else { return false }
    let goal = goal(target, last.result)
    if target.target.time == .everyPeriod {
      let isMissed = last.parts.contains { part in
        part.indicator == target.target.indicator && part.error == 0
          && part.known.periods.count == 1 && !goal.isMet(by: part.known.total)
      }
      if isMissed { return true }
    }
    let before = KnownResult(columns: [self.goal(target, baseline).column], value: 0)
      .trials(in: baseline)
    func isCertain(_ values: [Double], _ value: Double) -> Bool {
      values.allSatisfy { abs($0 - value) <= 1e-12 * abs(value) }
    }
    return isCertain(outcomes, first) && !isCertain(before, before[0])
  }

  /// How far a total of several periods has come: a year, a quarter of months, the first half of a
  /// year; nil for what is none, and before its first period is over.
  private func rate(_ judged: JudgedTarget, _ last: LastDay)
    -> (rate: RunRate, through: String, isLate: Bool)?
  {
    let horizon = base.model.horizon
    guard judged.bound > 0, let baseline,
      let indicator = base.model.indicators.first(where: {
        $0.indicator.id == judged.columnLabel
      }), indicator.timing == .each, indicator.indicator.aggregation == .sum,
      let whole = Period.ends(label: judged.columnPeriod),
      let periods = horizon.indexes(of: whole), periods.count > 1
    else { return nil }
    let own = last.parts.filter { $0.indicator == judged.columnLabel }
    // As far as it is known, else as far as time has gone.
    guard let through = own.flatMap(\.known.periods).filter(periods.contains).max()
      ?? periods.last(where: { horizon[$0].lastDay <= lookedAt })
    else { return nil }
    let labels = periods.map { horizon[$0].label }
    func columns(_ result: SimulationResult) -> [Column] {
      labels.compactMap { result.column(judged.columnLabel, period: $0) }
    }
    let (usual, now) = (columns(baseline), columns(last.result))
    guard usual.count == labels.count, now.count == labels.count else { return nil }
    let soFar = Set(periods.lowerBound...through)
    // A sum that reaches beyond them does not say what part of it lies in them.
    let reported = own.filter { $0.error == 0 && soFar.isSuperset(of: $0.known.periods) }
      .flatMap(\.known.periods)
    func month(after period: Period) -> Int {
      Period(.monthly, containing: period.next.firstDay).ordinal
    }
    let rest = month(after: horizon[through])..<month(after: whole.upperBound)
    let rate = RunRate(
      before: (baseline, usual), after: (last.result, now),
      through: through - periods.lowerBound, bound: judged.bound,
      isReported: soFar.isSubset(of: reported),
      elapsedShare: elapsedShare(base, of: whole, through: horizon[through]),
      lastYear: rest.isEmpty
        ? nil
        : amountBefore(
          base, indicator: judged.columnLabel, months: rest.lowerBound - 12..<rest.upperBound - 12))
    let latest = periods.last { horizon[$0].lastDay <= lookedAt } ?? through
    return (rate, horizon[through].label, through < latest)
  }

  private var trackedActuals: [TrackedActual] {
    guard let last, let conditioning = last.conditioning else { return [] }
    let horizon = base.model.horizon
    return zip(last.parts, conditioning.agreements).compactMap { part, agreement in
      guard
        let indicator = base.model.indicators.first(where: {
          $0.indicator.id == part.indicator
        })?.indicator
      else { return nil }
      let (first, end) = (part.known.periods[0], part.known.periods[part.known.periods.count - 1])
      return TrackedActual(
        indicator: indicator,
        period: first == end
          ? horizon[first].label : horizon[first].label + ".." + horizon[end].label,
        value: part.known.total, error: part.error, agreement: agreement)
    }
  }

  /// The dates of works that are known, beside what the model said of them.
  private var trackedDates: [TrackedActual] {
    guard let last, let baseline else { return [] }
    let period = base.model.horizon.label
    return (actuals?.latestProgress(on: lookedAt) ?? []).compactMap { one in
      guard
        let indicator = last.compiled.model.model.indicators.first(where: {
          $0.indicator.id == one.indicator
        })?.indicator, let column = baseline.column(one.indicator, period: period)
      else { return nil }
      return TrackedActual(
        indicator: indicator, period: period, value: one.value, error: 0,
        agreement: Conditioning.Agreement(fixing: one.value, instead: column, in: baseline))
    }
  }
}
