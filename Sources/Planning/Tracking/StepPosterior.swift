import ColumnPlan
import LinearAlgebra
import Probability
import Simulation

/// How likely the events and counts of each trial made what is known.
///
/// A draw that comes in steps cannot be moved along a line: half of an event is none. So its
/// posterior is found by weighing: what is observed is a sum of what the steps of a trial make of
/// it, which a regression on them tells, and of a rest that is taken for normal. A trial counts by
/// the density of that rest at what is known. Then each trial takes over the steps of one that was
/// drawn with these weights, and what is not a step is moved for the rest alone.
///
/// - Accuracy: exact, up to Monte Carlo error, where steps add to what is observed, in the scale in
///   which it is compared, and the rest is normal.
/// - Source: conditional linear Gaussian models; Lauritzen, *Propagation of Probabilities, Means,
///   and Variances in Mixed Graphical Association Models* (1992); weights and systematic
///   resampling: Kitagawa, *Monte Carlo Filter and Smoother* (1996).
struct StepPosterior {
  /// What is observed less what the steps make of it, about its mean.
  let residuals: [[Double]]
  /// The steps that tell something, by their places among those that were offered.
  let telling: [Int]
  /// For each trial the one whose steps it takes over.
  let ancestors: [Int]
  /// As many trials without weights would say as much of the steps.
  let effectiveTrials: Double
  /// What is known less what the steps explain, on the mean of the trials that are taken over: for
  /// each observation and trial.
  let unexplained: [[Double]]

  /// A step takes part where its effect is so many standard errors.
  private static let errorsOfEffect = 4.0
  /// The smallest standard deviation of the rest, in standard deviations of what is observed: where
  /// steps explain all of it, they are held apart without being held to the last digit.
  private static let smallestRest = 0.05
  private static let mostSteps = 100

  /// - Parameter observed: for each observation its standardised values in all trials.
  /// - Parameter known: what they are known to be, and the standard deviation of the error.
  /// - Parameter steps: for each step its values in all trials, and the place of its draw.
  /// - Returns: nil where no step tells anything, as where what is known lies so far off that no
  ///   trial is likelier than another.
  init?(
    _ observed: [[Double]], known: [(value: Double, error: Double)],
    steps: [(values: [Double], draw: Int)], _ causes: ObservationCauses
  ) {
    guard let trials = observed.first?.count, trials > 1, !steps.isEmpty else { return nil }
    let centred = steps.map { Self.centred($0.values) }
    var products = Matrix(rows: steps.count, columns: steps.count)
    for row in steps.indices {
      for column in 0...row {
        let value = dotProduct(centred[row], centred[column]) / Double(trials)
        products[row, column] = value
        products[column, row] = value
      }
    }
    var telling: Set<Int> = []
    var residuals: [[Double]] = []
    var explained: [[Double]] = []
    for (place, values) in observed.enumerated() {
      var rest = Self.centred(values)
      let offered = steps.indices.filter { causes.stands(steps[$0].draw, behind: place) }
      let effects = Self.effects(of: offered, centred, on: rest, products)
      var sum = [Double](repeating: 0, count: trials)
      for (step, effect) in effects {
        telling.insert(step)
        for trial in 0..<trials { sum[trial] += effect * centred[step][trial] }
      }
      for trial in 0..<trials { rest[trial] -= sum[trial] }
      residuals.append(rest)
      explained.append(sum)
    }
    guard !telling.isEmpty else { return nil }
    self.telling = telling.sorted()
    self.residuals = residuals
    let means = observed.map { $0.reduce(0, +) / Double(trials) }
    let open = observed.indices.map { place in
      explained[place].map { known[place].value - means[place] - $0 }
    }
    let inverse = Self.inverseSpread(residuals, known.map(\.error), causes)
    let weights = Self.weights(open, inverse)
    guard weights.allSatisfy(\.isFinite) else { return nil }
    effectiveTrials = 1 / weights.reduce(0) { $0 + $1 * $1 }
    let chosen = Self.ancestors(weights)
    ancestors = chosen
    unexplained = open.map { values in chosen.map { values[$0] } }
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }

  /// The steps that sway an observation, and by how much: the one that explains most first, then
  /// the one that explains most of the rest, as long as it is no chance.
  private static func effects(
    of offered: [Int], _ values: [[Double]], on observed: [Double], _ products: Matrix
  ) -> [(step: Int, effect: Double)] {
    let trials = Double(observed.count)
    let moments = offered.map { dotProduct(values[$0], observed) / trials }
    var spread = dotProduct(observed, observed) / trials
    var left = Matrix(rows: offered.count, columns: offered.count)
    for row in offered.indices {
      for column in offered.indices { left[row, column] = products[offered[row], offered[column]] }
    }
    var covariances = moments
    var chosen: [Int] = []
    while chosen.count < min(mostSteps, observed.count / 10) {
      var best: (place: Int, gain: Double)?
      for place in offered.indices {
        let own = products[offered[place], offered[place]]
        // What others say already says nothing of its own.
        guard own > 0, left[place, place] > 1e-6 * own, !chosen.contains(place) else { continue }
        let gain = covariances[place] * covariances[place] / left[place, place]
        if gain > best?.gain ?? 0 { best = (place, gain) }
      }
      guard let (place, gain) = best,
        gain * trials > errorsOfEffect * errorsOfEffect * max(0, spread - gain)
      else { break }
      chosen.append(place)
      spread -= gain
      let (pivot, covariance) = (left[place, place], covariances[place])
      let row = offered.indices.map { left[place, $0] }
      for other in offered.indices {
        let factor = row[other] / pivot
        guard factor != 0 else { continue }
        covariances[other] -= factor * covariance
        for column in offered.indices { left[other, column] -= factor * row[column] }
      }
      if spread <= 1e-12 { break }
    }
    return solved(chosen.map { offered[$0] }, chosen.map { moments[$0] }, products)
  }

  private static func solved(_ steps: [Int], _ moments: [Double], _ products: Matrix)
    -> [(step: Int, effect: Double)]
  {
    guard !steps.isEmpty else { return [] }
    var matrix = Matrix(rows: steps.count, columns: steps.count)
    var right = Matrix(rows: steps.count, columns: 1)
    for (row, step) in steps.enumerated() {
      for (column, other) in steps.enumerated() { matrix[row, column] = products[step, other] }
      right[row, 0] = moments[row]
    }
    do throws(LinearAlgebraError) {
      let effects = try solve(matrix, right)
      return steps.enumerated().map { ($1, effects.values[$0, 0]) }
    } catch {
      return []
    }
  }

  /// The inverse of the covariance of the rest and the errors.
  private static func inverseSpread(
    _ residuals: [[Double]], _ errors: [Double], _ causes: ObservationCauses
  ) -> Matrix {
    var spread = ScoreRegression.covariance(of: residuals, causes)
    for place in residuals.indices {
      spread[place, place] += errors[place] * errors[place]
      spread[place, place] = max(spread[place, place], smallestRest * smallestRest)
    }
    return ScoreRegression.inverse(of: spread)
  }

  /// How much each trial counts: the density of the rest at what its steps leave open.
  private static func weights(_ open: [[Double]], _ inverse: Matrix) -> [Double] {
    let squares = ScoreRegression.squares(of: open, inverse)
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
}
