import Formulas
import SourceText

/// What a project costs, when that is paid, and how much of the work is done.
struct CostIndicators {
  let project: ProjectReading
  let drawn, planned: WorkSchedule
  /// What is spent against risks in this project.
  let mitigation: Formula?

  private var reader: ObjectReader { project.reader }

  private func formulas(_ activity: ActivityReading, _ schedule: WorkSchedule) -> CostFormulas {
    CostFormulas(
      activity: activity, project: project, schedule: schedule, isPlan: schedule.isPlan)
  }

  private var withCost: [ActivityReading] {
    project.activities.filter { $0.bearsCost && drawn.place(of: $0) != nil }
  }

  /// Those whose costs say how much of the work each is.
  private var weighedByCost: [ActivityReading] { withCost.filter { $0.cost != nil } }

  var all: [Indicator] { activities + totals + [complete].compactMap { $0 } }

  private var activities: [Indicator] {
    withCost.flatMap { activity -> [Indicator] in
      func made(_ key: String, _ zh: String, _ en: String, _ schedule: WorkSchedule) -> Indicator {
        activity.reader.indicator(
          key, zh, en, .level, .tenThousandYuan,
          formulas(activity, schedule).cost ?? .constant(0, .yuan), .inner)
      }
      return [
        made("cost", "费用", "cost", drawn), made("plannedCost", "计划费用", "planned cost", planned),
      ]
    }
  }

  private var totals: [Indicator] {
    guard project.hasCost else { return [] }
    func sum(_ key: String) -> Formula {
      .total(withCost.map { .reference($0.name + "." + key) }, .yuan)
    }
    let whole = [project.cost, withCost.isEmpty ? nil : sum("cost"), mitigation]
    let planned = [
      project.cost?.planned(reader.context), withCost.isEmpty ? nil : sum("plannedCost"),
      mitigation?.planned(reader.context),
    ]
    return [
      reader.indicator(
        "totalCost", "造价", "cost", .level, .tenThousandYuan,
        .total(whole.compactMap { $0 }, .yuan)),
      reader.indicator(
        "plannedCost", "计划造价", "planned cost", .level, .tenThousandYuan,
        .total(planned.compactMap { $0 }, .yuan), .inner),
      reader.indicator("paid", "支付", "paid", .flow, .tenThousandYuan, paid, paidVisibility),
    ]
  }

  /// A row of its own where the activities say when they are paid.
  private var paidVisibility: Indicator.Visibility { weighedByCost.isEmpty ? .inner : .reported }

  /// What is paid in a period: for the project as a whole evenly from its start to its end.
  private var paid: Formula {
    var parts = withCost.compactMap { formulas($0, drawn).paid }
    let whole = [project.cost, mitigation].compactMap { $0 }
    if !whole.isEmpty {
      let share = ActivityPayment.standard.paid(
        .reference(reader.name("start")), .reference(reader.name("ends")))
      parts.append(.total(whole, .yuan) * share)
    }
    return .total(parts, .yuan)
  }

  /// The part of the work that is done at the end of a period: by cost where activities have one,
  /// else by working time.
  private var complete: Indicator? {
    let isByCost = !weighedByCost.isEmpty
    let counted =
      isByCost ? weighedByCost : project.activities.filter { $0.hammock == nil }
    let weighed = counted.filter { drawn.place(of: $0) != nil }.map { activity in
      (
        weight: isByCost ? Formula.reference(activity.name + ".cost") : time(activity),
        activity: activity
      )
    }
    guard !weighed.isEmpty else { return nil }
    let unit: UnitOfMeasure = isByCost ? .yuan : .day
    let done = weighed.map { $0.weight * formulas($0.activity, drawn).done }
    let whole = Formula.call(
      .maximum, .total(weighed.map(\.weight), unit), .constant(1e-9, unit))
    return reader.indicator(
      "complete", "形象进度", "part of the work done", .level, .share, .total(done, unit) / whole,
      .inner)
  }

  private func time(_ activity: ActivityReading) -> Formula {
    activity.occurs.map { activity.whole * $0 } ?? activity.whole
  }
}
