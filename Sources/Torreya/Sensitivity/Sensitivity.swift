import ColumnPlan
import Planning
import Probability
import Reports
import Simulation
import SourceText
import Vocabulary
import Workers

/// Which inputs decide what is asked for.
public struct SensitivityReport: Sendable {
  public let plan: SensitivityPlan
  public let settings: SimulationSettings
  public internal(set) var rows: [SensitivityRow] = []
  public internal(set) var bars: [TornadoRow] = []
  /// How often the plan was evaluated.
  public internal(set) var evaluations = 0
  /// The rows that were found before it was told to stop; nil when all were.
  public internal(set) var finished: FinishedPart?

  public var outputs: [AskedFigure] { plan.outputs }

  /// The tables in the order of their files.
  public var tables: [NamedTable] {
    return [
      NamedTable("sensitivity.csv", SensitivityTable.table(rows)),
      NamedTable("tornado.csv", TornadoTable.table(bars)),
    ]
  }
}

/// Answers a question about which inputs decide.
///
/// - Parameter settings: the trials of one run.
/// - Parameter isStopped: asked after each block of trials; once true, what is finished is
///   returned.
/// - Parameter progress: called with what is being done, and the share of it.
/// - Throws: when the results do not fit into memory or are not finite.
public func analyseSensitivity(
  _ plan: SensitivityPlan, _ settings: SimulationSettings, files: any ProjectFiles,
  isStopped: @escaping @Sendable () -> Bool = { false },
  progress: (@Sendable (BilingualText, Double) -> Void)? = nil
) throws(Diagnostics) -> SensitivityReport {
  let run = SensitivityRun(plan.compiled.plan, plan.analysed, settings, isStopped: isStopped)
  var report = SensitivityReport(plan: plan, settings: run.settings)
  // What does not fit is told before anything is run.
  let information = try plan.question.methods.contains(.information)
    ? InformedPlans(plan, run, files) : nil
  try plan.checkRankMemory(run.settings)
  for method in SensitivityQuestion.Method.allCases where plan.question.methods.contains(method) {
    if isStopped() { break }
    let noting: SensitivityProgress = { progress?(method.label, $0) }
    if method == .information {
      if let information { try report.addInformation(information, noting) }
      continue
    }
    try plan.diagnosed { () throws(SimulationError) in
      switch method {
      case .tornado: try report.addTornado(run, noting)
      case .ranks: try report.addRanks(run)
      case .sobol: try report.addSobol(run, noting)
      case .shapley: try report.addShapley(run, noting)
      case .information: break
      }
    }
  }
  if isStopped() {
    report.finished = FinishedPart(
      report.rows.count + report.bars.count, of: nil, BilingualText(zh: "行", en: "rows"))
  }
  return report
}

extension SensitivityQuestion.Method {
  /// What is being done, for the progress line.
  var label: BilingualText {
    switch self {
    case .tornado: BilingualText(zh: "龙卷风图", en: "tornado")
    case .ranks: BilingualText(zh: "秩相关", en: "rank correlations")
    case .sobol: BilingualText(zh: "Sobol 指数", en: "Sobol indices")
    case .shapley: BilingualText(zh: "Shapley 效应", en: "Shapley effects")
    case .information: BilingualText(zh: "完全信息价值", en: "value of information")
    }
  }
}

extension SensitivityReport {
  mutating func add(
    _ kind: SensitivityRow.Kind, _ place: Int, _ input: AnalysedInput?,
    _ estimate: SensitivityEstimate
  ) {
    let (output, isAttainment) = plan.places[place]
    rows.append(
      SensitivityRow(
        output: outputs[output], isAttainment: isAttainment, kind: kind, input: input,
        estimate: estimate))
  }

  mutating func addTornado(_ run: SensitivityRun, _ progress: @escaping SensitivityProgress)
    throws(SimulationError)
  {
    let analysis = try tornado(of: plan.moved(in: run), in: run, progress: progress)
    evaluations += analysis.evaluations
    let places = plan.places
    for output in outputs.indices {
      let value = places.firstIndex { $0 == (output, false) }!
      let attainment = places.firstIndex { $0 == (output, true) }
      let found = analysis.inputs.indices.map { index in
        TornadoRow(
          output: outputs[output], input: plan.described(analysis.inputs[index].stream),
          moved: analysis.inputs[index], othersFollow: analysis.othersFollow[index],
          value: analysis.bars[index][value],
          attainment: attainment.map { analysis.bars[index][$0] })
      }
      bars += found
    }
    if !run.isStopped() { try addLevers(run) }
    let order = outputs.indices.map { outputs[$0].place }
    bars.sort { left, right in
      let a = order.firstIndex(of: left.output.place)!
      let b = order.firstIndex(of: right.output.place)!
      return a == b ? abs(left.value.swing.value) > abs(right.value.swing.value) : a < b
    }
  }

