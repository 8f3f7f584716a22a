import ArgumentParser
import Torreya

struct CompareCommand: ParsableCommand {
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
  @OptionGroup var whatIf: WhatIfOptions
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
      throw ValidationError("--waterfall names its variant itself: leave --variants out.")
    }
  }

  /// Whether only some figures are asked for.
  private var asksForFigures: Bool {
    waterfall != nil || whatIf.targets != nil || whatIf.indicators != nil
  }

  func run() throws {
    let base = try scenario.load(language.chosen, withVariants: !asksForFigures)
    let chosen = try chosenVariants(of: base)
    try requireWritable(output)
    if asksForFigures { return try compareFigures(base, chosen) }
    let settings = try simulation.settings(for: try lowered(base), needingTrials: true)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let stop = StopOnInterrupt()
    defer { stop.end() }
    let comparison = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try compare(
        base, with: chosen, settings, files: scenario.files, progress: progress.update,
        isStopped: { stop.isStopped })
    }
    let request = Request(
      .compare(variants: chosen.map(\.id)), of: base.scenario, comparison.base.settings,
      format: excel ? .spreadsheet : .plain, finished: comparison.finished)
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish(comparison.tables, for: request, in: output)
    if !simulation.quiet {
      let text = TerminalReport(language: language.chosen)
        .comparison(comparison, files: names, folder: output)
      try show(text)
    }
    try endIfStopped(request, in: language.chosen)
  }

  private func compareFigures(_ base: ScenarioModel, _ chosen: [Variant]) throws {
    var question = whatIf.question
    question.add("waterfall", waterfall)
    let figures = try asking { [question] () throws(QuestionError) in
      try question.figures(of: base)
    }
    let settings = try simulation.pairedSettings(for: base.scenario)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let report = TerminalReport(language: language.chosen)
    let stop = StopOnInterrupt()
    defer { stop.end() }
    let tables: [NamedTable]
    let text: ([String]) -> String
    let finished: FinishedPart?
    if waterfall != nil {
      let found = try waterfall(of: chosen[0], base, figures, settings, progress, stop)
      (tables, finished) = ([found.table], found.finished)
      text = { report.waterfall(found, settings, files: $0, folder: output) }
    } else {
      let found = try reporting(in: language.chosen) { () throws(Diagnostics) in
        defer { progress.finish() }
        return try FigureComparison(
          base, with: chosen, figures, settings, files: scenario.files,
          progress: progress.update, isStopped: { stop.isStopped })
      }
      (tables, finished) = (found.tables, found.finished)
      text = { report.figureComparison(found, files: $0, folder: output) }
    }
    let request = Request(
      .compare(variants: chosen.map(\.id), question), of: base.scenario, settings,
      format: excel ? .spreadsheet : .plain, finished: finished)
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish(tables, for: request, in: output)
    if !simulation.quiet { try show(text(names)) }
    try endIfStopped(request, in: language.chosen)
  }

  private func waterfall(
    of variant: Variant, _ base: ScenarioModel, _ figures: [WhatIfFigure],
    _ settings: SimulationSettings, _ progress: Progress, _ stop: StopOnInterrupt
  ) throws -> VariantWaterfall {
    guard (1...62).contains(variant.changes.count) else {
      throw ValidationError("'\(variant.id)' has no changes to take apart, or more than 62.")
    }
    let label = variant.label
    do {
      defer { progress.finish() }
      return try VariantWaterfall(
        base, of: variant, figures, settings, files: scenario.files,
        progress: { progress.update(label, $0) }, isStopped: { stop.isStopped })
    } catch let error as Diagnostics {
      throw fail(error.all, in: language.chosen)
    }
  }

  private func chosenVariants(of model: ScenarioModel) throws -> [Variant] {
    let known = model.scenario.variants
    guard let variants = waterfall ?? variants else {
      guard !known.isEmpty else {
        throw ValidationError("The scenario has no variants to compare with.")
      }
      return known
    }
    return try asking { () throws(QuestionError) in
      try model.variants(named: variants.split(separator: ",").map(String.init))
    }
  }
}
