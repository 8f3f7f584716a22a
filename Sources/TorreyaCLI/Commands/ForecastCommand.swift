import ArgumentParser
import Torreya

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast", abstract: "Forecast the series of a history, with intervals.",
    discussion: """
      Fits a model to each series and writes forecasts.csv with means and quantiles, models.csv \
      and, where they apply, forecast-years.csv, care.csv and backtest.csv. Intervals are \
      corrected by what forecasts made from earlier origins show.

        torreya forecast seeds/history/vat.csv --horizon 12 --backtest 3
        torreya forecast seeds/history/vat.csv --horizon 4 --model theta --known-on 2023-06-30
        torreya forecast seeds/history/vat.csv --horizon 12 --register register
        torreya forecast - --horizon 24 --frequency 12 < seeds/history/vat.csv

      Methods: \(methodNames).
      """)

  @OptionGroup var history: HistoryArguments
  @OptionGroup var options: ForecastOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "The method that forecasts.")
  var model = "automatic"

  @Option(
    help: """
      From how many earlier origins forecasts are made again, to judge and correct them. \
      (default: 6; automatic looks back by itself, and none are made again)
      """)
  var backtest: Int?

  @Option(help: "How many paths are drawn: a multiple of 16.")
  var paths = 4096

  @Flag(help: "Leave the intervals as the model has them.")
  var uncalibrated = false

  @Option(help: "A folder that keeps each forecast for 'torreya score'; nothing is replaced.")
  var register: String?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    if let backtest, !(0...1000).contains(backtest) {
      throw ValidationError("--backtest must be from 0 to 1000.")
    }
    guard (16...1_048_576).contains(paths), paths % 16 == 0 else {
      throw ValidationError("--paths must be a multiple of 16 from 16 to 1048576.")
    }
  }

  func run() throws {
    let methods = try forecastMethods(named: model)
    guard methods.count == 1 else {
      throw ValidationError("--model names one method; torreya backtest compares several.")
    }
    let histories = try history.load(language.chosen)
    try requireWritable(output)
    var request = options.request(methods, history.reading, for: histories)
    request.origins = backtest ?? request.origins
    request.pathCount = paths
    request.calibrates = !uncalibrated
    let progress = Progress(quiet: options.quiet, language: language.chosen)
    let label = BilingualText(zh: "预测", en: "forecasting")
    let result = forecast(histories, request) { progress.update(label, $0) }
    progress.finish()
    let tables = result.tables
    var kept: [String] = []
    do {
      try OutputFolder(output).write(tables.map { $0.file(excel ? .spreadsheet : .plain) })
      if let register { kept = try ForecastRegister(register).keep(result) }
    } catch {
      say("torreya: error: \(error)")
      throw ExitStatus.cannotWrite
    }
    for failure in result.failures {
      say("torreya: warning: \(failure.series): \(failure.reason[language.chosen])")
    }
    guard !options.quiet else { return }
    let report = TerminalReport(language: language.chosen)
    try show(
      report.forecast(
        result, files: tables.map(\.fileName), folder: output,
        register: register.map { ($0, kept.count) }))
  }
}
