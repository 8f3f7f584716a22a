import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary
import Workers

/// `schedule.csv`: when each activity and project finishes, how likely in time, and what of it
/// sways the finish.
public enum ScheduleTable {
  static let probabilities = [0.1, 0.5, 0.8, 0.9]

  public static func table(_ figures: ScheduleFigures) -> Table {
    let works = figures.works
    let sensitivities = figures.sensitivities
    let assumptions = assumptionsByWork(figures.model.scenario.assumptions)
    return Table(
      columns: columns,
      rows: collect(works.count, threads: figures.threads) {
        row(works[$0], sensitivities[$0], assumptions[works[$0].name] ?? [], figures)
      })
  }

  private static func row(
    _ work: ScheduleWork, _ sensitivity: ScheduleSensitivity?, _ assumptions: [Assumption],
    _ figures: ScheduleFigures
  ) -> [Cell] {
    let onTime = figures.onTime(work)
    let isActivity = work.activity != nil
    func days(_ number: Double?) -> Cell { .known(number.map(tidied)) }
    var cells: [Cell] = [
      .text(work.project.id), .optional(work.activity?.id), .text(work.label.zh),
      .text(work.label.en), .day(figures.number(work.name + ".plannedFinish")),
    ]
    cells += dates(figures.quantiles(work.name + ".finish", probabilities), probabilities.count)
    cells += [
      work.deadline.map { .date($0.description) } ?? .empty, .known(onTime?.probability),
      .known(figures.criticality(work)),
      days(isActivity ? figures.quantiles(work.name + ".float", [0.5])?[0] : nil),
      .text(work.kind.rawValue), .day(figures.number(work.name + ".plannedStart")),
      .day(figures.quantiles(work.name + ".start", [0.5])?[0]), .known(onTime?.standardError),
      .known(sensitivity?.cruciality), .known(sensitivity?.index),
      days(isActivity ? figures.mean(work.name + ".lost") : nil),
      days(isActivity ? figures.mean(work.name + ".waited") : nil),
      .known(figures.sample?.occurs(work, figures.model)), days(mergeBias(work, figures)),
      .optional(source(of: work, assumptions)),
    ]
    return cells
  }

  /// A number of days without what rounding made of it: a float of 1e-12 is none.
  private static func tidied(_ days: Double) -> Double { (days * 1e6).rounded() / 1e6 }

  /// How much later than planned it finishes on average.
  private static func mergeBias(_ work: ScheduleWork, _ figures: ScheduleFigures) -> Double? {
    guard let mean = figures.mean(work.name + ".finish"),
      let planned = figures.number(work.name + ".plannedFinish")
    else { return nil }
    return mean - planned
  }

  /// Where its duration comes from; of a project whether any of its durations is an assumption.
  private static func source(of work: ScheduleWork, _ own: [Assumption]) -> String? {
    if work.activity != nil {
      return (own.first { $0.id == work.name + ".duration" } ?? own.first)?.source
    }
    return own.contains { $0.source == "illustrative" } ? "illustrative" : own.first?.source
  }

  /// What is assumed below the name of each project, `works.<project>`, and of each activity,
  /// `works.<project>.<activity>`, in the order of the scenario.
  private static func assumptionsByWork(_ assumptions: [Assumption]) -> [String: [Assumption]] {
    var found: [String: [Assumption]] = [:]
    for assumption in assumptions where assumption.id.hasPrefix("works.") {
      let parts = assumption.id.split(separator: ".", maxSplits: 3)
      for length in 2..<max(parts.count, 2) {
        found[parts[..<length].joined(separator: "."), default: []].append(assumption)
      }
    }
    return found
  }

  static func dates(_ days: [Double]?, _ count: Int) -> [Cell] {
    days?.map { .day($0) } ?? [Cell](repeating: .empty, count: count)
  }

  static func goal(_ finish: Column, _ deadline: CalendarDate) -> Goal {
    Goal(column: finish, side: .atMost, bound: Double(deadline.dayNumber))
  }

  /// The deadlines, as goals that are judged while a run goes on.
  static func goals(_ model: ScenarioModel, _ plan: Plan) -> [Goal] {
    model.scenario.projects.flatMap { project in
      (project.activities.map { ($0.name, $0.deadline) } + [(project.name, project.deadline)])
        .compactMap { name, deadline in
          guard let deadline,
            let finish = plan.columns.first(where: { $0.label == name + ".finish" })
          else { return nil }
          return goal(finish, deadline)
        }
    }
  }
}

extension Cell {
  /// The day of a date; empty where it is not known.
  static func day(_ moment: Double?) -> Cell {
    guard let moment, moment.isFinite else { return .empty }
    return .value(moment, in: .date)
  }
}
