import ColumnPlan
import LinearAlgebra
import Probability
import Simulation
import Workers

/// The state of the search: how far each trial has been moved, and what is left.
struct ConditioningSearch {
  private let known: [KnownResult]
  private let settings: SimulationSettings
  private let scores: DrawnScores
  private let trials: Int
  /// The results that differ by trial, by place in `known`, and the scale of each.
  private let informative: [Int]
  private let scales: [ObservationScale]
  private let priors: [Moments]
  /// The results as the plan has them when nothing is known, standardised.
  private let prior: [[Double]]
  /// The standard deviations of the errors, standardised.
  private let errors: [Double]
  /// What is to be reached, standardised, with a drawn error where there is one.
  private let wished: [[Double]]
  /// What is known about the means of the observations.
  private let regression: ScoreRegression?
  private let draws: [NumberedDraw]
  private let causes: ObservationCauses
  /// The same of what steps leave of the observations.
  private var ofRest: ScoreRegression?
  private let offered: StepCandidates
  private var steps: StepPosterior?
  private var takenOver: TakenOverDraws
  private var coefficients: [Double] = []
  /// The results whose dependence on the draws is told besides, and for each draw its part of the
  /// variance of each.
  private let outcomes: [OutcomeScores]
  private var shares: [[Double]] = []
  /// For each observation the weights of all trials so far, and what is left with them.
  private var weights: [[Double]]
  private var left: [[Double]]
  private var tried: [[Double]] = []
  private var stepSizes: [Double]
  /// The known results as the plan has them with the best weights, in base units.
  private var reached: [[Double]]
  /// The root mean square of what is left, over trials and observations.
  private(set) var size = 0.0

  var hasSomethingToFind: Bool { regression != nil }

  /// What is known, standardised.
  private var surprises: [Double] {
    zip(informative, scales).map { $1.standardised(known[$0].value) }
  }

  init(
    _ plan: Plan, _ known: [KnownResult], _ draws: [NumberedDraw], _ causes: ObservationCauses,
    _ outcomes: [OutcomeScores], _ first: UnmovedRun, _ settings: SimulationSettings,
    _ base: DimensionOrder?
  ) {
    let count = first.trials
    (self.known, self.settings, trials) = (known, settings, count)
    (self.draws, self.outcomes) = (draws, outcomes)
    let scores = DrawnScores(plan, settings, following: base)
    self.scores = scores
    let offered = StepCandidates(in: first) { draw in
      scores.column(of: draws[draw], trials: count)
    }
    self.offered = offered
    takenOver = TakenOverDraws()
    let values = first.values
    reached = values
    priors = values.map { Moments(of: $0) }
    let found = known.indices.map { place in
      ObservationScale(values[place], known: known[place]) {
        offered.regression.fit($0, of: place, causes).rest
      }
    }
    informative = found.indices.filter { found[$0] != nil }
    scales = found.compactMap { $0 }
    let observed = zip(informative, scales).map { place, scale in
      values[place].map { scale.standardised($0) }
    }
    let errors = zip(informative, scales).map { place, scale in
      scale.standardised(error: known[place].error, of: known[place].value)
    }
    let targets = zip(informative, scales).map { $1.standardised(known[$0].value) }
    let wished = targets.indices.map {
      Self.perturbed(targets[$0], errors[$0], $0, count, settings.seed)
    }
    self.wished = wished
    prior = observed
    let own = causes.of(informative)
    self.causes = own
    self.errors = errors
    regression = observed.isEmpty ? nil : ScoreRegression(observed, errors: errors, own)
    weights = informative.map { _ in [Double](repeating: 0, count: count) }
    left = zip(wished, observed).map { wished, observed in
      zip(wished, observed).map { $0 - $1 }
    }
    stepSizes = [Double](repeating: 1, count: count)
    size = rootMeanSquare(left)
  }

