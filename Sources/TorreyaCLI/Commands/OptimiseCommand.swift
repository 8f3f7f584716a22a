import ArgumentParser
import Torreya

struct OptimiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimise", abstract: "Find the lever values that do most for the targets.",
    discussion: """
      Maximises the probability that all named targets are met together, for an amount of money \
      in all (--budget) or beyond what the levers cost now (--extra); or finds the least cost for \
      a wished probability (--probability). Bounds, whole numbers, steps and exclusions are those \
      of the scenario's levers. What is found is judged again in fresh trials. Writes \
      optimise.csv, with --frontier frontier-cost.csv, with --futures robustness.csv, and \
      manifest.json. An interrupt writes what is finished.

        torreya optimise scenarios/jidong-2024.json --targets T1 --extra 50万元
        torreya optimise scenarios/jidong-2024.json --targets T1,T2 --budget 100万元 \\
          --levers promotionVisits,promotionBudget --frontier 6
        torreya optimise scenarios/jidong-2024.json --targets T1 --probability 52%
        torreya optimise scenarios/jidong-2024.json --targets T1 --extra 50万元 \\
          --futures loseFirmA,anchorLeaves
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The targets to meet together, parted by commas. (default: all of them)")
  var targets: String?

  @Option(help: "The levers to decide on, parted by commas. (default: all with bounds)")
  var levers: String?

  @Option(help: "The money for the levers that act on the targets, in all, such as 100万元.")
  var budget: String?

  @Option(help: "The money beyond what they cost now, such as 50万元; no lever is cut.")
  var extra: String?

  @Flag(help: "With --extra: levers may be cut as well, and their money go elsewhere.")
  var cuts = false

  @Option(help: "The wished probability, such as 0.8 or 80%: find the least cost for it.")
  var probability: String?

  @Option(help: "The number of budgets of the cost-probability frontier. (default: none)")
  var frontier: Int?

  @Option(help: "Variants that may come true, parted by commas: decide so that it holds in all.")
  var futures: String?

  @Option(help: "The most decisions that a search simulates. (default: 400)")
  var evaluations: Int?

  @Option(help: "The trials in which decisions are judged again. (default: 4 × --trials)")
  var freshTrials: Int?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/optimise"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    if cuts, extra == nil { throw ValidationError("--cuts belongs to --extra.") }
    _ = try asking { () throws(QuestionError) in try LeverWish(question) }
  }

  private var question: WhatIfQuestion {
    var question = WhatIfQuestion()
    question.add("targets", targets)
    question.add("levers", levers)
    question.add("budget", budget)
    question.add("extra", extra)
    question.add("cuts", cuts ? "" : nil)
    question.add("probability", probability)
    question.add("frontier", frontier.map(String.init))
    question.add("futures", futures)
    question.add("evaluations", evaluations.map(String.init))
    question.add("fresh-trials", freshTrials.map(String.init))
    return question
  }

  func run() throws {
    let model = try scenario.load(language.chosen, withVariants: false)
    try requireWritable(output)
    let settings = try simulation.pairedSettings(for: model.scenario)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let result = try found(model, settings, progress)
    let request = Request(
      .optimise(question), of: model.scenario, settings,
      format: excel ? .spreadsheet : .plain, finished: result.finished)
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish(result.tables, for: request, in: output)
    if !simulation.quiet {
      let report = TerminalReport(language: language.chosen)
      try show(report.optimisation(result, settings, files: names, folder: output))
    }
    try endIfStopped(request, in: language.chosen)
    // A wish that cannot be had is no answer for a script that goes on with it.
    if result.best == nil { throw ExitStatus.checkFailed }
  }

  private func found(
    _ model: ScenarioModel, _ settings: SimulationSettings, _ progress: Progress
  ) throws -> LeverOptimisation {
    let label = model.scenario.label
    do throws(LeverProblemError) {
      let stop = StopOnInterrupt()
      defer {
        stop.end()
        progress.finish()
      }
      return try optimise(
        model, question, settings, files: scenario.files,
        progress: { progress.update(label, $0) }, isStopped: { stop.isStopped })
    } catch {
      switch error {
      case .question(let problem): throw ValidationError(problem.message)
      case .scenario(let diagnostics): throw fail(diagnostics.all, in: language.chosen)
      }
    }
  }
}
