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
    let alphaScores = noise.parameterNormals(1)
    let levelScores = noise.parameterNormals(2)
    let weightScores = noise.parameterNormals(3)
    for path in 0..<paths {
      let cell = Self.cell(at: StandardNormal.distributionFunction(at: alphaScores[path]), cells)
      let sums = cell.sums
      let spread = cell.deviation * factors[path]
      let weight = fixed ?? Self.weight(sums, spread: spread, score: weightScores[path])
      let level = sums.level(weight: weight)
      let levelSpread = sums.levelLevel > 0 ? spread / sums.levelLevel.squareRoot() : 0
      alphas[path] = cell.alpha
      weights[path] = weight
      deviations[path] = spread
      levels[path] = sums.lastLevel + sums.kept * (level + levelSpread * levelScores[path])
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

  private static func cell(at probability: Double, _ cells: [Cell]) -> Cell {
    var (low, high) = (0, cells.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].cumulative < probability { low = middle + 1 } else { high = middle }
    }
    return cells[low]
  }

  /// A weight from its normal distribution within the bounds.
  private static func weight(_ sums: ThetaSums, spread: Double, score: Double) -> Double {
    let centre = sums.freeWeight
    let clamped = min(max(centre, 0), ThetaProblem.largestWeight)
    guard sums.isRegular else { return clamped }
    let deviation = spread * (sums.levelLevel / sums.determinant).squareRoot()
    let below = StandardNormal.distributionFunction(at: -centre / deviation)
    let above = StandardNormal.distributionFunction(
      at: (ThetaProblem.largestWeight - centre) / deviation)
    // So far beyond the bounds that the nearer one is all there is.
    guard above - below > 1e-12 else { return clamped }
    let share = below + (above - below) * StandardNormal.distributionFunction(at: score)
    let drawn = centre + deviation * StandardNormal.quantile(at: min(max(share, 1e-300), 1 - 1e-16))
    return min(max(drawn, 0), ThetaProblem.largestWeight)
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
