import ArgumentParser
import Torreya

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The history that a command works on, and how its table is to be read.
struct HistoryArguments: ParsableArguments {
  @Argument(
    help: "The history as CSV; - reads it from standard input.",
    completion: .file(extensions: ["csv"]))
  var history: String

  @OptionGroup var reading: HistoryOptionGroup

  /// Reads the series; says all mistakes when there are some, and warnings.
  func load(_ language: Language) throws -> [History] {
    try reading.load(try readNamedFile(history), language)
  }
}

/// How tables of history are read.
struct HistoryOptionGroup: ParsableArguments {
  @Option(
    help: """
      Only series of this many periods a year: 12, 4 or 1; also the length of periods that are \
      given as days. (default: all, as the file has them)
      """)
  var frequency: Int?

  @Option(help: "The period of the first row, for tables without any time, such as 2021-01.")
  var start: String?

  @Option(help: "The column with the time. (default: the one whose name says so)")
  var periodColumn: String?

  @Option(help: "The columns that name the series, parted by commas. (default: series)")
  var seriesColumn: String?

  @Option(help: "The columns with values, parted by commas. (default: value, or all others)")
  var valueColumn: String?

  @Option(help: "Which definition counts, where rows give several. (default: they are linked)")
  var definition: String?

  @Flag(help: "The values are totals since January.")
  var cumulative = false

  @Flag(help: "Periods without a row are missing values, not a mistake.")
  var allowGaps = false

  @Flag(help: "Values that stand out become missing.")
  var removeOutliers = false

  @Option(help: "How many days after the end of a period its value is known.")
  var publicationDelay = 0

  func validate() throws {
    if let frequency, ![1, 4, 12].contains(frequency) {
      throw ValidationError(
        zh: "--frequency 应为 12（月）、4（季）或 1（年）。",
        en: "--frequency must be 12 (months), 4 (quarters) or 1 (years).")
    }
    if let start, Period(written: start) == nil {
      throw ValidationError(
        zh: "--start 应为时段，如 2021、2021-Q1 或 2021-01。",
        en: "--start must be a period such as 2021, 2021-Q1 or 2021-01.")
    }
    guard (0...3660).contains(publicationDelay) else {
      throw ValidationError(
        zh: "--publication-delay 应在 0 到 3660 天之间。",
        en: "--publication-delay must be from 0 to 3660 days.")
    }
  }

  /// How the table is to be read.
  var options: HistoryOptions {
    var options = HistoryOptions()
    options.frequency = frequency.map { $0 == 12 ? .monthly : $0 == 4 ? .quarterly : .yearly }
    options.start = start.flatMap(Period.init(written:))
    options.periodColumn = periodColumn
    options.seriesColumns = Self.names(seriesColumn)
    options.valueColumns = Self.names(valueColumn)
    options.definition = definition
    options.totals = cumulative ? .cumulative : .suggested
    options.gaps = allowGaps ? .missing : .refused
    options.outliers = removeOutliers ? .removed : .flagged
    options.publicationDelay = publicationDelay
    return options
  }

  private static func names(_ text: String?) -> [String] {
    text?.split(separator: ",").map(String.init) ?? []
  }

  /// Reads the series of a file; says what is wrong with it.
  func load(_ file: SourceFile, _ language: Language) throws -> [History] {
    let (histories, diagnostics) = readHistory(file, options)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw fail(diagnostics, in: language)
    }
    if !diagnostics.isEmpty { say(printed(diagnostics, language: language)) }
    return histories
  }
}

/// What is forecast, and with what.
struct ForecastOptions: ParsableArguments {
  @Option(help: "How many periods ahead. (default: 12 months, 4 quarters or 3 years)")
  var horizon: Int?

  @Option(help: "The day up to which data were known, such as 2024-03-31. (default: all are)")
  var knownOn: String?

  @Option(help: "How many values a forecast of a backtest has to know at least.")
  var minimumTraining: Int?

  @Option(
    help: """
      Something that changed the series: in a period (2020-02), from one to another \
      (closure=2020-02..2020-04, with a name) or from one on (2023-07..). May be given several \
      times. holidayRegression, structural, localLevel and localLinearTrend estimate its effect.
      """)
  var intervention: [String] = []

