import ArgumentParser
import Torreya

struct SensitivityCommand: QuestionCommand {
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
        torreya sensitivity scenarios/jidong-2024.json --target T3 --by object \\
          --trials 256 --methods sobol,information --confidence 0.9
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: SensitivityOptions

  @Option(
    help: """
      An indicator to ask about, as id or id@period, such as @2024-06, @2024-Q2 or \
      @2024-01..2024-06; parted by commas.
      """)
  var indicator: String?

  @Option(help: "What to work out. (default: tornado,ranks,sobol)")
  var methods: String?

  @Option(help: "What is one input: stream, each random value; or object, all values of one.")
  var by: Grouping = .stream

  @Option(help: "For shapley: pairs of orders, of 1024 trials each.")
  var orders = 16

  @Option(help: "For information: with which probability a promise is to be kept.")
  var confidence = Confidence(argument: "80%")

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
    _ = try confidence.checked()
    if !(2...10_000).contains(orders) {
      throw ValidationError(
        zh: "--orders 应在 2 到 10000 之间。", en: "--orders must be from 2 to 10000.")
    }
  }

  var options: [(name: String, value: String?)] {
    [
      ("target", asked.target), ("indicator", indicator), ("methods", methods),
      ("by", by.rawValue), ("orders", String(orders)), ("confidence", String(confidence.value)),
      ("variants", variants),
    ]
  }

  func question(of model: ScenarioModel) throws -> SensitivityPlan {
    var question = SensitivityQuestion()
    question.targets = try asked.targets(of: model, otherwise: indicator == nil ? nil : [])
    question.indicators = indicator.map(listed) ?? []
    if let methods {
      let known = SensitivityQuestion.Method.allCases.map(\.rawValue)
      question.methods = try listed(methods).map { name in
        guard let method = SensitivityQuestion.Method(rawValue: name) else {
          throw ValidationError(
            zh: "没有方法“\(name)”。有：\(known.joined(separator: "、"))。",
            en: "'\(name)' is no method. There are: \(known.joined(separator: ", ")).")
        }
        return method
      }
    }
    question.byObject = by == .object
    question.pairs = orders
    question.confidence = confidence.value
    question.variants = variants.map(listed) ?? []
    return try SensitivityPlan(model, question)
  }

  func settings(for question: SensitivityPlan, of model: ScenarioModel) throws
    -> SimulationSettings
  {
    let settings = try simulation.settings(for: model.scenario, trials: 4096)
    guard settings.trials >= 32 else {
      throw ValidationError(zh: "这里 --trials 至少为 32。", en: "--trials must be at least 32 here.")
    }
    return settings
  }

  func answer(
    _ plan: SensitivityPlan, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let report = try analyseSensitivity(
      plan, answering.settings, files: scenario.files, isStopped: answering.isStopped,
      progress: answering.progress)
    return QuestionAnswer(
      tables: report.tables, settings: report.settings, finished: report.finished,
      text: { $0.sensitivity(report, files: $1, folder: output) })
  }
}
