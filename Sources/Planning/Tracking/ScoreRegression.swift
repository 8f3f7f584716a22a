import ColumnPlan
import LinearAlgebra
import Probability
import Simulation
import Workers

/// How the normal scores of draws go with what is observed, trial by trial: the coefficients by
/// which a draw moves when an observation moves.
///
/// They are those of the regression of each score on all observations together,
/// K = C_zy (C_yy + R)⁻¹, with covariances over the trials themselves. As many trials as are moved
/// find them, so that the sampling error that they add to a result is the one which any regression
/// on these trials has: see `Conditioning.standardError`.
///
/// - Source: Journel, Huijbregts, *Mining Geostatistics* (1978), VII: conditioning by kriging of
///   the residuals; Evensen, *Data Assimilation* (2009), 9: covariances from an ensemble.
struct ScoreRegression {
  /// C_yy (C_yy + R)⁻¹: the identity where observations have no errors and none is a combination
  /// of others.
  let gain: Matrix
  /// (C_yy + R)⁻¹, with 0 along what other observations say already.
  private let inverse: Matrix
  /// The observations about their means, one after another.
  private let observed: [[Double]]
  /// C_yy + R.
  private let noisy: Matrix

  /// Directions with less than this part of the largest eigenvalue tell nothing of their own.
  private static let smallestPart = 1e-10

  /// - Parameter observed: for each observation its standardised values in all trials.
  /// - Parameter errors: the standard deviations of the errors, standardised alike.
  init(_ observed: [[Double]], errors: [Double]) {
    let count = Double(observed[0].count)
    let centred = observed.map { values in
      let mean = values.reduce(0, +) / count
      return values.map { $0 - mean }
    }
    self.observed = centred
    let width = observed.count
    var covariance = Matrix(rows: width, columns: width)
    for row in 0..<width {
      for column in 0...row {
        let value = dotProduct(centred[row], centred[column]) / count
        covariance[row, column] = value
        covariance[column, row] = value
      }
    }
    var noisy = covariance
    for place in 0..<width { noisy[place, place] += errors[place] * errors[place] }
    self.noisy = noisy
    inverse = Self.inverse(of: noisy)
    gain = product(covariance, inverse)
  }

  private static func inverse(of covariance: Matrix) -> Matrix {
    do {
      let eigen = try SymmetricEigen(of: covariance)
      let least = Self.smallestPart * (eigen.values.last ?? 1)
      return eigen.matrix(withValues: eigen.values.map { $0 > least ? 1 / $0 : 0 })
    } catch {
      preconditionFailure("a matrix of finite covariances is symmetric and has eigenvalues")
    }
  }

  /// By how much what is expected of an observation moves with each of some others.
  ///
  /// - Source: kriging; Journel, Huijbregts (1978), V.
  func weights(of place: Int, given others: [Int]) -> [Double] {
    var covariance = Matrix(rows: others.count, columns: others.count)
    for (row, one) in others.enumerated() {
      for (column, other) in others.enumerated() { covariance[row, column] = noisy[one, other] }
    }
    return product(Self.inverse(of: covariance), others.map { noisy[$0, place] })
  }

  /// In how many trials the observations lie at least as far from the mean, with errors drawn for
  /// those that have one.
  ///
  /// - Parameter square: as `distance(of:)` gives it; what differs by rounding is as far.
  func trials(beyond square: Double, errors: [[Double]]) -> Int {
    let bound = square * (1 - 1e-9)
    var values = observed
    for (place, errors) in errors.enumerated() where !errors.isEmpty {
      for trial in errors.indices { values[place][trial] += errors[trial] }
    }
    let width = values.count
    return values[0].indices.count { trial in
      var sum = 0.0
      for row in 0..<width {
        var part = 0.0
        for column in 0..<width { part += inverse[row, column] * values[column][trial] }
        sum += part * values[row][trial]
      }
      return sum >= bound
    }
  }

  /// How far an observation lies from the trials: its squared Mahalanobis distance, and how many
  /// directions there are.
  func distance(of known: [Double]) -> (square: Double, directions: Int) {
    let square = zip(known, product(inverse, known)).reduce(0) { $0 + $1.0 * $1.1 }
    var trace = 0.0
    for place in 0..<gain.rows { trace += gain[place, place] }
    return (square, max(1, Int(trace.rounded())))
  }

  /// The coefficients of draws, one draw after another.
  func coefficients(
    of draws: [NumberedDraw], _ scores: DrawnScores, trials: Int, threads: Int
  ) -> [Double] {
    let rows = collect(draws.count, threads: threads) { place in
      coefficients(of: draws[place], scores, trials: trials)
    }
    return rows.flatMap { $0 }
  }

  private func coefficients(of draw: NumberedDraw, _ scores: DrawnScores, trials: Int)
    -> [Double]
  {
    guard let source = draw.isAhead ? scores.ahead : scores else { return [] }
    let blocks = (trials + blockTrials - 1) / blockTrials
    let values = [Double](unsafeUninitializedCapacity: blocks * blockTrials) { buffer, count in
      for block in 0..<blocks {
        source.fill(
          buffer.baseAddress! + block * blockTrials, site: draw.site, period: draw.period,
          firstTrial: block * blockTrials, trials: blockTrials)
      }
      count = blocks * blockTrials
    }
    let covariances = observed.map { dotProduct($0, values) / Double(trials) }
    return product(inverse, covariances)
  }
}

/// Σ a b over as many numbers as `a` has, in eight parts.
func dotProduct(_ a: [Double], _ b: [Double]) -> Double {
  precondition(b.count >= a.count, "as many numbers")
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var parts = SIMD8<Double>.zero
      var place = 0
      let (left, right) = (UnsafeRawPointer(a.baseAddress!), UnsafeRawPointer(b.baseAddress!))
      while place + 8 <= a.count {
        let offset = place * MemoryLayout<Double>.stride
        parts +=
          left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
          * right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
        place += 8
      }
      var sum = 0.0
      for lane in 0..<8 { sum += parts[lane] }
      while place < a.count {
        sum += a[place] * b[place]
        place += 1
      }
      return sum
    }
  }
}
