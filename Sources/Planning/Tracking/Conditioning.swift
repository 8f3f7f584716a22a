import ColumnPlan
import LinearAlgebra
import Probability
import Simulation

/// What makes a plan agree with what is known of its results: by how much its draws move, and how
/// well it then agrees.
public struct Conditioning: Sendable {
  /// How one known result and the model go together.
  public struct Agreement: Hashable, Sendable {
    /// What the model says without it, given what is known of earlier periods: mean and standard
    /// deviation, in base units.
    public let expected, deviation: Double
    /// Whether it was compared in logarithms.
    public let isLogarithmic: Bool
    /// How many standard deviations it lies above that, in the scale in which they were compared;
    /// NaN where the model knows the result without it.
    public let surprise: Double
    /// What is known less what the model says in the end: mean and root mean square over the
    /// trials. It is what the model cannot explain.
    public let remainder, remainderSize: Double

    init(
      expected: Double, deviation: Double, isLogarithmic: Bool, surprise: Double,
      remainder: Double, remainderSize: Double
    ) {
      (self.expected, self.deviation, self.surprise) = (expected, deviation, surprise)
      self.isLogarithmic = isLogarithmic
      (self.remainder, self.remainderSize) = (remainder, remainderSize)
    }

    /// Of a value that is fixed as it is, and moves nothing else.
    ///
    /// - Parameter column: what the model says of it without knowing it.
    public init(fixing value: Double, instead column: Column, in result: SimulationResult) {
      let moments = Moments(of: KnownResult(columns: [column], value: value).trials(in: result))
      let isCertain = moments.standardDeviation == 0
      self.init(
        expected: moments.mean, deviation: moments.standardDeviation, isLogarithmic: false,
        surprise: isCertain ? .nan : (value - moments.mean) / moments.standardDeviation,
        remainder: 0, remainderSize: 0)
    }
  }

  /// What the draws of a run move by; nil where nothing that is drawn leads to what is known.
  public let shift: ScoreShift?
  public let agreements: [Agreement]
  /// The squared Mahalanobis distance of what is known from what the model says.
  public let distance: Double
  /// How many of the trials lie at least as far away.
  public let fartherTrials: Int
  public let directions: Int
  /// How many numbers of streams move.
  public let movedDraws: Int
  /// How often the plan was run to find out.
  public let iterations: Int
  public let trials: Int

  /// The standard error of a probability that was found with the moved draws: that of counting
  /// trials, and that of the regression which says by how much draws move.
  ///
  /// The mean of a result at known values d has the variance σ² (1 + D²) / n, with D the distance
  /// of d from the mean: that of the prediction of any regression. A mean that is off by δσ changes
  /// a probability by about φ(Φ⁻¹(p)) δ.
  ///
  /// - Source: Draper, Smith, *Applied Regression Analysis* (1998), 1.4 and 5.
  public func standardError(of found: ExceedanceProbability) -> Double {
    let p = found.probability
    guard p > 0, p < 1 else { return found.standardError }
    let slope = StandardNormal.density(at: StandardNormal.quantile(at: p))
    return
      (found.standardError * found.standardError + slope * slope * distance / Double(trials))
      .squareRoot()
  }

  /// The chance of figures that lie so far from what the model says, or farther, if it is right:
  /// the share of the years that it makes up itself, what came counted as one of them. It cannot be
  /// less than 1 / (trials + 1).
  ///
  /// - Source: Davison, Hinkley, *Bootstrap Methods and their Application* (1997), 4.2.1.
  public var surpriseProbability: Double {
    Double(1 + fartherTrials) / Double(1 + trials)
  }

  /// The part of the variance of what is not known that is lost at most by fitting as many
  /// coefficients as there are directions to so many trials: where draws that are not known move
  /// with chance only. What is known for sure loses nothing.
  public var lostVariance: Double { Double(directions) / Double(trials) }
}

/// How a plan is made to agree with what is known.
public struct ConditioningLimits: Sendable {
  /// The most runs.
  public var iterations = 10
  /// The root mean square of what is left, in standard deviations, that is small enough: a known
  /// period is fixed anyway.
  public var tolerance = 1e-3

  public init() {}
}

/// Finds by how much the draws of a plan move, trial by trial, so that its results are what is
/// known of them.
///
/// Each trial is moved from where it is to what is known, along the regression of its draws on the
/// observed results: exact, up to Monte Carlo error, where results are linear in normal scores.
/// Where they are not, the step is repeated with what is left, each trial by itself and with half
/// the step where that made it worse: randomised maximum likelihood with the mean sensitivity of
/// all trials, which approximates the conditional distribution.
///
/// - Parameter known: of the columns of `plan`; where nothing is known nothing moves.
/// - Parameter lastPeriod: the last period of what is known; later draws keep their numbers.
/// - Parameter base: the dimensions of the plan that this one is compared with.
/// - Parameter isStopped: asked between two runs; once true, what was found is of no use.
/// - Throws: when the trials do not fit into memory, or a result is not a finite number.
/// - Complexity: O(iterations × run + draws × trials × known).
/// - Source: Journel, Huijbregts (1978), VII, conditional simulation (Matheron's rule); Oliver,
///   *On conditional simulation to inaccurate data* (1996); Chen, Oliver, *Ensemble randomized
///   maximum likelihood method* (2012); Emerick, Reynolds, *Ensemble smoother with multiple data
///   assimilation* (2013).
public func condition(
  _ plan: Plan, on known: [KnownResult], through lastPeriod: Int,
  _ settings: SimulationSettings, following base: DimensionOrder? = nil,
  limits: ConditioningLimits = ConditioningLimits(),
  progress: (@Sendable (Double) -> Void)? = nil, isStopped: () -> Bool = { false }
) throws(SimulationError) -> Conditioning {
  var settings = settings
  settings.quantiles = .exact
  settings.stopping = nil
  settings.shift = nil
  let first = try simulate(plan, settings, following: base)
  var search = ConditioningSearch(plan, known, first, settings, base)
  guard search.hasSomethingToFind else { return search.conditioning(draws: [], iterations: 1) }
  let draws = plan.draws(behind: known.flatMap(\.columns), through: lastPeriod)
  search.regress(draws)
  var runs = 1
  while runs <= limits.iterations, search.size > limits.tolerance, !isStopped() {
    progress?(Double(runs) / Double(limits.iterations + 1))
    let before = search.size
    settings.shift = search.candidate(draws)
    search.take(try simulate(plan, settings, following: base))
    runs += 1
    // What is left by then is what the draws cannot reach.
    if runs > 4, search.size > 0.8 * before { break }
  }
  return search.conditioning(draws: draws, iterations: runs)
}

