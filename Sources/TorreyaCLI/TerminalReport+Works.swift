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
    var lines = ["", textTable(table, widthMaximum: 100)]
    let late = outlooks.filter { !$0.mostCritical.isEmpty }
    if !late.isEmpty {
      lines += ["", text("难以按时的工程，最常处于关键线路的作业：", "What is most often critical where time is short:")]
      lines += late.map { outlook in
        let names = outlook.mostCritical.map { label, share in
          label[language] + " " + percent(share)
        }
        return "  " + outlook.label[language] + text("：", ": ")
          + names.joined(separator: text("、", ", "))
      }
    }
    let joint = outlooks.compactMap { outlook in outlook.joint.map { (outlook.label, $0) } }
    if !joint.isEmpty {
      lines += ["", text("日期与造价同时守住的把握：", "Date and cost kept together:")]
      lines += joint.map { label, joint in line(label, joint) }
    }
    return lines
  }

  private func line(_ label: BilingualText, _ joint: ProjectOutlook.Joint) -> String {
    let date = CalendarDate(containing: joint.finish).description
    let cost = value(joint.cost, .tenThousandYuan)
    let both = percent(joint.together)
    return "  "
      + text(
        "\(label.zh)：\(date) 前完工且不超 \(cost)（各 80%）：\(both)",
        "\(label.en): by \(date) and within \(cost), each at 80 %: \(both)")
  }
}
