import Formulas
import SourceText

/// Puts the schedules of all projects together, and what is told of them.
struct WorksAssembly {
  private let works: WorksReading
  private let reader: ObjectReader
  private(set) var indicators: [Indicator] = []
  private(set) var schedules: [Schedule] = []

  init(_ works: WorksReading, _ reader: ObjectReader) {
    self.works = works
    self.reader = reader
    // Where an activity says nothing, it begins with the horizon.
    let first = Double(reader.context.horizon.firstDay.dayNumber)
    indicators = [
      Indicator(
        "works.start", label: BilingualText(zh: "工程起算日", en: "Start of works"), kind: .date,
        unit: .date, .constant(first, .date), visibility: .inner)
    ]
    indicators += works.risks.flatMap(\.indicators)
  }

  mutating func add(_ projects: [ProjectReading]) {
    let context = reader.context
    let days = WorkedDays(context.horizon)
    for list in WorkGroups.groups(projects, works)
    where list.contains(where: { !$0.activities.isEmpty }) {
      let group = WorkGroup(list)
      guard group.circle == nil else {
        group.reportCircle()
        continue
      }
      var planned = ScheduleBuilder(group, .planned, works, context, days)
      let plan = planned.schedule()
      var drawn = ScheduleBuilder(group, .drawn, works, context, days, order: plan.order)
      let schedule = drawn.schedule()
      schedules += [schedule.schedule, plan.schedule]
      for project in list where !project.activities.isEmpty {
        indicators += ProjectIndicators(
          project: project, drawn: schedule, planned: plan, mitigation: mitigation(in: project)
        ).all
      }
    }
    addTotals(projects.filter(\.hasCost))
    for place in works.budgets.indices { reportShortage(place, projects) }
  }

  /// Reports a budget that is known never to suffice for the works that wait for it.
  private func reportShortage(_ place: Int, _ projects: [ProjectReading]) {
    let budget = works.budgets[place]
    func sum(_ amounts: [Formula]) -> Double? {
      let known = amounts.compactMap { $0.knownNumber(reader.context) }
      return known.count == amounts.count ? known.reduce(0, +) : nil
    }
    let all = projects.flatMap(\.activities).filter { $0.occurs == nil }.flatMap(\.needs)
    guard let released = sum(budget.releases.map(\.amount)),
      let needed = sum(all.filter { $0.budget == place }.map(\.amount)), needed > released
    else { return }
    func written(_ amount: Double) -> String { (amount / 10_000).inMessage + "万元" }
    let (money, cost) = (written(released), written(needed))
    reader.reportInvalid(
      Works.budgets,
      BilingualText(
        zh: "“\(budget.id)”共到位 \(money)，而工程需要 \(cost)",
        en: "'\(budget.id)' releases \(money) in all, and the works need \(cost)"),
      expected: BilingualText(
        zh: "到位资金不少于工程所需，否则永远不能开工",
        en: "as much as the works need, or they never begin"))
  }

  /// What is spent against risks in a project: an equal part for each that a risk touches.
  private func mitigation(in project: ProjectReading) -> Formula? {
    guard project.hasCost else { return nil }
    let parts = works.risks.compactMap { risk -> Formula? in
      let touched = Set(risk.touched.map(\.projectSegment))
      guard touched.contains(project.id), let spent = risk.spent else { return nil }
      return touched.count == 1 ? spent : spent / .constant(Double(touched.count))
    }
    return parts.isEmpty ? nil : .total(parts, .yuan)
  }

  private mutating func addTotals(_ projects: [ProjectReading]) {
    guard projects.contains(where: \.hasActivityCosts) else { return }
    func total(
      _ key: String, _ zh: String, _ en: String, _ kind: Indicator.Kind, _ part: String
    ) -> Indicator {
      Indicator(
        reader.name("total." + key), label: BilingualText(zh: zh, en: en), kind: kind,
        unit: .tenThousandYuan, .total(projects.map { .reference($0.name + "." + part) }, .yuan),
        origin: reader.node.range)
    }
    indicators += [
      total("cost", "工程造价合计", "Works: cost of all", .level, "totalCost"),
      total("paid", "工程支付合计", "Works: paid", .flow, "paid"),
    ]
    addCompletion(projects)
  }

  /// How much of all works is done, each weighed by its cost.
  private mutating func addCompletion(_ projects: [ProjectReading]) {
    let known = Set(indicators.map(\.id))
    let weighed = projects.filter { known.contains($0.name + ".complete") }
    guard !weighed.isEmpty else { return }
    let costs = weighed.map { Formula.reference($0.name + ".totalCost") }
    let done = zip(weighed, costs).map { .reference($0.name + ".complete") * $1 }
    // Less than a fen is no cost.
    let whole = Formula.call(.maximum, .total(costs, .yuan), .constant(0.01, .yuan))
    indicators.append(
      Indicator(
        reader.name("total.complete"),
        label: BilingualText(zh: "全部工程形象进度", en: "Works: part of the work done"),
        kind: .level, unit: .share, .total(done, .yuan) / whole, origin: reader.node.range))
  }
}
