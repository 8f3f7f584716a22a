import ArgumentParser
import Torreya

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show how a number comes about.",
    discussion: """
      Without an indicator: the indicators of the scenario. With one: its formula and the \
      formulas behind it, with the numbers of one trial. With works.<project> or \
      works.<project>.<activity>: the chain of activities that made it end when it did, and \
      the delay against the plan by cause.

        torreya explain town.json
        torreya explain town.json fiscal.total.recurring --trial 17 --period 2025-06
        torreya explain town.json works.road --trial 17     what made works late
        torreya explain town.json --stage model       every formula
        torreya explain town.json --stage plan        what is computed per trial
        torreya explain town.json --stage plan --sampling sobol  with dimensions
      """)

  enum Stage: String, CaseIterable, ExpressibleByArgument { case model, plan }

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var language: LanguageOption

  @Argument(help: "The id of an indicator.")
  var indicator: String?

  @Option(help: "Print a whole stage: model or plan.")
  var stage: Stage?

  @Option(help: "The trial whose numbers are shown.")
  var trial = 0

  @Option(help: "The period whose numbers are shown. (default: the first)")
  var period: String?

  @Option(help: "How many formulas deep. (default: 3)")
  var depth: Int?

  @Option(help: "The random seed. (default: the scenario's)")
  var seed: UInt64?

  @OptionGroup var sampling: SamplingOptions

  func validate() throws {
    guard (0..<1_000_000_000_000).contains(trial) else {
      throw ValidationError(
        zh: "--trial 从 0 数起，应小于 1000000000000。",
        en: "--trial is counted from 0, and must be below 1000000000000.")
    }
    if let depth, depth < 0 {
      throw ValidationError(zh: "--depth 不能为负数。", en: "--depth must not be negative.")
    }
  }

  func run() throws {
    guard stage != nil || indicator != nil else { return try listIndicators() }
    let model = try scenario.load(language.chosen)
    switch (stage, indicator) {
    case (.model, _): try show(model.model.description)
    case (.plan, _):
      let compiled = compileForTables(model, withSample: false)
      try show(compiled.planText(sampling: sampling.scheme(for: model.scenario)))
    case (nil, nil): return
    case (nil, let id?):
      if ScheduleExplanation.explains(id, in: model) {
        try explainSchedule(id, model)
      } else {
        try explain(id, model)
      }
    }
  }

  /// Lists the names, also those of a scenario with mistakes, which may be mended by them.
  private func listIndicators() throws {
    prepareWorkers()
    let source = try scenario.source()
    let (model, diagnostics) = Torreya.load(source, files: scenario.files)
    if let known = model ?? readableModel(source, files: scenario.files) {
      try show(TerminalReport(language: language.chosen).indicators(known))
    }
    guard model != nil else { throw fail(diagnostics, in: language.chosen) }
  }

  private func explain(_ id: String, _ model: ScenarioModel) throws {
    let names =
      model.model.indicators.map(\.indicator.id)
      + ScheduleExplanation.names(of: model)
    guard names.contains(id) else {
      throw refuse(
        QuestionError(
          .init(zh: "情景没有指标“\(id)”。", en: "The scenario has no indicator '\(id)'.")
            + suggestion(id, names)))
    }
    let label = period.map { Period.label(written: $0) } ?? model.model.horizon[0].label
    guard model.model.horizon.periods.contains(where: { $0.label == label }) else {
      let (first, last) = (model.model.horizon[0].label, model.model.horizon.last.label)
      throw refuse(
        QuestionError(
          .init(
            zh: "“\(period ?? label)”不是单个时段：请写 \(first) 到 \(last) 中的一个。",
            en: "'\(period ?? label)' is no single period: name one from \(first) to \(last).")))
    }
    let scheme = try sampling.scheme(for: model.scenario)
    do {
      let explanation = try Explanation(
        of: id, in: model, trial: trial, period: label,
        seed: seed ?? model.scenario.simulation.seed, sampling: scheme)
      try show(explanation.text(depth: depth ?? 3, language: language.chosen))
    } catch let error as SimulationError {
      throw fail([compile(model).diagnostic(error)], in: language.chosen)
    }
  }

  private func explainSchedule(_ id: String, _ model: ScenarioModel) throws {
    guard period == nil, depth == nil else {
      throw ValidationError(
        zh: "--period 和 --depth 用于指标，而“\(id)”是工程：显示的是决定其完工时间的整条链。"
          + "请去掉它们，或写它的某个指标，如 \(id).finish。",
        en:
          "--period and --depth are for indicators, and '\(id)' is works: the whole chain that "
          + "made it end when it did is shown. Leave them out, or name one of its indicators, such "
          + "as \(id).finish.")
    }
    let scheme = try sampling.scheme(for: model.scenario)
    do {
      let explanation = try ScheduleExplanation(
        of: id, in: model, trial: trial, seed: seed ?? model.scenario.simulation.seed,
        sampling: scheme)
      try show(explanation.text(language.chosen))
    } catch let error as SimulationError {
      throw fail([compile(model).diagnostic(error)], in: language.chosen)
    }
  }
}