  /// What is to be reached in each trial: the value that was observed less an error of its own.
  private static func perturbed(
    _ value: Double, _ error: Double, _ index: Int, _ count: Int, _ seed: UInt64
  ) -> [Double] {
    guard error > 0 else { return [Double](repeating: value, count: count) }
    let padded = (count + 15) / 16 * 16
    var normals = [Double](repeating: 0, count: padded)
    let key = RandomStream(name: "torreya.observationError.\(index)").key(seed: seed)
    normals.withUnsafeMutableBufferPointer { buffer in
      var lanes = buffer.mutableSpan
      key.fillNormals(&lanes, period: 0, firstTrial: 0)
    }
    return normals.prefix(count).map { value + error * $0 }
  }

  // MARK: Steps

  /// Weighs the events and counts behind what is known.
  ///
  /// - Returns: whether some of them tell anything.
  mutating func weigh() -> Bool {
    guard
      let found = StepPosterior(
        prior, known: zip(surprises, errors).map { ($0, $1) }, offered.regression, causes)
    else { return false }
    steps = found
    takenOver = TakenOverDraws(
      found.telling.map { offered.causes[$0] }, from: found.ancestors
    ) { [draws, scores, trials] in scores.column(of: draws[$0], trials: trials) }
    return true
  }

  /// Whether weighing leaves enough trials to tell how a level is distributed, and not only about
  /// where it is: a hundredth of them, and as many as their spread needs to be known.
  var isWeighedWell: Bool {
    guard let steps else { return true }
    return !steps.fixesLevel
      && steps.effectiveTrials >= max(StepPosterior.fewestTrials, 0.01 * Double(trials))
  }

  /// Begins again with the trials in which steps are taken over.
  mutating func begin(from result: SimulationResult) {
    let values = known.map { $0.trials(in: result) }
    reached = values
    for (index, place) in informative.enumerated() {
      for trial in 0..<trials {
        left[index][trial] =
          wished[index][trial] - scales[index].standardised(values[place][trial])
      }
    }
    size = rootMeanSquare(left)
  }

  // MARK: Moves

  mutating func regress() {
    let moving = steps.map { ScoreRegression($0.residuals, errors: errors, causes) } ?? regression!
    ofRest = moving
    let found = collect(draws.count, threads: settings.threads) {
      [draws, scores, trials, outcomes] place in
      let column = scores.column(of: draws[place], trials: trials)
      return (
        coefficients: moving.coefficients(of: place, column),
        shares: outcomes.map { $0.share(of: column) }
      )
    }
    // What is weighed does not move besides.
    coefficients = takenOver.without(found.map(\.coefficients)).flatMap { $0 }
    shares = found.map(\.shares)
  }

  /// The next weights to try.
  mutating func candidate() -> ScoreShift {
    tried = weights.indices.map { index in
      (0..<trials).map { weights[index][$0] + stepSizes[$0] * left[index][$0] }
    }
    return shift(tried)
  }

  /// With the best weights so far.
  var shift: ScoreShift { shift(weights) }

  /// Each draw that is taken over has a move of its own, behind those of the regression.
  private func shift(_ weights: [[Double]]) -> ScoreShift {
    let width = coefficients.isEmpty ? 0 : weights.count
    let moves = takenOver.moves
    let places = Dictionary(uniqueKeysWithValues: moves.enumerated().map { ($1.draw, width + $0) })
    var rows: [Double] = []
    rows.reserveCapacity(draws.count * (width + moves.count))
    for draw in draws.indices {
      rows += coefficients[(draw * width)..<((draw + 1) * width)]
      for place in width..<(width + moves.count) { rows.append(places[draw] == place ? 1 : 0) }
    }
    return ScoreShift(
      draws.map(\.place), coefficients: rows,
      weights: (width == 0 ? [] : weights) + moves.map(\.scores))
  }

