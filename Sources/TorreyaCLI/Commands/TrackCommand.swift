import ArgumentParser
import Torreya

struct TrackCommand: RepeatableCommand {
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
        torreya track town.json --actuals months.csv --as-of 2024-05-31 --facts stages.json
        torreya track town.json --actuals months.csv --register kept
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
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
    if WarningRule(green: green.value, red: red.value) == nil {
      throw ValidationError("--red must not be more than --green.")
    }
    if simulation.quantiles == .sketch {
      throw ValidationError("A sketch keeps no trials: leave --quantiles sketch out here.")
    }
  }

  func run() throws {
    let base = try scenario.load(language.chosen, withVariants: false)
    guard !base.targets.isEmpty else {
      throw ValidationError("The scenario has no targets to follow.")
    }
    let question = try question(of: base, scenario.files)
    try requireWritable(output)
    let settings = try simulation.settings(for: try lowered(base), needingTrials: true)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let stop = StopOnInterrupt()
    defer { stop.end() }
    let result = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      return try question.followed(
        base, settings, progress: progress.update, isStopped: { stop.isStopped })
    }
    try write(result, base, inputs: question.inputs)
  }

  /// What is asked, and what is known, with the files that say it.
  private struct Question {
    var request = TrackRequest()
    var actuals: Actuals?
    var facts: ScenarioModel?
    var inputs: [Manifest.File] = []
    let files: DiskFiles

    func followed(
      _ base: ScenarioModel, _ settings: SimulationSettings,
      progress: @escaping @Sendable (BilingualText, Double) -> Void,
      isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws(Diagnostics) -> TrackResult {
      try track(
        base, facts: facts, actuals, request, settings, files: files, progress: progress,
        isStopped: isStopped)
    }
  }

  private func question(of base: ScenarioModel, _ files: DiskFiles) throws -> Question {
    var question = Question(files: files)
    question.request.asOf = asOf?.day
    question.request.targets = try chosenTargets(of: base)
    question.request.rule = WarningRule(green: green.value, red: red.value) ?? .usual
    question.request.falseAlarm = falseAlarm.value
    question.request.measuresRule = !noWarning
    question.actuals = try actuals.map { try readActuals($0, base) }
    let stated = try facts.map { try readFacts($0, base, files) }
    question.facts = stated?.model
    question.inputs = [question.actuals?.source, stated?.source].compactMap { $0 }
      .map { Manifest.File(name: $0.name, bytes: $0.bytes) }
    return question
  }

  func inputs() throws -> [Manifest.File] {
    try [actuals, facts].compactMap { $0 }.map { path in
      let file = try readNamedFile(path)
      return Manifest.File(name: file.name, bytes: file.bytes)
    }
  }

  func tables(
    of model: ScenarioModel, _ files: DiskFiles, _ settings: SimulationSettings,
    progress: @escaping @Sendable (BilingualText, Double) -> Void
  ) throws -> [NamedTable] {
    try question(of: model, files).followed(model, settings, progress: progress).tables
  }

  private func write(_ result: TrackResult, _ base: ScenarioModel, inputs: [Manifest.File]) throws {
    let request = Request(
      .track(inputs: inputs, options: options), of: base.scenario, result.settings,
      format: excel ? .spreadsheet : .plain, finished: result.finished)
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish(result.tables, for: request, in: output)
    var kept: [String] = []
    if let register, result.finished == nil {
      do {
        kept = try TargetRegister(register).keep(result)
      } catch {
        say("torreya: error: \(error)")
        throw ExitStatus.cannotWrite
      }
    }
    if !simulation.quiet {
      try show(
        TerminalReport(language: language.chosen)
          .track(result, files: names, folder: output, kept: kept))
    }
    try endIfStopped(request, in: language.chosen)
  }

  /// What was asked for, as the manifest records it.
  var options: [String: String] {
    let given = [
      "as-of": asOf?.day.description, "targets": targets, "actuals": actuals, "facts": facts,
      "green": green.description, "red": red.description, "false-alarm": falseAlarm.description,
      "no-warning": noWarning ? "true" : nil,
    ]
    return given.compactMapValues { $0 }
  }

  private func chosenTargets(of model: ScenarioModel) throws -> Set<String>? {
    guard let targets else { return nil }
    let names = targets.split(separator: ",").map(String.init)
    _ = try asking { () throws(QuestionError) in try model.figures(ofTargets: names) }
    return Set(names)
  }

  private func readActuals(_ path: String, _ base: ScenarioModel) throws -> Actuals {
    let (actuals, diagnostics) = Torreya.readActuals(try readNamedFile(path), for: base)
    guard let actuals else { throw fail(diagnostics, in: language.chosen) }
    if !diagnostics.isEmpty { say(printed(diagnostics, language: language.chosen)) }
    return actuals
  }

  private func readFacts(
    _ path: String, _ base: ScenarioModel, _ files: DiskFiles
  ) throws -> (model: ScenarioModel, source: SourceFile) {
    let source = try readNamedFile(path)
    let (facts, mistakes) = Torreya.readFacts(source, horizon: base.scenario.horizon)
    guard let facts else { throw fail(mistakes, in: language.chosen) }
    let (model, diagnostics) = Torreya.load(facts, of: base, files: files)
    guard let model else { throw fail(diagnostics, in: language.chosen) }
    return (model, source)
  }
}

/// A day as people write it on the command line: `2024-05-31`.
struct DayArgument: ExpressibleByArgument {
  let day: CalendarDate

  init?(argument: String) {
    guard let day = CalendarDate(iso: argument) else { return nil }
    self.day = day
  }
}

/// A share as people write it: `70%` or `0.7`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else {
      return nil
    }
    let value = isPercent ? number / 100 : number
    guard (0...1).contains(value) else { return nil }
    self.value = value
  }

  var description: String { "\(plainNumber(value * 100))%" }
  var defaultValueDescription: String { description }
}
