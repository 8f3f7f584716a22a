import Formulas
import Simulation
import SourceText
import Workers

/// `gantt.csv`: the bars of a Gantt chart, in the order in which it is drawn.
///
/// Each project stands above its activities, which stand in the order of their planned starts.
public enum GanttTable {
  private static let probabilities = [0.1, 0.5, 0.9]

  public static let columns: [Table.Column] =
    [
      Table.Column("order", BilingualText(zh: "自上而下的行号", en: "the row from the top, from 1")),
      .project, .activity, .labelZh, .labelEn, .workKind, .plannedStart, .plannedFinish,
    ]
    + ["start", "finish"].flatMap { date in
      probabilities.map { probability in
        let percent = Int((probability * 100).rounded())
        return Table.Column(
          date + quantileName(probability).capitalisedFirst,
          BilingualText(
            zh: "\(percent)% 的试验不迟于此日\(date == "start" ? "开始" : "完成")",
            en: "the day by which \(percent) % of the trials \(date)"))
      }
    }
    + [
      .criticalityIndex,
      Table.Column(
        "percentComplete",
        BilingualText(
          zh: "状态日已完成的比例，按工期计",
          en: "how much of it is done on the status date, in working time: 0.4 for 40 %")),
      Table.Column(
        "predecessors",
        BilingualText(
          zh: "紧前作业：SS 开始-开始，FF 完成-完成，SF 开始-完成，+10 间隔 10 工日，+10d 间隔 10 日历日",
          en: "what it comes after: `subgrade`, `subgrade SS+10`; SS, FF, SF as usual, FS with a "
            + "lag only, `+10` in working days, `+10d` in calendar days")),
      Table.Column(
        "plannedDays",
        BilingualText(zh: "计划条形长度（日历日）", en: "the length of the planned bar in calendar days"),
        unit: "天"),
      Table.Column(
        "expectedDays",
        BilingualText(
          zh: "startP50 到 finishP50 的条形长度（日历日）",
          en: "the length of the bar from startP50 to finishP50 in calendar days"), unit: "天"),
      Table.Column(
        "lateDays",
        BilingualText(
          zh: "finishP50 到 finishP90 的日数：风险尾部",
          en: "the days from finishP50 to finishP90: the tail of the bar"), unit: "天"),
    ]

  public static func table(_ figures: ScheduleFigures) -> Table {
    let progress = GanttProgress(figures)
    let works = drawn(figures)
    return Table(
      columns: columns,
      rows: collect(works.count, threads: figures.threads) {
        row($0 + 1, works[$0], progress, figures)
      })
  }

  /// Each project above its activities.
  private static func drawn(_ figures: ScheduleFigures) -> [ScheduleWork] {
    func moment(_ work: ScheduleWork, _ key: String) -> Double {
      figures.number(work.name + key) ?? .infinity
    }
    return figures.model.scenario.projects.flatMap { project in
      let own = figures.works.filter { $0.project.id == project.id }
      let activities = own.filter { $0.activity != nil }
      let keys = activities.enumerated().map { place, work in
        (moment(work, ".plannedStart"), moment(work, ".plannedFinish"), place)
      }
      return own.filter { $0.activity == nil } + keys.sorted(by: <).map { activities[$0.2] }
    }
  }

  private static func row(
    _ order: Int, _ work: ScheduleWork, _ progress: GanttProgress, _ figures: ScheduleFigures
  ) -> [Cell] {
    let plannedStart = figures.number(work.name + ".plannedStart")
    let plannedFinish = figures.number(work.name + ".plannedFinish")
    let starts = figures.quantiles(work.name + ".start", probabilities)
    let finishes = figures.quantiles(work.name + ".finish", probabilities)
    func days(_ from: Double?, _ to: Double?, _ extra: Double) -> Cell {
      guard let from, let to, from.isFinite, to.isFinite else { return .empty }
      return .number(to.rounded(.down) - from.rounded(.down) + extra)
    }
    // A milestone has no length, nor has what does not take place in the plan.
    let last = work.kind == .milestone ? 0.0 : 1
    let lastPlanned = work.isPlanned ? last : 0
    var cells: [Cell] = [
      .integer(order), .text(work.project.id), .optional(work.activity?.id), .text(work.label.zh),
      .text(work.label.en), .text(work.kind.rawValue), .day(plannedStart), .day(plannedFinish),
    ]
    cells += ScheduleTable.dates(starts, probabilities.count)
    cells += ScheduleTable.dates(finishes, probabilities.count)
    cells += [
      .known(figures.criticality(work)), .known(progress.share(of: work)),
      .text(ganttPredecessors(of: work)), days(plannedStart, plannedFinish, lastPlanned),
      days(starts?[1], finishes?[1], last), days(finishes?[1], finishes?[2], 0),
    ]
    return cells
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
