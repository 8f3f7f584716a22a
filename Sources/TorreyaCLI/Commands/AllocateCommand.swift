import ArgumentParser
import Torreya

struct AllocateCommand: QuestionCommand {
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
        torreya allocate scenarios/jidong-2024.json --total fiscal.local.recurring --period 2024 \\
          --level 5000万元 --members months --by equalRisk --bounds 2024-01=300万元:900万元
      """)

  @OptionGroup var scenario: ScenarioArgument
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var asked: AllocationArguments

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "results/allocate"

  @Flag(help: "Write CSV that Excel and WPS open with Chinese intact (BOM and CRLF).")
  var excel = false

  var options: [String: String] { asked.options }

  func question(of compiled: CompiledScenario) throws -> [ResolvedAllocation] {
    let request = try asked.request()
    let requests = request.map { [$0] } ?? compiled.scenario.allocations.map(\.request)
    guard !requests.isEmpty else {
      throw ValidationError(
        "The scenario declares no allocations: name a --total and its --members.")
    }
    return try requests.map { request in
      try asking { () throws(QuestionError) in try compiled.resolved(request) }
    }
  }

  func indicators(_ allocations: [ResolvedAllocation]) -> Set<String> {
    Set(allocations.flatMap(\.indicators))
  }

  func answer(
    _ allocations: [ResolvedAllocation], _ run: QuestionRun, isStopped: () -> Bool
  ) throws -> (answer: [AllocationAnswer], finished: FinishedPart?) {
    let progress = Progress(quiet: simulation.quiet, language: language.chosen)
    defer { progress.finish() }
    let label = BilingualText(zh: "指标分解", en: "handing down")
    var answers: [AllocationAnswer] = []
    for allocation in allocations where !isStopped() {
      progress.update(label, Double(answers.count) / Double(allocations.count))
      answers.append(
        try asking { () throws(QuestionError) in
          try Torreya.answer(allocation, run.simulation, threads: run.settings.threads)
        })
    }
    let finished =
      answers.count == allocations.count
      ? nil
      : FinishedPart(
        answers.count, of: allocations.count, BilingualText(zh: "项分解", en: "allocations"))
    return (answers, finished)
  }

  func tables(_ answers: [AllocationAnswer]) -> [NamedTable] {
    var table = Table(columns: AllocationTable.columns)
    for answer in answers { AllocationTable.append(answer, to: &table) }
    return [NamedTable("allocation.csv", table)]
  }

  func text(_ answers: [AllocationAnswer], _ report: TerminalReport, files: [String]) -> String {
    report.allocations(answers, files: files, folder: output)
  }
}
