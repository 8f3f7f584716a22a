import Probability

extension Plan {
  /// The streams on which kept results depend, in the order of `drawSites`, and behind them those
  /// on which the weather that schedules see depends. Of a group that a copula joins all members
  /// are among them, or none.
  ///
  /// - Complexity: O(instructions × draw sites / 64).
  public func swayingStreams() -> [RandomStream] {
    var found: [RandomStream] = []
    var seen: Set<RandomStream> = []
    func note(_ site: DrawSite) {
      if seen.insert(site.stream).inserted { found.append(site.stream) }
    }
    let counts = influences()
    for (site, count) in zip(draws, counts) where count > 0 { note(site) }
    for (first, correlation) in zip(firstSitesOfCorrelations, correlations) {
      let range = first..<(first + correlation.sites.count)
      if counts[range].contains(where: { $0 > 0 }) { correlation.sites.forEach(note) }
    }
    for stream in ahead?.plan.swayingStreams() ?? [] where seen.insert(stream).inserted {
      found.append(stream)
    }
    return found
  }

  /// All draw sites, in a row: `draws`, and behind them those of each correlation.
  public var drawSites: [DrawSite] { draws + correlations.flatMap(\.sites) }

  /// Where the sites of each correlation begin among `drawSites`.
  public var firstSitesOfCorrelations: [Int] {
    var first = draws.count
    return correlations.map { correlation in
      defer { first += correlation.sites.count }
      return first
    }
  }

  /// For each of `drawSites` how many kept results depend on it, in whatever period it is drawn.
  ///
  /// - Complexity: O(instructions × draw sites / 64).
  func influences() -> [Int] {
    var flow = InfluenceFlow(self)
    flow.pass(once, counting: false)
    // What is remembered carries influence on into the next period, and from there further.
    while flow.grows({ $0.pass(each + day + closing, counting: false) }) {}
    flow.clearCounts()
    for body in Body.allCases { flow.pass(instructions(of: body), counting: true) }
    return flow.counts
  }

  /// The draws on which some of the results may depend.
  ///
  /// What is drawn in a period after the last one that is kept of these results is left out, and
  /// so is what is drawn on a day after it: the future is not among the causes of the past.
  ///
  /// - Parameter lastPeriod: the last period of what is asked for.
  /// - Returns: each number of a stream once, in the order of `drawSites`, with those of the plan
  ///   that runs ahead behind them.
  /// - Complexity: O(instructions × draw sites / 64).
  public func draws(behind columns: [Column], through lastPeriod: Int) -> [NumberedDraw] {
    var flow = InfluenceFlow(self, asking: Set(columns.map { Int32($0.storage) }))
    flow.pass(once, counting: false)
    while flow.grows({ $0.pass(each + day + closing, counting: false) }) {}
    flow.clearCounts()
    for body in Body.allCases { flow.pass(instructions(of: body), counting: true) }
    let found = Set(flow.counts.indices.filter { flow.counts[$0] > 0 })
    var draws = NumberedDraws()
    draws.add(of: self, sites: found, through: lastPeriod, isAhead: false)
    if flow.asksAhead, let ahead {
      draws.add(
        of: ahead.plan, sites: Set(ahead.plan.drawSites.indices), through: lastPeriod,
        isAhead: true)
    }
    return draws.all
  }
}

/// Follows draws through the instructions: for each column and each memory the set of draw sites
/// on which it depends, as bits.
private struct InfluenceFlow {
  private let plan: Plan
  private let words: Int
  /// The sets of the varying slots, and behind them those of the memories.
  private var sets: [UInt64]
  /// Where the sites of each correlation begin.
  private let firstSites: [Int]
  private(set) var counts: [Int]
  /// The stored results that are asked for; nil for all.
  private let asked: Set<Int32>?
  /// The labels of what is kept.
  private let kept: Set<String>
  /// Behind the sites one bit more: what a schedule foresees.
  private let foresight: Int
  /// Whether what is asked for depends on what a schedule foresees.
  private(set) var asksAhead = false

  init(_ plan: Plan, asking asked: Set<Int32>? = nil) {
    self.plan = plan
    self.asked = asked
    kept = Set(plan.columns.map(\.label))
    firstSites = plan.firstSitesOfCorrelations
    let sites = plan.drawSites.count
    foresight = sites
    words = (sites + 64) / 64
    sets = Array(repeating: 0, count: (plan.varyingSlots + plan.memories.count) * words)
    counts = Array(repeating: 0, count: sites)
  }