  /// Keeps what was tried in the trials that are nearer with it.
  mutating func take(_ result: SimulationResult) {
    let values = known.map { $0.trials(in: result) }
    let gain = ofRest!.gain
    let width = weights.count
    var rest = [Double](repeating: 0, count: width)
    for trial in 0..<trials {
      var (square, before) = (0.0, 0.0)
      for index in 0..<width {
        let observed = scales[index].standardised(values[informative[index]][trial])
        // With an error, part of the weights stands for it and is not to be reached.
        var explained = tried[index][trial]
        for other in 0..<width { explained -= gain[index, other] * tried[other][trial] }
        rest[index] = wished[index][trial] - observed - explained
        square += rest[index] * rest[index]
        before += left[index][trial] * left[index][trial]
      }
      guard square < before else {
        stepSizes[trial] /= 2
        continue
      }
      stepSizes[trial] = min(1, stepSizes[trial] * 1.5)
      for index in 0..<width {
        weights[index][trial] = tried[index][trial]
        left[index][trial] = rest[index]
      }
      for place in known.indices { reached[place][trial] = values[place][trial] }
    }
    size = rootMeanSquare(left)
  }

  func conditioning(iterations: Int) -> Conditioning {
    let surprises = surprises
    let distance = regression?.distance(of: surprises) ?? (0, 0)
    let farther = regression.map { regression in
      regression.trials(
        beyond: distance.0, errors: wished.indices.map { place in
          known[informative[place]].error > 0 ? wished[place].map { $0 - surprises[place] } : []
        })
    }
    let unreached = unreached
    let agreements = known.indices.map { place in
      agreement(
        place, informative.firstIndex(of: place), surprises,
        isUnreached: unreached.contains(place))
    }
    return Conditioning(
      shift: draws.isEmpty || regression == nil ? nil : shift, agreements: agreements,
      distance: distance.0, fartherTrials: farther ?? trials, directions: distance.1,
      movedDraws: draws.count, iterations: iterations, trials: trials,
      leverage: leverage(surprises), steps: steps)
  }

  /// What the regression adds to the variance of results.
  private func leverage(_ surprises: [Double]) -> Conditioning.Leverage {
    guard let moving = ofRest ?? regression else {
      let none = outcomes.map { _ in 0.0 }
      return Conditioning.Leverage(most: 0, ofOutcomes: none, ofSteps: none)
    }
    let parts = moving.leverages(of: steps?.unexplained ?? surprises.map { [$0] })
    let all = Array(surprises.indices)
    func sum(_ places: [Int]) -> Double {
      places.reduce(0) { sum, row in places.reduce(sum) { $0 + parts[row, $1] } }
    }
    let ofSteps = sharesOfSteps { _ in 1 }
    // Many draws stand behind the same observations.
    var known: [[Int]: Double] = [:]
    var ofOutcomes = [Double](repeating: 0, count: outcomes.count)
    for draw in shares.indices where !takenOver.whole.contains(draw) {
      let behind = causes.observations(of: draw)
      let own = known[behind] ?? sum(behind)
      known[behind] = own
      for outcome in ofOutcomes.indices { ofOutcomes[outcome] += shares[draw][outcome] * own }
    }
    // What steps leave of the variance is all that is left to be uncertain about.
    return Conditioning.Leverage(
      most: sum(all),
      ofOutcomes: zip(ofOutcomes, ofSteps).map { max(0, $0 / (1 - $1)) },
      ofSteps: sharesOfSteps { steps?.partLeft(of: $0) ?? 1 })
  }

  /// How much of the variance of each outcome is of the steps that are weighed: not all of it.
  ///
  /// - Parameter part: how much of the variance of a step counts.
  private func sharesOfSteps(_ part: (Int) -> Double) -> [Double] {
    let telling = (steps?.telling ?? []).map { step in
      (values: offered.regression.columns[step].values, part: part(step))
    }
    return outcomes.map { outcome in
      let shares = telling.map { $0.part * outcome.share(of: $0.values) }
      return min(0.9, max(0, shares.reduce(0, +)))
    }
  }
}

