import Formulas
import Scheduling
import SourceText

/// Makes the network of a group of projects, with numbers as they are drawn or as they are planned.
struct ScheduleBuilder {
  /// Which numbers a schedule is made with.
  enum Numbers {
    /// As each trial draws them.
    case drawn
    /// The likeliest ones; nothing goes wrong, and no weather comes.
    case planned
  }

  private let group: WorkGroup
  private let numbers: Numbers
  private let works: WorksReading
  private let context: ReadingContext
  private let days: WorkedDays
  private var lines = WorkLines()
  private var inputs: [Formula] = []
  private var placeOfReference: [String: Int] = [:]
  /// The order of the activities where it has been planned.
  private let planned: [String]?

  /// - Parameter order: the order in which activities are put on the calendar, as the plan found
  ///   it; nil to find it.
  init(
    _ group: WorkGroup, _ numbers: Numbers, _ works: WorksReading, _ context: ReadingContext,
    _ days: WorkedDays, order: [String]? = nil
  ) {
    planned = order
    self.group = group
    self.numbers = numbers
    self.works = works
    self.context = context
    self.days = days
  }

  /// The schedule; the group's activities do not wait for one another.
  mutating func schedule() -> WorkSchedule {
    let steps = WorkSteps(group, withRework: numbers == .drawn)
    var activities = steps.steps.map { networkActivity($0) }
    var names = steps.steps.map(\.name)
    var links: [Network.Link] = []
    for (index, step) in steps.steps.enumerated() {
      for (predecessor, link) in step.links {
        links.append(networkLink(predecessor, index, link, step.activity))
      }
    }
    var hammocks: [String: Int] = [:]
    for activity in group.activities {
      guard let hammock = activity.hammock else { continue }
      let from = hammock.from.compactMap { steps.first[$0] }
      let to = hammock.to.compactMap { steps.last[$0] }
      guard !from.isEmpty, !to.isEmpty else { continue }
      hammocks[activity.fullID] = activities.count
      activities.append(networkHammock(activity, Network.Hammock(from: from, to: to)))
      names.append(activity.name)
    }
    let budgets = networkBudgets(steps)
    let network = Network(
      activities: activities, links: links, lines: lines.lines, projects: group.projects.count,
      inputs: inputs.count, resources: resources, budgets: budgets, deadlines: deadlines)
    return finished(network, names, steps, hammocks)
  }

  /// The schedule of a network, put in order where crews, machines or money are short.
  private func finished(
    _ network: Network, _ names: [String], _ steps: WorkSteps, _ hammocks: [String: Int]
  ) -> WorkSchedule {
    let order = order(network, steps)
    var places = [Int](repeating: 0, count: order.count)
    for (place, step) in order.enumerated() { places[step] = place }
    let schedule = Schedule(
      name: group.name + (numbers == .drawn ? "" : ".planned"),
      network: network.arranged(in: order), activityNames: order.map { names[$0] },
      inputs: inputs, states: lines.states)
    let firsts = order.filter { steps.steps.indices.contains($0) && steps.steps[$0].round == nil }
    return WorkSchedule(
      schedule: schedule, isPlan: numbers == .planned, steps: steps, hammocks: hammocks,
      places: places, order: firsts.map { steps.steps[$0].activity.fullID })
  }

  /// The steps in the order in which they are put on the calendar: that of the plan, where each
  /// round of rework comes right after what it belongs to.
  private func order(_ network: Network, _ steps: WorkSteps) -> [Int] {
    let given = Array(network.activities.indices)
    guard !network.resources.isEmpty || !network.budgets.isEmpty else { return given }
    guard let planned else {
      let likely = inputs.map { $0.constantValue ?? Double(context.horizon.firstDay.dayNumber) }
      return network.order(by: works.priority, inputs: likely)
    }
    var following: [String: [Int]] = [:]
    var owner = ""
    for (index, step) in steps.steps.enumerated() {
      if step.round == nil { owner = step.activity.fullID }
      following[owner, default: []].append(index)
    }
    return planned.flatMap { following[$0] ?? [] } + given.dropFirst(steps.steps.count)
  }

  // MARK: Activities

  private mutating func networkActivity(_ step: WorkSteps.Step) -> Network.Activity {
    let activity = step.activity
    var made = Network.Activity(
      project: project(of: activity), line: line(activity.line), duration: duration(step),
      deadline: activity.activity.deadline.map { Double($0.dayNumber + 1) })
    setNeeds(&made, activity, isFirst: step.round == nil)
    if let round = step.round {
      let events = [Formula.reference(round)] + (activity.occurs.map { [$0] } ?? [])
      made.occurs = amount(.product(events))
    } else {
      setStart(&made, step)
      setStatus(&made, activity)
      if made.begun == nil { made.occurs = occurs(activity) }
    }
    return made
  }

  private mutating func networkHammock(_ activity: ActivityReading, _ hammock: Network.Hammock)
    -> Network.Activity
  {
    Network.Activity(
      project: project(of: activity), line: line(activity.line), duration: .fixed(0),
      hammock: hammock)
  }

