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
        torreya forecast seeds/history/vat.csv --horizon 4 --model theta \\
          --known-on 2023-06-30
        torreya forecast seeds/history/vat.csv --horizon 12 --register register
        torreya forecast seeds/history/taxes.csv \\
          --sum 'taxes=vat+incomeTax+otherTaxes'
        torreya forecast seeds/history/visitors.csv --model holidayRegression
        torreya forecast seeds/history/taxes.csv --model vectorAutoregression
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

  @Option(
    help: """
      A series that is the sum of others, such as 'revenue=vat+incomeTax'; it need not be in the \
      file. May be given several times; forecasts then add up, path by path.
      """)
  var sum: [String] = []

  @Flag(
    inversion: .prefixedNo,
    help: """
      Bring forecasts of months, quarters and years together. (default: automatic does where \
      there are five years, and other methods do not)
      """)
  var acrossTime: Bool?

  @Option(
    help: """
      How sums and their members are brought together: minimumTrace, varianceScaling, \
      structuralScaling, ordinaryLeastSquares or bottomUp. (default: minimumTrace)
      """)
  var reconciliation: CoherenceMethod?

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
      throw ValidationError(
        zh: "--backtest 应在 0 到 1000 之间。", en: "--backtest must be from 0 to 1000.")
    }
    guard (16...1_048_576).contains(paths), paths % 16 == 0 else {
      throw ValidationError(
        zh: "--paths 应为 16 到 1048576 之间 16 的倍数。",
        en: "--paths must be a multiple of 16 from 16 to 1048576.")
    }
  }

  func run() throws {
    let methods = try forecastMethods(named: model)
    guard methods.count == 1 else {
      throw ValidationError(
        zh: "--model 只写一个方法；比较几个方法用 torreya backtest。",
        en: "--model names one method; torreya backtest compares several.")
    }
    guard reconciliation == nil || !sum.isEmpty else {
      throw ValidationError(
        zh: "--reconciliation 说明如何求和：需要 --sum。",
        en: "--reconciliation says how sums are made: it needs --sum.")
    }
    guard acrossTime != true || methods[0].sharing == nil else {
      throw ValidationError(
        zh: "--across-time：\(model) 把文件中各序列一起拟合，各按原样。",
        en: "--across-time: \(model) fits the series of a file together, and each as it is.")
    }
    let histories = try history.load(language.chosen)
    try requireWritable(output)
    var request = try options.request(methods, history.reading, for: histories)
    request.origins = backtest ?? request.origins
    request.pathCount = paths
    request.calibrates = !uncalibrated
    let progress = Progress(quiet: options.quiet, language: language.chosen)
    let label = BilingualText(zh: "预测", en: "forecasting")
    request.isAcrossTime = acrossTime
    request.reconciliation = reconciliation ?? request.reconciliation
    let summed = try sums(of: histories.compactMap(request.known(of:)))
    let result =
      summed.map { summed in
        forecast(summed, request) { progress.update(label, $0) }
      } ?? forecast(histories, request) { progress.update(label, $0) }
    progress.finish()
    let tables = result.tables
    var kept: [String] = []
    do {
      try OutputFolder(output).write(tables.map { $0.file(excel ? .spreadsheet : .plain) })
      if let register { kept = try ForecastRegister(register).keep(result) }
    } catch {
      throw cannotWrite(error)
    }
    for failure in result.failures {
      say(
        warning: .init(
          zh: "\(failure.series)：\(failure.reason.zh)",
          en: "\(failure.series): \(failure.reason.en)"))
    }
    guard !options.quiet else { return }
    let report = TerminalReport(language: language.chosen)
    try show(
      report.forecast(
        result, files: tables.map(\.fileName), folder: output,
        register: register.map { ($0, kept.count) }))
  }

  /// The histories with the sums that were asked for; nil without any.
  private func sums(of histories: [History]) throws -> SummedHistories? {
    guard !sum.isEmpty else { return nil }
    let declared = try sum.map { text in
      guard let sum = DeclaredSum(parsing: text) else {
        throw ValidationError(
          zh: "--sum“\(text)”：请写成“revenue=vat+incomeTax”。",
          en: "--sum '\(text)': write it as 'revenue=vat+incomeTax'.")
      }
      return sum
    }
    do {
      return try SummedHistories(histories, declared)
    } catch {
      throw ValidationError(
        zh: "--sum：" + error.all.map(\.zh).joined(separator: "；") + "。",
        en: "--sum: " + error.all.map(\.en).joined(separator: "; ") + ".")
    }
  }
}

extension CoherenceMethod: ExpressibleByArgument {}
