import ArgumentParser
import Torreya

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Say how methods would have forecast a history, with what was known then.",
    discussion: """
      Makes forecasts again from earlier origins of each series, each with what was known then, \
      and compares them with what came and with the seasonal naive forecast. Writes backtest.csv, \
      backtest-steps.csv, backtest-forecasts.csv and pit.csv.

        torreya backtest seeds/history/vat.csv --models all
        torreya backtest seeds/history/vat.csv --horizon 3 --origins 10 \\
          --models ets,theta

      Methods: \(methodNames).
      """)

  @OptionGroup var history: HistoryArguments
  @OptionGroup var options: ForecastOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The methods, parted by commas, or all.")
  var models = "automatic"

  @Option(help: "From how many origins forecasts are made again.")
  var origins = 8

  @Option(help: "How many of the latest periods each forecast knows. (default: all)")
  var window: Int?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/backtest"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    guard (1...10_000).contains(origins) else {
      throw ValidationError(
        zh: "--origins 应在 1 到 10000 之间。", en: "--origins must be from 1 to 10000.")
    }
    if let window, window < 2 {
      throw ValidationError(zh: "--window 至少为 2。", en: "--window must be at least 2.")
    }
  }

  func run() throws {
    let methods = try forecastMethods(named: models)
    let histories = try history.load(language.chosen)
    try requireWritable(output)
    var request = try options.request(methods, history.reading, for: histories)
    request.origins = origins
    request.window = window
    let progress = Progress(quiet: options.quiet, language: language.chosen)
    let label = BilingualText(zh: "回测", en: "looking back")
    let (results, tooShort) = backtest(histories, request) { progress.update(label, $0) }
    progress.finish()
    for name in tooShort {
      say(
        warning: .init(
          zh: "\(name) 太短，没有可回测的起点", en: "\(name) is too short for any origin"))
    }
    guard !results.isEmpty else { throw ExitStatus.scenarioHasErrors }
    let tables = backtestTables(results)
    do {
      try OutputFolder(output).write(tables.map { $0.file(excel ? .spreadsheet : .plain) })
    } catch {
      throw cannotWrite(error)
    }
    guard !options.quiet else { return }
    try show(
      TerminalReport(language: language.chosen)
        .backtest(results, files: tables.map(\.fileName), folder: output))
  }
}
