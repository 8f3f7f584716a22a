import LinearAlgebra
import Testing

@testable import Planning

/// Figures that lie beyond all reason are answered, and do not end the command.
@Suite("observations beyond counting") struct ExtremeObservationTests {
  @Test("covariances that are not finite tell nothing", arguments: [Double.infinity, .nan])
  func inverse(value: Double) {
    var covariance = Matrix(rows: 2, columns: 2)
    covariance[0, 0] = 1
    covariance[1, 1] = value
    let inverse = ScoreRegression.inverse(of: covariance)
    for row in 0..<2 {
      for column in 0..<2 { #expect(inverse[row, column] == 0) }
    }
  }
}
