import ArgumentParser
import Torreya

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say what the variants of a scenario change.",
    discussion: """
      Both sides draw the same random numbers for everything of the same name, so that the \
      difference is the change and not the noise. Writes comparison.csv and manifest.json.

        torreya compare scenarios/jidong-2024.json
        torreya compare scenarios/jidong-2024.json --variants roadLate,loseFirmA
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The variants, parted by commas. (default: all)")
  var variants: String?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/compare"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func run() throws {
    let base = try scenario.load(language.chosen)
    let chosen = try chosenVariants(of: base)
    try requireWritable(output)
    let settings = try simulation.settings(for: try lowered(base), needingTrials: true)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let comparison = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try compare(
        base, with: chosen, settings, files: scenario.files, progress: progress.update)
    }
    let request = Request(
      .compare(variants: chosen.map(\.id)), of: base.scenario, comparison.base.settings,
      format: excel ? .spreadsheet : .plain)
    let names = try publish([comparison.table], for: request, in: output)
    guard !simulation.quiet else { return }
    let text = TerminalReport(language: language.chosen)
      .comparison(comparison, files: names, folder: output)
    try show(text)
  }

  private func chosenVariants(of model: ScenarioModel) throws -> [Variant] {
    let known = model.scenario.variants
    guard let variants else {
      guard !known.isEmpty else {
        throw ValidationError("The scenario has no variants to compare with.")
      }
      return known
    }
    return try variants.split(separator: ",").map { name in
      if let variant = known.first(where: { $0.id == name }) { return variant }
      let near = nearest(to: String(name), among: known.map(\.id))
        .map { " Did you mean '\($0)'?" } ?? ""
      throw ValidationError(
        "The scenario has no variant '\(name)'. It has: "
          + known.map(\.id).joined(separator: ", ") + "." + near)
    }
  }
}