extension ConditioningSearch {
  /// - Parameter index: the place among what differs by trial; nil where it does not.
  /// - Parameter standardised: what is known, for each of these.
  fileprivate func agreement(
    _ place: Int, _ index: Int?, _ standardised: [Double], isUnreached: Bool
  ) -> Conditioning.Agreement {
    let remainders = reached[place].map { known[place].value - $0 }
    var (expected, deviation, surprise) = (priors[place].mean, 0.0, Double.nan)
    if let index {
      (deviation, surprise) = (priors[place].standardDeviation, standardised[index])
      if let moved = givenEarlier(index) {
        let base = Moments(of: moved.map { scales[index].value($0) })
        let moments = Moments(of: moved)
        (expected, deviation) = (base.mean, base.standardDeviation)
        // Less is rounding: earlier figures say it all.
        surprise =
          moments.standardDeviation > 1e-6
          ? (surprise - moments.mean) / moments.standardDeviation : .nan
      }
    }
    return Conditioning.Agreement(
      expected: expected, deviation: deviation,
      isLogarithmic: index.map { scales[$0].isLogarithmic } ?? false, surprise: surprise,
      remainder: Moments(of: remainders).mean, remainderSize: rootMeanSquare([remainders]),
      isUnreached: isUnreached, shareAtBound: index.map(shareAtBound) ?? 0)
  }

  private func shareAtBound(_ index: Int) -> Double {
    let value = known[informative[index]].value
    let others = prior[index].map(scales[index].value).filter {
      abs($0 - value) > 1e-9 * max(abs($0), abs(value))
    }
    let count = trials - others.count
    guard count > 1, 2 * Set(others).count > others.count, !others.isEmpty else { return 0 }
    return Double(count) / Double(trials)
  }

  /// The results, by place in `known`, of which much is left and to which no trial comes by itself,
  /// or none comes to it and to another of them, though by chance ten should.
  fileprivate var unreached: Set<Int> {
    let left = informative.indices.filter { index in
      let place = informative[index]
      return known[place].error == 0
        && rootMeanSquare([reached[place].map { known[place].value - $0 }])
          > tolerance(of: place)
    }
    let near = left.map { index -> [Bool] in
      let (place, scale) = (informative[index], scales[index])
      return prior[index].map {
        abs(scale.value($0) - known[place].value) <= tolerance(of: place)
      }
    }
    let counts = near.map { $0.count { $0 } }
    let found = left.indices.filter { one in
      counts[one] == 0
        || left.indices.contains { other in
          Double(counts[one]) * Double(counts[other]) >= 10 * Double(trials)
            && !zip(near[one], near[other]).contains { $0 && $1 }
        }
    }
    return Set(found.map { informative[left[$0]] })
  }

  /// - Unit: base units.
  private func tolerance(of place: Int) -> Double {
    max(priors[place].standardDeviation / 4, abs(known[place].value) / 200)
  }

  /// An observation in all trials, each moved by what is known of earlier periods, standardised;
  /// nil where nothing is.
  private func givenEarlier(_ index: Int) -> [Double]? {
    var values = prior[index]
    let own = known[informative[index]].columns.map(\.period).min() ?? ""
    let earlier = informative.indices.filter { other in
      known[informative[other]].columns.allSatisfy { $0.period < own }
    }
    guard let regression, !earlier.isEmpty else { return nil }
    for (other, weight) in zip(earlier, regression.weights(of: index, given: earlier)) {
      for trial in values.indices {
        values[trial] += weight * (wished[other][trial] - prior[other][trial])
      }
    }
    return values
  }
}

/// The root of the mean of the squares of all numbers.
private func rootMeanSquare(_ columns: [[Double]]) -> Double {
  let count = columns.reduce(0) { $0 + $1.count }
  guard count > 0 else { return 0 }
  let squares = columns.reduce(0.0) { $0 + dotProduct($1, $1) }
  return (squares / Double(count)).squareRoot()
}
