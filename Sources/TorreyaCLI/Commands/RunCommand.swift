import ArgumentParser
import Torreya

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Simulate a scenario and write the results as CSV.",
    discussion: """
      Writes summary.csv, targets.csv, assumptions.csv, manifest.json and the tables of works \
      (schedule.csv, projects.csv, gantt.csv), of revenue and of visitors (fiscal.csv, \
      visitors.csv and others), and prints the targets with their probabilities. After an \
      interrupt it writes what the trials that are done say.

        torreya run scenarios/jidong-2024.json
        torreya run town.json --trials 100000 --output results/long
        torreya run town.json --sampling sobol --trials 65536
        torreya run town.json --excel --language zh     for Excel and WPS
        torreya run - < town.json                       from standard input
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var single: SingleRunOptions
  @OptionGroup var language: LanguageOption

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  @Flag(help: "Also write trials.csv: every reported value of every trial.")
  var trialsCsv = false

  func run() throws {
    let stop = StopOnInterrupt(in: language.chosen)
    defer { stop.end() }
    let compiled = try loweredForTables(try scenario.load(language.chosen), single)
    try requireWritable(output)
    let result = try simulation.run(
      compiled, single, needingTrials: trialsCsv, stop, language: language.chosen)
    let settings = result.settings
    let request = Request(
      .run(withTrials: trialsCsv), of: compiled.scenario, settings,
      format: excel ? .spreadsheet : .plain, finished: result.finished)
    let names = try publish(
      result.tables(threads: settings.threads, withTrials: trialsCsv), for: request, in: output)
    if !simulation.quiet {
      let text = TerminalReport(language: language.chosen)
        .run(result, settings, files: names, folder: output)
      try show(text)
    }
    try endIfStopped(request, in: language.chosen)
  }
}