/// The state of the search: how far each trial has been moved, and what is left.
private struct ConditioningSearch {
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
  /// What is to be reached, standardised, with a drawn error where there is one.
  private let wished: [[Double]]
  private let regression: ScoreRegression?
  private var coefficients: [Double] = []
  /// For each observation the weights of all trials so far, and what is left with them.
  private var weights: [[Double]]
  private var left: [[Double]]
  private var tried: [[Double]] = []
  private var steps: [Double]
  /// The known results as the plan has them with the best weights, in base units.
  private var reached: [[Double]]
  /// The root mean square of what is left, over trials and observations.
  private(set) var size = 0.0

  var hasSomethingToFind: Bool { regression != nil }

  init(
    _ plan: Plan, _ known: [KnownResult], _ first: SimulationResult,
    _ settings: SimulationSettings, _ base: DimensionOrder?
  ) {
    (self.known, self.settings, trials) = (known, settings, first.trials)
    scores = DrawnScores(plan, settings, following: base)
    let values = known.map { $0.trials(in: first) }
    reached = values
    priors = values.map { Moments(of: $0) }
    let found = zip(known, values).map { ObservationScale($1, known: $0) }
    informative = found.indices.filter { found[$0] != nil }
    scales = found.compactMap { $0 }
    let observed = zip(informative, scales).map { place, scale in
      values[place].map { scale.standardised($0) }
    }
    let errors = zip(informative, scales).map { place, scale in
      scale.standardised(error: known[place].error, of: known[place].value)
    }
    let count = first.trials
    let targets = zip(informative, scales).map { $1.standardised(known[$0].value) }
    let wished = targets.indices.map {
      Self.perturbed(targets[$0], errors[$0], $0, count, settings.seed)
    }
    self.wished = wished
    prior = observed
    regression = observed.isEmpty ? nil : ScoreRegression(observed, errors: errors)
    weights = informative.map { _ in [Double](repeating: 0, count: count) }
    left = zip(wished, observed).map { wished, observed in
      zip(wished, observed).map { $0 - $1 }
    }
    steps = [Double](repeating: 1, count: count)
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

  mutating func regress(_ draws: [NumberedDraw]) {
    coefficients = regression!.coefficients(
      of: draws, scores, trials: trials, threads: settings.threads)
  }

  /// The next weights to try.
  mutating func candidate(_ draws: [NumberedDraw]) -> ScoreShift {
    tried = weights.indices.map { index in
      (0..<trials).map { weights[index][$0] + steps[$0] * left[index][$0] }
    }
    return shift(draws, tried)
  }

  private func shift(_ draws: [NumberedDraw], _ weights: [[Double]]) -> ScoreShift {
    ScoreShift(
      draws.map { ScoreShift.Place(stream: $0.stream, number: $0.number) },
      coefficients: coefficients, weights: weights)
  }

  /// Keeps what was tried in the trials that are nearer with it.
  mutating func take(_ result: SimulationResult) {
    let values = known.map { $0.trials(in: result) }
    let gain = regression!.gain
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
        steps[trial] /= 2
        continue
      }
      steps[trial] = min(1, steps[trial] * 1.5)
      for index in 0..<width {
        weights[index][trial] = tried[index][trial]
        left[index][trial] = rest[index]
      }
      for place in known.indices { reached[place][trial] = values[place][trial] }
    }
    size = rootMeanSquare(left)
  }

  func conditioning(draws: [NumberedDraw], iterations: Int) -> Conditioning {
    let surprises = zip(informative, scales).map { place, scale in
      scale.standardised(known[place].value)
    }
    let distance = regression?.distance(of: surprises) ?? (0, 0)
    let farther = regression.map { regression in
      regression.trials(
        beyond: distance.0, errors: wished.indices.map { place in
          known[informative[place]].error > 0 ? wished[place].map { $0 - surprises[place] } : []
        })
    }
    let agreements = known.indices.map { place in
      agreement(place, informative.firstIndex(of: place), surprises)
    }
    return Conditioning(
      shift: draws.isEmpty ? nil : shift(draws, weights), agreements: agreements,
      distance: distance.0, fartherTrials: farther ?? trials, directions: distance.1,
      movedDraws: draws.count, iterations: iterations, trials: trials)
  }
}

extension ConditioningSearch {
  /// - Parameter index: the place among what differs by trial; nil where it does not.
  /// - Parameter standardised: what is known, for each of these.
  fileprivate func agreement(_ place: Int, _ index: Int?, _ standardised: [Double])
    -> Conditioning.Agreement
  {
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
      remainder: Moments(of: remainders).mean, remainderSize: rootMeanSquare([remainders]))
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
