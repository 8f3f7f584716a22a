import ColumnPlan
import Scheduling

/// A schedule of a plan as JSON. Numbers that a trial brings along are written as `#` with their
/// place among the inputs.
struct NetworkJSON {
  private let site: ScheduleSite
  private let stateDays: StateDays

  /// - Parameter stateDays: the days whose weather is known, since 1970-01-01.
  init(_ site: ScheduleSite, stateDays: Range<Int>) {
    self.site = site
    self.stateDays = StateDays(known: stateDays)
  }

  var text: JSONText {
    let network = site.network
    return .object([
      ("inputs", .list(site.inputs.map(PlanJSON.slot))),
      (
        "outputs",
        .list(site.outputs.map { .list([.whole($0.activity), .text("\($0.quantity)")]) })
      ),
      ("activities", .list(network.activities.map(activity))),
      ("links", .list(network.links.map(link))),
      ("firstStateDay", .whole(stateDays.known.lowerBound)),
      ("lines", .list(network.lines.map(line))),
      (
        "resources",
        .list(
          network.resources.map { resource in
            .list(resource.capacity.map { .numbers([max($0.from, -1e9), $0.amount]) })
          })
      ),
      ("budgets", .list(network.budgets.map(budget))),
    ])
  }

  private func amount(_ amount: Network.Amount) -> JSONText {
    switch amount {
    case .fixed(let number): .number(number)
    case .input(let place): .text("#\(place)")
    }
  }

  private func amount(_ amount: Network.Amount?) -> JSONText {
    amount.map { self.amount($0) } ?? .null
  }

  private func activity(_ activity: Network.Activity) -> JSONText {
    .object([
      ("line", .whole(activity.line)), ("duration", amount(activity.duration)),
      ("notBefore", amount(activity.notBefore)), ("occurs", amount(activity.occurs)),
      ("begun", amount(activity.begun)), ("ended", amount(activity.ended)),
      ("hammock", .number(activity.hammock == nil ? 0 : 1)),
      (
        "demands",
        .list(activity.demands.map { .list([.whole($0.resource), .number($0.amount)]) })
      ),
      (
        "spending",
        .list(activity.spending.map { .list([.whole($0.budget), amount($0.amount)]) })
      ),
    ])
  }

  private func link(_ link: Network.Link) -> JSONText {
    .object([
      ("predecessor", .whole(link.predecessor)), ("successor", .whole(link.successor)),
      ("kind", .whole(Int(link.kind.rawValue))), ("lag", amount(link.lag)),
      ("lagLine", .whole(link.lagLine ?? -1)),
    ])
  }

  private func line(_ line: WorkLine) -> JSONText {
    let days = line.firstDay..<line.firstDay + line.workedShares.count
    return .object([
      ("firstDay", .whole(line.firstDay)), ("shares", .numbers(line.workedShares)),
      (
        "losses",
        .list(
          line.losses.map {
            .object([("state", .whole($0.state)), ("share", amount($0.share))])
          })
      ),
      (
        "stateDays",
        .list(line.losses.isEmpty ? [] : days.map { .whole(stateDays.place(of: $0)) })
      ),
    ])
  }

  private func budget(_ budget: Network.Budget) -> JSONText {
    .object([
      ("releases", .list(budget.releases.map { .list([amount($0.at), amount($0.amount)]) })),
      (
        "after",
        .list(
          budget.afterActivities.map {
            .list([.whole($0.activity), amount($0.delay), amount($0.amount)])
          })
      ),
    ])
  }
}
