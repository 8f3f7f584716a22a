import Probability

/// How boxes are searched for.
public struct BoxSearch: Hashable, Sendable {
  /// The part of a box that a step of peeling or pasting moves.
  public var patience = 0.05
  /// The fewest trials of a box, as a part of all.
  public var smallestMass = 0.03
  /// The share of misses that a box should have; nil for halfway from that of all trials to 1.
  public var density: Double?
  public var boxes = 3
  /// A limit goes when a box without it would do as well with at least this probability.
  public var significance = 0.05
  /// How often the search is done again on half of the trials.
  public var repetitions = 10
  public var seed: UInt64 = 1

  public init() {}
}

/// A limit that a box puts on an input.
public struct BoxLimit: Hashable, Sendable {
  public let input: Int
  /// Infinite where there is none at this end.
  public let low, high: Double
  /// The probability that the box without this limit would have as many misses among as many
  /// trials by chance.
  ///
  /// - Source: Bryant and Lempert, *Thinking inside the box*, Technological Forecasting & Social
  ///   Change 77 (2010), section 3.4: quasi-p-value.
  public let chance: Double
  /// In which part of the repetitions the input was limited as well.
  public let reproducibility: Double
}

/// A box in which a target is mostly missed.
public struct DiscoveredBox: Hashable, Sendable {
  public let box: PeelingBox
  public let limits: [BoxLimit]
  /// Of the trials on which it was searched for, and of the fresh ones, on which it was not.
  public let searched, fresh: BoxCount
  /// The part of all misses that it holds, of either.
  public let coverage, freshCoverage: Double
  /// The part of all fresh trials that it holds.
  public let mass: Double
  /// What peeling went through, and which step was taken.
  public let steps: [BoxStep]
  public let chosen: Int
}

/// A step of peeling.
public struct BoxStep: Hashable, Sendable {
  /// The input of which a slice went; nil for the first.
  public let input: Int?
  public let isLowEnd: Bool
  public let limited: Int
  public let searched, fresh: BoxCount
  public let coverage, freshCoverage: Double
  /// The part of all searched trials that is left.
  public let mass: Double
}

/// Finds boxes of the inputs in which a target is missed: conditions that people can watch.
///
/// The trials are parted at random: on one half boxes are searched for, on the other they are
/// judged, so that their figures are not flattered by the search. The largest box that has the
/// wished share of misses on either half is taken. Where peeling the whole finds none, the halves
/// of inputs that tell much are peeled instead, which is ours. Where none has it the first box is
/// the one with the most misses above what its size would hold by chance, and there are no further
/// ones. It is pasted, freed of limits that chance could explain, and what it holds is taken out
/// before the next one is searched for.
///
/// - Returns: at most `search.boxes`; fewer where what is left holds nothing more.
/// - Complexity: O(inputs × trials × log(trials) + inputs × trials × steps × patience), once for
///   each box and repetition.
/// - Source: Friedman and Fisher, *Bump hunting in high-dimensional data*, Statistics and Computing
///   9 (1999), for peeling, pasting and covering; Kwakkel and Jaxa-Rozen, *Improving scenario
///   discovery for handling heterogeneous uncertainties and multinomial classified outcomes*,
///   Environmental Modelling & Software 79 (2016), for the gain by trial that is lost; Bryant and
///   Lempert (2010) for coverage, density and the two diagnostics.
public func discoverBoxes(
  _ inputs: [BoxInput], isMissed: [Bool], _ search: BoxSearch = BoxSearch(),
  isStopped: () -> Bool = { false }
) -> [DiscoveredBox] {
  var (searched, fresh) = halves(of: (0..<isMissed.count).map { Int32($0) }, search.seed, 0)
  var found: [DiscoveredBox] = []
  let finder = BoxFinder(inputs, isMissed, search, searched: searched, fresh: fresh)
  while found.count < search.boxes, !isStopped() {
    guard let box = finder.find(searched: searched, fresh: fresh, place: found.count) else { break }
    found.append(box)
    searched = finder.outside(box.box, searched)
    fresh = finder.outside(box.box, fresh)
  }
  return found
}

/// Parts trials at random.
private func halves(of trials: [Int32], _ seed: UInt64, _ period: Int) -> ([Int32], [Int32]) {
  let key = RandomStream(name: "sensitivity.halves").key(seed: seed)
  let order = randomOrder(of: trials.count, key, period: period)
  let middle = trials.count / 2
  let (left, right) = (order[..<middle], order[middle...])
  return (left.map { trials[$0] }.sorted(), right.map { trials[$0] }.sorted())
}

