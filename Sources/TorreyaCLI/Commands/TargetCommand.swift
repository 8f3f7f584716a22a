import ArgumentParser
import Torreya

struct TargetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "target", abstract: "Say which target holds with a wished confidence.",
    discussion: """
      For each confidence the boldest value that the trials reach with at least that \
      probability: a floor, or with --at-most a ceiling.

        torreya target scenarios/jidong-2024.json --indicator fiscal.total.recurring \\
          --period 2024 --confidence 0.8
        torreya target town.json --indicator works.road.finish --at-most --confidence 0.5,0.8
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The id of the indicator.")
  var indicator: String

  @Option(help: "The period or year. (default: the whole horizon)")
  var period: String?

  @Option(help: "Confidences between 0 and 1, parted by commas.")
  var confidence = "0.5,0.7,0.8,0.9"

  @Flag(help: "The target is not to be exceeded: costs, dates, cases.")
  var atMost = false

  @Option(name: .shortAndLong, help: "A folder for target.csv. (default: none is written)")
  var output: String?

  func run() throws {
    let confidences = try readConfidences()
    let model = try scenario.load(language.chosen)
    let compiled = try lowered(model)
    let place = try findColumn(in: compiled)
    let result = try simulation.run(compiled, language: language.chosen)
    let table = LevelsTable.table(
      place.indicator, place.column, atMost ? .atMost : .atLeast, confidences, result.simulation)
    if let output {
      do {
        try OutputFolder(output).write([NamedTable("target.csv", table).file(.plain)])
      } catch {
        say("torreya: error: \(error)")
        throw ExitStatus.cannotWrite
      }
    }
    if !simulation.quiet {
      try show(TerminalReport(language: language.chosen).levels(table, place.indicator))
    }
  }

  private func readConfidences() throws -> [Double] {
    try confidence.split(separator: ",").map { text in
      guard let number = Double(text), number > 0, number < 1 else {
        throw ValidationError("'\(text)' is no confidence: write a number such as 0.8.")
      }
      return number
    }
  }

  private func findColumn(in compiled: CompiledScenario) throws -> (
    indicator: Indicator, column: Column
  ) {
    let reported = compiled.model.model.indicators.map(\.indicator)
      .filter { $0.visibility != .inner }
    guard let found = reported.first(where: { $0.id == indicator }) else {
      // A total of revenue is an indicator under each of its definitions.
      let below = reported.map(\.id).filter { id in
        id.hasPrefix(indicator + ".") && !id.dropFirst(indicator.count + 1).contains(".")
      }
      let near =
        below.isEmpty
        ? nearest(to: indicator, among: reported.map(\.id)).map { " Did you mean '\($0)'?" } ?? ""
        : " It reports: " + below.joined(separator: ", ") + "."
      throw ValidationError("The scenario reports no indicator '\(indicator)'.\(near)")
    }
    let label = period ?? compiled.model.model.horizon.label
    let columns = compiled.plan.columns.filter { $0.label == indicator }
    guard let column = columns.first(where: { $0.period == label }) else {
      throw ValidationError(
        "'\(indicator)' has no value for \(label). It has: "
          + columns.map(\.period).joined(separator: ", ") + ".")
    }
    return (found, column)
  }
}
