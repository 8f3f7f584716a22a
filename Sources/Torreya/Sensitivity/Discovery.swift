import ColumnPlan
import Planning
import Probability
import Reports
import Simulation
import SourceText

/// The conditions under which targets are missed.
public struct DiscoveryReport: Sendable {
  public let settings: SimulationSettings
  public internal(set) var boxes: [BoxReport] = []
  /// The boxes that were found before it was told to stop; nil when nobody told it.
  public internal(set) var finished: FinishedPart?

  /// The tables in the order of their files.
  public var tables: [NamedTable] {
    [
      NamedTable("boxes.csv", BoxesTable.table(boxes)),
      NamedTable("box-trajectory.csv", BoxTrajectoryTable.table(boxes)),
    ]
  }
}

/// Searches for the conditions under which the targets of a question are missed.
///
/// - Parameter isStopped: asked after each block of trials and before each step of peeling; once
///   true, the boxes that are finished are returned.
/// - Throws: when the trials of all inputs do not fit into memory, or results are not finite.
public func discoverConditions(
  _ plan: SensitivityPlan, _ settings: SimulationSettings,
  isStopped: @escaping @Sendable () -> Bool = { false },
  progress: (@Sendable (BilingualText, Double) -> Void)? = nil
) throws(Diagnostics) -> DiscoveryReport {
  let run = SensitivityRun(plan.compiled.plan, plan.analysed, settings, isStopped: isStopped)
  var report = DiscoveryReport(settings: run.settings)
  let streams = plan.streams
  let memory = BoxSearchMemory(inputs: streams.count, outputs: plan.places.count)
  do throws(SimulationError) {
    try memory.check(run.settings)
  } catch {
    throw Diagnostics([plan.compiled.diagnostic(error, inputs: streams.count)])
  }
  let simulating = BilingualText(zh: "模拟", en: "simulation")
  let values = try plan.diagnosed { () throws(SimulationError) in
    try run.baseValues { progress?(simulating, $0) }
  }
  let inputs = isStopped()
    ? [] : run.scores(of: streams) { plan.boxInput(streams[$0], $1) }
  let described = streams.map { plan.described($0) }
  var search = plan.question.search
  search.seed = run.settings.seed
  search.threads = memory.workers(run.settings)
  let searching = BilingualText(zh: "寻找未达成的条件", en: "conditions")
  let judged = plan.places.indices.filter { plan.places[$0].isAttainment }
  for (done, place) in judged.enumerated() where !isStopped() {
    let isMissed = values[place].map { $0 == 0 }
    let boxes = discoverBoxes(inputs, isMissed: isMissed, search, isStopped: isStopped) {
      progress?(searching, (Double(done) + $0) / Double(judged.count))
    }
    if isStopped(), boxes.isEmpty { break }
    report.boxes.append(
      BoxReport(
        output: plan.outputs[plan.places[place].output], inputs: described,
        measures: inputs.map(\.measure), boxes: boxes,
        missShare: Double(isMissed.count { $0 }) / Double(isMissed.count)))
  }
  if isStopped() {
    report.finished = FinishedPart(
      report.boxes.reduce(0) { $0 + $1.boxes.count }, of: nil,
      BilingualText(zh: "个条件框", en: "boxes"))
  }
  return report
}
