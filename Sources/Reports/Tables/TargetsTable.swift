import ColumnPlan
import Formulas
import Planning
import Probability
import Simulation
import SourceText
import Vocabulary

/// A target with what the trials say of it.
public struct TargetOutcome: Sendable {
  public let judged: JudgedTarget
  public let goal: Goal
  public let attainment: Attainment
}

/// The goals that the reports of a scenario judge: what is to be named before a run whose trials
/// may not be kept.
public func judgedGoals(_ model: ScenarioModel, _ plan: Plan) -> JudgedGoals {
  let targets = model.targets.compactMap { judged in
    plan.columns.first {
      $0.label == judged.columnLabel && $0.period == judged.columnPeriod
    }.map { goal(judged, $0) }
  }
  return JudgedGoals(alone: targets + ScheduleTable.goals(model, plan), together: targets)
}

private func goal(_ judged: JudgedTarget, _ column: Column) -> Goal {
  Goal(
    column: column, side: judged.target.side == .atLeast ? .atLeast : .atMost,
    bound: judged.bound)
}

/// Judges the targets of a scenario.
public func judge(_ model: ScenarioModel, _ result: SimulationResult) -> [TargetOutcome] {
  model.targets.map { judged in
    guard let column = result.column(judged.columnLabel, period: judged.columnPeriod) else {
      preconditionFailure("the columns of all targets are kept")
    }
    let goal = goal(judged, column)
    return TargetOutcome(
      judged: judged, goal: goal, attainment: attainment(of: goal, in: result))
  }
}

/// `targets.csv`: how likely each target is met, and what could be promised instead.
public enum TargetsTable {
  public static let columns: [Table.Column] =
    [
      .targetOrJoint, .labelZh, .labelEn, .indicator, .period, .comparison, .bound, .unit,
      Table.Column(
        "probability", BilingualText(zh: "达成概率", en: "the probability that it is met")),
      .probabilityError,
    ]
    + Attainment.confidences.map { confidence in
      let percent = Int((confidence * 100).rounded())
      return Table.Column(
        "attainable\(percent)",
        BilingualText(
          zh: "以 \(percent)% 把握可承诺的值",
          en: "the boldest bound that is met with a probability of \(percent) %"))
    }
    + [
      Table.Column(
        "expectedShortfall",
        BilingualText(
          zh: "未达成时的平均差距（日期以天计）",
          en: "the mean distance from the bound when it is missed; for dates in days")),
      .source,
    ]
    + Attainment.confidences.map { confidence in
      let percent = Int((confidence * 100).rounded())
      return Table.Column(
        "attainable\(percent)Error",
        BilingualText(
          zh: "attainable\(percent) 的蒙特卡洛标准误（日期以天计）",
          en: "the Monte Carlo standard error of attainable\(percent); for dates in days"))
    }
    + [
      Table.Column(
        "expectedShortfallError",
        BilingualText(
          zh: "平均差距的蒙特卡洛标准误（日期以天计）",
          en: "the Monte Carlo standard error of the shortfall; for dates in days")),
      Table.Column(
        "definition",
        BilingualText(
          zh: "收入口径；其他指标为空",
          en: "under which definition revenue is counted; empty for anything else")),
    ]

  public static func table(
    _ outcomes: [TargetOutcome], joint: ExceedanceProbability?
  ) -> Table {
    var table = Table(columns: columns)
    for outcome in outcomes {
      let target = outcome.judged.target
      let unit = outcome.judged.unit
      let attainment = outcome.attainment
      table.append(
        [
          .text(target.id), .text(target.label.zh), .text(target.label.en),
          .text(target.indicator), .date(target.timeText(outcome.judged)),
          .text(target.side.rawValue), .value(outcome.judged.bound, in: unit),
          .text(unit.symbol), .number(attainment.probability),
          .known(attainment.standardError),
        ] + attainment.attainable.map { .value($0, in: unit) } + [
          attainment.expectedShortfall.map { .distance($0, in: unit) } ?? .empty,
          .optional(target.source),
        ] + attainment.attainableErrors.map { .distance($0, in: unit) } + [
          attainment.expectedShortfallError.map { .distance($0, in: unit) } ?? .empty,
          .optional(target.definition),
        ])
    }
    if let joint {
      table.append(
        [
          .text("joint"), .text("全部目标同时达成"), .text("All targets together"), .empty, .empty,
          .empty, .empty, .empty, .number(joint.probability), .known(joint.standardError),
        ] + [Cell](repeating: .empty, count: columns.count - 10))
    }
    return table
  }
}

extension Target {
  fileprivate func timeText(_ judged: JudgedTarget) -> String {
    time == .everyPeriod ? "every period" : judged.columnPeriod
  }
}