  /// The levers between their bounds: what a planner can move.
  private mutating func addLevers(_ run: SensitivityRun) throws(SimulationError) {
    let places = plan.places
    for lever in plan.compiled.scenario.levers {
      guard let bounds = lever.bounds, !run.isStopped() else { continue }
      let ends = try [bounds.lowerBound, bounds.upperBound].map { end throws(SimulationError) in
        try run.with(plan.plan(settingLever: lever, to: end)).baseValues()
      }
      if run.isStopped() { return }
      evaluations += 2 * run.settings.trials
      // What moves nothing is not among the inputs.
      guard ends[0] != ends[1] else { continue }
      let input = AnalysedInput(id: "levers." + lever.id, label: lever.label, lever: lever)
      for output in outputs.indices {
        func bar(_ isAttainment: Bool) -> TornadoBar? {
          places.firstIndex { $0 == (output, isAttainment) }.map {
            TornadoBar(low: ends[0][$0], high: ends[1][$0], run.replication)
          }
        }
        bars.append(
          TornadoRow(
            output: outputs[output], input: input, moved: nil, othersFollow: false,
            value: bar(false)!, attainment: bar(true)))
      }
    }
  }

  mutating func addRanks(_ run: SensitivityRun) throws(SimulationError) {
    let streams = plan.streams
    let inputs = run.scores(of: streams) { [plan] in plan.boxInput(streams[$0], $1).values }
    let values = try run.baseValues()
    if run.isStopped() { return }
    evaluations += run.settings.trials
    let found = rankAssociations(
      of: values, with: inputs, run.replication,
      threads: plan.rankMemory(run.settings).workers(run.settings))
    for place in values.indices {
      for (stream, association) in zip(streams, found[place]) {
        add(.rankCorrelation, place, plan.described(stream), association.correlation)
        add(.partialRankCorrelation, place, plan.described(stream), association.partial)
      }
    }
  }

  mutating func addSobol(_ run: SensitivityRun, _ progress: @escaping SensitivityProgress)
    throws(SimulationError)
  {
    let analysis = try sobolIndices(of: plan.inputs(), in: run, progress: progress)
    evaluations += analysis.evaluations
    for place in run.outputs.indices {
      for (input, indices) in zip(analysis.inputs, analysis.indices) {
        add(.sobolFirst, place, plan.described(input), indices[place].first)
        add(.sobolTotal, place, plan.described(input), indices[place].total)
      }
    }
  }

  mutating func addShapley(_ run: SensitivityRun, _ progress: @escaping SensitivityProgress)
    throws(SimulationError)
  {
    // Each pair of orders has trials of its own.
    var settings = run.settings
    settings.trials = min(settings.trials, blockTrials)
    let run = SensitivityRun(run.plan, run.outputs, settings, isStopped: run.isStopped)
    let analysis = try shapleyEffects(
      of: plan.inputs(joined: false), in: run, pairs: plan.question.pairs, progress: progress)
    evaluations += analysis.evaluations
    guard analysis.pairs > 1 else { return }
    for place in run.outputs.indices {
      for (input, shares) in zip(analysis.inputs, analysis.shares) {
        add(.shapley, place, plan.described(input), shares[place])
      }
    }
  }
}

extension SensitivityPlan {
  /// Tells what went wrong in a simulation like every other mistake.
  func diagnosed<Result>(_ body: () throws(SimulationError) -> Result) throws(Diagnostics)
    -> Result
  {
    do throws(SimulationError) {
      return try body()
    } catch {
      throw Diagnostics([compiled.diagnostic(error)])
    }
  }

  /// What rank correlations hold.
  fileprivate func rankMemory(_ settings: SimulationSettings) -> RankMemory {
    RankMemory(inputs: streams.count, outputs: places.count, settings.replication)
  }

  /// - Throws: when ranks are asked for and the trials of all inputs do not fit into memory.
  fileprivate func checkRankMemory(_ settings: SimulationSettings) throws(Diagnostics) {
    guard question.methods.contains(.ranks) else { return }
    do throws(SimulationError) {
      try rankMemory(settings).check(settings)
    } catch {
      throw Diagnostics([compiled.diagnostic(error, inputs: streams.count)])
    }
  }
}
