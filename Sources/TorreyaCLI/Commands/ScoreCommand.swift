import ArgumentParser
import Torreya

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Compare registered forecasts with what came.",
    discussion: """
      Reads the forecasts that torreya forecast --register kept, sets what came beside them, and \
      says how far they were off and how often their intervals held. Writes scores.csv and \
      scored-forecasts.csv. With --targets it judges the probabilities of targets instead, which \
      'track --register' kept, against a table of indicator, period and value: year by year, with \
      the Brier score and its parts. Writes register.csv, brier.csv and reliability.csv then.

        torreya forecast seeds/history/vat.csv --horizon 6 --known-on 2023-06-30 \\
          --register kept && \\
          torreya score --register kept --actuals seeds/history/vat.csv
      """)

  @Option(help: "The folder of the register.")
  var register: String

  @Option(help: "The history with what came, as CSV.", completion: .file(extensions: ["csv"]))
  var actuals: String

  @Flag(help: "Score the targets of the register, against a table of indicator, period and value.")
  var targets = false

  @OptionGroup var reading: HistoryOptionGroup
  @OptionGroup var language: LanguageOption

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/score"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  @Flag(help: "Print no tables.")
  var quiet = false

  func run() throws {
    if targets { return try scoreTargets() }
    let registered = try readRegister()
    guard !registered.isEmpty else {
      say(
        error: .init(zh: "“\(register)”里没有预测", en: "'\(register)' keeps no forecasts"))
      throw ExitStatus.noInput
    }
    let histories = try reading.load(try readNamedFile(actuals), language.chosen)
    try requireWritable(output)
    let (scored, unknown) = score(registered, by: histories)
    for name in unknown {
      say(
        warning: .init(
          zh: "“\(actuals)”没有序列 \(name)", en: "'\(actuals)' has no series \(name)"))
    }
    let tables = scoreTables(scored)
    try write(tables)
    guard !quiet else { return }
    try show(
      TerminalReport(language: language.chosen)
        .scores(RegisterScores.all(scored), files: tables.map(\.fileName), folder: output))
  }

  private func scoreTargets() throws {
    let found: (targets: [RegisteredTarget], repeated: Int, diagnostics: [Diagnostic])
    do throws(ReadError) {
      found = try TargetRegister(register).read()
    } catch {
      throw cannotRead(register, error)
    }
    guard found.diagnostics.isEmpty else { throw fail(found.diagnostics, in: language.chosen) }
    guard !found.targets.isEmpty else {
      say(error: .init(zh: "“\(register)”里没有目标", en: "'\(register)' keeps no targets"))
      throw ExitStatus.noInput
    }
    let file = try readNamedFile(actuals)
    let (scored, unjudged, diagnostics) = score(found.targets, by: file)
    guard !diagnostics.contains(where: { $0.severity == .error }) else {
      throw fail(diagnostics, in: language.chosen)
    }
    if !diagnostics.isEmpty { say(printed(diagnostics, language: language.chosen)) }
    if !unjudged.isEmpty { tell(unjudged, known: found.targets.map(\.indicator)) }
    try requireWritable(output)
    let tables = targetScoreTables(scored)
    try write(tables)
    guard !quiet else { return }
    try show(
      TerminalReport(language: language.chosen).targetScores(
        scored, repeated: found.repeated, files: tables.map(\.fileName), folder: output))
  }

  /// Names the indicators of the actuals of which the register has no target, and behind all of
  /// them what was probably meant.
  private func tell(_ unjudged: [String], known: [String]) {
    let meant = unjudged.compactMap { name in
      didYouMean(name, among: known).map { hint in
        BilingualText(zh: "“\(name)”\(hint.zh)", en: "'\(name)': \(hint.en)")
      }
    }
    let names = BilingualText(
      zh: unjudged.map { "“\($0)”" }.joined(separator: "、"),
      en: unjudged.map { "'\($0)'" }.joined(separator: ", "))
    say(
      warning: .init(
        zh: (["“\(register)”里没有这些指标的目标，其实绩未用：\(names.zh)"] + meant.map(\.zh))
          .joined(separator: "。"),
        en: (["'\(register)' has no targets of these indicators, whose values are not used: "
          + names.en] + meant.map(\.en)).joined(separator: ". ")))
  }

  private func write(_ tables: [NamedTable]) throws {
    do {
      try OutputFolder(output).write(tables.map { $0.file(excel ? .spreadsheet : .plain) })
    } catch {
      throw cannotWrite(error)
    }
  }

  private func readRegister() throws -> [RegisteredForecast] {
    let found: (forecasts: [RegisteredForecast], diagnostics: [Diagnostic])
    do throws(ReadError) {
      found = try ForecastRegister(register).read()
    } catch {
      throw cannotRead(register, error)
    }
    guard found.diagnostics.isEmpty else { throw fail(found.diagnostics, in: language.chosen) }
    return found.forecasts
  }
}
