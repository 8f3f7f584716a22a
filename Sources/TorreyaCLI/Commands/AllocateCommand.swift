import ArgumentParser
import Torreya

struct AllocateCommand: RunQuestionCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate", abstract: "Hand a total down to members, by share or at equal risk.",
    discussion: """
      By share: in proportion to the expected values of the members, or to shares that are \
      given. At equal risk: every member meets its part with the same probability. Parts sum to \
      the total exactly, and keep to bounds. Without --total the allocations that the scenario \
      declares. Writes allocation.csv and manifest.json; after an interrupt for the trials that \
      are done.

        torreya allocate scenarios/jidong-2024.json
        torreya allocate scenarios/jidong-2024.json --period 2024 --confidence 0.8 \\
          --total fiscal.villages.accrued.total.recurring \\
          --members 'fiscal.villages.*.accrued.total.recurring'
        torreya allocate scenarios/jidong-2024.json --period 2024 \\
          --total fiscal.local.recurring --level 5000万元 \\
          --members months --by equalRisk --bounds 2024-01=300万元:900万元
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var precise: PrecisionOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var asked: AllocationArguments

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/allocate"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  var options: [(name: String, value: String?)] { asked.options }

  /// What the command line asks for, else what the scenario declares.
  private func requests(_ scenario: Scenario) throws -> [AllocationRequest] {
    try asked.request().map { [$0] } ?? scenario.allocations.map(\.request)
  }

  func showing(_ model: ScenarioModel) throws -> ScenarioModel {
    model.showing(try requests(model.scenario))
  }

  func question(of compiled: CompiledScenario) throws -> [ResolvedAllocation] {
    let requests = try requests(compiled.scenario)
    guard !requests.isEmpty else {
      throw QuestionError(
        .init(
          zh: "情景没有声明分解：请用 --total 和 --members 指明。",
          en: "The scenario declares no allocations: name a --total and its --members."))
    }
    let ofFiles = requests.flatMap { compiled.mistakes(inSharesOf: $0) }
    guard ofFiles.isEmpty else { throw Diagnostics(ofFiles) }
    var mistakes = QuestionMistakes()
    let allocations = mistakes.each(requests) { request throws(QuestionError) in
      try compiled.resolved(request)
    }
    try mistakes.check()
    return allocations
  }

  func indicators(_ allocations: [ResolvedAllocation]) -> Set<String> {
    Set(allocations.flatMap(\.indicators))
  }

  func answer(
    _ allocations: [ResolvedAllocation], _ run: QuestionRun, _ answering: Answering
  ) throws -> QuestionAnswer {
    let label = BilingualText(zh: "指标分解", en: "handing down")
    var answers: [AllocationAnswer] = []
    var table = Table(columns: AllocationTable.columns)
    for allocation in allocations where !answering.isStopped() {
      answering.progress(label, Double(answers.count) / Double(allocations.count))
      let answer = try Torreya.answer(
        allocation, run.simulation, threads: run.settings.threads)
      AllocationTable.append(answer, to: &table)
      answers.append(answer)
    }
    let finished =
      answers.count == allocations.count
      ? nil
      : FinishedPart(
        answers.count, of: allocations.count, BilingualText(zh: "项分解", en: "allocations"))
    return QuestionAnswer(
      tables: [NamedTable("allocation.csv", table)], settings: run.settings, finished: finished,
      text: { [answers] in $0.allocations(answers, files: $1, folder: output) })
  }
}
