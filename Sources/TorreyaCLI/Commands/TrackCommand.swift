import ArgumentParser
import Torreya

struct TrackCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "track", abstract: "Follow the year: are the targets on course, given what came?",
    discussion: """
      Reads what came so far (CSV: indicator, period, value; unit, known and error if need be), \
      fixes those periods, moves what led to them, and forecasts the rest of the year again. \
      A period may be several, as 2024-01..2024-05, of which the sum is known. Of works: the days \
      on which activities started and finished, and what remains of them. Says for the end of \
      each period how probable each target was, and for the last day how far the year has come, \
      against the calendar, the season and last year. Lights: green, yellow, red by probability, \
      with the false alarms and misses of that rule. Writes track.csv, known.csv, warning.csv, \
      summary.csv of the indicators that are followed, and manifest.json.

        torreya track scenarios/jidong-2024.json \\
          --actuals seeds/actuals/jidong-2024-05.csv --targets T1,T2
        torreya track town.json --actuals months.csv --as-of 2024-05-31 \\
          --facts stages.json
        torreya track town.json --actuals months.csv --register kept
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precise: PrecisionOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "What came, as CSV.", completion: .file(extensions: ["csv"]))
  var actuals: String?

  @Option(help: "The day up to which things are known. (default: the last one of the actuals)")
  var asOf: DayArgument?

  @Option(
    help: """
      Facts that are no numbers, as JSON in the form of a variant, such as \
      {"set": {"fiscal.enclave.firmC.startStage": "signed"}}.
      """, completion: .file(extensions: ["json"]))
  var facts: String?

  @Option(help: "The ids of the targets, parted by commas. (default: all)")
  var targets: String?

  @Option(help: "From which probability on a target is green, such as 70%.")
  var green = Share(0.7)

  @Option(help: "Below which probability a target is red.")
  var red = Share(0.4)

  @Option(help: "The share of false alarms for which a cut-off is wanted.")
  var falseAlarm = Share(0.1)

  @Flag(help: "Do not measure the false alarms and misses of the lights.")
  var noWarning = false

  @Option(help: "A folder that keeps the probabilities of this day, for torreya score --targets.")
  var register: String?

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/track"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    try asOf?.check("--as-of")
    if WarningRule(green: green.value, red: red.value) == nil {
      throw ValidationError(zh: "--red 不能大于 --green。", en: "--red must not be more than --green.")
    }
  }

  /// What is asked, and what is known, with the files that say it.
  struct Question {
    let request: TrackRequest
    let actuals: Actuals?
    let facts: ScenarioModel?
    let inputs: [Manifest.File]
  }

  func question(of base: ScenarioModel) throws -> Question {
    guard !base.targets.isEmpty else {
      throw QuestionError(.init(zh: "情景没有可跟踪的目标。", en: "The scenario has no targets to follow."))
    }
    var request = TrackRequest()
    request.asOf = asOf?.day
    request.targets = try targets.map {
      Set(try base.targets(namedOrAll: listed($0)).map(\.target.id))
    }
    request.rule = WarningRule(green: green.value, red: red.value) ?? .usual
    request.falseAlarm = falseAlarm.value
    request.measuresRule = !noWarning
    let known = try actuals.map { try readActuals($0, base) }
    let stated = try facts.map { try readFacts($0, base) }
    let inputs = [known?.source, stated?.source].compactMap { $0 }
      .map { Manifest.File(name: $0.name, bytes: $0.bytes) }
    return Question(request: request, actuals: known, facts: stated?.model, inputs: inputs)
  }

  func request(_ question: Question) -> Request.Command {
    .question("track", options: arguments, inputs: question.inputs)
  }

  func settings(for question: Question, of base: ScenarioModel) throws -> SimulationSettings {
    try simulation.settings(for: try lowered(base), precise, needingTrials: true)
  }

  func answer(
    _ question: Question, of base: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let result = try track(
      base, facts: question.facts, question.actuals, question.request, answering.settings,
      files: scenario.files, progress: answering.progress, isStopped: answering.isStopped)
    return QuestionAnswer(
      tables: result.tables, settings: result.settings, finished: result.finished,
      text: { $0.track(result, files: $1, folder: output) }, afterwards: { try keep(result) })
  }

  private func keep(_ result: TrackResult) throws {
    guard let register else { return }
    let kept: [String]
    do {
      kept = try TargetRegister(register).keep(result)
    } catch {
      throw cannotWrite(error)
    }
    guard !simulation.quiet, !kept.isEmpty else { return }
    try show(TerminalReport(language: language.chosen).registered(kept))
  }

  /// What was asked for, as the manifest records it.
  var options: [(name: String, value: String?)] {
    [
      ("actuals", actuals), ("as-of", asOf?.day.description), ("facts", facts),
      ("false-alarm", falseAlarm.description), ("green", green.description),
      ("no-warning", noWarning ? "true" : nil), ("red", red.description), ("targets", targets),
    ]
  }

  private func readActuals(_ path: String, _ base: ScenarioModel) throws -> Actuals {
    let (actuals, diagnostics) = Torreya.readActuals(try readNamedFile(path), for: base)
    guard let actuals else { throw fail(diagnostics, in: language.chosen) }
    if !diagnostics.isEmpty { say(printed(diagnostics, language: language.chosen)) }
    return actuals
  }

  private func readFacts(_ path: String, _ base: ScenarioModel) throws -> (
    model: ScenarioModel, source: SourceFile
  ) {
    let source = try readNamedFile(path)
    let (facts, mistakes) = Torreya.readFacts(source, horizon: base.scenario.horizon)
    guard let facts else { throw fail(mistakes, in: language.chosen) }
    let (model, diagnostics) = Torreya.load(facts, of: base, files: scenario.files)
    guard let model else { throw fail(diagnostics, in: language.chosen) }
    return (model, source)
  }
}

/// A day as people write it on the command line and in tables of actuals: `2024-05-31`,
/// `2024年5月31日`; a period such as `2024年5月` stands for its last day.
struct DayArgument: ExpressibleByArgument {
  /// As it was written.
  private let text: String

  init(argument: String) { text = argument }

  /// The day, once it has been checked.
  var day: CalendarDate {
    guard let day = PeriodText(text)?.lastDay else {
      preconditionFailure("a day is checked before it is asked for")
    }
    return day
  }

  /// - Throws: when it is no day.
  func check(_ option: String) throws {
    guard PeriodText(text)?.lastDay == nil else { return }
    throw ValidationError(
      zh: "\(option) 的“\(text)”不是日期：请写 2024-05-31 这样的日子。",
      en: "'\(text)' of \(option) is no date: write a day such as 2024-05-31.")
  }
}
