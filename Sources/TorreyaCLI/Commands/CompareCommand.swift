import ArgumentParser
import Torreya

struct CompareCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say what the variants of a scenario change.",
    discussion: """
      Both sides draw the same random numbers for everything of the same name, so that the \
      difference is the change and not the noise. Writes comparison.csv, with --waterfall \
      waterfall.csv, and manifest.json. An interrupt writes the variants, or the orders of \
      changes, that are finished.

        torreya compare scenarios/jidong-2024.json
        torreya compare scenarios/jidong-2024.json --variants roadLate,loseFirmA
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: FigureOptions
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The variants, parted by commas. (default: all)")
  var variants: String?

  @Option(
    help: """
      Divide the difference that this variant makes among its changes: what each adds, averaged \
      over all orders in which they can be made (Shapley values).
      """)
  var waterfall: String?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/compare"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    if waterfall != nil, variants != nil {
      throw ValidationError(
        zh: "--waterfall 自己写明变体：请去掉 --variants。",
        en: "--waterfall names its variant itself: leave --variants out.")
    }
  }

  /// Variants, and the figures that are asked for; all of them for nil.
  typealias Question = (variants: [Variant], figures: [AskedFigure]?)

  private var asksForFigures: Bool {
    waterfall != nil || asked.targets != nil || asked.indicators != nil
  }

  var checksVariants: Bool { !asksForFigures }

  var options: [(name: String, value: String?)] { asked.options + [("waterfall", waterfall)] }

  func request(_ question: Question) -> Request.Command {
    let variants = question.variants.map(\.id)
    return question.figures == nil
      ? .compare(variants: variants)
      : .question("compare", variants: variants, options: arguments)
  }

  func question(of model: ScenarioModel) throws -> Question {
    let known = model.scenario.variants
    let named = waterfall.map { [$0] } ?? variants.map(listed)
    guard named != nil || !known.isEmpty else {
      throw QuestionError(
        .init(zh: "情景没有可比较的变体。", en: "The scenario has no variants to compare with."))
    }
    var mistakes = QuestionMistakes()
    let chosen = mistakes.gather { () throws(QuestionError) in
      try named.map { names throws(QuestionError) in try model.variants(named: names) } ?? known
    }
    let figures = mistakes.gather { () throws(QuestionError) in
      asksForFigures ? try asked.figures(of: model) : []
    }
    try mistakes.check()
    if waterfall != nil, !(1...62).contains(chosen[0].changes.count) {
      throw QuestionError(
        .init(
          zh: "“\(chosen[0].id)”没有可拆分的改动，或超过 62 项。",
          en: "'\(chosen[0].id)' has no changes to take apart, or more than 62."))
    }
    return (chosen, asksForFigures ? figures : nil)
  }

  func settings(for question: Question, of model: ScenarioModel) throws -> SimulationSettings {
    question.figures == nil
      ? try simulation.settings(for: try lowered(model), nil, needingTrials: true)
      : try simulation.settings(for: model.scenario)
  }

  func answer(
    _ question: Question, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let settings = answering.settings
    guard let figures = question.figures else {
      let found = try compare(
        model, with: question.variants, settings, files: scenario.files,
        progress: answering.progress, isStopped: answering.isStopped)
      return QuestionAnswer(
        tables: found.tables, settings: found.base.settings, finished: found.finished,
        text: { $0.comparison(found, files: $1, folder: output) })
    }
    guard waterfall != nil else {
      let found = try FigureComparison(
        model, with: question.variants, figures, settings, files: scenario.files,
        progress: answering.progress, isStopped: answering.isStopped)
      return QuestionAnswer(
        tables: found.tables, settings: settings, finished: found.finished,
        text: { $0.figureComparison(found, files: $1, folder: output) })
    }
    let variant = question.variants[0]
    let found = try VariantWaterfall(
      model, of: variant, figures, settings, files: scenario.files,
      progress: { answering.progress(variant.label, $0) }, isStopped: answering.isStopped)
    return QuestionAnswer(
      tables: [found.table], settings: settings, finished: found.finished,
      text: { $0.waterfall(found, settings, files: $1, folder: output) })
  }
}
