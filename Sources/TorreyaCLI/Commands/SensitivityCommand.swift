import ArgumentParser
import Torreya

struct SensitivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity", abstract: "Say which uncertain assumptions decide a target.",
    discussion: """
      By --methods, parted by commas: tornado (each input held low and high, all else drawn), \
      ranks (rank and partial rank correlations), sobol (first and total indices), shapley \
      (shares of the variance also where inputs depend on each other), information (what it is \
      worth to know an input before a level is promised, or before one of --variants is chosen). \
      Only what the target needs is simulated, and only inputs that it depends on. --trials are \
      those of one run, 4096 unless said otherwise. Writes sensitivity.csv, tornado.csv and \
      manifest.json. After an interrupt it writes what is finished.

        torreya sensitivity scenarios/jidong-2024.json --target T3 --trials 256
        torreya sensitivity scenarios/jidong-2024.json --target T3 --by object --trials 256 \\
          --methods sobol,information --confidence 0.9
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: QuestionOptions

  @Option(help: "An indicator to ask about, as id or id@period; parted by commas.")
  var indicator: String?

  @Option(help: "What to work out. (default: tornado,ranks,sobol)")
  var methods: String?

  @Option(help: "What is one input: stream, each random value; or object, all values of one.")
  var by: Grouping = .stream

  @Option(help: "For shapley: pairs of orders, of 1024 trials each.")
  var orders = 16

  @Option(help: "For information: with which probability a promise is to be kept.")
  var confidence = 0.8

  @Option(help: "For information: the variants to choose from, besides the scenario as it is.")
  var variants: String?

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/sensitivity"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  enum Grouping: String, ExpressibleByArgument, CaseIterable { case stream, object }

  func validate() throws {
    if !(2...10_000).contains(orders) { throw ValidationError("--orders must be from 2 to 10000.") }
    if !(confidence > 0 && confidence < 1) {
      throw ValidationError("--confidence must lie between 0 and 1.")
    }
  }

  func run() throws {
    let model = try scenario.load(language.chosen, withVariants: false)
    let plan = try planned(model, try question(model))
    try requireWritable(output)
    let settings = try simulation.pairedSettings(for: model.scenario, trials: 4096)
    guard settings.trials >= 32 else { throw ValidationError("--trials must be at least 32 here.") }
    simulation.remark(on: settings, language.chosen)
    let stop = StopOnInterrupt()
    defer { stop.end() }
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let report = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try analyseSensitivity(
        plan, settings, files: scenario.files, isStopped: { stop.isStopped },
        progress: progress.update)
    }
    let request = Request(
      .sensitivity(plan.question), of: model.scenario, report.settings,
      format: excel ? .spreadsheet : .plain, finished: report.finished)
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish(report.tables, for: request, in: output)
    if !simulation.quiet {
      let text = TerminalReport(language: language.chosen)
      try show(text.sensitivity(report, files: names, folder: output))
    }
    try endIfStopped(request, in: language.chosen)
  }

  private func question(_ model: ScenarioModel) throws -> SensitivityQuestion {
    var question = SensitivityQuestion()
    question.places = (indicator?.split(separator: ",") ?? []).map { text in
      let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
      return SensitivityQuestion.Place(
        indicator: parts[0], period: parts.count > 1 ? parts[1] : "")
    }
    question.targets = try asked.targets(of: model, otherwise: indicator == nil ? nil : [])
    if let methods {
      question.methods = try methods.split(separator: ",").map { name in
        guard let method = SensitivityQuestion.Method(rawValue: String(name)) else {
          throw ValidationError(
            "'\(name)' is no method. There are: "
              + SensitivityQuestion.Method.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return method
      }
    }
    question.byObject = by == .object
    question.pairs = orders
    question.confidence = confidence
    question.variants = variants?.split(separator: ",").map(String.init) ?? []
    return question
  }
}
