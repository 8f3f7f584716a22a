import CKernels

/// A network as the kernel reads it: flat arrays, and the memory for eight trials.
final class NetworkTables {
  /// What the kernel is given; it writes to the memory for eight trials.
  let network: UnsafeMutablePointer<torreya_network>
  let arena: Arena
  /// Whether a line needs the states of the weather.
  let mindsStates: Bool
  let together = Int(TORREYA_TRIALS_TOGETHER)
  /// Numbers that are the same in all trials, behind the inputs.
  private var constants: [Double] = []
  private var slotOfConstant: [Double: Int32] = [:]
  private let inputs: Int
  /// Moments that activities may not begin before, with the line on which they are looked at.
  private var conversions: [Conversion] = []
  private var placeOfConversion: [Conversion: Int] = [:]

  private struct Conversion: Hashable {
    let moment: Int32
    let line: Int32
  }

  private struct ProjectEnd: Hashable {
    let project: Int
    let line: Int
  }

  /// - Parameter heedingDeadlines: whether float is measured against deadlines too.
  init(
    _ source: Network, outputs: [NetworkRun.Output], stateDays: Range<Int>,
    heedingDeadlines: Bool = false
  ) {
    arena = Arena()
    network = arena.mutableArray([torreya_network()])
    inputs = source.inputs
    mindsStates = !stateDays.isEmpty && source.lines.contains { !$0.losses.isEmpty }
    let needs = NetworkNeeds(source, outputs: outputs)
    setLines(source, stateDays)
    setActivities(source, needs, heedingDeadlines)
    setOutputs(outputs)
    network.pointee.inputs = Int32(inputs)
    network.pointee.needsLatest = needs.latest ? 1 : 0
    network.pointee.needsEndMoments = needs.endMoments ? 1 : 0
    setLimits(source)
    setNumbers()
    setSchedule(source)
  }

  var outputCount: Int { Int(network.pointee.outputs) }

  // MARK: Numbers

  func slot(_ amount: Network.Amount?) -> Int32 {
    switch amount {
    case nil: return -1
    case .input(let place): return Int32(place)
    case .fixed(let number):
      if let slot = slotOfConstant[number] { return slot }
      let slot = Int32(inputs + constants.count)
      constants.append(number)
      // What is no number is not equal to itself: it takes a slot each time.
      slotOfConstant[number] = slot
      return slot
    }
  }

  private func slotOfLag(_ lag: Network.Amount) -> Int32 { lag == .fixed(0) ? -1 : slot(lag) }

  private func conversion(of moment: Int32, line: Int) -> Int {
    let conversion = Conversion(moment: moment, line: Int32(line))
    if let place = placeOfConversion[conversion] { return place }
    placeOfConversion[conversion] = conversions.count
    conversions.append(conversion)
    return conversions.count - 1
  }

  private func setNumbers() {
    network.pointee.slots = Int32(inputs + constants.count)
    network.pointee.number = arena.numbers(Int(network.pointee.slots) * together)
    for (place, number) in constants.enumerated() {
      let first = (inputs + place) * together
      for trial in first..<first + together { network.pointee.number[trial] = number }
    }
    network.pointee.conversions = Int32(conversions.count)
    network.pointee.conversion = arena.array(
      conversions.map { torreya_conversion(moment: $0.moment, line: $0.line) })
    network.pointee.converted = arena.numbers(conversions.count * together)
  }

  private func setSchedule(_ source: Network) {
    let count = source.activities.count * together
    network.pointee.start = arena.numbers(count)
    network.pointee.end = arena.numbers(count)
    network.pointee.takes = arena.numbers(count)
    network.pointee.begins = arena.numbers(count)
    network.pointee.works = arena.numbers(count)
    network.pointee.ends = arena.numbers(count)
    network.pointee.lateStart = arena.numbers(count)
    network.pointee.lateEnd = arena.numbers(count)
    network.pointee.lateBegins = arena.numbers(count)
    network.pointee.lateEnds = arena.numbers(count)
    network.pointee.waited = arena.numbers(count)
    network.pointee.projectMoment = arena.numbers(source.projects * together)
    network.pointee.projectCoordinate = arena.numbers(Int(network.pointee.projectEnds) * together)
  }

  // MARK: Lines

  private func setLines(_ source: Network, _ stateDays: Range<Int>) {
    let known = StateDays(known: stateDays)
    // Most lines have the same days, and a place takes a date and a search.
    var places: [Range<Int>: UnsafePointer<Int32>] = [:]
    func statePlaces(_ days: Range<Int>) -> UnsafePointer<Int32> {
      if let made = places[days] { return made }
      let made = arena.array(days.map { Int32(known.place(of: $0)) })
      places[days] = made
      return made
    }
    network.pointee.lines = Int32(source.lines.count)
    network.pointee.line = arena.mutableArray(
      source.lines.map { line in
        var table = table(of: line, from: stateDays.lowerBound)
        if !line.losses.isEmpty { table.stateDay = statePlaces(line.days) }
        return table
      })
  }

