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

  /// Random means and probabilities, against the incomplete gamma function itself.
  @Test func randomPoissonCountsInvert() {
    let (uniforms, others) = (randoms("poisson.p"), randoms("poisson.mean"))
    // From 0.01 to 1e6.
    let means = others.map { exponential(-4.6 + 18.4 * $0) }
    var lanes = uniforms
    var span = lanes.mutableSpan
    means.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      fillPoissonQuantiles(&span, means: LaneOperand(base, stride: 1))
    }
    for i in lanes.indices {
      expectInverse(lanes[i], at: uniforms[i], "mean \(means[i])") {
        $0 < 0 ? (0, 1) : Poisson.probabilities(at: $0, means[i])
      }
    }
  }

  @Test func randomBinomialCountsInvert() {
    let uniforms = randoms("binomial.p")
    let counts = randoms("binomial.count").map { exponential(14 * $0).rounded() }
    let probabilities = randoms("binomial.probability").enumerated().map { index, u in
      // Also next to 0 and to 1.
      index % 3 == 0 ? u : index % 3 == 1 ? exponential(-9 * u) : 1 - exponential(-9 * u)
    }
    var lanes = uniforms
    var span = lanes.mutableSpan
    counts.withUnsafeBufferPointer { counts in
      probabilities.withUnsafeBufferPointer { probabilities in
        guard let counts = counts.baseAddress, let shares = probabilities.baseAddress else {
          return
        }
        fillBinomialQuantiles(
          &span, probabilities: LaneOperand(shares, stride: 1),
          counts: LaneOperand(counts, stride: 1))
      }
    }
    for i in lanes.indices {
      expectInverse(lanes[i], at: uniforms[i], "\(counts[i]) with \(probabilities[i])") {
        $0 < 0 ? (0, 1) : Binomial.probabilities(at: $0, counts[i], probabilities[i])
      }
    }
  }

  private func randoms(_ name: String) -> [Double] {
    var lanes = [Double](repeating: 0, count: 4096)
    var span = lanes.mutableSpan
    RandomStream(name: name).key(seed: 11).fillUniforms(&span, period: 0, firstTrial: 0)
    return lanes
  }

  /// A count reaches p, and one less does not, up to the rounding of a sum of a hundred terms.
  private func expectInverse(
    _ count: Double, at p: Double, _ what: String,
    _ probabilities: (Double) -> (lower: Double, upper: Double)
  ) {
    let (at, before) = (probabilities(count), probabilities(count - 1))
    let slack = 2e-13
    #expect(
      at.lower >= p * (1 - slack) || at.upper <= (1 - p) * (1 + slack),
      "\(count) does not reach \(p): \(what)")
    #expect(
      before.lower <= p * (1 + slack) || before.upper >= (1 - p) * (1 - slack),
      "less than \(count) reaches \(p): \(what)")
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
