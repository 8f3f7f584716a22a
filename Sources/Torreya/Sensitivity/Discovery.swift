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
  /// The targets that were looked at before it was told to stop; nil when all were.
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
/// - Parameter isStopped: asked between two boxes; once true, what is finished is returned.
/// - Throws: when the results do not fit into memory or are not finite.
public func discoverConditions(
  _ plan: SensitivityPlan, _ settings: SimulationSettings,
  isStopped: @escaping @Sendable () -> Bool = { false },
  progress: (@Sendable (BilingualText, Double) -> Void)? = nil
) throws(Diagnostics) -> DiscoveryReport {
  let run = SensitivityRun(plan.compiled.plan, plan.analysed, settings, isStopped: isStopped)
  var report = DiscoveryReport(settings: run.settings)
  let values = try plan.diagnosed { () throws(SimulationError) in try run.baseValues() }
  let streams = plan.streams
  let scores = run.scores(of: streams)
  let inputs = zip(streams, scores).map(plan.boxInput)
  let described = streams.map { plan.described($0) }
  var search = plan.question.search
  search.seed = run.settings.seed
  let label = BilingualText(zh: "寻找未达成的条件", en: "conditions")
  for (place, entry) in plan.places.enumerated() where entry.isAttainment {
    if isStopped() { break }
    let isMissed = values[place].map { $0 == 0 }
    let boxes = discoverBoxes(inputs, isMissed: isMissed, search, isStopped: isStopped)
    report.boxes.append(
      BoxReport(
        output: plan.outputs[entry.output], inputs: described, boxes: boxes,
        missShare: Double(isMissed.count { $0 }) / Double(isMissed.count)))
    progress?(label, Double(place + 1) / Double(values.count))
  }
  if isStopped() {
    report.finished = FinishedPart(
      report.boxes.count, of: plan.places.count { $0.isAttainment },
      BilingualText(zh: "项目标", en: "targets"))
  }
  return report
}
