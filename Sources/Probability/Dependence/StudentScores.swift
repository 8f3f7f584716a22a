import CKernels

/// Turns Student t values into the normal scores of the same probability, for many draws.
///
/// The score is nearly the distance s = √(ν log(1 + t²/ν)), with the sign of t; the ratio of the
/// two changes slowly from 0 to infinity, so it is compiled into polynomials in s. A value costs a
/// logarithm, a square root and a polynomial, instead of an incomplete beta function and a normal
/// quantile.
///
/// - Accuracy: 2e-11 in the score, for 1 to 1,000 degrees of freedom.
/// - Source: the distance is that of D. L. Wallace, *Bounds on normal approximations to Student's
///   and the chi-square distributions* (1959).
public struct StudentScores: Hashable, Sendable {
  public let degreesOfFreedom: Double
  /// For each piece, from its lowest power.
  private let coefficients: [Double]

  private static let width = 0.5
  private static let pieces = 76
  private static let degree = 7

  /// - Precondition: the degrees of freedom lie in `Copula.degreesOfFreedom`.
  /// - Complexity: some milliseconds.
  public init(degreesOfFreedom: Double) {
    precondition(Copula.degreesOfFreedom.contains(degreesOfFreedom))
    self.degreesOfFreedom = degreesOfFreedom
    let incomplete = IncompleteBeta(alpha: degreesOfFreedom / 2, beta: 0.5)
    coefficients = (0..<Self.pieces).flatMap { piece in
      chebyshevInterpolant(degree: Self.degree) { place in
        let distance = (Double(piece) + place) * Self.width
        return Self.score(atDistance: distance, degreesOfFreedom, incomplete) / distance
      }
    }
  }

  /// The exact score at a distance.
  private static func score(
    atDistance distance: Double, _ degreesOfFreedom: Double, _ incomplete: IncompleteBeta
  ) -> Double {
    let exponent = distance * distance / degreesOfFreedom
    let tail =
      incomplete.probabilities(
        at: exponential(-exponent), complement: -exponentialMinusOne(-exponent)
      ).lower / 2
    return -StandardNormal.quantile(at: tail)
  }

  /// The score of a distance, which keeps its sign.
  @inline(__always)
  func score(ofDistance distance: Double) -> Double {
    coefficients.withUnsafeBufferPointer { Self.score($0, distance) }
  }

  @inline(__always)
  private static func score(_ c: UnsafeBufferPointer<Double>, _ distance: Double) -> Double {
    let position = abs(distance) / width
    // Far out the score is beyond all that a draw can reach.
    let piece = min(Int(min(position, 1e6)), pieces - 1)
    let t = min(position - Double(piece), 1)
    let s = piece * (degree + 1)
    let square = t * t
    let even = ((c[s + 6] * square + c[s + 4]) * square + c[s + 2]) * square + c[s]
    let odd = ((c[s + 7] * square + c[s + 5]) * square + c[s + 3]) * square + c[s + 1]
    return distance * (odd * t + even)
  }

  /// The t value whose normal score is given: by Newton's method on the distance.
  func value(ofScore score: Double) -> Double {
    var distance = score
    for _ in 0..<60 {
      let found = self.score(ofDistance: distance)
      let step = (score - found) / max(abs(found / distance), 0.3)
      guard distance != 0, abs(step) > 1e-13 * abs(distance) else { break }
      distance += step
    }
    let exponent = distance * distance / degreesOfFreedom
    let value = (degreesOfFreedom * exponentialMinusOne(exponent)).squareRoot()
    return score < 0 ? -value : value
  }

  /// Turns normals into normal scores that a Student t copula joins, in place.
  ///
  /// - Parameter spreads: for each trial the squared spread's inverse: a chi-square number over
  ///   its degrees of freedom, common to all variables.
  /// - Shape: `normals` is `variables × trials`, row-major.
  /// - Complexity: a logarithm, a square root and a polynomial for each number; no allocation.
  public func apply(
    to normals: UnsafeMutablePointer<Double>, variables: Int, trials: Int,
    spreads: UnsafePointer<Double>
  ) {
    let size = 128
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { scratch in
      guard let squares = scratch.baseAddress else { return }
      coefficients.withUnsafeBufferPointer { coefficients in
        for start in stride(from: 0, to: trials, by: size) {
          let count = min(size, trials - start)
          for variable in 0..<variables {
            let lanes = normals + variable * trials + start
            let spread = spreads + start
            for lane in 0..<count {
              squares[lane] = lanes[lane] * lanes[lane] / (spread[lane] * degreesOfFreedom)
            }
            distances(squares, count)
            for lane in 0..<count {
              let distance = lanes[lane] < 0 ? -squares[lane] : squares[lane]
              lanes[lane] = Self.score(coefficients, distance)
            }
          }
        }
      }
    }
  }

  /// √(ν log(1 + t²/ν)) of the ratios t²/ν, in place.
  private func distances(_ ratios: UnsafeMutablePointer<Double>, _ count: Int) {
    torreya_log1p(ratios, ratios, count)
    for lane in 0..<count { ratios[lane] = (ratios[lane] * degreesOfFreedom).squareRoot() }
  }
}
