import ArgumentParser
import Torreya

struct OptimiseCommand: QuestionCommand {
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

  @Option(
    parsing: .unconditional,
    help: "The money for the levers that act on the targets, in all, such as 100万元.")
  var budget: String?

  @Option(
    parsing: .unconditional,
    help: "The money beyond what they cost now, such as 50万元; no lever is cut.")
  var extra: String?

  @Flag(help: "With --extra: levers may be cut as well, and their money go elsewhere.")
  var cuts = false

  @Option(
    parsing: .unconditional,
    help: "The wished probability, such as 0.8 or 80%: find the least cost for it.")
  var probability: String?

  @Option(
    parsing: .unconditional,
    help: "The number of budgets of the cost-probability frontier. (default: none)")
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
    if cuts, extra == nil {
      throw ValidationError(zh: "--cuts 与 --extra 同用。", en: "--cuts belongs to --extra.")
    }
    do throws(QuestionError) {
      _ = try wish
    } catch {
      throw ValidationError(zh: error.message.zh, en: error.message.en)
    }
    if let frontier, frontier < 0 {
      throw ValidationError(
        zh: "--frontier 是不小于 0 的整数。", en: "--frontier is a whole number of at least 0.")
    }
    for (name, number) in [("evaluations", evaluations), ("fresh-trials", freshTrials)] {
      if let number, !(1...1 << 40).contains(number) {
        throw ValidationError(
          zh: "--\(name) 是不小于 1 的整数。", en: "--\(name) is a whole number of at least 1.")
      }
    }
  }

  private var wish: LeverWish {
    get throws(QuestionError) {
      try LeverWish(budget: budget, extra: extra, mayCut: cuts, probability: probability)
    }
  }

  var options: [(name: String, value: String?)] {
    [
      ("targets", targets), ("levers", levers), ("budget", budget), ("extra", extra),
      ("cuts", cuts ? "true" : nil), ("probability", probability),
      ("frontier", frontier.map { String($0) }), ("futures", futures),
      ("evaluations", evaluations.map { String($0) }),
      ("fresh-trials", freshTrials.map { String($0) }),
    ]
  }

  func question(of model: ScenarioModel) throws -> LeverQuestion {
    try LeverQuestion(
      model, targets: targets.map(listed), levers: levers.map(listed), try wish,
      futures: futures.map(listed) ?? [])
  }

  func answer(
    _ question: LeverQuestion, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let settings = answering.settings
    let search = LeverSearchSettings(
      evaluationLimit: evaluations ?? 400, freshTrials: freshTrials ?? settings.trials.timesFour,
      frontierBudgets: frontier ?? 0)
    let label = model.scenario.label
    let result = try optimise(
      question, search, settings, files: scenario.files,
      progress: { answering.progress(label, $0) }, isStopped: answering.isStopped)
    return QuestionAnswer(
      tables: result.tables, settings: settings, finished: result.finished,
      text: { $0.optimisation(result, settings, files: $1, folder: output) },
      afterwards: {
        // A wish that cannot be had is no answer for a script that goes on with it.
        if result.best == nil { throw ExitStatus.checkFailed }
      })
  }
}

extension Int {
  /// Four times as many; the most that there can be where that is more, which is then refused as
  /// more than fits into memory.
  fileprivate var timesFour: Int {
    let (product, isBeyond) = multipliedReportingOverflow(by: 4)
    return isBeyond ? .max : product
  }
}