  mutating func clearCounts() { counts = Array(repeating: 0, count: counts.count) }

  /// Whether a pass changes what anything depends on.
  mutating func grows(_ pass: (inout InfluenceFlow) -> Void) -> Bool {
    let before = sets
    pass(&self)
    return sets != before
  }

  mutating func pass(_ body: [Instruction], counting: Bool) {
    for instruction in body { take(instruction, counting: counting) }
  }

  private mutating func take(_ instruction: Instruction, counting: Bool) {
    let parameter = Int(instruction.parameter)
    switch instruction.opcode {
    case .uniforms, .normals: setOnly([parameter], at: place(instruction.destination))
    case .correlatedNormals:
      // Row i of the triangular factor reads the first i + 1 normals; all read the spread.
      let (first, site) = (firstSites[parameter], plan.correlations[parameter])
      let spread = site.spread == nil ? [] : [first + site.draws.count]
      for variable in site.draws.indices {
        setOnly(
          Array(first...(first + variable)) + spread,
          at: Int(instruction.destination.index) + variable)
      }
      if site.spread != nil {
        setOnly(spread, at: Int(instruction.destination.index) + site.draws.count)
      }
    case .combine, .schedule:
      let sources = plan.operands(of: instruction).map(place)
      for row in plan.destinations(of: instruction) {
        setUnion(sources, at: place(row))
        if instruction.opcode == .schedule, plan.ahead != nil { note(foresight, at: place(row)) }
      }
    case .remember: unite(place(instruction.first), into: plan.varyingSlots + parameter)
    case .recall:
      let sources = [place(instruction.first), plan.varyingSlots + parameter]
      setUnion(sources, at: place(instruction.destination))
    case .carry: unite(place(instruction.first), into: place(instruction.destination))
    case .update: setUnion([place(instruction.first)], at: place(instruction.second))
    case .accumulateSum, .accumulateProducts, .accumulateMinimum, .accumulateMaximum:
      for operand in instruction.operands {
        unite(place(operand), into: place(instruction.destination))
      }
    case .record:
      let kept = plan.outputs[parameter].storageOfPeriod.count {
        $0 >= 0 && asked?.contains($0) != false
      }
      if counting { count(instruction, times: kept) }
    case .count, .foresee: if counting, asked == nil { count(instruction, times: 1) }
    case .tally:
      // What is kept as well counts once: how much is kept must not sway the dimensions of draws.
      if counting, asked == nil, !kept.contains(plan.tallies[parameter].label) {
        count(instruction, times: 1)
      }
    default: setUnion(plan.operands(of: instruction).map(place), at: place(instruction.destination))
    }
  }

  /// The set of a slot; nil for one number that holds for all trials.
  private func place(_ slot: Slot) -> Int? {
    slot.shape == .varying && slot.index >= 0 ? Int(slot.index) : nil
  }

  private mutating func setOnly(_ sites: some Sequence<Int>, at place: Int?) {
    guard let place else { return }
    for word in 0..<words { sets[place * words + word] = 0 }
    for site in sites { sets[place * words + site / 64] |= 1 << UInt64(site % 64) }
  }

  private mutating func note(_ bit: Int, at place: Int?) {
    guard let place else { return }
    sets[place * words + bit / 64] |= 1 << UInt64(bit % 64)
  }

  private mutating func unite(_ source: Int?, into place: Int?) {
    guard let source, let place else { return }
    for word in 0..<words { sets[place * words + word] |= sets[source * words + word] }
  }

  private mutating func setUnion(_ sources: [Int?], at place: Int?) {
    guard let place else { return }
    for word in 0..<words {
      // An operand may stand where the result goes.
      let union = sources.reduce(0) { bits, source in
        source.map { bits | sets[$0 * words + word] } ?? bits
      }
      sets[place * words + word] = union
    }
  }

  private mutating func count(_ instruction: Instruction, times kept: Int) {
    guard kept > 0, let source = place(instruction.first) else { return }
    if sets[source * words + foresight / 64] >> UInt64(foresight % 64) & 1 == 1 {
      asksAhead = true
    }
    for site in counts.indices
    where sets[source * words + site / 64] >> UInt64(site % 64) & 1 == 1 {
      counts[site] += kept
    }
  }
}