  @Option(help: "The random seed: the same seed gives the same bytes.")
  var seed: UInt64 = 1

  @Option(help: "The number of workers; it changes no result. (default: the number of cores)")
  var threads: Int?

  @Flag(help: "Print neither progress nor tables.")
  var quiet = false

  func validate() throws {
    if let horizon, !(1...10_000).contains(horizon) {
      throw ValidationError(
        zh: "--horizon 应在 1 到 10000 之间。", en: "--horizon must be from 1 to 10000.")
    }
    if let threads, !(1...4096).contains(threads) {
      throw ValidationError(
        zh: "--threads 应在 1 到 4096 之间。", en: "--threads must be from 1 to 4096.")
    }
    if let knownOn, PeriodText(knownOn)?.lastDay == nil {
      throw ValidationError(
        zh: "--known-on 应为日期，如 2024-03-31。", en: "--known-on must be a day such as 2024-03-31.")
    }
    if let minimumTraining, minimumTraining < 1 {
      throw ValidationError(
        zh: "--minimum-training 至少为 1。", en: "--minimum-training must be at least 1.")
    }
    for text in intervention where Intervention(parsing: text) == nil {
      throw ValidationError(
        zh: "--intervention“\(text)”：请写成 2020-02、closure=2020-02..2020-04 或 2023-07..。",
        en: "--intervention '\(text)': write it as 2020-02, closure=2020-02..2020-04 or 2023-07...")
    }
    let names = interventions.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError(
        zh: "--intervention“\(twice)”写了两次。", en: "--intervention '\(twice)' is given twice.")
    }
  }

  /// What changed the series.
  private var interventions: [Intervention] { intervention.compactMap(Intervention.init(parsing:)) }

  /// The request for some methods.
  ///
  /// - Parameter histories: tell the horizon where none was given, the shortest periods first.
  func request(
    _ methods: [NamedForecastMethod], _ reading: HistoryOptionGroup, for histories: [History]
  ) throws -> ForecastRequest {
    guard interventions.isEmpty || methods.contains(where: { $0.knowledge != .none }) else {
      let knowing = forecastMethods.filter { $0.knowledge != .none }.map(\.name)
      throw ValidationError(
        zh: "--intervention：所选方法都不估计影响；能估计的有：\(knowing.joined(separator: "、"))。",
        en: "--intervention: none of the methods estimates effects; these do: "
          + knowing.joined(separator: ", ") + ".")
    }
    for intervention in interventions
    where !histories.contains(where: { intervention.happened(during: $0) }) {
      throw ValidationError(
        zh: "--intervention“\(intervention.name)”在历史数据之内没有变化，无从估计其影响。",
        en: "--intervention '\(intervention.name)' does not change within any history, which could "
          + "not tell its effect.")
    }
    let perYear = histories.map(\.frequency.periodsPerYear).max() ?? 12
    let usual = perYear == 1 ? 3 : perYear
    var request = ForecastRequest(horizon: horizon ?? usual, methods: methods)
    request.informationDate = knownOn.flatMap { PeriodText($0)?.lastDay }
    request.publicationDelay = reading.publicationDelay
    request.minimumTraining = minimumTraining
    request.seed = seed
    request.interventions = interventions
    request.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    return request
  }
}

/// The names of all methods, as help texts list them.
let methodNames = forecastMethods.map(\.name).joined(separator: ", ")

/// The methods that a text names.
///
/// - Throws: what is wrong with it, and what there is.
func forecastMethods(named text: String) throws -> [NamedForecastMethod] {
  if text == "all" { return forecastMethods.filter { !$0.isForCounts } }
  let methods = try text.split(separator: ",").map { name in
    if let method = forecastMethod(named: String(name)) { return method }
    let names = forecastMethods.map(\.name)
    let near = suggestion(String(name), names)
    throw ValidationError(
      zh: "没有方法“\(name)”。有：\(names.joined(separator: "、"))。" + near.zh,
      en: "There is no method '\(name)'. There are: \(methodNames)." + near.en)
  }
  guard !methods.isEmpty, Set(methods.map(\.name)).count == methods.count else {
    throw ValidationError(
      zh: "--models 应写方法名，每个只写一次。", en: "--models must name methods, each once.")
  }
  return methods
}
