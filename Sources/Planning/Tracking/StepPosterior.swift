import LinearAlgebra
import Probability

/// How likely the events and counts of each trial made what is known.
///
/// A draw that comes in steps cannot be moved along a line: half of an event is none. So its
/// posterior is found by weighing: what is observed is a sum of what the steps of a trial make of
/// it, which a regression on them tells, and of a rest that is taken for normal, with a spread that
/// may depend on the steps (`RestSpread`). A trial counts by the density of that rest at what is
/// known. Then each trial takes over the steps of one that was
/// drawn with these weights, and what is not a step is moved for the rest alone.
///
/// - Accuracy: exact, up to Monte Carlo error, where steps add to what is observed, in the scale in
///   which it is compared, and the rest is normal.
/// - Source: conditional linear Gaussian models; Lauritzen, *Propagation of Probabilities, Means,
///   and Variances in Mixed Graphical Association Models* (1992); weights and systematic
///   resampling: Kitagawa, *Monte Carlo Filter and Smoother* (1996).
struct StepPosterior: Sendable {
  /// What is observed less what the steps make of it, about its mean.
  let residuals: [[Double]]
  /// The steps that tell something, by their places among those that were offered.
  let telling: [Int]
  /// For each trial the one whose steps it takes over.
  let ancestors: [Int]
  /// As many trials without weights would say as much of the steps.
  let effectiveTrials: Double
  /// For each observation and trial what is known less what the steps explain.
  private let open: [[Double]]
  /// Whether an observation is all but a level that is weighed. What it is then no trial is near
  /// enough to, and moving finds it.
  let fixesLevel: Bool
  private let spread: RestSpread
  private let regression: StepRegression
  private let regressors: [[Int]]

  /// - Parameter observed: for each observation its standardised values in all trials.
  /// - Parameter known: what they are known to be, and the standard deviation of the error.
  /// - Returns: nil where no step tells anything.
  init?(
    _ observed: [[Double]], known: [(value: Double, error: Double)],
    _ regression: StepRegression, _ causes: ObservationCauses
  ) {
    guard let trials = observed.first?.count, trials > 1, !regression.steps.isEmpty else {
      return nil
    }
    let fits = observed.enumerated().map { regression.fit($1, of: $0, causes) }
    telling = Set(fits.flatMap(\.regressors)).filter(regression.isStep).sorted()
    guard !telling.isEmpty else { return nil }
    self.regression = regression
    regressors = fits.map(\.regressors)
    residuals = fits.map(\.rest)
    open = zip(observed, fits).enumerated().map { place, pair in
      let (values, fit) = pair
      // The observation less its rest is its mean and what the steps make of it.
      return zip(values, fit.rest).map { known[place].value - ($0 - $1) }
    }
    fixesLevel = fits.indices.contains { place in
      guard fits[place].regressors.contains(where: {
        regression.isStep($0) && regression.columns[$0].isLevel
      }) else { return false }
      let (rest, error) = (fits[place].rest, known[place].error)
      let variance = dotProduct(rest, rest) / Double(trials) + error * error
      return variance < Self.smallestRestOfLevel * Self.smallestRestOfLevel
    }
    spread = RestSpread(residuals, errors: known.map(\.error), regression, causes)
    let weights = Self.weights(spread.distances(of: open))
    effectiveTrials = 1 / weights.reduce(0) { $0 + $1 * $1 }
    ancestors = Self.ancestors(weights)
  }

  /// In standard deviations of an observation.
  private static let smallestRestOfLevel = 0.1

  /// What is known less what the steps explain, of the trials that are taken over.
  var unexplained: [[Double]] { open.map { values in ancestors.map { values[$0] } } }

  /// How much each trial counts: the density of the rest at what its steps leave open.
  private static func weights(_ distances: [Double]) -> [Double] {
    // What is too far to be told counts for nothing.
    let squares = distances.map { $0.isFinite ? $0 : .greatestFiniteMagnitude }
    let least = squares.min() ?? 0
    let densities = squares.map { exponential(-($0 - least) / 2) }
    let sum = densities.reduce(0, +)
    return densities.map { $0 / sum }
  }

