/// Reads resources and who works on what.
final class ResourceReading {
  private struct Resource {
    let element: XMLElement
    let name: String
    let id: String
    let isWork: Bool
    let capacity: Double
    var isUsed = false
  }

  private struct Assignment {
    let element: XMLElement
    let resource: String
    let units: Double
  }

  private var resources: [String: Resource] = [:]
  private var order: [String] = []
  private var assignments: [Int: [Assignment]] = [:]
  private let money: Money
  private let log: ImportLog

  init(_ project: XMLElement, _ outline: TaskOutline, _ money: Money, _ log: ImportLog) {
    (self.money, self.log) = (money, log)
    var identifiers = Identifiers()
    for element in project.children("Resource", in: "Resources") {
      guard let uid = element.text("UID"), let name = element.text("Name"),
        !element.flag("IsNull"), resources[uid] == nil
      else { continue }
      let units = element.number("MaxUnits") ?? 1
      resources[uid] = Resource(
        element: element, name: name,
        id: identifiers.make(name, kind: "resource", uid: uid),
        isWork: (element.integer("Type") ?? 1) == 1 && !element.flag("IsCostResource"),
        capacity: units)
      order.append(uid)
    }
    for element in project.children("Assignment", in: "Assignments") {
      read(element, outline)
    }
  }

  private func read(_ element: XMLElement, _ outline: TaskOutline) {
    guard let uid = element.text("TaskUID"), let resource = element.text("ResourceUID"),
      let task = outline.places[uid], resources[resource] != nil
    else {
      let resource = element.text("ResourceUID") ?? "missing"
      // Such numbers stand for 'nobody yet', and 0 for the project as a whole.
      guard !resource.hasPrefix("-"), element.text("TaskUID") != "0", resource != "0"
      else { return }
      log.lost(
        element,
        .init(
          zh: "工作分配所指的任务或资源没有采用",
          en: "the assignment names a task or a resource that is not taken over"),
        becomes: .leftOut)
      return
    }
    guard !outline.tasks[task].isSummary else {
      log.lost(
        element, .init(zh: "资源分配给了摘要任务", en: "a resource works on a summary task"),
        becomes: .init(zh: "未采用：请分配给其下的任务", en: "it is left out: assign it to the tasks below"))
      return
    }
    resources[resource]?.isUsed = true
    assignments[task, default: []].append(
      Assignment(element: element, resource: resource, units: element.number("Units") ?? 1))
  }

  // MARK: Writing

  /// The resources that limit the works.
  var json: [JSONText] {
    order.compactMap { uid in
      guard let resource = resources[uid], resource.isUsed, resource.isWork else { return nil }
      return .object([
        ("id", .string(resource.id)),
        ("label", label(resource.name)),
        ("capacity", capacity(resource)),
      ])
    }
  }

  /// One number, or one for each time from which it is another.
  private func capacity(_ resource: Resource) -> JSONText {
    let periods = resource.element.children("AvailabilityPeriod", in: "AvailabilityPeriods")
    let steps = periods.compactMap { period -> JSONText? in
      guard let from = period.moment("AvailableFrom"), let units = period.number("AvailableUnits")
      else { return nil }
      return .object([("from", .string(from.day.description)), ("capacity", .number(units))])
    }
    return steps.count > 1 && steps.count == periods.count
      ? .list(steps) : .number(resource.capacity)
  }

  /// What a task needs and costs, as members of its activity.
  func members(_ task: Int, days: Double, _ element: XMLElement) -> [(String, JSONText)] {
    var demands: [(String, Double)] = []
    var perDay = 0.0
    var fixed = money.amount(element, "FixedCost") ?? 0
    var hasCosts = false
    for assignment in assignments[task] ?? [] {
      guard let resource = resources[assignment.resource] else { continue }
      let cost = money.amount(assignment.element, "Cost")
      hasCosts = hasCosts || cost != nil
      if resource.isWork, days > 0 {
        perDay += dailyCost(assignment, resource, cost, days, &fixed)
        add(assignment, resource, &demands)
      } else {
        fixed += cost ?? 0
      }
    }
    let total = money.amount(element, "Cost") ?? 0
    // Where only the task has its cost, that is all that is known.
    if !hasCosts, perDay == 0, fixed == 0 { fixed = total }
    var members: [(String, JSONText)] = []
    if !demands.isEmpty {
      members.append(("resources", .object(demands.map { ($0, .number($1)) })))
    }
    var costs: [(String, JSONText)] = []
    if fixed != 0 { costs.append(("fixed", money.json(fixed))) }
    if perDay != 0 { costs.append(("perDay", money.json(perDay))) }
    if !costs.isEmpty { members.append(("cost", .object(costs))) }
    return members
  }

