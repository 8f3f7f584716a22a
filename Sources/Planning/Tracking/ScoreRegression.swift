import ColumnPlan
import LinearAlgebra
import Probability
import Simulation

/// How the normal scores of draws go with what is observed, trial by trial: the coefficients by
/// which a draw moves when an observation moves.
///
/// They are those of the regression of each score on all observations together,
/// K = C_zy (C_yy + R)⁻¹, with covariances over the trials themselves, and none between what is
/// drawn apart. As many trials as are moved find them, so that the sampling error that they add to
/// a result is the one which any regression on these trials has: see `Conditioning.standardError`.
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
  private let causes: ObservationCauses

  /// Directions with less than this part of the largest eigenvalue tell nothing of their own.
  private static let smallestPart = 1e-10

  /// - Parameter observed: for each observation its standardised values in all trials.
  /// - Parameter errors: the standard deviations of the errors, standardised alike.
  init(_ observed: [[Double]], errors: [Double], _ causes: ObservationCauses) {
    let centred = observed.map(aboutMean)
    (self.observed, self.causes) = (centred, causes)
    let covariance = Self.covariance(of: centred, causes)
    var noisy = covariance
    for place in observed.indices { noisy[place, place] += errors[place] * errors[place] }
    self.noisy = noisy
    inverse = Self.inverse(of: noisy)
    gain = product(covariance, inverse)
  }

  /// The covariances of observations about their means; none where nothing stands behind both.
  static func covariance(of centred: [[Double]], _ causes: ObservationCauses) -> Matrix {
    let width = centred.count
    var covariance = Matrix(rows: width, columns: width)
    for row in 0..<width {
      for column in 0...row where causes.stand(row, and: column) {
        let value = dotProduct(centred[row], centred[column]) / Double(centred[row].count)
        covariance[row, column] = value
        covariance[column, row] = value
      }
    }
    return covariance
  }

  /// The inverse, with 0 along directions that tell nothing of their own; 0 throughout where
  /// numbers lie so far apart that their covariances are beyond counting, and tell nothing either.
  static func inverse(of covariance: Matrix) -> Matrix {
    do {
      let eigen = try SymmetricEigen(of: covariance)
      let least = Self.smallestPart * (eigen.values.last ?? 1)
      return eigen.matrix(withValues: eigen.values.map { $0 > least ? 1 / $0 : 0 })
    } catch {
      return Matrix(rows: covariance.rows, columns: covariance.columns)
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
    return Self.squares(of: values, inverse).count { $0 >= bound }
  }

  /// For each trial the squared distance of some observations, one after another, from their means.
  static func squares(of values: [[Double]], _ inverse: Matrix) -> [Double] {
    let width = values.count
    return (values.first ?? []).indices.map { trial in
      var sum = 0.0
      for row in 0..<width {
        var part = 0.0
        for column in 0..<width { part += inverse[row, column] * values[column][trial] }
        sum += part * values[row][trial]
      }
      return sum
    }
  }

  /// How far an observation lies from the trials: its squared Mahalanobis distance, and how many
  /// directions there are.
  func distance(of known: [Double]) -> (square: Double, directions: Int) {
    let square = zip(known, product(inverse, known)).reduce(0) { $0 + $1.0 * $1.1 }
    var trace = 0.0
    for place in 0..<gain.rows { trace += gain[place, place] }
    let directions = trace > 1 ? min(trace.rounded(), Double(gain.rows)) : 1
    return (square, Int(directions))
  }

  /// Of the squared distance of some values from the means, on the mean of the trials, the part of
  /// each pair of observations: C W, one number by the other, with W the mean square of what the
  /// values are worth to the regression. A draw that stands behind some observations has a
  /// coefficient whose sampling error is that of their parts alone.
  ///
  /// - Parameter values: for each observation those of all trials, or one that holds for all.
  func leverages(of values: [[Double]]) -> Matrix {
    let width = values.count
    var squares = Matrix(rows: width, columns: width)
    for row in 0..<width {
      for column in 0...row {
        let value = dotProduct(values[row], values[column]) / Double(values[row].count)
        squares[row, column] = value
        squares[column, row] = value
      }
    }
    var parts = product(product(inverse, squares), inverse)
    for row in 0..<width {
      for column in 0..<width { parts[row, column] *= noisy[row, column] }
    }
    return parts
  }

  /// The coefficients of a draw.
  ///
  /// - Parameter scores: of the draw in all trials.
  func coefficients(of draw: Int, _ scores: [Double]) -> [Double] {
    let trials = Double(observed[0].count)
    let covariances = observed.indices.map { observation in
      causes.stands(draw, behind: observation)
        ? dotProduct(observed[observation], scores) / trials : 0
    }
    return product(inverse, covariances)
  }
}

extension DrawnScores {
  /// The scores of a draw in all trials, and of those that fill the last block.
  func column(of draw: NumberedDraw, trials: Int) -> [Double] {
    guard let source = draw.isAhead ? ahead : self else {
      preconditionFailure("what is drawn ahead has a plan ahead")
    }
    let blocks = (trials + blockTrials - 1) / blockTrials
    return [Double](unsafeUninitializedCapacity: blocks * blockTrials) { buffer, count in
      for block in 0..<blocks {
        source.fill(
          buffer.baseAddress! + block * blockTrials, site: draw.site, period: draw.period,
          firstTrial: block * blockTrials, trials: blockTrials)
      }
      count = blocks * blockTrials
    }
  }
}

/// Numbers about their mean.
func aboutMean(_ values: [Double]) -> [Double] {
  let mean = values.reduce(0, +) / Double(values.count)
  return values.map { $0 - mean }
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
