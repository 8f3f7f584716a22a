import LinearAlgebra
import Probability

/// The probability that something happens as Φ of a line in some numbers: fitted to trials.
///
/// It is exact where what happens is that a sum of normal values passes a bound and the numbers are
/// parts of it: the conditional probability of a normal year given its months is of this form.
///
/// - Accuracy: the likelihood is maximised to a step below 1e-6; a slight ridge keeps the line
///   finite where the numbers decide, so that values next to the bound stay in doubt there.
/// - Source: Bliss, *The method of probits* (1934); McCullagh, Nelder, *Generalized Linear Models*
///   (1989), 2.5 and 4.3: Fisher scoring; le Cessie, van Houwelingen, *Ridge
///   estimators in logistic regression* (1992).
struct ProbitRegression {
  /// The means and the deviations by which the numbers are standardised.
  private let means, deviations: [Double]
  /// The constant, then a coefficient for each number.
  private let coefficients: [Double]

  private static let ridge = 1e-2
  private static let largestScore = 8.0

  /// - Parameter features: for each number its values in all trials.
  /// - Parameter trials: those to fit to.
  init(_ features: [[Double]], happened: [Bool], trials: [Int]) {
    let standard = Standardisation(of: features, in: trials)
    (means, deviations) = (standard.means, standard.deviations)
    let design = Self.design(features, means, deviations, trials)
    coefficients = Self.fitted(design, trials.map { happened[$0] })
  }

  private static func design(
    _ features: [[Double]], _ means: [Double], _ deviations: [Double], _ trials: [Int]
  ) -> Matrix {
    let width = features.count + 1
    var elements = [Double](repeating: 1, count: trials.count * width)
    for (row, trial) in trials.enumerated() {
      for place in features.indices {
        elements[row * width + place + 1] =
          (features[place][trial] - means[place]) / deviations[place]
      }
    }
    return Matrix(rows: trials.count, columns: width, elements: elements)
  }

  private static func fitted(_ design: Matrix, _ happened: [Bool]) -> [Double] {
    var coefficients = [Double](repeating: 0, count: design.columns)
    let share = Double(happened.count { $0 }) / Double(happened.count)
    coefficients[0] = StandardNormal.quantile(at: min(max(share, 1e-6), 1 - 1e-6))
    for _ in 0..<40 {
      let scores = product(design, coefficients)
      var weighted = design.elements
      let width = design.columns
      var pulls = [Double](repeating: 0, count: scores.count)
      for (row, score) in scores.enumerated() {
        let eta = min(max(score, -largestScore), largestScore)
        let probability = StandardNormal.distributionFunction(at: eta)
        let density = StandardNormal.density(at: eta)
        let variance = max(probability * StandardNormal.distributionFunction(at: -eta), 1e-300)
        let weight = (density * density / variance).squareRoot()
        // (y − p) φ / (p (1 − p)) without the difference of nearly equal numbers.
        let rest = happened[row] ? StandardNormal.distributionFunction(at: -eta) : -probability
        pulls[row] = rest * density / variance
        for place in row * width..<(row + 1) * width { weighted[place] *= weight }
      }
      var information = columnProducts(
        of: Matrix(rows: design.rows, columns: width, elements: weighted))
      var gradient = product(design.transposed, pulls)
      for place in 1..<max(width, 1) {
        information[place, place] += ridge
        gradient[place] -= ridge * coefficients[place]
      }
      information[0, 0] += 1e-9
      let right = Matrix(rows: gradient.count, columns: 1, elements: gradient)
      guard let step = try? solve(information, right).values.elements else { break }
      let largest = step.reduce(0) { max($0, abs($1)) }
      // Far steps where the numbers all but decide are shortened.
      let length = min(1, 3 / max(largest, 1e-300))
      for place in coefficients.indices { coefficients[place] += length * step[place] }
      if largest < 1e-6 { break }
    }
    return coefficients
  }

  /// The probability in a trial.
  func probability(_ features: [[Double]], trial: Int) -> Double {
    var score = coefficients[0]
    for place in features.indices {
      score +=
        coefficients[place + 1] * (features[place][trial] - means[place]) / deviations[place]
    }
    return StandardNormal.distributionFunction(at: score)
  }
}
