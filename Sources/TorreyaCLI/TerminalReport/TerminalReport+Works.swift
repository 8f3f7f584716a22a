import Torreya

extension TerminalReport {
  /// The projects: when each finishes and how likely in time; what holds up those that are likely
  /// late; date and cost together. None where the scenario has no works.
  func works(_ result: RunResult) -> [String] {
    let outlooks = result.projectOutlooks
    guard !outlooks.isEmpty else { return [] }
    var table = Table(columns: [
      column("工程", "project"), column("计划", "planned"), column("p50", "p50"), column("p80", "p80"),
      column("要求", "deadline"), column("按时概率", "in time"),
    ])
    for outlook in outlooks {
      table.append([
        .text(outlook.label[language]), .date(outlook.plannedFinish.description),
        .date(outlook.p50Finish.description), .date(outlook.p80Finish.description),
        outlook.deadline.map { .date($0.description) } ?? .empty,
        outlook.onTime.map { .text(probability($0.probability, $0.standardError)) } ?? .empty,
      ])
    }
    let tables = [table, critical(outlooks), joint(outlooks)].filter { !$0.rows.isEmpty }
    return tables.flatMap { ["", textTable($0, widthMaximum: Self.width)] }
  }

  private static let width = 100

  /// What is most often critical in each project that is likely late.
  private func critical(_ outlooks: [ProjectOutlook]) -> Table {
    var table = Table(columns: [
      column("时间紧的工程", "where time is short"), column("最常处于关键线路", "most often critical"),
      column("概率", "in"),
    ])
    for outlook in outlooks {
      for (index, activity) in outlook.mostCritical.enumerated() {
        table.append([
          index == 0 ? .text(outlook.label[language]) : .empty, .text(activity.label[language]),
          .text(percent(activity.share)),
        ])
      }
    }
    return table
  }

  /// Date and cost that are kept with 80 % each, and how likely both are.
  private func joint(_ outlooks: [ProjectOutlook]) -> Table {
    var table = Table(columns: [
      column("日期与造价各有 80% 把握", "date and cost at 80 % each"), column("完工", "finish"),
      column("造价", "cost"), column("同时守住", "both"),
    ])
    for outlook in outlooks {
      guard let joint = outlook.joint else { continue }
      table.append([
        .text(outlook.label[language]),
        .date(CalendarDate(containing: joint.finish).description),
        .text(value(joint.cost, .tenThousandYuan)), .text(percent(joint.together)),
      ])
    }
    return table
  }
}
