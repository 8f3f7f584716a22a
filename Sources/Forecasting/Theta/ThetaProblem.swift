/// The errors of a Theta model as a function of its parameters.
///
/// With `keep = 1 - alpha` the model says of step t, counted from 1,
/// `level(t-1) + weight * (keep^(t-1) A + (1 - keep^t) / alpha * B)` with intercept A and slope B
/// of the line, and `level(t) = alpha value(t) + keep level(t-1)`. So the errors are linear in the
/// first level and in the weight: for each alpha these two are found by least squares, and the
/// search has one dimension.
struct ThetaProblem: Sendable {
  let form: ThetaForm
  /// The values less the first one, in units of the largest of these differences.
  let values: [Double]
  /// 0 for values that were missing or that tell nothing, else 1.
  let counts: [Double]
  let origin: Double
  let unit: Double
  /// For each step the line that is used there; after all of them the line of all values.
  let intercepts: [Double]
  let slopes: [Double]

  /// - Parameter values: without gaps, at least one.
  /// - Parameter counts: 1 for each value whose error counts, else 0.
  init(_ form: ThetaForm, values: [Double], counts: [Double]) {
    self.form = form
    self.counts = counts
    let origin = values[0]
    let largest = values.reduce(0) { max($0, abs($1 - origin)) }
    let unit = largest > 0 && largest.isFinite ? largest : 1
    self.origin = origin
    self.unit = unit
    let scaled = values.map { ($0 - origin) / unit }
    self.values = scaled
    var line = RunningLine()
    var intercepts: [Double] = []
    var slopes: [Double] = []
    for value in scaled {
      intercepts.append(line.intercept)
      slopes.append(line.slope)
      line.add(value)
    }
    intercepts.append(line.intercept)
    slopes.append(line.slope)
    if !form.isDynamic {
      intercepts = [Double](repeating: line.intercept, count: intercepts.count)
      slopes = [Double](repeating: line.slope, count: slopes.count)
    }
    self.intercepts = intercepts
    self.slopes = slopes
  }

  /// The range of alpha.
  ///
  /// - Source: Fiorucci et al. (2016), section 4.
  static let alphas = 0.1...0.99
  /// The largest weight of the line, for theta = 1e9.
  static let largestWeight = 1 - 1e-9

  /// The sums that tell level and weight for an alpha.
  ///
  /// - Complexity: some 2 ns a value.
  func sums(alpha: Double) -> ThetaSums {
    let keep = 1 - alpha
    var sums = ThetaSums()
    var level = 0.0
    var kept = 1.0
    values.withUnsafeBufferPointer { values in
      counts.withUnsafeBufferPointer { counts in
        intercepts.withUnsafeBufferPointer { intercepts in
          slopes.withUnsafeBufferPointer { slopes in
            for step in values.indices {
              let next = kept * keep
              let line = kept * intercepts[step] + (1 - next) / alpha * slopes[step]
              let error = values[step] - level
              let count = counts[step]
              sums.levelLevel += count * (kept * kept)
              sums.levelLine += count * (kept * line)
              sums.lineLine += count * (line * line)
              sums.levelError += count * (kept * error)
              sums.lineError += count * (line * error)
              sums.errorError += count * (error * error)
              level += alpha * error
              kept = next
            }
          }
        }
      }
    }
    sums.lastLevel = level
    sums.kept = kept
    return sums
  }

  /// The errors, in units, and the level after the last value.
  func errors(_ estimate: ThetaEstimate) -> (errors: [Double], level: Double) {
    let keep = 1 - estimate.alpha
    var level = estimate.level
    var kept = 1.0
    let errors = values.indices.map { step in
      let next = kept * keep
      let line = kept * intercepts[step] + (1 - next) / estimate.alpha * slopes[step]
      let error = values[step] - level - estimate.weight * line
      level += estimate.alpha * (values[step] - level)
      kept = next
      return error
    }
    return (errors, level)
  }

  /// The parameters that make the sum of squared errors smallest.
  func estimate() -> ThetaEstimate {
    let fixed = form.estimatesWeight ? nil : 0.5
    let alpha = smallest(within: Self.alphas, points: 13, tolerance: 1e-7) {
      sums(alpha: $0).solution(fixedWeight: fixed).squares
    }
    let found = sums(alpha: alpha).solution(fixedWeight: fixed)
    return ThetaEstimate(alpha: alpha, level: found.level, weight: found.weight)
  }
}

/// The parameters of a Theta model, in units and from the origin of its problem.
struct ThetaEstimate: Hashable, Sendable {
  var alpha: Double
  /// Before the first value.
  var level: Double
  var weight: Double
}

/// The sums of squares and products of what the first level and the weight are multiplied by in
/// the errors, and of the errors where both are 0.
struct ThetaSums: Hashable, Sendable {
  var levelLevel = 0.0
  var levelLine = 0.0
  var lineLine = 0.0
  var levelError = 0.0
  var lineError = 0.0
  var errorError = 0.0
  /// The level after the last value where the first one was 0.
  var lastLevel = 0.0
  /// What the last level has of the first one.
  var kept = 1.0

  /// The determinant of the normal equations.
  var determinant: Double { levelLevel * lineLine - levelLine * levelLine }

  /// Whether level and weight can be told apart.
  var isRegular: Bool { determinant > 1e-12 * levelLevel * lineLine }

  /// The level that suits a weight best.
  func level(weight: Double) -> Double {
    levelLevel > 0 ? (levelError - weight * levelLine) / levelLevel : 0
  }

  /// The weight of least squares, without bounds; one half where it makes no difference.
  var freeWeight: Double {
    isRegular ? (levelLevel * lineError - levelLine * levelError) / determinant : 0.5
  }

  /// Level and weight of least squares within the bounds of the weight.
  func solution(fixedWeight: Double?) -> (level: Double, weight: Double, squares: Double) {
    let weight = fixedWeight ?? min(max(freeWeight, 0), ThetaProblem.largestWeight)
    let level = level(weight: weight)
    // The terms are nearly as large as the errors, because values are counted from the first one.
    let squares =
      errorError - 2 * level * levelError - 2 * weight * lineError + level * level * levelLevel
      + 2 * level * weight * levelLine + weight * weight * lineLine
    return (level, weight, max(squares, 0))
  }
}

/// The least squares line of the values so far, with time counted from 1.
///
/// - Source: Fiorucci et al. (2016), equations 17 and 18: the slope follows from the one before
///   and from how far the new value is above the mean.
struct RunningLine {
  private(set) var count = 0.0
  private(set) var mean = 0.0
  private(set) var slope = 0.0
  private(set) var intercept = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let above = value - mean
    if count > 1 { slope = ((count - 2) * slope + 6 * above / count) / (count + 1) }
    mean += above / count
    intercept = mean - (count + 1) / 2 * slope
  }
}
