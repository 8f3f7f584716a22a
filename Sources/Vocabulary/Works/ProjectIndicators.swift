import Formulas
import Scheduling
import SourceText

/// What is told of a project: its dates, whether it is finished, its cost.
struct ProjectIndicators {
  let project: ProjectReading
  let drawn: WorkSchedule
  let planned: WorkSchedule
  /// What is spent against risks in this project.
  let mitigation: Formula?

  private var reader: ObjectReader { project.reader }

  var all: [Indicator] {
    let end = Formula.reference(reader.name("ends"))
    var made = project.branches.flatMap(\.indicators)
    made += project.activities.flatMap {
      ActivityIndicators(activity: $0, drawn: drawn, planned: planned).all
    }
    made += [
      date("ends", "结束", "end", drawn.end(of: project), .inner),
      date("start", "开工", "start", drawn.start(of: project), .inner),
      date("finish", "完工", "finish", .lastDay(before: end), .reported),
      date("plannedStart", "计划开工", "planned start", planned.start(of: project), .inner),
      date(
        "plannedFinish", "计划完工", "planned finish", .lastDay(before: planned.end(of: project)),
        .kept),
      finished("finished", .call(.lessOrEqual, end, .reference("period.end")), .reported),
      finished("daily.finished", .call(.lessOrEqual, end, .reference("day.start")), .inner),
    ]
    return made
      + CostIndicators(project: project, drawn: drawn, planned: planned, mitigation: mitigation).all
  }

  private func date(
    _ key: String, _ zh: String, _ en: String, _ formula: Formula,
    _ visibility: Indicator.Visibility
  ) -> Indicator {
    reader.indicator(key, zh, en, .date, .date, formula, visibility)
  }

  /// Whether it is finished: at the end of each period, and as each day begins.
  private func finished(
    _ key: String, _ formula: Formula, _ visibility: Indicator.Visibility
  ) -> Indicator {
    reader.indicator(key, "已完工", "finished", .level, .share, formula, visibility)
  }
}
