import ArgumentParser
import Torreya

struct JointCommand: RunQuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "joint", abstract: "Say what holds together, and which target binds.",
    discussion: """
      The probability that several targets of the scenario are met together, and what it would \
      be if they had nothing to do with each other; how far each of them binds; what an easier \
      bound of one does for all; and sets of levels that hold together with the wished \
      confidence. Writes joint.csv, easings.csv, frontier.csv and manifest.json; after an \
      interrupt for the trials that are done.

        torreya joint scenarios/jidong-2024.json --targets T1,T2 --confidence 80%
        torreya joint scenarios/jidong-2024.json
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precise: PrecisionOptions
  @OptionGroup var language: LanguageOption

  @Option(help: "Targets of the scenario, parted by commas. (default: all)")
  var targets: String?

  @Option(help: "The probability with which the levels of the frontier hold together.")
  var confidence = Confidence(argument: "80%")

  @Option(help: "Of two targets, how many pairs of levels.")
  var pairs = 21

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/joint"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  func validate() throws {
    _ = try confidence.checked()
    guard (2...10_000).contains(pairs) else {
      throw ValidationError(zh: "--pairs 应在 2 到 10000 之间。", en: "--pairs must be from 2 to 10000.")
    }
  }

  func question(of compiled: CompiledScenario) throws -> JointQuestion {
    var question = try JointQuestion(
      targets.map(listed), confidence: confidence.value, of: compiled)
    question.pairs = pairs
    return question
  }

  func indicators(_ question: JointQuestion) -> Set<String> {
    Set(question.targets.map(\.columnLabel))
  }

  func memory(_ question: JointQuestion) -> JointMemory? { question.memory }

  func answer(
    _ question: JointQuestion, _ run: QuestionRun, _ answering: Answering
  ) -> QuestionAnswer {
    let label = BilingualText(zh: "联合达成", en: "targets together")
    let answer = Torreya.answer(
      question, run.simulation,
      threads: question.memory.workers(run.compiled.plan, run.settings)
    ) { answering.progress(label, $0) }
    return QuestionAnswer(
      tables: [
        NamedTable("joint.csv", JointTable.table(answer)),
        NamedTable("easings.csv", EasingsTable.table(answer)),
        NamedTable("frontier.csv", FrontierTable.table(answer)),
      ], settings: run.settings, text: { $0.joint(answer, files: $1, folder: output) })
  }

  var options: [(name: String, value: String?)] {
    [("confidence", String(confidence.value)), ("pairs", String(pairs)), ("targets", targets)]
  }
}
