import Testing

@testable import Probability

struct VaryingQuantilesTests {
  static let probabilities = DistributionLawsTests.probabilities.dropFirst()

  @Test(arguments: [0.001, 0.5, 3, 11.9, 12.1, 400, 9000, 20_000, 1e8])
  func poissonInvertsTheDistributionFunction(mean: Double) throws {
    var lanes = Array(Self.probabilities)
    var span = lanes.mutableSpan
    withUnsafePointer(to: mean) { fillPoissonQuantiles(&span, means: LaneOperand($0, stride: 0)) }
    let poisson = try Poisson(ParameterValues(["mean": mean]))
    for (p, count) in zip(Self.probabilities, lanes) {
      #expect(poisson.distributionFunction(at: count) >= p * (1 - 1e-9) - 1e-14)
      #expect(poisson.distributionFunction(at: count - 1) <= p * (1 + 1e-9) + 1e-14)
    }
  }

  @Test(arguments: [(3.0, 0.5), (1000, 0.001), (1000, 0.4), (1e6, 0.999), (40, 0.95), (14, 0.998)])
  func binomialInvertsTheDistributionFunction(count: Double, probability: Double) throws {
    var lanes = Array(Self.probabilities)
    let counts = [Double](repeating: count, count: lanes.count)
    var span = lanes.mutableSpan
    counts.withUnsafeBufferPointer { counts in
      withUnsafePointer(to: probability) { probability in
        guard let base = counts.baseAddress else { return }
        fillBinomialQuantiles(
          &span, probabilities: LaneOperand(probability, stride: 0),
          counts: LaneOperand(base, stride: 1))
      }
    }
    let binomial = try Binomial(
      ParameterValues(["count": count, "probability": probability]))
    for (p, found) in zip(Self.probabilities, lanes) {
      #expect(found <= count)
      #expect(binomial.distributionFunction(at: found) >= p * (1 - 1e-9) - 1e-14)
      #expect(binomial.distributionFunction(at: found - 1) <= p * (1 + 1e-9) + 1e-14)
    }
  }

  @Test func awkwardParametersGiveZeroOrNaN() {
    var lanes = [0.5, 0.5, 0.5, 0.5]
    let means = [0, -1, .nan, Double.infinity]
    var span = lanes.mutableSpan
    means.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      fillPoissonQuantiles(&span, means: LaneOperand(base, stride: 1))
    }
    #expect(lanes[0] == 0 && lanes[1...].allSatisfy { $0.isNaN })
    lanes = [0.5, 0.5, 0.5, 0.5]
    var other = lanes.mutableSpan
    let probabilities = [0, 1, 1.5, .nan]
    probabilities.withUnsafeBufferPointer { probabilities in
      withUnsafePointer(to: 8.0) { count in
        guard let base = probabilities.baseAddress else { return }
        fillBinomialQuantiles(
          &other, probabilities: LaneOperand(base, stride: 1),
          counts: LaneOperand(count, stride: 0))
      }
    }
    #expect(lanes[0] == 0 && lanes[1] == 8 && lanes[2].isNaN && lanes[3].isNaN)
  }
}
