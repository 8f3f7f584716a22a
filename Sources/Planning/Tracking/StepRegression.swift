import LinearAlgebra
import Probability

/// What steps make of observations, in all trials: a regression for each observation, in which a
/// step takes part where its effect is no chance.
struct StepRegression: Sendable {
  /// Something that comes in steps.
  struct Step: Sendable {
    let column: StepColumn
    /// The draws that stand behind it.
    let draws: [Int]
    /// The scores that decide it which depend on others: by their places among `scores`.
    let scores: [Int]
  }

  /// What some of the regressors make of an observation.
  struct Fit {
    /// By their places: the steps, then the scores.
    let regressors: [Int]
    let effects: [Double]
    /// What they leave of it, about its mean.
    let rest: [Double]
  }

  /// A step takes part where its effect is so many standard errors.
  private static let errorsOfEffect = 4.0
  private static let mostSteps = 100
  /// So many columns are written out at a time, to be multiplied.
  private static let columnsAtOnce = 32

  let steps: [Step]
  /// Those of the steps and of the scores.
  let columns: [StepColumn]
  private let products: Matrix

  /// - Parameter scores: those that steps name. An event whose score depends on that of a level
  ///   tells of the level too, within what happens or does not; given the score nothing is left.
  init(_ steps: [Step], scores: [StepColumn]) {
    self.steps = steps
    columns = steps.map(\.column) + scores
    products = Self.products(of: columns)
  }

  /// The means of the products of all pairs, about their means.
  private static func products(of columns: [StepColumn]) -> Matrix {
    var products = Matrix(rows: columns.count, columns: columns.count)
    for first in stride(from: 0, to: columns.count, by: columnsAtOnce) {
      let rows = first..<min(first + columnsAtOnce, columns.count)
      let written = rows.map { columns[$0].centred }
      for column in 0..<rows.upperBound {
        let other = column < first ? columns[column].centred : written[column - first]
        for (row, values) in zip(rows, written) where column <= row {
          let value = dotProduct(values, other) / Double(values.count)
          products[row, column] = value
          products[column, row] = value
        }
      }
    }
    return products
  }

  /// Whether a regressor is a step, and no score.
  func isStep(_ regressor: Int) -> Bool { regressor < steps.count }

  /// - Parameter values: an observation in all trials, standardised.
  /// - Parameter observation: its place among those whose causes are known.
  func fit(_ values: [Double], of observation: Int, _ causes: ObservationCauses) -> Fit {
    var rest = aboutMean(values)
    let offered = steps.indices.filter { step in
      steps[step].draws.contains { causes.stands($0, behind: observation) }
    }
    let chosen = telling(offered, rest)
    let regressors = chosen + scores(of: chosen)
    let effects = effects(of: regressors, on: rest)
    guard effects.count == regressors.count else {
      return Fit(regressors: [], effects: [], rest: rest)
    }
    for (regressor, effect) in zip(regressors, effects) {
      let values = columns[regressor].centred
      for trial in rest.indices { rest[trial] -= effect * values[trial] }
    }
    return Fit(regressors: regressors, effects: effects, rest: rest)
  }

  private func scores(of chosen: [Int]) -> [Int] {
    Set(chosen.flatMap { steps[$0].scores }).sorted().map { steps.count + $0 }
  }

  /// The steps that sway an observation: the one that explains most first, then the one that
  /// explains most of the rest, as long as it is no chance. What the scores of steps explain by
  /// themselves is no effect of the steps.
  private func telling(_ offered: [Int], _ observed: [Double]) -> [Int] {
    let trials = Double(observed.count)
    var sweep = Sweep(scores(of: offered) + offered, products, columns, observed)
    let first = sweep.regressors.count - offered.count
    for place in 0..<first where sweep.isOfItsOwn(place) { sweep.take(place) }
    var chosen: [Int] = []
    while chosen.count < min(Self.mostSteps, observed.count / 10), sweep.spread > 1e-12 {
      var best: (place: Int, gain: Double)?
      for place in first..<sweep.regressors.count where sweep.isOfItsOwn(place) {
        let gain = sweep.gain(of: place)
        if gain > best?.gain ?? 0 { best = (place, gain) }
      }
      guard let (place, gain) = best,
        gain * trials > Self.errorsOfEffect * Self.errorsOfEffect * max(0, sweep.spread - gain)
      else { break }
      chosen.append(sweep.regressors[place])
      sweep.take(place)
    }
    return chosen.sorted()
  }

  private func effects(of regressors: [Int], on observed: [Double]) -> [Double] {
    weights(
      of: regressors,
      regressors.map { dotProduct(columns[$0].centred, observed) / Double(observed.count) })
  }

  /// Their covariances divided into some moments; empty where one of them says what others say.
  func weights(of regressors: [Int], _ moments: [Double]) -> [Double] {
    guard !regressors.isEmpty else { return [] }
    var matrix = Matrix(rows: regressors.count, columns: regressors.count)
    var right = Matrix(rows: regressors.count, columns: 1)
    for (row, one) in regressors.enumerated() {
      for (column, other) in regressors.enumerated() { matrix[row, column] = products[one, other] }
      right[row, 0] = moments[row]
    }
    do throws(LinearAlgebraError) {
      let solved = try solve(matrix, right)
      return regressors.indices.map { solved.values[$0, 0] }
    } catch {
      return []
    }
  }
}

/// Regressors that are taken out of each other and of an observation, one after another.
private struct Sweep {
  let regressors: [Int]
  /// What is left of the variance of the observation.
  private(set) var spread: Double
  private let own: [Double]
  private var left: Matrix
  private var covariances: [Double]
  private var taken: Set<Int> = []

  init(_ regressors: [Int], _ products: Matrix, _ columns: [StepColumn], _ observed: [Double]) {
    self.regressors = regressors
    let trials = Double(observed.count)
    spread = dotProduct(observed, observed) / trials
    covariances = regressors.map { dotProduct(columns[$0].centred, observed) / trials }
    left = Matrix(rows: regressors.count, columns: regressors.count)
    for (row, one) in regressors.enumerated() {
      for (column, other) in regressors.enumerated() { left[row, column] = products[one, other] }
    }
    own = regressors.map { products[$0, $0] }
  }

  /// Whether it says something that those which were taken do not.
  func isOfItsOwn(_ place: Int) -> Bool {
    !taken.contains(place) && own[place] > 0 && left[place, place] > 1e-6 * own[place]
  }

  /// How much of the variance it explains besides.
  func gain(of place: Int) -> Double {
    covariances[place] * covariances[place] / left[place, place]
  }

  mutating func take(_ place: Int) {
    spread -= gain(of: place)
    taken.insert(place)
    let (pivot, covariance) = (left[place, place], covariances[place])
    let row = regressors.indices.map { left[place, $0] }
    for other in regressors.indices {
      let factor = row[other] / pivot
      guard factor != 0 else { continue }
      covariances[other] -= factor * covariance
      for column in regressors.indices { left[other, column] -= factor * row[column] }
    }
  }
}