/// Finds one box after another.
private struct BoxFinder {
  let inputs: [BoxInput]
  let isMissed: [Bool]
  let search: BoxSearch
  /// Of all trials, before boxes were taken out.
  let searchedMisses, freshMisses, searchedTrials, freshTrials: Int
  let wished: Double

  init(
    _ inputs: [BoxInput], _ isMissed: [Bool], _ search: BoxSearch, searched: [Int32],
    fresh: [Int32]
  ) {
    (self.inputs, self.isMissed, self.search) = (inputs, isMissed, search)
    searchedMisses = searched.count { isMissed[Int($0)] }
    freshMisses = fresh.count { isMissed[Int($0)] }
    (searchedTrials, freshTrials) = (searched.count, fresh.count)
    let share = Double(searchedMisses + freshMisses) / Double(max(isMissed.count, 1))
    wished = search.density ?? (1 + share) / 2
  }

  func count(_ trials: [Int32]) -> BoxCount {
    BoxCount(trials: trials.count, misses: trials.count { isMissed[Int($0)] })
  }

  func outside(_ box: PeelingBox, _ trials: [Int32]) -> [Int32] {
    let members = Set(box.members(of: trials, inputs))
    return trials.filter { !members.contains($0) }
  }

  func find(searched: [Int32], fresh: [Int32], place: Int) -> DiscoveredBox? {
    let whole = count(searched)
    guard whole.misses > 0,
      let peeling = chosenPeeling(searched, fresh, orElseBest: place == 0),
      let chosen = peeling.chosen
    else { return nil }
    let steps = peeling.steps.indices.map { step(peeling, $0) }
    let box = simplified(
      pasted(peeling.peeling.steps[chosen].box, searched), searched)
    let inside = count(box.members(of: searched, inputs))
    // Nothing that would tell more than what is left on the whole.
    guard !box.limited.isEmpty, inside.density > whole.density else { return nil }
    let repeated = repetitions(searched, fresh, place: place)
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
      coverage: Double(inside.misses) / Double(searchedMisses),
      freshCoverage: Double(outcome.misses) / Double(max(freshMisses, 1)),
      mass: Double(outcome.trials) / Double(freshTrials), steps: steps, chosen: chosen)
  }

  private struct ChosenPeeling {
    let peeling: BoxPeeling
    let steps: [BoxCount]
    /// Nil where no step has the wished density.
    let chosen: Int?

    /// What the chosen step holds of the fresh trials.
    var misses: Int { chosen.map { steps[$0].misses } ?? 0 }
  }

  /// - Parameter orElseBest: where no box has the wished density, the one that tells most.
  private func chosenPeeling(
    _ searched: [Int32], _ fresh: [Int32], orElseBest: Bool
  ) -> ChosenPeeling? {
    let fewest = max(20, Int(search.smallestMass * Double(searchedTrials)))
    guard searched.count > fewest else { return nil }
    let whole = peeled(searched, fresh, nil, fewest)
    if whole.chosen != nil { return whole }
    // Where misses lie at both ends of an input neither end goes: then from one half of it.
    let halves = startingHalves(searched).map { peeled(searched, fresh, $0, fewest) }
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
    return ChosenPeeling(peeling: whole.peeling, steps: counts, chosen: best)
  }

  /// Peels what a box holds, and takes the largest box with the wished density on either half.
  private func peeled(
    _ searched: [Int32], _ fresh: [Int32], _ start: PeelingBox?, _ fewest: Int
  ) -> ChosenPeeling {
    let trials = start?.members(of: searched, inputs) ?? searched
    let peeling = BoxPeeling(
      inputs, isMissed, trials: trials, within: start, patience: search.patience, fewest: fewest)
    // Each box lies within the one before.
    var members = fresh
    let counts = peeling.steps.map { step in
      members = step.box.members(of: members, inputs)
      return count(members)
    }
    let chosen = counts.indices.dropFirst().first {
      counts[$0].trials > 0 && counts[$0].density >= wished
        && peeling.steps[$0].count.density >= wished
    }
    return ChosenPeeling(peeling: peeling, steps: counts, chosen: chosen)
  }

  /// The lower and the upper halves of the four inputs whose tenths differ most in the share of
  /// misses.
  private func startingHalves(_ trials: [Int32]) -> [PeelingBox] {
    let share = count(trials).density
    let ranked = inputs.indices.filter { !inputs[$0].isEvent }.map { input in
      let values = inputs[input].values
      let order = trials.sorted { (values[Int($0)], $0) < (values[Int($1)], $1) }
      let spread = (0..<10).reduce(0.0) { sum, tenth in
        let part = order[order.count * tenth / 10..<order.count * (tenth + 1) / 10]
        let excess = count(Array(part)).density - share
        return part.isEmpty ? sum : sum + excess * excess
      }
      return (input: input, spread: spread, median: values[Int(order[order.count / 2])])
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
    let fresh = peeling.steps[place]
    return BoxStep(
      input: step.peeled?.input, isLowEnd: step.peeled?.isLow ?? false,
      limited: step.box.limited.count, searched: step.count, fresh: fresh,
      coverage: Double(step.count.misses) / Double(searchedMisses),
      freshCoverage: Double(fresh.misses) / Double(max(freshMisses, 1)),
      mass: Double(step.count.trials) / Double(searchedTrials))
  }

  // MARK: Mending a box

  /// Moves limits outwards as long as the share of misses does not fall.
  private func pasted(_ start: PeelingBox, _ trials: [Int32]) -> PeelingBox {
    var box = start
    var inside = count(box.members(of: trials, inputs))
    while true {
      var best: (box: PeelingBox, count: BoxCount)?
      for input in box.limited where !inputs[input].isEvent {
        let values = box.members(of: trials, inputs, except: input)
          .map { inputs[input].values[Int($0)] }.sorted()
        for isLow in [true, false] {
          guard let wider = widened(box, input, isLow, values, by: inside.trials) else { continue }
          let found = count(wider.members(of: trials, inputs))
          if found.density >= inside.density, found.trials > inside.trials,
            found.density > best?.count.density ?? -1
          {
            best = (wider, found)
          }
        }
      }
      guard let best else { return box }
      (box, inside) = (best.box, best.count)
    }
  }

  private func widened(
    _ box: PeelingBox, _ input: Int, _ isLow: Bool, _ values: [Double], by trials: Int
  ) -> PeelingBox? {
    var wider = box
    let step = max(1, Int(search.patience * Double(trials)))
    if isLow {
      guard box.low[input] > -.infinity else { return nil }
      let place = values.firstIndex { $0 >= box.low[input] } ?? values.count
      wider.low[input] = place - step <= 0 ? -.infinity : values[place - step]
    } else {
      guard box.high[input] < .infinity else { return nil }
      let place = values.lastIndex { $0 <= box.high[input] } ?? -1
      wider.high[input] = place + step >= values.count - 1 ? .infinity : values[place + step]
    }
    return wider
  }

  /// Without the limits that chance could explain, the least certain one first.
  private func simplified(_ start: PeelingBox, _ trials: [Int32]) -> PeelingBox {
    var box = start
    while let weakest = box.limited.map({ ($0, chance(of: $0, in: box, trials)) })
      .max(by: { $0.1 < $1.1 }), weakest.1 >= search.significance
    {
      box.free(weakest.0)
    }
    return box
  }

  /// The binomial tail of the box's misses at the share of misses that it would have without the
  /// limit.
  private func chance(of input: Int, in box: PeelingBox, _ trials: [Int32]) -> Double {
    let inside = count(box.members(of: trials, inputs))
    let without = count(box.members(of: trials, inputs, except: input))
    guard inside.misses > 0, without.density < 1 else { return 1 }
    let parameters = ParameterValues([
      "count": Double(inside.trials), "probability": without.density,
    ])
    guard let binomial = try? Binomial(parameters) else { return 1 }
    return binomial.exceedanceProbability(above: Double(inside.misses) - 1)
  }

  /// Which inputs are limited when the search is done again on halves of the trials.
  private func repetitions(_ searched: [Int32], _ fresh: [Int32], place: Int) -> [[Int]] {
    (0..<search.repetitions).map { repetition in
      let period = 1 + place * search.repetitions + repetition
      let half = halves(of: searched, search.seed, period).0
      guard let peeling = chosenPeeling(half, fresh, orElseBest: place == 0) else { return [] }
      return simplified(peeling.peeling.steps[peeling.chosen ?? 0].box, half).limited
    }
  }
}
