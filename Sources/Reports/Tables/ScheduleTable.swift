import ColumnPlan
import Formulas
import Planning
import Simulation
import SourceText
import Vocabulary

/// `schedule.csv`: when each activity and project finishes.
public enum ScheduleTable {
  static let probabilities = [0.1, 0.5, 0.8, 0.9]

  public static let columns: [Table.Column] =
    [
      Table.Column("project", BilingualText(zh: "项目标识", en: "the project's id")),
      Table.Column(
        "activity",
        BilingualText(zh: "作业标识；项目行为空", en: "the activity's id; empty for the project")),
      .labelZh, .labelEn,
      Table.Column(
        "plannedFinish",
        BilingualText(
          zh: "按最可能工期、无风险无天气影响的完成日",
          en: "the finish with likeliest durations, no risk and no weather")),
    ]
    + probabilities.map { probability in
      let percent = Int((probability * 100).rounded())
      return Table.Column(
        quantileName(probability) + "Finish",
        BilingualText(
          zh: "有 \(percent)% 把握不迟于的完成日", en: "the day by which \(percent) % of the trials finish"))
    }
    + [
      Table.Column("deadline", BilingualText(zh: "要求完成日", en: "the last day in time")),
      Table.Column(
        "onTimeProbability",
        BilingualText(zh: "按时完成概率", en: "the probability of finishing in time")),
      Table.Column(
        "criticalityIndex",
        BilingualText(zh: "处于关键线路的概率", en: "the share of trials in which it is critical")),
      Table.Column(
        "floatP50", BilingualText(zh: "总时差中位数", en: "the median total float"), unit: "天"),
    ]

  public static func table(_ model: ScenarioModel, _ result: SimulationResult) -> Table {
    var table = Table(columns: columns)
    for project in model.scenario.projects {
      for activity in project.activities {
        table.append(
          row(
            project, activity.id, activity.label, activity.name, activity.deadline,
            hasFloat: true, result))
      }
      table.append(
        row(project, nil, project.label, project.name, project.deadline, hasFloat: false, result))
    }
    return table
  }

  private static func row(
    _ project: Project, _ activity: String?, _ label: BilingualText, _ name: String,
    _ deadline: CalendarDate?, hasFloat: Bool, _ result: SimulationResult
  ) -> [Cell] {
    let finish = column(name + ".finish", result)
    let days = attainableFinish(finish, result)
    let onTime = deadline.map { deadline in
      tally(of: Self.goal(finish, deadline), in: result).met.share
    }
    let planned = column(name + ".plannedFinish", result)
    var cells: [Cell] = [
      .text(project.id), .optional(activity), .text(label.zh), .text(label.en),
      .value(result.value(of: planned, inTrial: 0), in: .date),
    ]
    cells += days.map { Cell.value($0, in: .date) }
    cells.append(deadline.map { .date($0.description) } ?? .empty)
    cells.append(onTime.map { .number($0) } ?? .empty)
    guard hasFloat else { return cells + [.empty, .empty] }
    cells.append(.number(mean(column(name + ".critical", result), result)))
    cells.append(.number(median(column(name + ".float", result), result)))
    return cells
  }

  private static func attainableFinish(_ column: Column, _ result: SimulationResult) -> [Double] {
    levels(of: column, .atMost, at: probabilities, in: result).values
  }

  private static func median(_ column: Column, _ result: SimulationResult) -> Double {
    levels(of: column, .atMost, at: [0.5], in: result).values[0]
  }

  private static func mean(_ column: Column, _ result: SimulationResult) -> Double {
    // The share of trials in which it is 1.
    result.digest(of: column)?.moments.mean
      ?? tally(of: Goal(column: column, side: .atLeast, bound: 1), in: result).met.share
  }

  private static func goal(_ finish: Column, _ deadline: CalendarDate) -> Goal {
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

  private static func column(_ label: String, _ result: SimulationResult) -> Column {
    guard let column = result.plan.columns.first(where: { $0.label == label }) else {
      preconditionFailure("the schedule's columns are kept")
    }
    return column
  }
}
