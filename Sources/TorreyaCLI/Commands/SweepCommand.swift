import ArgumentParser
import Torreya

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Move one or two levers or values over a grid.",
    discussion: """
      Every point of the grid draws the same random numbers, so that what differs between two \
      points is their doing. Writes sweep.csv and manifest.json. An interrupt writes the points \
      that are finished.

        torreya sweep scenarios/jidong-2024.json --targets T1,T2 --lever promotionVisits=0:60:10
        torreya sweep scenarios/jidong-2024.json --targets T1 --lever promotionVisits=0:60:20 \\
          --lever promotionBudget=0:200万元:50万元
        torreya sweep scenarios/jidong-2024.json --indicators fiscal.total.recurring \\
          --set fiscal.headquartersEnclave.firmA.probability=0:1:0.5
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var whatIf: WhatIfOptions
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(
    help: ArgumentHelp(
      "A lever and its values: from:to:step, or a list such as 20,40. May be given twice.",
      valueName: "lever=values"))
  var lever: [String] = []

  @Option(
    help: ArgumentHelp(
      "An id path and what stands there, as in a variant's set. May be given twice.",
      valueName: "path=values"))
  var set: [String] = []

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/sweep"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    guard (1...2).contains(lever.count + set.count) else {
      throw ValidationError("A sweep moves one or two things: give --lever or --set.")
    }
  }

  func run() throws {
    let model = try scenario.load(language.chosen, withVariants: false)
    var question = whatIf.question
    for text in lever { question.add("lever", text) }
    for text in set { question.add("set", text) }
    let (figures, axes) = try asking { [question] () throws(QuestionError) in
      (try question.figures(of: model), try Sweep.axes(question, in: model))
    }
    try requireWritable(output)
    let settings = try simulation.pairedSettings(for: model.scenario)
    simulation.remark(on: settings, language.chosen)
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    let label = model.scenario.label
    let (sweep, points) = try reporting(in: language.chosen) { () throws(Diagnostics) in
      defer { progress.finish() }
      let question = WhatIf(model, figures, levers: axes.map(\.id), settings, files: scenario.files)
      let sweep = try Sweep(question, axes)
      let stop = StopOnInterrupt()
      defer { stop.end() }
      let points = try sweep.points(
        progress: { progress.update(label, $0) }, isStopped: { stop.isStopped })
      return (sweep, points)
    }
    let request = Request(
      .sweep(question), of: model.scenario, sweep.whatIf.settings,
      format: excel ? .spreadsheet : .plain,
      finished: points.count == sweep.count
        ? nil
        : FinishedPart(points.count, of: sweep.count, BilingualText(zh: "个点", en: "points")))
    try requireSomethingFinished(request, in: language.chosen)
    let names = try publish([sweep.table(points)], for: request, in: output)
    if !simulation.quiet {
      let report = TerminalReport(language: language.chosen)
      try show(report.sweep(sweep, points, files: names, folder: output))
    }
    try endIfStopped(request, in: language.chosen)
  }
}