  /// Systematic resampling: a trial is taken over as often as its weight says, up to one time more
  /// or less, and keeps what is its own where it is taken over at all.
  private static func ancestors(_ weights: [Double]) -> [Int] {
    let count = weights.count
    var ancestors = Array(0..<count)
    var more: [Int] = []
    var free: [Int] = []
    var (sum, taken) = (0.5, 0)
    for (trial, weight) in weights.enumerated() {
      sum += weight * Double(count)
      let until = trial == count - 1 ? count : min(count, Int(sum.rounded(.down)))
      let times = max(0, until - taken)
      taken += times
      if times == 0 { free.append(trial) }
      more += [Int](repeating: trial, count: max(0, times - 1))
    }
    for (place, ancestor) in zip(free, more) { ancestors[place] = ancestor }
    return ancestors
  }

  // MARK: Errors

  /// With fewer trials not even the spread of what they have is known.
  static let fewestTrials = 30.0

  /// How much of the variance of a step is left once something is known. The variance beforehand
  /// counts as one trial: what is the same in those that are left may differ in others.
  func partLeft(of step: Int) -> Double {
    guard effectiveTrials >= Self.fewestTrials else { return 1 }
    let values = regression.columns[step].centred
    let before = dotProduct(values, values) / Double(values.count)
    let left = aboutMean(ancestors.map { values[$0] })
    let after = dotProduct(left, left) / Double(left.count)
    return before > 0 ? min(1, (effectiveTrials * after / before + 1) / (effectiveTrials + 1)) : 1
  }

  /// The variance, over other draws of as many trials, of the part of the trials that meet a goal
  /// once steps are taken over.
  ///
  /// Each trial has three parts in it: itself and those that take over its steps; what it adds to
  /// the regression, which says how likely the steps of all others are; and what it adds to the
  /// spread of the rest, likewise. The variance is that of the sum of the three.
  ///
  /// - Parameter met: for each trial whether it meets the goal, with the steps that it takes over.
  /// - Complexity: O(trials × (observations² + regressors)).
  /// - Source: influence functions; Huber, Ronchetti, *Robust Statistics* (2009), 1.3 and 3.2.
  func variance(of met: [Bool]) -> Double {
    let trials = Double(met.count)
    let mean = Double(met.count { $0 }) / trials
    // How much the goal is met by those who take over a trial's steps, beyond what is usual.
    var gains = [Double](repeating: 0, count: met.count)
    for (trial, ancestor) in ancestors.enumerated() {
      gains[ancestor] += (met[trial] ? 1 : 0) - mean
    }
    let slopes = slopes(of: gains)
    let weights = zip(regressors, slopes.ofEffects).map { regression.weights(of: $0, $1) }
    let width = open.count
    var parts = gains
    for trial in parts.indices {
      for row in 0..<width {
        var slope = slopes.ofMeans[row]
        for (regressor, weight) in zip(regressors[row], weights[row]) {
          slope += weight * regression.columns[regressor].centred(in: trial)
        }
        for column in 0..<width {
          slope += slopes.ofSpread[row, column] * residuals[column][trial]
        }
        parts[trial] += slope * residuals[row][trial]
      }
    }
    let centre = parts.reduce(0, +) / trials
    return parts.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (trials * trials)
  }

  /// By how much the part that meets the goal moves with the mean of each observation, with the
  /// effect of each regressor on it, and with the covariance of the rest.
  private func slopes(of gains: [Double]) -> (
    ofMeans: [Double], ofEffects: [[Double]], ofSpread: Matrix
  ) {
    let (width, trials) = (open.count, Double(gains.count))
    var means = [Double](repeating: 0, count: width)
    var effects = regressors.map { [Double](repeating: 0, count: $0.count) }
    var spread = Matrix(rows: width, columns: width)
    for (trial, gain) in gains.enumerated() where gain != 0 {
      let pull = self.spread.pull(of: open, trial)
      for row in 0..<width {
        means[row] += gain * pull[row] / trials
        for (place, regressor) in regressors[row].enumerated() {
          let value = regression.columns[regressor].centred(in: trial)
          effects[row][place] += gain * pull[row] * value / trials
        }
        for column in 0..<width where self.spread.areTogether[row][column] {
          spread[row, column] += gain * pull[row] * pull[column] / (2 * trials)
        }
      }
    }
    return (means, effects, spread)
  }
}
