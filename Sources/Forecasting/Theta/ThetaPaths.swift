import Probability

/// The parameters of each path of a Theta model, in units of its problem.
struct ThetaDraws {
  var alphas: [Double]
  var weights: [Double]
  var deviations: [Double]
  /// The level after the last value.
  var levels: [Double]

  /// How many values of alpha there are to be drawn from.
  private static let cells = 64

  init(
    _ problem: ThetaProblem, _ estimate: ThetaEstimate, lastLevel: Double, deviation: Double,
    degrees: Double, noise: PathNoise
  ) {
    let paths = noise.pathCount
    alphas = [Double](repeating: estimate.alpha, count: paths)
    weights = [Double](repeating: estimate.weight, count: paths)
    deviations = [Double](repeating: deviation, count: paths)
    levels = [Double](repeating: lastLevel, count: paths)
    guard noise.drawsParameters, deviation > 0 else { return }
    let fixed = problem.form.estimatesWeight ? nil : estimate.weight
    let cells = Self.cellsOfAlpha(problem, fixedWeight: fixed, degrees: degrees)
    let factors = VarianceDraws.factors(degrees: degrees, noise: noise, parameter: 0)
    var places = noise.parameterNormals(1)
    makeProbabilities(&places)
    let drawn = places.map { Self.cell(at: $0, cells) }
    for path in 0..<paths {
      alphas[path] = cells[drawn[path]].alpha
      deviations[path] = cells[drawn[path]].deviation * factors[path]
    }
    if fixed == nil {
      weights = Self.weights(
        drawn.map { cells[$0].sums }, spreads: deviations, scores: noise.parameterNormals(3))
    }
    let levelScores = noise.parameterNormals(2)
    for path in 0..<paths {
      let sums = cells[drawn[path]].sums
      let level = sums.level(weight: weights[path])
      let spread = sums.levelLevel > 0 ? deviations[path] / sums.levelLevel.squareRoot() : 0
      levels[path] = sums.lastLevel + sums.kept * (level + spread * levelScores[path])
    }
  }

  private struct Cell {
    let alpha: Double
    let sums: ThetaSums
    let deviation: Double
    /// The probability of this alpha and of all smaller ones.
    var cumulative: Double
  }

  /// The posterior of alpha under flat priors of level, weight and logarithm of the deviation.
  private static func cellsOfAlpha(
    _ problem: ThetaProblem, fixedWeight: Double?, degrees: Double
  ) -> [Cell] {
    let range = ThetaProblem.alphas
    let width = (range.upperBound - range.lowerBound) / Double(cells)
    var logarithms: [Double] = []
    var found = (0..<cells).map { index in
      let alpha = range.lowerBound + width * (Double(index) + 0.5)
      let sums = problem.sums(alpha: alpha)
      let squares = max(sums.solution(fixedWeight: fixedWeight).squares, 1e-30)
      let determinant = fixedWeight == nil && sums.isRegular ? sums.determinant : sums.levelLevel
      logarithms.append(
        -0.5 * degrees * logarithm(squares) - 0.5 * logarithm(max(determinant, 1e-300)))
      return Cell(
        alpha: alpha, sums: sums, deviation: (squares / degrees).squareRoot(), cumulative: 0)
    }
    let largest = logarithms.max() ?? 0
    var total = 0.0
    for index in found.indices {
      total += exponential(logarithms[index] - largest)
      found[index].cumulative = total
    }
    for index in found.indices { found[index].cumulative /= total }
    return found
  }

  /// The first cell whose cumulative probability is not below.
  private static func cell(at probability: Double, _ cells: [Cell]) -> Int {
    var (low, high) = (0, cells.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].cumulative < probability { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Weights from their normal distributions within the bounds.
  ///
  /// - Parameter sums: those of each path's alpha.
  /// - Parameter scores: standard normal numbers that say where within the bounds.
  private static func weights(
    _ sums: [ThetaSums], spreads: [Double], scores: [Double]
  ) -> [Double] {
    var (below, above, shares) = (scores, scores, scores)
    for path in scores.indices {
      let centre = sums[path].freeWeight
      let deviation = Self.weightDeviation(sums[path], spread: spreads[path])
      below[path] = -centre / deviation
      above[path] = (ThetaProblem.largestWeight - centre) / deviation
    }
    makeProbabilities(&below)
    makeProbabilities(&above)
    makeProbabilities(&shares)
    for path in scores.indices {
      let share = below[path] + (above[path] - below[path]) * shares[path]
      shares[path] = min(max(share, 1e-300), 1 - 1e-16)
    }
    makeScores(&shares)
    return scores.indices.map { path in
      let centre = sums[path].freeWeight
      // So far beyond the bounds that the nearer one is all there is.
      let isTold = sums[path].isRegular && above[path] - below[path] > 1e-12
      let deviation = isTold ? Self.weightDeviation(sums[path], spread: spreads[path]) : 0
      return min(max(centre + deviation * shares[path], 0), ThetaProblem.largestWeight)
    }
  }

  private static func weightDeviation(_ sums: ThetaSums, spread: Double) -> Double {
    sums.isRegular ? spread * (sums.levelLevel / sums.determinant).squareRoot() : 1
  }
}

/// The states of all paths of a Theta model, step by step.
struct ThetaPaths {
  private let draws: ThetaDraws
  private let isDynamic: Bool
  private var levels: [Double]
  /// (1 - alpha)^t at the last step t.
  private var kept: [Double]
  private var means: [Double]
  private var slopes: [Double]
  private var intercepts: [Double]
  private var count: Double

  init(_ draws: ThetaDraws, _ problem: ThetaProblem) {
    self.draws = draws
    isDynamic = problem.form.isDynamic
    levels = draws.levels
    count = Double(problem.values.count)
    let steps = count
    kept = draws.alphas.map { power(1 - $0, steps) }
    let line = RunningLine.after(problem)
    means = [Double](repeating: line.mean, count: levels.count)
    slopes = [Double](repeating: line.slope, count: levels.count)
    intercepts = [Double](repeating: line.intercept, count: levels.count)
  }

  /// Goes a step on.
  ///
  /// - Parameter normals: the errors in standard deviations.
  /// - Parameter scale, shift: make values of the numbers of the problem.
  mutating func step(
    _ normals: [Double], into numbers: UnsafeMutableBufferPointer<Double>, scale: Double,
    shift: Double
  ) {
    count += 1
    for path in numbers.indices {
      let alpha = draws.alphas[path]
      let next = kept[path] * (1 - alpha)
      let trend = kept[path] * intercepts[path] + (1 - next) / alpha * slopes[path]
      let value =
        levels[path] + draws.weights[path] * trend + draws.deviations[path] * normals[path]
      levels[path] += alpha * (value - levels[path])
      kept[path] = next
      numbers[path] = value * scale + shift
      if isDynamic {
        // As in `RunningLine`.
        let above = value - means[path]
        slopes[path] = ((count - 2) * slopes[path] + 6 * above / count) / (count + 1)
        means[path] += above / count
        intercepts[path] = means[path] - (count + 1) / 2 * slopes[path]
      }
    }
  }
}
