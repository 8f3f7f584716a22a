import LinearAlgebra
import Probability

/// The mean of an outcome as a polynomial of second order in some numbers: fitted to trials by
/// least squares.
///
/// Squares and products are what a sum of months cannot say: that the last month fell off a level,
/// that two of them moved together.
///
/// - Accuracy: a slight ridge takes part in directions in which the numbers do not differ.
/// - Source: Box, Wilson, *On the Experimental Attainment of Optimum Conditions* (1951).
struct QuadraticRegression {
  private let means, deviations: [Double]
  private let coefficients: [Double]

  /// The most numbers of which products are taken; of more there are squares alone.
  private static let mostWithProducts = 12
  private static let ridge = 1e-9

  /// - Parameter features: for each number its values in all trials.
  /// - Parameter trials: those to fit to.
  init(_ features: [[Double]], _ outcome: [Double], trials: [Int]) {
    let standard = Standardisation(of: features, in: trials)
    (means, deviations) = (standard.means, standard.deviations)
    let design = Self.design(features, trials, means, deviations)
    var products = columnProducts(of: design)
    for place in 0..<design.columns { products[place, place] += Self.ridge * Double(trials.count) }
    let right = product(design.transposed, trials.map { outcome[$0] })
    let solution = try? solve(
      products, Matrix(rows: design.columns, columns: 1, elements: right))
    coefficients =
      solution?.values.elements ?? [Double](repeating: 0, count: design.columns)
  }

  /// A row for each trial: 1, the standardised numbers, their squares and products.
  private static func design(
    _ features: [[Double]], _ trials: [Int], _ means: [Double], _ deviations: [Double]
  ) -> Matrix {
    let count = features.count
    let hasProducts = count <= mostWithProducts
    let width = 1 + count + (hasProducts ? count * (count + 1) / 2 : count)
    var elements = [Double](repeating: 1, count: trials.count * width)
    for (row, trial) in trials.enumerated() {
      let start = row * width + 1
      for place in 0..<count {
        elements[start + place] = (features[place][trial] - means[place]) / deviations[place]
      }
      var next = start + count
      for place in 0..<count {
        for other in place..<(hasProducts ? count : place + 1) {
          elements[next] = elements[start + place] * elements[start + other]
          next += 1
        }
      }
    }
    return Matrix(rows: trials.count, columns: width, elements: elements)
  }

  /// The mean outcome given the numbers of each trial.
  func values(_ features: [[Double]], count: Int) -> [Double] {
    product(Self.design(features, Array(0..<count), means, deviations), coefficients)
  }
}
