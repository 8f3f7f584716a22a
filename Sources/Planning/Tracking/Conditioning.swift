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
    /// Whether more is left than a quarter of the standard deviation, and no trial comes to it by
    /// itself: a number between two that can be, or beyond them all, or one that contradicts
    /// another. What is drawn every day leaves much of a count too, and yet trials have just that.
    public let isUnreached: Bool
    /// The part of the trials that have exactly what is known, of a result that else differs from
    /// trial to trial, as one does that cannot rise above a bound or fall below it; 0 for others.
    /// How far beyond the bound the rest would go is not known then: trials move just to it.
    public let shareAtBound: Double

    init(
      expected: Double, deviation: Double, isLogarithmic: Bool, surprise: Double,
      remainder: Double, remainderSize: Double, isUnreached: Bool, shareAtBound: Double
    ) {
      (self.expected, self.deviation, self.surprise) = (expected, deviation, surprise)
      self.isLogarithmic = isLogarithmic
      (self.remainder, self.remainderSize) = (remainder, remainderSize)
      (self.isUnreached, self.shareAtBound) = (isUnreached, shareAtBound)
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
        remainder: 0, remainderSize: 0, isUnreached: false, shareAtBound: 0)
    }
  }

  /// What the regression adds to the variance of results, with sampling errors of as many trials.
  struct Leverage: Sendable {
    /// Of a result all of whose draws stand behind all that is known: the squared distance that it
    /// was moved.
    let most: Double
    /// Of each outcome that was asked about.
    let ofOutcomes: [Double]
    /// How much of the variance of each is of what is left open of the steps that were weighed.
    let ofSteps: [Double]
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

  let leverage: Leverage
  /// How events and counts were weighed; nil where none was.
  let steps: StepPosterior?

  /// As many trials without weights would say as much of the events and counts that were weighed;
  /// nil where none was.
  public var effectiveTrials: Double? { steps?.effectiveTrials }

  /// The standard error of a probability that was found with the moved draws: that of counting
  /// trials, and that of the regression which says by how much draws move.
  ///
  /// The mean of a result at known values d has the variance σ² (1 + D²) / n, with D the distance
  /// of d from the mean: that of the prediction of any regression. A mean that is off by δσ changes
  /// a probability by about φ(Φ⁻¹(p)) δ. Each draw has its part of σ², and its own D: that of the
  /// figures behind which it stands. Where events were weighed, the trials that took over the
  /// events of the same one count together, and the regression that says how likely events are is
  /// uncertain too (`StepPosterior.variance`). Where few trials are left, they cannot tell by their
  /// spread how uncertain they are: the part of the variance that is left to events then counts as
  /// one in so many (Kish).
  ///
  /// - Parameter met: for each trial of the moved draws whether what was found is so.
  /// - Parameter outcome: the place of the result among those that were asked about; all of its
  ///   variance counts for nil.
  /// - Source: Draper, Smith, *Applied Regression Analysis* (1998), 1.4 and 5; effective size:
  ///   Kish, *Survey Sampling* (1965), 11.7.
  public func standardError(
    of found: ExceedanceProbability, outcome: Int? = nil, met: @autoclosure () -> [Bool]
  ) -> Double {
    let p = found.probability
    guard p > 0, p < 1 else { return found.standardError }
    let slope = StandardNormal.density(at: StandardNormal.quantile(at: p))
    let square = outcome.map { leverage.ofOutcomes[$0] } ?? leverage.most
    var counting = found.standardError * found.standardError
    if let steps {
      let share = outcome.map { leverage.ofSteps[$0] } ?? 1
      // Of so few not even the probability is known: the variance may be any up to a quarter.
      let most = steps.effectiveTrials < StepPosterior.fewestTrials ? 0.25 : p * (1 - p)
      counting = max(counting, steps.variance(of: met()), share * most / steps.effectiveTrials)
    }
    return (counting + slope * slope * square / Double(trials)).squareRoot()
  }

  /// The chance of figures that lie so far from what the model says, or farther, if it is right:
  /// the share of the years that it makes up itself, what came counted as one of them. It cannot be
  /// less than 1 / (trials + 1).
  ///
  /// - Source: Davison, Hinkley, *Bootstrap Methods and their Application* (1997), 4.2.1.
  public var surpriseProbability: Double {
    Double(1 + fartherTrials) / Double(1 + trials)
  }
}

/// How a plan is made to agree with what is known.
public struct ConditioningLimits: Sendable {
  /// The most runs.
  public var iterations = 10
  /// The root mean square of what is left, in standard deviations, that is small enough: a known
  /// period is fixed anyway.
  public var tolerance = 1e-6

  public init() {}
}

/// Finds by how much the draws of a plan move, trial by trial, so that its results are what is
/// known of them.
///
/// Each trial is moved from where it is to what is known, along the regression of its draws on the
/// observed results: exact, up to Monte Carlo error, where results are linear in normal scores.
/// Where they are not, the step is repeated with what is left, each trial by itself and with half
/// the step where that made it worse: randomised maximum likelihood with the mean sensitivity of
/// all trials, which approximates the conditional distribution. Draws that come in steps, events
/// and counts, are not moved but weighed (`StepPosterior`), where they tell something, and so are
/// levels of which a line over their normal scores tells too little, as those of two peaks, unless
/// what is known leaves only few trials of them.
///
/// - Parameter known: of the columns of `plan`; where nothing is known nothing moves.
/// - Parameter lastPeriod: the last period of what is known; later draws keep their numbers.
/// - Parameter outcomes: results of the same trials as they are when nothing is known, the error of
///   whose probabilities will be asked for.
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
  _ settings: SimulationSettings, of outcomes: [OutcomeScores] = [],
  following base: DimensionOrder? = nil, limits: ConditioningLimits = ConditioningLimits(),
  progress: (@Sendable (Double) -> Void)? = nil, isStopped: () -> Bool = { false }
) throws(SimulationError) -> Conditioning {
  var settings = settings
  settings.quantiles = .exact
  settings.stopping = nil
  settings.shift = nil
  let draws = plan.draws(behind: known.flatMap(\.columns), through: lastPeriod)
  let causes = ObservationCauses(plan, known, draws, through: lastPeriod)
  func begun(withLevels: Bool) throws(SimulationError) -> (ConditioningSearch, hasLevels: Bool) {
    let first = try UnmovedRun(
      plan, known, decidedBy: draws, withLevels: withLevels, settings, following: base)
    let search = ConditioningSearch(
      plan, known, draws, causes, outcomes, first, settings, base)
    return (search, first.hasLevels)
  }
  var (search, hasLevels) = try begun(withLevels: true)
  guard search.hasSomethingToFind else { return search.conditioning(iterations: 1) }
  var runs = 1
  var isWeighed = search.weigh()
  if isWeighed, hasLevels, !search.isWeighedWell {
    // What is known all but fixes a level: that one value is found by moving.
    search = try begun(withLevels: false).0
    isWeighed = search.weigh()
    runs += 1
  }
  if isWeighed {
    settings.shift = search.shift
    search.begin(from: try simulate(plan, settings, following: base))
    runs += 1
  }
  search.regress()
  while runs <= limits.iterations, search.size > limits.tolerance, !isStopped() {
    progress?(Double(runs) / Double(limits.iterations + 1))
    let before = search.size
    settings.shift = search.candidate()
    search.take(try simulate(plan, settings, following: base))
    runs += 1
    // What is left by then is what the draws cannot reach.
    if runs > 4, search.size > 0.8 * before { break }
  }
  return search.conditioning(iterations: runs)
}
