import LinearAlgebra
import Probability

/// What it is worth to know something before a decision.
public struct InformationValue: Hashable, Sendable {
  /// The gain of those decisions that a part of the trials taught, in the other trials: too small
  /// rather than too large.
  public let value: SensitivityEstimate
  /// The gain of the decisions in the trials that taught them: too large rather than too small. The
  /// two enclose the value, and show by their distance whether the trials are enough.
  public let fitted: Double
}

/// The value of perfect information on everything: what the best decision in each trial brings
/// more than the one that is best on the whole.
///
/// - Parameter benefits: for each decision its benefit in each trial.
/// - Source: Raiffa and Schlaifer, *Applied Statistical Decision Theory* (1961), chapter 4.
public func valueOfPerfectInformation(
  benefits: [[Double]], _ replication: Replication = .trials
) -> SensitivityEstimate {
  let best = bestOnTheWhole(benefits)
  let gains = benefits[best].indices.map { trial in
    benefits.reduce(-.infinity) { max($0, $1[trial]) } - benefits[best][trial]
  }
  let value = mean(gains)
  return SensitivityEstimate(
    value, standardError: errorOfMean(residuals: gains.map { $0 - value }, replication))
}

/// The value of perfect information on one input.
///
/// What each decision brings, given the input, is a regression of its benefit on the input's
/// score: a natural cubic spline with knots at quantiles; of an event, a mean for either case.
/// No run within a run is needed.
///
/// - Parameter score: of the input, in each trial.
/// - Parameter benefits: for each decision its benefit in the same trials.
/// - Parameter folds: the trials are parted into so many stretches; decisions in each are those
///   that the others teach.
/// - Complexity: O(trials × (decisions + knots) × knots).
/// - Source: Strong, Oakley and Brennan, *Estimating multiparameter partial expected value of
///   perfect information from a probabilistic sensitivity analysis sample: a nonparametric
///   regression approach*, Medical Decision Making 34 (2014); Hastie, Tibshirani and Friedman, *The
///   Elements of Statistical Learning*, 2nd ed. (2009), 5.2.1 for the spline, 7.10 for the folds.
public func valueOfPerfectInformation(
  about score: [Double], isEvent: Bool = false, benefits: [[Double]], folds: Int = 10,
  _ replication: Replication = .trials
) -> InformationValue {
  let count = score.count
  precondition(count >= 2 * folds && benefits.allSatisfy { $0.count == count }, "trials to part")
  let best = bestOnTheWhole(benefits)
  let differences = benefits.map { decision in
    zip(decision, benefits[best]).map { $0 - $1 }
  }
  let basis = DecisionBasis(score, isEvent: isEvent)
  let products = (0..<folds).map { fold in
    basis.products(differences, (fold * count / folds)..<((fold + 1) * count / folds))
  }
  var gains = [Double](repeating: 0, count: count)
  for fold in 0..<folds {
    let others = products.indices.filter { $0 != fold }.map { products[$0] }
    let rules = basis.coefficients(others, decisions: benefits.count)
    for trial in (fold * count / folds)..<((fold + 1) * count / folds) {
      gains[trial] = differences[basis.choice(rules, trial, otherwise: best)][trial]
    }
  }
  let rules = basis.coefficients(products, decisions: benefits.count)
  let fitted = (0..<count).reduce(0.0) { sum, trial in
    sum + max(0, basis.expected(rules[basis.choice(rules, trial, otherwise: best)], trial))
  }
  let value = mean(gains)
  return InformationValue(
    value: SensitivityEstimate(
      value, standardError: errorOfMean(residuals: gains.map { $0 - value }, replication)),
    fitted: fitted / Double(count))
}

/// The benefits of promising a level, for several levels: the less, the more it costs.
///
/// A unit promised too much costs `confidence`, a unit promised too little one less it; so without
/// any information the best promise is the level that is met with this probability.
///
/// - Parameter levels: to choose from; when left out the quantiles at 2 %, 4 % … 98 %.
/// - Source: Gneiting, *Making and Evaluating Point Forecasts*, Journal of the American Statistical
///   Association 106 (2011), section 3.3: quantiles are best under such a loss.
public func benefitsOfPromises(
  _ values: [Double], isFloor: Bool, confidence: Double, levels: [Double]? = nil
) -> [[Double]] {
  let levels =
    levels
    ?? values.withUnsafeBufferPointer {
      QuantileEstimates(of: $0, at: (1..<50).map { Double($0) / 50 }).values
    }
  return levels.map { level in
    values.map { value in
      let surplus = isFloor ? value - level : level - value
      return surplus < 0 ? confidence * surplus : -(1 - confidence) * surplus
    }
  }
}

