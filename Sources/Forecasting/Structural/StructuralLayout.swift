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

  /// `T (matrix - gain productᵀ) Tᵀ` for a symmetric matrix and difference.
  ///
  /// - Parameter out: a matrix with one row more than states; must not overlap `matrix`.
  /// - Parameter sum: scratch, one for each state.
  @inline(__always)
  func advanceUpdated(
    _ matrix: UnsafePointer<Double>, gain: UnsafePointer<Double>, product: UnsafePointer<Double>,
    into out: UnsafeMutablePointer<Double>, sum: UnsafeMutablePointer<Double>
  ) {
    if isTrigonometric { return advanceTurning(matrix, gain, product, out, sum) }
    let (size, start) = (stateCount, seasonStart)
    for state in 0..<size { sum[state] = 0 }
    for row in start..<size {
      let line = matrix + row * size
      let share = gain[row]
      // The season slides: its rows and columns move on by one. What goes over the edge of a row
      // is overwritten by the row below.
      let target = out + (row + 1) * size
      var column = start
      while column + 2 <= size {
        let rest = pair(line + column) - share * pair(product + column)
        put(rest, target + column + 1)
        put(pair(sum + column) + rest, sum + column)
        column += 2
      }
      if column < size {
        let rest = line[column] - share * product[column]
        target[column + 1] = rest
        sum[column] += rest
      }
      let level = line[0] - share * product[0]
      sum[0] += level
      target[0] = level
      if hasSlope {
        let slope = line[1] - share * product[1]
        sum[1] += slope
        target[0] += slope
        target[1] = damping * slope
      }
    }
    let level = matrix[0] - gain[0] * product[0]
    out[0] = level
    if hasSlope {
      let mixed = matrix[1] - gain[0] * product[1]
      let slope = matrix[size + 1] - gain[1] * product[1]
      out[0] = level + 2 * mixed + slope
      out[1] = damping * (mixed + slope)
      out[size] = out[1]
      out[size + 1] = damping * damping * slope
    }
    guard seasonCount > 0 else { return }
    fillNewSeason(out, sum)
  }

  /// The row and column of the season that begins, which is minus the sum of the others, and the
  /// mirror images of the trend's columns.
  @inline(__always)
  private func fillNewSeason(
    _ out: UnsafeMutablePointer<Double>, _ sum: UnsafeMutablePointer<Double>
  ) {
    let (size, start) = (stateCount, seasonStart)
    let first = out + start * size
    var total = 0.0
    for state in start..<size { total += sum[state] }
    first[0] = hasSlope ? -(sum[0] + sum[1]) : -sum[0]
    if hasSlope { first[1] = -damping * sum[1] }
    first[start] = total
    for state in start..<size - 1 {
      first[state + 1] = -sum[state]
      out[(state + 1) * size + start] = -sum[state]
    }
    for state in start..<size {
      out[state] = out[state * size]
      if hasSlope { out[size + state] = out[state * size + 1] }
    }
  }

  private func advanceTurning(
    _ matrix: UnsafePointer<Double>, _ gain: UnsafePointer<Double>,
    _ product: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>,
    _ sum: UnsafeMutablePointer<Double>
  ) {
    let size = stateCount
    for row in 0..<size {
      let share = gain[row]
      for column in 0..<size {
        out[row * size + column] = matrix[row * size + column] - share * product[column]
      }
    }
    advance(out, width: size, sum: sum)
    for row in 0..<size { advance(out + row * size, width: 1, sum: sum) }
  }

  /// `Tᵀ matrix T` for a symmetric matrix, and its product with a list.
  ///
  /// - Parameter matrix: with a row and a column of zeros after those of the states, as `out`.
  /// - Parameter scratch: one more than states.
  @inline(__always)
  func retreatBothSides(
    _ matrix: UnsafeMutablePointer<Double>, into out: UnsafeMutablePointer<Double>,
    times list: UnsafePointer<Double>, product: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<Double>
  ) {
    let (size, start) = (stateCount, seasonStart)
    let width = size + 1
    for state in 0..<size { product[state] = 0 }
    if isTrigonometric {
      for index in 0..<size * width { out[index] = matrix[index] }
      retreat(out, width: width, first: scratch)
      for row in 0..<size {
        let line = out + row * width
        retreat(line, width: 1, first: scratch)
        let factor = list[row]
        for state in 0..<size { product[state] += factor * line[state] }
      }
      return
    }
    let first = matrix + start * width
    for row in start..<size {
      let (line, target) = (matrix + (row + 1) * width, out + row * width)
      let (difference, factor) = (line[start] - first[start], list[row])
      var column = start
      while column + 2 <= size {
        let moved = pair(line + column + 1) - pair(first + column + 1) - difference
        put(moved, target + column)
        put(pair(product + column) + factor * moved, product + column)
        column += 2
      }
      if column < size {
        let moved = line[column + 1] - first[column + 1] - difference
        target[column] = moved
        product[column] += factor * moved
      }
      target[0] = line[0] - first[0]
      if hasSlope { target[1] = target[0] + damping * (line[1] - first[1]) }
      out[row] = target[0]
      if hasSlope { out[width + row] = target[1] }
    }
    out[0] = matrix[0]
    if hasSlope {
      out[1] = matrix[0] + damping * matrix[1]
      out[width] = out[1]
      out[width + 1] = out[1] + damping * (matrix[1] + damping * matrix[width + 1])
    }
    for row in 0..<start {
      for state in start..<size { product[state] += list[row] * out[row * width + state] }
      for state in 0..<start { product[state] += list[row] * out[row * width + state] }
      // The trend's own rows, seen from the season.
      for state in start..<size { product[row] += list[state] * out[row * width + state] }
    }
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

/// Two numbers side by side: the compiler cannot know that the lists do not overlap.
@inline(__always)
private func pair(_ place: UnsafePointer<Double>) -> SIMD2<Double> {
  UnsafeRawPointer(place).loadUnaligned(as: SIMD2<Double>.self)
}

@inline(__always)
private func put(_ numbers: SIMD2<Double>, _ place: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(place).storeBytes(of: numbers, as: SIMD2<Double>.self)
}

/// The cosine of an angle in whole turns.
private func cosine(ofTurns turns: Double) -> Double {
  let part = abs(turns - turns.rounded())
  return sine(.pi * (0.5 - 2 * part))
}
