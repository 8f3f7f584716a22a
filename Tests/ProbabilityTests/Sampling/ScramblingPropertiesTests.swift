import Foundation
import Testing

@testable import Probability

struct ScramblingPropertiesTests {
  private static func points(
    dimension: Int, count: Int, randomisation: Int = 0, from first: Int = 0
  ) -> [Double] {
    let key = RandomStream(name: "draw\(dimension)").key(seed: 5)
    let directions = SobolSequence.directions(ofDimension: dimension)
    return SamplingKernelsTests.filled(count) {
      // With one randomisation only, trials are points; its number comes in with the period.
      key.fillSobol(
        &$0, period: randomisation, firstTrial: first, randomisations: 1, directions: directions)
    }
  }

  /// The property of a (t, m, s)-net survives: boxes of every shape hold as many scrambled points
  /// as the unscrambled sequence has in boxes of that shape.
  @Test(arguments: [(0, 1), (3, 17), (100, 411), (1000, 2047)])
  func elementaryIntervalsKeepTheirShare(first: Int, second: Int) {
    let count = 256
    for start in [0, 7 * count] {
      let pair = [first, second]
      let scrambled = pair.map { Self.points(dimension: $0, count: count, from: start) }
      let plain = pair.map { dimension in
        let directions = SobolSequence.directions(ofDimension: dimension)
        return (start..<(start + count)).map {
          Double(SobolSequenceTests.point($0, directions)) * 0x1p-30
        }
      }
      for digits in 0...8 {
        let found = Self.occupancy(scrambled, digits: digits)
        #expect(found == Self.occupancy(plain, digits: digits), "\(digits) digits of the first")
        // The first two dimensions make nets with t = 0.
        if second == 1 { #expect(found == Array(repeating: 1, count: count)) }
      }
    }
  }

  /// How many points the 256 boxes with 2^digits columns hold, in ascending order.
  private static func occupancy(_ pair: [[Double]], digits: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    let (columns, rows) = (1 << digits, 1 << (8 - digits))
    for (x, y) in zip(pair[0], pair[1]) {
      counts[Int(x * Double(columns)) * rows + Int(y * Double(rows))] += 1
    }
    return counts.sorted()
  }

  /// Kolmogorov's distance passes 1.95 / sqrt(n) by chance once in 1,000 seeds; two points that
  /// share their first digit stay in one half, on the same side of a quarter half of the time.
  @Test func aPointIsUniformOverTheRandomisations() {
    let count = 4096
    var numbers: [Double] = []
    var inOneQuarter = 0
    for randomisation in 0..<count {
      let points = Self.points(dimension: 6, count: 16, randomisation: randomisation)
      numbers.append(points[5])
      let plain = SobolSequence.directions(ofDimension: 6)
      let digits = (0..<16).map { SobolSequenceTests.point($0, plain) }
      let partner = (0..<16).first { digits[$0] >> 28 == (digits[5] >> 28) ^ 1 }!
      #expect((points[5] < 0.5) == (points[partner] < 0.5))
      #expect(Int(points[5] * 4) != Int(points[partner] * 4))
      // A cousin in the other half: its second digit has a coin of its own.
      let cousin = (0..<16).first { digits[$0] >> 28 == (digits[5] >> 28) ^ 2 }!
      inOneQuarter += Int(points[5] * 4) % 2 == Int(points[cousin] * 4) % 2 ? 1 : 0
    }
    numbers.sort()
    let distance =
      numbers.enumerated().map { max($1 - Double($0) / 4096, Double($0 + 1) / 4096 - $1) }.max()!
    #expect(distance < 1.95 / Double(count).squareRoot())
    #expect(abs(Double(inOneQuarter) - 2048) < 4 * 32)
  }

  /// f(u) = Π (1 + (4 u³ - 1) / j²) over ten dimensions has the integral 1. With true randomness
  /// its error falls as n^-0.5, without scrambling as about n^-1.
  @Test func theErrorOfASmoothIntegralFallsFasterThanTheNumberOfPoints() {
    let randomisations = 16
    let exponents = Array(10...16)
    var squares = [Double](repeating: 0, count: exponents.count)
    var sums = squares
    for randomisation in 0..<randomisations {
      let means = Self.means(randomisation: randomisation, exponents: exponents)
      for (place, mean) in means.enumerated() {
        squares[place] += (mean - 1) * (mean - 1) / Double(randomisations)
        sums[place] += (mean - 1) / Double(randomisations)
      }
    }
    let errors = squares.map { $0.squareRoot() }
    #expect(Self.slope(exponents.map(Double.init), errors.map(log2)) < -1.2, "\(errors)")
    #expect(errors[0] < 1e-3, "pseudo-random trials leave 0.036")
    for (place, error) in errors.enumerated() {
      // Unbiased: the mean over the randomisations is within four of its standard errors.
      #expect(abs(sums[place]) < 4 * error / Double(randomisations - 1).squareRoot())
    }
  }

  private static func means(randomisation: Int, exponents: [Int]) -> [Double] {
    let count = 1 << exponents.last!
    var products = [Double](repeating: 1, count: count)
    for dimension in 0..<10 {
      let weight = 1 / Double((dimension + 1) * (dimension + 1))
      let points = points(dimension: dimension, count: count, randomisation: randomisation)
      for i in 0..<count {
        products[i] *= 1 + (4 * points[i] * points[i] * points[i] - 1) * weight
      }
    }
    return exponents.map { products.prefix(1 << $0).reduce(0, +) / Double(1 << $0) }
  }

  private static func slope(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
    return products / x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
  }
}