  /// The cost that grows with the time; what each use costs is added to the fixed one.
  private func dailyCost(
    _ assignment: Assignment, _ resource: Resource, _ cost: Double?, _ days: Double,
    _ fixed: inout Double
  ) -> Double {
    let perUse = money.amount(resource.element, "CostPerUse") ?? 0
    if let cost {
      let once = min(perUse, cost)
      fixed += once
      return (cost - once) / days
    }
    fixed += perUse
    // A rate is per hour, whatever unit it is shown in, and not in hundredths.
    guard let rate = money.amount(resource.element, "StandardRate"),
      let minutes = assignment.element.text("Work").flatMap(minutes(ofDuration:))
    else { return 0 }
    return rate * 100 * minutes / 60 / days
  }

  private func add(
    _ assignment: Assignment, _ resource: Resource, _ demands: inout [(String, Double)]
  ) {
    let place = demands.firstIndex { $0.0 == resource.id } ?? demands.count
    if place == demands.count { demands.append((resource.id, 0)) }
    demands[place].1 += assignment.units
    let needed = demands[place].1
    guard needed > resource.capacity, resource.capacity > 0 else { return }
    let (need, capacity) = (shortNumber(needed), shortNumber(resource.capacity))
    log.lost(
      assignment.element,
      .init(
        zh: "任务需要 \(need) 份“\(resource.id)”，而只有 \(capacity) 份",
        en: "the task needs \(need) of '\(resource.id)', of which there is \(capacity)"),
      becomes: .init(zh: "占用全部的 \(capacity)", en: "it needs all there is, \(capacity)"))
    demands[place].1 = resource.capacity
  }

  // MARK: What is left out

  /// Tells resources that limit nothing, and dates that nobody levelled.
  func reportOthers() {
    for uid in order {
      guard let resource = resources[uid] else { continue }
      if !resource.isUsed {
        log.lost(
          resource.element,
          .init(
            zh: "没有任务使用资源“\(resource.name)”", en: "no task needs the resource '\(resource.name)'"),
          becomes: .leftOut)
      } else if !resource.isWork {
        log.lost(
          resource.element,
          .init(
            zh: "“\(resource.name)”是材料或成本，不构成限制",
            en: "'\(resource.name)' is a material or a cost and limits nothing"),
          becomes: .init(zh: "费用计入其任务的固定成本", en: "its costs are in the fixed costs of its tasks"))
      } else if let flag = resource.element.child("OverAllocated"),
        resource.element.flag("OverAllocated")
      {
        log.lost(
          flag,
          .init(
            zh: "文件同一时间安排的“\(resource.name)”超过其数量",
            en: "the file plans more of '\(resource.name)' at a time than there is"),
          becomes: .init(
            zh: "作业要互相等待，日期会晚于文件",
            en: "works wait for each other, so that dates are later than in the file"))
      }
    }
  }

  /// Tells a resource that works on other days than its tasks.
  func reportCalendars(_ calendars: [String: ProjectCalendar]) {
    for uid in order {
      guard let resource = resources[uid], resource.isUsed, resource.isWork,
        let element = resource.element.child("CalendarUID"),
        let calendar = calendars[element.text], calendar.hasOwnRules,
        !calendar.element.flag("IsBaseCalendar")
      else { continue }
      log.lost(
        element,
        .init(
          zh: "“\(resource.name)”有自己的休息日或工时",
          en: "'\(resource.name)' has days off or hours of its own"),
        becomes: .init(
          zh: "其任务按任务或计划的日历", en: "its tasks follow the calendar of the task or the project"))
    }
  }
}
