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
        torreya compare scenarios/jidong-2024.json --targets T1 \\
          --what-if "loseFirmA promotionVisits=40" --what-if fiscal.vat.late=6%
        torreya compare scenarios/jidong-2024.json --targets T1,T2 --interactive
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: FigureOptions
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The variants, parted by commas. (default: all)")
  var variants: String?

  @Option(
    help: ArgumentHelp(
      """
      What is supposed, on one line: variants, and levers or id paths with values, parted by \
      blanks. May be given several times.
      """,
      valueName: "line"))
  var whatIf: [String] = []

  @Flag(
    help: """
      Read what-ifs from standard input, a line each, and answer one after another; an empty line \
      ends.
      """)
  var interactive = false

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
    if supposes, waterfall != nil || variants != nil {
      throw ValidationError(
        zh: "假设自己写明变体：请去掉 --variants 和 --waterfall。",
        en: "A what-if names its variants itself: leave --variants and --waterfall out.")
    }
    if interactive, scenario.scenario == "-" {
      throw ValidationError(
        zh: "标准输入不能既作情景又作假设：请写明情景的文件名。",
        en: "Standard input cannot hold the scenario and the what-ifs: name the scenario's file.")
    }
  }

  /// Variants, and the figures that are asked for; all of them for nil.
  typealias Question = (variants: [Variant], figures: [AskedFigure]?)

  /// Whether what-ifs are put one after another.
  private var supposes: Bool { !whatIf.isEmpty || interactive }

  private var asksForFigures: Bool {
    supposes || waterfall != nil || asked.targets != nil || asked.indicators != nil
  }

  var checksVariants: Bool { !asksForFigures }
  var tellsFirstMistake: Bool { supposes }

  var options: [(name: String, value: String?)] {
    asked.options + whatIf.map { ("what-if", $0) } + [("waterfall", waterfall)]
  }

  func request(_ question: Question) -> Request.Command {
    let variants = question.variants.map(\.id)
    guard question.figures != nil else { return .compare(variants: variants) }
    return .question("compare", variants: supposes ? [] : variants, options: arguments)
  }

  func question(of model: ScenarioModel) throws -> Question {
    let known = model.scenario.variants
    let named = waterfall.map { [$0] } ?? variants.map(listed)
    guard supposes || named != nil || !known.isEmpty else {
      throw QuestionError(
        .init(zh: "情景没有可比较的变体。", en: "The scenario has no variants to compare with."))
    }
    var mistakes = QuestionMistakes()
    let chosen =
      supposes
      ? mistakes.each(whatIf) { line throws(QuestionError) in
        try Variant(supposing: line, in: model)
      }
      : mistakes.gather { () throws(QuestionError) in
        try named.map { names throws(QuestionError) in try model.variants(named: names) } ?? known
      }
    let figures = mistakes.gather { () throws(QuestionError) in
      asksForFigures ? try asked.figures(of: model) : []
    }
    try mistakes.check()
    if supposes { return (askedOnce(chosen), figures) }
    if waterfall != nil, !(1...62).contains(chosen[0].changes.count) {
      throw QuestionError(
        .init(
          zh: "“\(chosen[0].id)”没有可拆分的改动，或超过 62 项。",
          en: "'\(chosen[0].id)' has no changes to take apart, or more than 62."))
    }
    return (chosen, asksForFigures ? figures : nil)
  }

  /// What-ifs without those that suppose the same as one before, which are told.
  private func askedOnce(_ variants: [Variant]) -> [Variant] {
    var asked: [Variant] = []
    for variant in variants {
      guard asked.contains(where: { $0.id == variant.id }) else {
        asked.append(variant)
        continue
      }
      if !simulation.quiet { say(note: Self.askedBefore(variant)) }
    }
    return asked
  }

  private static func askedBefore(_ variant: Variant) -> BilingualText {
    BilingualText(
      zh: "假设“\(variant.id)”前面已经问过，只列一次",
      en: "the what-if '\(variant.id)' was asked before, and is listed once")
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
    if supposes { return try answerOneByOne(question.variants, figures, of: model, answering) }
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

extension CompareCommand {
  /// Puts one what-if after another: those of the command line, then those of standard input.
  private func answerOneByOne(
    _ variants: [Variant], _ figures: [AskedFigure], of model: ScenarioModel,
    _ answering: Answering
  ) throws -> QuestionAnswer {
    let label = model.scenario.label
    var session = try WhatIfSession(
      model, figures, answering.settings, files: scenario.files,
      progress: { answering.progress(label, $0) }, isStopped: answering.isStopped)
    for variant in variants where session.isReady && !answering.isStopped() {
      _ = try session.ask(
        variant, progress: { answering.progress(variant.label, $0) },
        isStopped: answering.isStopped)
    }
    var lines: [String] = []
    if interactive, session.isReady {
      lines = try converse(&session, of: model, answering)
    }
    let found = session.comparison
    let isStopped = answering.isStopped() || !session.isReady
    return QuestionAnswer(
      tables: found.tables, settings: answering.settings,
      finished: isStopped ? FinishedPart(found.variants.count, of: nil, Self.counted) : nil,
      asked: lines.map { "what-if=" + $0 },
      nothingAsked: found.variants.isEmpty
        ? BilingualText(zh: "没有提出假设，未写文件。", en: "Nothing was asked, and no file is written.")
        : nil,
      text: { report, files in
        interactive
          ? report.written(files, output)
          : report.figureComparison(found, files: files, folder: output)
      })
  }

  private static var counted: BilingualText { BilingualText(zh: "个假设", en: "what-ifs") }

  /// Answers what standard input asks, until it ends.
  ///
  /// - Returns: the what-ifs that were answered, as they were written.
  private func converse(
    _ session: inout WhatIfSession, of model: ScenarioModel, _ answering: Answering
  ) throws -> [String] {
    let report = TerminalReport(language: language.chosen)
    func tell(_ text: String) throws {
      if !simulation.quiet { try show(text) }
    }
    var input = InputLines()
    try tell(report.opening(session.comparison))
    var answered: [String] = []
    while let line = input.next(prompt: report.prompt, isStopped: answering.isStopped) {
      if ["?", "？", "help"].contains(line) {
        try tell(report.choices(of: model))
        continue
      }
      do {
        let variant = try Variant(supposing: line, in: model)
        if let known = session.comparison.variants.first(where: { $0.variant.id == variant.id }) {
          try tell(report.answer(known, in: session.comparison))
          continue
        }
        guard try session.ask(
          variant, progress: { answering.progress(variant.label, $0) },
          isStopped: answering.isStopped)
        else { break }
        answering.endProgress()
        answered.append(line)
        try tell(report.answer(session.comparison.variants.last!, in: session.comparison))
      } catch let error as QuestionError {
        say(error.message[language.chosen])
      } catch let error as Diagnostics {
        // One mistake of a line leads to others all over the scenario.
        say(printedFirst(of: error.all, language: language.chosen))
      }
    }
    return answered
  }
}
