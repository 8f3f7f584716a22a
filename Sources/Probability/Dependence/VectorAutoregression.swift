import LinearAlgebra

/// Several values each of which depends on the earlier ones of all: deviations from their means
/// are `x(t) = A₁ x(t-1) + … + Aₚ x(t-p) + e(t)`.
///
/// - Source: Lütkepohl, *New Introduction to Multiple Time Series Analysis* (2005), chapter 2.
public struct VectorAutoregression: Hashable, Sendable {
  public let variables: Int
  /// How many periods back it looks.
  public let order: Int
  /// The matrix that takes the last `order` states, one after another, to the next ones.
  private let companion: Matrix

  /// - Parameter coefficients: for each lag, the last period first, the matrix row by row: row i
  ///   says what variable i takes of each.
  /// - Precondition: finite numbers, a matrix of the size for each lag, and a lag at least.
  public init(variables: Int, coefficients: [[Double]]) {
    precondition(variables > 0 && !coefficients.isEmpty, "a variable and a lag at least")
    precondition(coefficients.allSatisfy { $0.count == variables * variables })
    self.variables = variables
    order = coefficients.count
    let size = variables * coefficients.count
    var companion = Matrix(rows: size, columns: size)
    for (lag, matrix) in coefficients.enumerated() {
      for (index, coefficient) in matrix.enumerated() {
        companion[index / variables, lag * variables + index % variables] = coefficient
      }
    }
    for row in variables..<max(size, variables) { companion[row, row - variables] = 1 }
    self.companion = companion
  }

  /// By how much a deviation grows in a period in the long run: below 1 it dies out.
  ///
  /// - Accuracy: see `LinearAlgebra.spectralRadius`.
  public var growth: Double {
    do {
      return try spectralRadius(of: companion)
    } catch {
      preconditionFailure("finite numbers have eigenvalues: \(error)")
    }
  }

  /// The covariances in the long run of the last `order` states, one after another, the latest
  /// first; row by row.
  ///
  /// The solution S of the equation S = F S Fᵀ + Q of Lyapunov, by doubling: each step adds as
  /// many periods as all before.
  ///
  /// - Parameter shocks: the covariances of a period's shocks, row by row.
  /// - Precondition: `growth` is below 1.
  /// - Accuracy: 1e-13 of the largest variance, divided by 1 - `growth`.
  /// - Complexity: O((variables order)³) a step; about log₂(36 / (1 - growth)) steps.
  /// - Source: Anderson, *Second-order convergent algorithms for the steady-state Riccati
  ///   equation* (1978).
  public func stationaryCovariances(shocks: [Double]) -> [Double] {
    precondition(shocks.count == variables * variables && growth < 1)
    let size = companion.rows
    var sum = Matrix(rows: size, columns: size)
    for (index, covariance) in shocks.enumerated() {
      sum[index / variables, index % variables] = covariance
    }
    var power = companion
    for _ in 0..<64 {
      let added = product(product(power, sum), power.transposed)
      let largest = added.elements.map(abs).max() ?? 0
      guard largest > (sum.elements.map(abs).max() ?? 0) * 1e-17 else { break }
      sum = Matrix(
        rows: size, columns: size, elements: zip(sum.elements, added.elements).map(+))
      power = product(power, power)
    }
    // Symmetric to the last bit.
    return (0..<size * size).map { index in
      (sum[index / size, index % size] + sum[index % size, index / size]) / 2
    }
  }

  /// The rows of a lower triangular matrix that makes the last states, the latest first, of as
  /// many independent standard normals.
  ///
  /// - Parameter shocks: as of `stationaryCovariances`, positive semidefinite.
  public func stationaryFactor(shocks: [Double]) -> [[Double]] {
    let covariances = stationaryCovariances(shocks: shocks)
    let size = companion.rows
    do {
      let factor = try lowerSemidefiniteCholesky(
        of: Matrix(rows: size, columns: size, elements: covariances))
      return (0..<size).map { row in (0...row).map { factor[row, $0] } }
    } catch {
      preconditionFailure("a sum of covariances is a covariance: \(error)")
    }
  }
}
