import Testing

@testable import Probability

struct VectorAutoregressionTests {
  /// By hand, from S = F S Fᵀ + Q for two values of which the second follows the first.
  @Test func knowsItsLongRun() {
    let process = VectorAutoregression(variables: 2, coefficients: [[0.6, 0, 0.3, 0.5]])
    #expect(abs(process.growth - 0.6) < 1e-15)
    let found = process.stationaryCovariances(shocks: [4e-4, 8e-5, 8e-5, 1e-4])
    for (number, expected) in zip(found, [6.25e-4, 2.75e-4, 2.75e-4, 2.3875e-4 / 0.75]) {
      #expect(abs(number - expected) < 1e-18)
    }
  }

  /// A process of one variable and two lags: Box and Jenkins (1970), 3.2.
  @Test(arguments: [(0.5, 0.3), (1.2, -0.5), (0.1, 0.89)])
  func agreesWithTheFormulaForTwoLags(first: Double, second: Double) {
    let process = VectorAutoregression(variables: 1, coefficients: [[first], [second]])
    let found = process.stationaryCovariances(shocks: [1])
    let variance =
      (1 - second) / ((1 + second) * ((1 - second) * (1 - second) - first * first))
    for (number, expected) in zip(
      found, [variance, variance * first / (1 - second), variance * first / (1 - second), variance])
    {
      #expect(abs(number - expected) < 1e-11 * variance)
    }
    let factor = process.stationaryFactor(shocks: [1])
    #expect(abs(factor[0][0] * factor[0][0] - variance) < 1e-11 * variance)
    #expect(factor[1].count == 2)
  }

  @Test func knowsWhatGrows() {
    #expect(VectorAutoregression(variables: 1, coefficients: [[1]]).growth == 1)
    // x(t) = 2 x(t-1) - x(t-2) goes on in a straight line: a double root at 1.
    let line = VectorAutoregression(variables: 1, coefficients: [[2], [-1]])
    #expect(abs(line.growth - 1) < 1e-7)
    // A turn by a right angle that grows by a tenth.
    let turn = VectorAutoregression(variables: 2, coefficients: [[0, -1.1, 1.1, 0]])
    #expect(abs(turn.growth - 1.1) < 1e-15)
  }

  /// The equation holds for three variables and two lags.
  @Test func solvesTheEquationOfLyapunov() {
    let first = [0.4, 0.1, -0.2, 0.05, 0.3, 0.1, -0.1, 0.2, 0.5]
    let second = [0.1, 0, 0.1, -0.1, 0.15, 0, 0.05, 0, 0.1]
    let shocks = [1, 0.3, 0.1, 0.3, 2, -0.4, 0.1, -0.4, 0.5]
    let process = VectorAutoregression(variables: 3, coefficients: [first, second])
    #expect(process.growth < 1)
    let found = process.stationaryCovariances(shocks: shocks)
    var companion = [Double](repeating: 0, count: 36)
    for row in 0..<3 {
      for column in 0..<3 {
        companion[row * 6 + column] = first[row * 3 + column]
        companion[row * 6 + column + 3] = second[row * 3 + column]
      }
      companion[(row + 3) * 6 + row] = 1
    }
    for row in 0..<6 {
      for column in 0..<6 {
        var sum = row < 3 && column < 3 ? shocks[row * 3 + column] : 0
        for i in 0..<6 {
          for j in 0..<6 {
            sum += companion[row * 6 + i] * found[i * 6 + j] * companion[column * 6 + j]
          }
        }
        #expect(abs(sum - found[row * 6 + column]) < 1e-12)
      }
    }
  }
}