  /// The moments at which the last days of the projects end.
  private var deadlines: [Int: Double] {
    group.projects.enumerated().reduce(into: [:]) { deadlines, project in
      deadlines[project.offset] = project.element.deadline.map { Double($0.dayNumber + 1) }
    }
  }

  private func project(of activity: ActivityReading) -> Int {
    group.projects.firstIndex { $0.id == activity.project } ?? 0
  }

  private mutating func duration(_ step: WorkSteps.Step) -> Network.Amount {
    let activity = step.activity
    if activity.status?.finished != nil { return .fixed(0) }
    if let share = step.share { return amount(activity.againWork(share)) }
    return amount(numbers == .drawn ? activity.work : activity.duration)
  }

  private mutating func occurs(_ activity: ActivityReading) -> Network.Amount? {
    switch numbers {
    case .drawn: activity.occurs.map { amount($0) }
    case .planned: activity.isPlanned ? nil : .fixed(0)
    }
  }

  /// The moment before which it cannot begin: what is not otherwise bounded begins with the
  /// horizon, and what has not begun by the status date begins after it.
  private mutating func setStart(_ made: inout Network.Activity, _ step: WorkSteps.Step) {
    var moments = group.moments[step.activity.fullID] ?? []
    let isBound = step.links.contains {
      $0.link.kind == .finishToStart || $0.link.kind == .startToStart
    }
    if !isBound, moments.isEmpty { moments.append(.reference("works.start")) }
    if let status = works.statusMoment, step.activity.status == nil {
      moments.append(.constant(status, .date))
    }
    let known = moments.compactMap { $0.knownNumber(context) }
    let others = moments.filter { $0.knownNumber(context) == nil }
    if others.isEmpty {
      made.notBefore = known.max().map(Network.Amount.fixed)
    } else {
      let all = others + (known.max().map { [.constant($0, .date)] } ?? [])
      made.notBefore = amount(.latest(all))
    }
  }

  private func setStatus(_ made: inout Network.Activity, _ activity: ActivityReading) {
    guard let status = activity.status, let started = status.started else { return }
    made.begun = .fixed(Double(started.dayNumber))
    if let finished = status.finished {
      made.ended = .fixed(Double(finished.dayNumber + 1))
      made.notBefore = nil
    } else {
      // Work goes on from the day of the status.
      made.notBefore = status.moment.map(Network.Amount.fixed)
    }
  }

  // MARK: Crews, machines and money

  private var resources: [Network.Resource] {
    group.activities.contains { !$0.demands.isEmpty } ? works.resources.map(\.resource) : []
  }

  private var needsMoney: Bool { group.activities.contains { !$0.needs.isEmpty } }

  /// Money is needed once; crews and machines whenever there is work.
  private mutating func setNeeds(
    _ made: inout Network.Activity, _ activity: ActivityReading, isFirst: Bool
  ) {
    if activity.status?.finished == nil { made.demands = activity.demands }
    guard isFirst else { return }
    for need in activity.needs {
      made.spending.append(Network.Spending(budget: need.budget, amount: amount(need.amount)))
    }
  }

  private mutating func networkBudgets(_ steps: WorkSteps) -> [Network.Budget] {
    guard needsMoney else { return [] }
    var budgets: [Network.Budget] = []
    for budget in works.budgets {
      var made = Network.Budget(releases: [])
      for release in budget.releases {
        let sum = amount(release.amount)
        if let on = release.on {
          made.releases.append((at: amount(on), amount: sum))
        } else if let after = release.after, let step = steps.last[after] {
          let delay = release.days.map { amount($0) } ?? .fixed(0)
          made.afterActivities.append((activity: step, delay: delay, amount: sum))
        }
      }
      budgets.append(made)
    }
    return budgets
  }

  // MARK: Links and lines

  private mutating func networkLink(
    _ predecessor: Int, _ successor: Int, _ link: ActivityLink, _ activity: ActivityReading
  ) -> Network.Link {
    guard let lag = link.lag else { return Network.Link(predecessor, successor, link.kind) }
    return Network.Link(
      predecessor, successor, link.kind, lag: amount(lag),
      lagLine: link.isInCalendarDays ? nil : self.line(activity.line.forLags))
  }

  private mutating func line(_ line: ActivityLine) -> Int {
    var losses: [(state: String, share: Network.Amount)] = []
    if numbers == .drawn {
      for loss in line.losses { losses.append((loss.state, amount(loss.share))) }
    }
    return lines.place(line, losses: losses, days)
  }

  // MARK: Numbers

  /// A number that is always the same, or an input for what a trial brings along.
  private mutating func amount(_ formula: Formula) -> Network.Amount {
    let formula = numbers == .drawn ? formula : formula.planned(context)
    if let number = formula.knownNumber(context) { return .fixed(number) }
    if case .reference(let name) = formula.node {
      if let place = placeOfReference[name] { return .input(place) }
      placeOfReference[name] = inputs.count
    }
    inputs.append(formula)
    return .input(inputs.count - 1)
  }
}

extension WorkSteps.Step {
  /// What the printed plan calls it.
  fileprivate var name: String {
    guard let round else { return activity.name }
    let owner = round.split(separator: ".").dropFirst(2).joined(separator: ".")
    return activity.name + " (" + owner + ")"
  }
}
