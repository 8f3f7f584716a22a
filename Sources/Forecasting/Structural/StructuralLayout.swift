import LinearAlgebra
import Probability

/// Where the parts of a structural model stand in its state, and how a step moves them.
///
/// The state is the level, the slope where there is one, and one number less than the year has
/// steps for the season. A move is applied to whole rows of numbers, so that the same code moves
/// a state, several states side by side, and the rows of a covariance.
struct StructuralLayout: Hashable, Sendable {
  let hasSlope: Bool
  /// What a step leaves of the slope: 1 unless it is damped.
  let damping: Double
  let isTrigonometric: Bool
  /// The first state of the season, and how many it has.
  let seasonStart, seasonCount: Int
  let stateCount: Int
  /// The states whose sum is observed.
  let observed: [Int]
  /// Of each wave of the year the cosine and sine of its angle; the wave of two steps has the
  /// cosine -1 and one state only.
  let cosines, sines: [Double]

  init(_ components: StructuralComponents, seasonLength: Int, damping: Double = 1) {
    hasSlope = components.slope != .none
    self.damping = damping
    seasonStart = hasSlope ? 2 : 1
    let hasSeason = components.season != .none && seasonLength > 1
    seasonCount = hasSeason ? seasonLength - 1 : 0
    isTrigonometric = hasSeason && components.season == .trigonometric
    stateCount = seasonStart + seasonCount
    guard isTrigonometric else {
      observed = hasSeason ? [0, seasonStart] : [0]
      (cosines, sines) = ([], [])
      return
    }
    observed = [0] + stride(from: seasonStart, to: stateCount, by: 2)
    let waves = 1...(seasonLength / 2)
    cosines = waves.map { cosine(ofTurns: Double($0) / Double(seasonLength)) }
    sines = waves.map { cosine(ofTurns: Double($0) / Double(seasonLength) - 0.25) }
  }

  /// Moves rows on by one step: `T rows`.
  ///
  /// - Parameter sum: scratch of the width; afterwards the sum of the season's rows before the
  ///   move.
  @inline(__always)
  func advance(
    _ rows: UnsafeMutablePointer<Double>, width: Int, sum: UnsafeMutablePointer<Double>
  ) {
    if hasSlope {
      let slope = rows + width
      for lane in 0..<width {
        rows[lane] += slope[lane]
        slope[lane] *= damping
      }
    }
    guard seasonCount > 0 else { return }
    let season = rows + seasonStart * width
    if isTrigonometric { return rotate(season, width: width, sign: 1) }
    for lane in 0..<width { sum[lane] = 0 }
    for row in 0..<seasonCount {
      let source = season + row * width
      for lane in 0..<width { sum[lane] += source[lane] }
    }
    var from = (seasonCount - 1) * width
    while from > 0 {
      from -= 1
      season[from + width] = season[from]
    }
    for lane in 0..<width { season[lane] = -sum[lane] }
  }

  /// Moves rows by the transposed transition: `Tᵀ rows`.
  @inline(__always)
  func retreat(
    _ rows: UnsafeMutablePointer<Double>, width: Int, first: UnsafeMutablePointer<Double>
  ) {
    if hasSlope {
      let slope = rows + width
      for lane in 0..<width { slope[lane] = rows[lane] + damping * slope[lane] }
    }
    guard seasonCount > 0 else { return }
    let season = rows + seasonStart * width
    if isTrigonometric { return rotate(season, width: width, sign: -1) }
    for lane in 0..<width { first[lane] = season[lane] }
    for row in 0..<seasonCount - 1 {
      let target = season + row * width
      for lane in 0..<width { target[lane] = target[lane + width] - first[lane] }
    }
    let last = season + (seasonCount - 1) * width
    for lane in 0..<width { last[lane] = -first[lane] }
  }

  /// `T matrix Tᵀ` for a symmetric matrix.
  ///
  /// - Parameter sum: scratch, one for each state and one more.
  @inline(__always)
  func advanceBothSides(
    _ matrix: UnsafeMutablePointer<Double>, sum: UnsafeMutablePointer<Double>
  ) {
    let size = stateCount
    advance(matrix, width: size, sum: sum)
    let sliding = seasonCount > 0 && !isTrigonometric
    // The sums of the rows of the season's columns are the moved sums of its columns.
    if sliding { advance(sum, width: 1, sum: sum + size) }
    for row in 0..<size {
      let line = matrix + row * size
      if hasSlope {
        line[0] += line[1]
        line[1] *= damping
      }
      if sliding {
        let season = line + seasonStart
        var from = seasonCount - 1
        while from > 0 {
          from -= 1
          season[from + 1] = season[from]
        }
        season[0] = -sum[row]
      } else if isTrigonometric {
        rotate(line + seasonStart, width: 1, sign: 1)
      }
    }
  }

  /// `Tᵀ matrix T` for a symmetric matrix.
  @inline(__always)
  func retreatBothSides(
    _ matrix: UnsafeMutablePointer<Double>, first: UnsafeMutablePointer<Double>
  ) {
    let size = stateCount
    retreat(matrix, width: size, first: first)
    for row in 0..<size { retreat(matrix + row * size, width: 1, first: first) }
  }

  @inline(__always)
  private func rotate(_ season: UnsafeMutablePointer<Double>, width: Int, sign: Double) {
    var row = 0
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        for wave in cosines.indices {
          let upper = season + row * width
          if row + 1 < seasonCount {
            let lower = upper + width
            let (cosine, sine) = (cosines[wave], sign * sines[wave])
            for lane in 0..<width {
              let (first, second) = (upper[lane], lower[lane])
              upper[lane] = cosine * first + sine * second
              lower[lane] = cosine * second - sine * first
            }
          } else {
            for lane in 0..<width { upper[lane] *= cosines[wave] }
          }
          row += 2
        }
      }
    }
  }

  /// The variances of the disturbances of the states, from those of the components in the order
  /// irregular, level, slope, season.
  func disturbances(_ variances: SIMD4<Double>) -> [Double] {
    var result = [Double](repeating: 0, count: stateCount)
    result[0] = variances[1]
    if hasSlope { result[1] = variances[2] }
    if seasonCount > 0 {
      for state in seasonStart..<(isTrigonometric ? stateCount : seasonStart + 1) {
        result[state] = variances[3]
      }
    }
    return result
  }

  /// The same model in the general form.
  func stateSpaceModel(_ variances: SIMD4<Double>) -> StateSpaceModel {
    var transition = [Double](repeating: 0, count: stateCount * stateCount)
    for state in 0..<stateCount { transition[state * stateCount + state] = 1 }
    var sum = [Double](repeating: 0, count: stateCount)
    transition.withUnsafeMutableBufferPointer { transition in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let rows = transition.baseAddress, let sum = sum.baseAddress else { return }
        advance(rows, width: stateCount, sum: sum)
      }
    }
    return StateSpaceModel(
      observation: (0..<stateCount).map { observed.contains($0) ? 1 : 0 },
      observationVariance: variances[0],
      transition: Matrix(rows: stateCount, columns: stateCount, elements: transition),
      disturbanceCovariance: Matrix(diagonal: disturbances(variances)))
  }
}

/// The cosine of an angle in whole turns.
private func cosine(ofTurns turns: Double) -> Double {
  let part = abs(turns - turns.rounded())
  return sine(.pi * (0.5 - 2 * part))
}
