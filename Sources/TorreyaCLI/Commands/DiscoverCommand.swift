import ArgumentParser
import Torreya

struct DiscoverCommand: QuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover", abstract: "Find the conditions under which a target is missed.",
    discussion: """
      Searches for boxes, a few limits on a few inputs each, within which the target is mostly \
      missed (PRIM). Half of the trials are searched, the others judge what was found: the share \
      of misses in the box (density) and the part of all misses that it holds (coverage). Writes \
      boxes.csv, box-trajectory.csv and manifest.json. After an interrupt it writes what is \
      finished.

        torreya discover scenarios/jidong-2024.json --target T3 --trials 2000
        torreya discover scenarios/jidong-2024.json --target T3 --density 0.7 \\
          --boxes 1 --trials 2000
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var asked: SensitivityOptions

  @Option(
    help: "The share of misses that a box should have. (default: halfway from that of all to 1)")
  var density: Share?

  @Option(help: "The most boxes for a target.")
  var boxes = 3

  @Option(help: "The part of a box that one step peels off.")
  var patience = Share(0.05)

  @Option(help: "The fewest trials that a box may hold, as a part of all.")
  var mass = Share(0.03)

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/discover"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    let shares = [
      ("density", density?.value ?? 0.5), ("patience", patience.value), ("mass", mass.value),
    ]
    for (name, value) in shares where !(value > 0 && value < 1) {
      throw ValidationError(zh: "--\(name) 应在 0 和 1 之间。", en: "--\(name) must lie between 0 and 1.")
    }
    if !(1...100).contains(boxes) {
      throw ValidationError(zh: "--boxes 应在 1 到 100 之间。", en: "--boxes must be from 1 to 100.")
    }
  }

  var options: [(name: String, value: String?)] {
    [
      ("target", asked.target), ("density", density.map { String($0.value) }),
      ("boxes", String(boxes)), ("patience", String(patience.value)),
      ("mass", String(mass.value)),
    ]
  }

  func question(of model: ScenarioModel) throws -> SensitivityPlan {
    var question = SensitivityQuestion()
    question.targets = try asked.targets(of: model)
    question.search.density = density?.value
    question.search.boxes = boxes
    question.search.patience = patience.value
    question.search.smallestMass = mass.value
    return try SensitivityPlan(model, question)
  }

  func settings(for question: SensitivityPlan, of model: ScenarioModel) throws
    -> SimulationSettings
  {
    try simulation.settings(for: model.scenario, trials: 20_000)
  }

  func answer(
    _ plan: SensitivityPlan, of model: ScenarioModel, _ answering: Answering
  ) throws -> QuestionAnswer {
    let report = try discoverConditions(
      plan, answering.settings, isStopped: answering.isStopped, progress: answering.progress)
    return QuestionAnswer(
      tables: report.tables, settings: report.settings, finished: report.finished,
      text: { $0.discovery(report, files: $1, folder: output) })
  }
}
