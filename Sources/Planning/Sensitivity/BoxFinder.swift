import Synchronization
import Workers

/// Finds one box after another.
struct BoxFinder: Sendable {
  let inputs: [BoxInput]
  let isMissed: [Bool]
  let search: BoxSearch
  /// Of all trials, before boxes were taken out.
  let all: (searched: BoxCount, choosing: BoxCount, fresh: BoxCount)
  let wished: Double
  let isStopped: @Sendable () -> Bool
  private let orders: InputOrders
  private let progress: SensitivityProgress?

  init(
    _ inputs: [BoxInput], _ isMissed: [Bool], _ search: BoxSearch, _ trials: BoxTrials,
    _ isStopped: @escaping @Sendable () -> Bool, _ progress: SensitivityProgress?
  ) {
    (self.inputs, self.isMissed, self.search) = (inputs, isMissed, search)
    (self.isStopped, self.progress) = (isStopped, progress)
    func count(_ trials: [Int32]) -> BoxCount {
      BoxCount(trials: trials.count, misses: trials.count { isMissed[Int($0)] })
    }
    all = (count(trials.searched), count(trials.choosing), count(trials.fresh))
    let share = Double(isMissed.count { $0 }) / Double(max(isMissed.count, 1))
    wished = search.density ?? (1 + share) / 2
    orders = InputOrders(
      inputs, trials: trials.searched, threads: search.threads, isStopped: isStopped)
  }

  func count(_ trials: [Int32]) -> BoxCount {
    BoxCount(trials: trials.count, misses: trials.count { isMissed[Int($0)] })
  }

  func outside(_ box: PeelingBox, _ trials: [Int32]) -> [Int32] {
    let limited = box.limited
    return trials.filter { trial in
      !limited.allSatisfy { box.holds(inputs[$0].values[Int(trial)], ofInput: $0) }
    }
  }

  /// - Returns: nil where there is no further box, or when it was told to stop.
  func find(_ trials: BoxTrials, place: Int) -> DiscoveredBox? {
    let (searched, fresh) = (trials.searched, trials.fresh)
    let whole = count(searched)
    guard whole.misses > 0,
      let peeling = chosenPeeling(
        searched, trials.choosing, of: all.searched.trials, orElseBest: place == 0),
      let chosen = peeling.chosen
    else { return nil }
    note(place, 1)
    let steps = peeling.steps.indices.map { step(peeling, $0) }
    let box = simplified(
      pasted(peeling.peeling.steps[chosen].box, searched), searched)
    let inside = count(box.members(of: searched, inputs))
    // Nothing that would tell more than what is left on the whole.
    guard !box.limited.isEmpty, inside.density > whole.density else { return nil }
    let repeated = repetitions(trials, place: place)
    if isStopped() { return nil }
    let limits = box.limited.map { input in
      BoxLimit(
        input: input, low: box.low[input], high: box.high[input],
        chance: chance(of: input, in: box, searched),
        reproducibility: repeated.isEmpty
          ? .nan
          : Double(repeated.count { $0.contains(input) }) / Double(repeated.count))
    }
    let outcome = count(box.members(of: fresh, inputs))
    return DiscoveredBox(
      box: box, limits: limits, searched: inside, fresh: outcome,
      coverage: inside.coverage(of: all.searched), freshCoverage: outcome.coverage(of: all.fresh),
      mass: Double(outcome.trials) / Double(max(all.fresh.trials, 1)), steps: steps,
      chosen: chosen, wished: wished)
  }

  /// Tells how many searches for a box are done: the search itself, and then its repetitions.
  private func note(_ place: Int, _ done: Int) {
    let share = Double(done) / Double(1 + search.repetitions)
    progress?((Double(place) + share) / Double(search.boxes))
  }

  private struct ChosenPeeling {
    let peeling: BoxPeeling
    let steps: [BoxCount]
    /// Nil where no step has the wished density.
    let chosen: Int?

    /// What the chosen step holds of the choosing trials.
    var misses: Int { chosen.map { steps[$0].misses } ?? 0 }
  }

  /// - Parameter all: the number of trials that the least mass of a box is a part of.
  /// - Parameter orElseBest: where no box has the wished density, the one that tells most.
  private func chosenPeeling(
    _ searched: [Int32], _ choosing: [Int32], of all: Int, orElseBest: Bool
  ) -> ChosenPeeling? {
    let fewest = max(20, Int(search.smallestMass * Double(all)))
    guard searched.count > fewest, !isStopped() else { return nil }
    let whole = peeled(searched, choosing, nil, fewest)
    if whole.chosen != nil { return whole }
    // Where misses lie at both ends of an input neither end goes: then from one half of it.
    let halves = startingHalves(searched).map { peeled(searched, choosing, $0, fewest) }
    if isStopped() { return nil }
    if let best = halves.filter({ $0.chosen != nil }).max(by: { $0.misses < $1.misses }) {
      return best
    }
    guard orElseBest else { return nil }
    let counts = whole.steps
    let share = counts[0].density
    func excess(_ place: Int) -> Double {
      Double(counts[place].misses) - share * Double(counts[place].trials)
    }
    guard let best = counts.indices.max(by: { excess($0) < excess($1) }), best > 0 else {
      return nil
    }
    return ChosenPeeling(peeling: whole.peeling, steps: counts, chosen: densest(counts, best))
  }

