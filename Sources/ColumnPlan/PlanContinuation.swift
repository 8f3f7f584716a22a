extension PlanBuilder {
  /// Becomes what is left of it, with the records of one side of a union and no others, where some
  /// values are loaded that another run has kept.
  mutating func load(_ kept: [Int32: KeptValue], joined: [JoinedSums]) {
    // A value can be loaded in the body in which it is kept, and stays for those behind it.
    let needed = NeededSteps(for: steps, runs: runs, joined: joined) { value, body in
      kept[value].map { $0.body <= body } ?? false
    }
    var loads: [Plan.Body: [Step]] = [:]
    for value in needed.found.sorted() {
      let place = kept[value]!
      self.loads.append(place.output)
      loads[place.body, default: []].append(
        Step(
          opcode: .load, destination: value, operands: [], parameter: self.loads.count - 1))
    }
    for body in Plan.Body.allCases {
      steps[body] = (loads[body] ?? []) + steps[body]!.filter(needed.contains)
    }
    leaveOutWhatNoStepAsksFor()
  }

  /// Forgets which values lie in a row where nothing makes them so, as where they are loaded, and
  /// what is foreseen where there is no schedule to mind it.
  mutating func leaveOutWhatNoStepAsksFor() {
    let makers = steps.values.joined().filter { $0.opcode != .load }
    let made = Set(makers.map(\.destination))
    runs = runs.filter { made.contains($0.key) }
    if !makers.contains(where: { $0.opcode == .schedule }) { ahead = nil }
  }
}
