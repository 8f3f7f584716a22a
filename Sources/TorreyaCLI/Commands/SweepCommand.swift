import ArgumentParser
import Torreya

struct SweepCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Move one or two levers or values over a grid.",
    discussion: """
      Every point of the grid draws the same random numbers, so that what differs between two \
      points is their doing. Writes sweep.csv and manifest.json. An interrupt writes the points \
      that are finished.

        torreya sweep scenarios/jidong-2024.json --targets T1,T2 \\
          --lever promotionVisits=0:60:10
        torreya sweep scenarios/jidong-2024.json --targets T1 \\
          --lever promotionVisits=0:60:20 --lever promotionBudget=0:200万元:50万元
        torreya sweep scenarios/jidong-2024.json \\
          --indicators fiscal.total.recurring \\
          --set fiscal.headquartersEnclave.firmA.probability=0:1:0.5
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: FigureOptions
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
      throw ValidationError(
        zh: "一次扫描变动一项或两项：请用 --lever 或 --set。",
        en: "A sweep moves one or two things: give --lever or --set.")
    }
  }

  var options: [(name: String, value: String?)] {
    asked.options + lever.map { ("lever", $0) } + set.map { ("set", $0) }
  }

  typealias Question = (figures: [AskedFigure], axes: [SweepAxis])

  func question(of model: ScenarioModel) throws -> Question {
    var mistakes = QuestionMistakes()
    let figures = mistakes.gather { () throws(QuestionError) in try asked.figures(of: model) }
    let axes = mistakes.gather { () throws(QuestionError) in
      try Sweep.axes(levers: lever, places: set, in: model)
    }
    try mistakes.check()
    return (figures, axes)
  }

  func answer(
    _ question: Question, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let whatIf = WhatIf(
      model, question.figures, levers: question.axes.map(\.id), answering.settings,
      files: scenario.files)
    let sweep = try Sweep(whatIf, question.axes, isStopped: answering.isStopped)
    let label = model.scenario.label
    let points = try sweep.points(
      progress: { answering.progress(label, $0) }, isStopped: answering.isStopped)
    return QuestionAnswer(
      tables: [sweep.table(points)], settings: whatIf.settings,
      finished: points.count == sweep.count
        ? nil : FinishedPart(points.count, of: sweep.count, BilingualText(zh: "个点", en: "points")),
      text: { $0.sweep(sweep, points, files: $1, folder: output) })
  }
}