  /// - Parameter firstKnown: the first day whose weather is known.
  private func table(of line: WorkLine, from firstKnown: Int) -> torreya_line {
    var table = torreya_line()
    table.isCounted = line.isCounted ? 1 : 0
    table.firstDay = Int32(line.firstDay)
    table.days = Int32(line.workedShares.count)
    let breaks = line.longBreaks
    table.breaks = Int32(breaks.count)
    table.breakFrom = arena.array(breaks.map(\.from))
    table.breakTo = arena.array(breaks.map(\.to))
    let elapsed = arena.array(line.elapsedBefore)
    if line.isCounted {
      table.before = elapsed
      let reached = line.momentsReached
      table.workingDays = Int32(reached.count - 1)
      table.reached = arena.array(reached)
      table.left = arena.array(line.momentsLeft)
      return table
    }
    table.share = arena.array(line.workedShares)
    table.planned = elapsed
    table.losses = Int32(line.losses.count)
    table.lossState = arena.array(line.losses.map { Int32($0.state) })
    table.lossShare = arena.array(line.losses.map { slot($0.share) })
    let days = line.days
    let origin = min(max(firstKnown, days.lowerBound), days.upperBound)
    table.origin = Int32(origin - line.firstDay)
    table.builtFrom = table.origin
    table.builtTo = table.origin
    table.elapsed = arena.numbers((days.count + 1) * together)
    table.kept = arena.numbers(max(line.losses.count, 1) * together)
    return table
  }

  // MARK: Activities

  private func setActivities(
    _ source: Network, _ needs: NetworkNeeds, _ heedingDeadlines: Bool
  ) {
    var (links, onward): ([torreya_link], [torreya_link]) = ([], [])
    var hung: [Int32] = []
    var ends: [ProjectEnd] = []
    var table: [torreya_activity] = []
    for (place, activity) in source.activities.enumerated() {
      var row = amounts(of: activity)
      row.deadline = slot(
        heedingDeadlines ? source.latestEnd(of: activity).map(Network.Amount.fixed) : nil)
      (row.linksFrom, row.plainTo, row.linksTo) = append(
        needs.incoming[place], \.predecessor, to: &links, source)
      (row.onwardFrom, row.onwardPlainTo, row.onwardTo) = append(
        needs.onward[place], \.successor, to: &onward, source)
      row.hungFrom = Int32(hung.count)
      hung += (activity.hammock?.from ?? []).map { Int32($0) }
      row.hungMiddle = Int32(hung.count)
      hung += (activity.hammock?.to ?? []).map { Int32($0) }
      row.hungTo = Int32(hung.count)
      row.isHammock = activity.hammock == nil ? 0 : 1
      row.wantsMoments = needs.moments[place] ? 1 : 0
      row.wantsEnds = needs.ends[place] ? 1 : 0
      row.wantsLateMoments = needs.lateMoments[place] ? 1 : 0
      row.endsByCoordinate = needs.endsByCoordinate[place] ? 1 : 0
      row.isSurelyWorked = source.isSurelyWorked(place) ? 1 : 0
      if activity.hammock == nil {
        row.endOfProject = placeOfEnd(of: activity, in: &ends)
      }
      table.append(row)
    }
    network.pointee.activities = Int32(table.count)
    network.pointee.activity = arena.array(table)
    network.pointee.links = arena.array(links)
    network.pointee.onward = arena.array(onward)
    network.pointee.hung = arena.array(hung)
    setProjects(source, needs, ends)
  }

  private func amounts(of activity: Network.Activity) -> torreya_activity {
    var row = torreya_activity()
    row.project = Int32(activity.project)
    row.line = Int32(activity.line)
    row.duration = slot(activity.duration)
    row.notBefore = slot(activity.notBefore)
    row.occurs = slot(activity.occurs)
    row.begun = slot(activity.begun)
    row.ended = slot(activity.ended)
    row.notBeforeCoordinate =
      row.notBefore < 0 ? -1 : Int32(conversion(of: row.notBefore, line: activity.line))
    return row
  }

  /// Plain links first: finish-start on one line without a lag.
  ///
  /// - Returns: where they begin, where the plain ones end, and where all end.
  private func append(
    _ added: [Network.Link], _ other: KeyPath<Network.Link, Int>, to links: inout [torreya_link],
    _ source: Network
  ) -> (Int32, Int32, Int32) {
    let isPlain = { (link: Network.Link) in
      link.kind == .finishToStart && link.lag == .fixed(0) && source.isOnOneLine(link)
    }
    let rows = { (links: [Network.Link]) in
      links.map {
        torreya_link(
          other: Int32($0[keyPath: other]), kind: $0.kind.rawValue, lag: self.slotOfLag($0.lag),
          lagLine: Int32($0.lagLine ?? -1))
      }
    }
    let first = links.count
    links += rows(added.filter(isPlain))
    let middle = links.count
    links += rows(added.filter { !isPlain($0) })
    return (Int32(first), Int32(middle), Int32(links.count))
  }

  private func placeOfEnd(of activity: Network.Activity, in ends: inout [ProjectEnd]) -> Int32 {
    let end = ProjectEnd(project: activity.project, line: activity.line)
    if let place = ends.firstIndex(of: end) { return Int32(place) }
    ends.append(end)
    return Int32(ends.count - 1)
  }

  private func setProjects(_ source: Network, _ needs: NetworkNeeds, _ ends: [ProjectEnd]) {
    network.pointee.projects = Int32(source.projects)
    let last = source.lastActivities
    network.pointee.lastStarts = arena.starts(of: last)
    network.pointee.last = arena.array(last.joined().map { Int32($0) })
    network.pointee.projectEnds = Int32(ends.count)
    network.pointee.projectEnd = arena.array(
      ends.map {
        torreya_project_end(
          project: Int32($0.project), line: Int32($0.line),
          isAlone: needs.isOnOneLine[$0.project] ? 1 : 0)
      })
  }

  private func setOutputs(_ outputs: [NetworkRun.Output]) {
    network.pointee.outputs = Int32(outputs.count)
    network.pointee.output = arena.array(
      outputs.map {
        torreya_wanted(activity: Int32($0.activity), quantity: $0.quantity.rawValue)
      })
  }
}