private func bestOnTheWhole(_ benefits: [[Double]]) -> Int {
  let means = benefits.map(mean)
  return means.indices.max { means[$0] < means[$1] }!
}

/// The functions of a score of which expected benefits are made.
private struct DecisionBasis {
  private static let knots = 7
  private let width: Int
  /// Trial after trial.
  private var values: [Double]

  /// - Source: natural cubic splines in the form of Hastie et al. (2009), equation 5.4.
  init(_ score: [Double], isEvent: Bool) {
    if isEvent {
      width = 2
      values = score.flatMap { [1, $0] }
      return
    }
    let levels = (0..<Self.knots).map { (Double($0) + 0.5) / Double(Self.knots) }
    let places = score.withUnsafeBufferPointer { QuantileEstimates(of: $0, at: levels).values }
    let knots = places.enumerated().filter { $0 == 0 || places[$0 - 1] < $1 }.map(\.element)
    width = max(2, knots.count)
    values = []
    values.reserveCapacity(width * score.count)
    for x in score {
      values += [1, x]
      guard knots.count > 2 else { continue }
      let last = Self.rise(x, knots, knots.count - 2)
      for knot in 0..<(knots.count - 2) { values.append(Self.rise(x, knots, knot) - last) }
    }
  }

  private static func rise(_ x: Double, _ knots: [Double], _ place: Int) -> Double {
    func cube(_ knot: Double) -> Double { x > knot ? (x - knot) * (x - knot) * (x - knot) : 0 }
    let last = knots[knots.count - 1]
    return (cube(knots[place]) - cube(last)) / (last - knots[place])
  }

  /// What least squares need of some trials: the products of the functions with each other and
  /// with each decision's differences.
  func products(
    _ differences: [[Double]], _ trials: Range<Int>
  ) -> (square: Matrix, sides: Matrix) {
    var square = Matrix(rows: width, columns: width)
    var sides = Matrix(rows: width, columns: differences.count)
    for trial in trials {
      for row in 0..<width {
        let value = values[trial * width + row]
        for column in 0...row { square[row, column] += value * values[trial * width + column] }
        for decision in differences.indices {
          sides[row, decision] += value * differences[decision][trial]
        }
      }
    }
    return (square, sides)
  }

  /// For each decision its coefficients.
  func coefficients(
    _ parts: [(square: Matrix, sides: Matrix)], decisions: Int
  ) -> [[Double]] {
    var square = Matrix(rows: width, columns: width)
    var sides = Matrix(rows: width, columns: decisions)
    for part in parts {
      for row in 0..<width {
        for column in 0...row {
          square[row, column] += part.square[row, column]
          square[column, row] = square[row, column]
        }
        for decision in 0..<decisions { sides[row, decision] += part.sides[row, decision] }
      }
    }
    // Functions that do not differ in these trials, as an event that never happens, say nothing.
    for row in 0..<width { square[row, row] += 1e-9 * max(square[row, row], 1e-9) }
    guard let factor = try? lowerCholesky(of: square),
      let solution = try? solve(withCholeskyFactor: factor, sides)
    else { return [[Double]](repeating: [Double](repeating: 0, count: width), count: decisions) }
    return (0..<decisions).map { decision in (0..<width).map { solution[$0, decision] } }
  }

  func expected(_ coefficients: [Double], _ trial: Int) -> Double {
    var sum = 0.0
    for place in 0..<width { sum += coefficients[place] * values[trial * width + place] }
    return sum
  }

  /// The decision that is best given the score of a trial.
  func choice(_ rules: [[Double]], _ trial: Int, otherwise: Int) -> Int {
    var (best, most) = (otherwise, expected(rules[otherwise], trial))
    for decision in rules.indices {
      let value = expected(rules[decision], trial)
      if value > most { (best, most) = (decision, value) }
    }
    return best
  }
}