  /// Peels what a box holds, and takes one of the boxes.
  private func peeled(
    _ searched: [Int32], _ choosing: [Int32], _ start: PeelingBox?, _ fewest: Int
  ) -> ChosenPeeling {
    let trials = start?.members(of: searched, inputs) ?? searched
    let peeling = BoxPeeling(
      inputs, isMissed, orders, trials: trials, within: start, patience: search.patience,
      fewest: fewest, isStopped: isStopped)
    // Each box lies within the one before.
    var members = choosing
    let counts = peeling.steps.map { step in
      members = step.box.members(of: members, inputs)
      return count(members)
    }
    let largest = counts.indices.dropFirst().first {
      counts[$0].trials > 0 && counts[$0].density >= wished
        && peeling.steps[$0].count.density >= wished
    }
    return ChosenPeeling(
      peeling: peeling, steps: counts, chosen: largest.map { densest(counts, $0) })
  }

  /// Of the steps that hold as many misses as one of them, or fewer by no more than the standard
  /// error of that number, the one with the greatest share of misses.
  ///
  /// Half a trial on either side (Jeffreys) keeps the error of all misses above zero.
  private func densest(_ counts: [BoxCount], _ start: Int) -> Int {
    let (held, all) = (Double(counts[start].misses), Double(counts[0].misses))
    let error = ((held + 0.5) * (all - held + 0.5) / (all + 1)).squareRoot()
    let candidates = counts.indices.dropFirst().filter {
      counts[$0].misses > 0 && Double(counts[$0].misses) >= held - error
    }
    return candidates.max { counts[$0].density < counts[$1].density } ?? start
  }

  /// The lower and the upper halves of the four inputs whose tenths differ most in the share of
  /// misses.
  private func startingHalves(_ trials: [Int32]) -> [PeelingBox] {
    let share = count(trials).density
    var isInside = [Bool](repeating: false, count: isMissed.count)
    for trial in trials { isInside[Int(trial)] = true }
    let inside = isInside
    typealias Ranked = (input: Int, spread: Double, median: Double)
    let ranked = inputs.indices.compactMap { input -> Ranked? in
      guard !inputs[input].isEvent, !isStopped() else { return nil }
      let order = orders.trials(input) { inside[Int($0)] }
      let spread = (0..<10).reduce(0.0) { sum, tenth in
        let part = order[order.count * tenth / 10..<order.count * (tenth + 1) / 10]
        let excess = count(Array(part)).density - share
        return part.isEmpty ? sum : sum + excess * excess
      }
      let median = inputs[input].values[Int(order[order.count / 2])]
      return (input: input, spread: spread, median: median)
    }.sorted { ($0.spread, $1.input) > ($1.spread, $0.input) }
    return ranked.prefix(4).flatMap { found in
      [true, false].map { isLow in
        var box = PeelingBox(inputs: inputs.count)
        if isLow {
          box.high[found.input] = found.median
        } else {
          box.low[found.input] = found.median
        }
        return box
      }
    }
  }

  private func step(_ peeling: ChosenPeeling, _ place: Int) -> BoxStep {
    let step = peeling.peeling.steps[place]
    let choosing = peeling.steps[place]
    return BoxStep(
      input: step.peeled?.input, isLowEnd: step.peeled?.isLow ?? false,
      limited: step.box.limited.count, searched: step.count, choosing: choosing,
      coverage: step.count.coverage(of: all.searched),
      choosingCoverage: choosing.coverage(of: all.choosing),
      mass: Double(step.count.trials) / Double(all.searched.trials))
  }

  /// Which inputs are limited when the search is done again on halves of the trials.
  private func repetitions(_ trials: BoxTrials, place: Int) -> [[Int]] {
    let done = Atomic(1)
    return collect(search.repetitions, threads: search.threads) { repetition in
      let period = 1 + place * search.repetitions + repetition
      let half = halves(of: trials.searched, search.seed, period).0
      let peeling = chosenPeeling(
        half, trials.choosing, of: all.searched.trials / 2, orElseBest: place == 0)
      note(place, done.wrappingAdd(1, ordering: .relaxed).newValue)
      guard let peeling else { return [] }
      return simplified(peeling.peeling.steps[peeling.chosen ?? 0].box, half).limited
    }
  }
}
