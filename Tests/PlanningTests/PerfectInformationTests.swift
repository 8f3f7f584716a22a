import Probability
import Testing

@testable import Planning

@Suite("The value of perfect information")
struct PerfectInformationTests {
  private func normals(_ name: String, _ count: Int, seed: UInt64) -> [Double] {
    let key = RandomStream(name: name).key(seed: seed)
    return (0..<count).map { StandardNormal.quantile(at: key.uniform(period: 0, trial: $0)) }
  }

  /// What a choice between nothing and a normal benefit gains by knowing it.
  ///
  /// - Source: the unit normal loss integral; Raiffa and Schlaifer (1961), section 5.4.
  private func gain(mean: Double, deviation: Double) -> Double {
    let distance = abs(mean) / deviation
    return deviation
      * (StandardNormal.density(at: distance)
        - distance * StandardNormal.distributionFunction(at: -distance))
  }

  @Test("on a normal benefit and on a part of it", arguments: [1, 2, 3] as [UInt64])
  func normal(seed: UInt64) {
    let count = 10_000
    let (x, z) = (normals("x", count, seed: seed), normals("z", count, seed: seed))
    let benefit = zip(x, z).map { 0.4 + 1.5 * $0 + 2 * $1 }
    let benefits = [[Double](repeating: 0, count: count), benefit]
    let all = valueOfPerfectInformation(benefits: benefits)
    #expect(agrees(all, gain(mean: 0.4, deviation: 2.5)))
    let part = valueOfPerfectInformation(about: x, benefits: benefits)
    let truth = gain(mean: 0.4, deviation: 1.5)
    #expect(agrees(part.value, truth), "\(part.value), not \(truth)")
    #expect(part.fitted >= part.value.value - 0.02 && abs(part.fitted - truth) < 0.15)
    #expect(part.value.standardError < 0.03)
  }

  @Test("on what does not matter is nothing")
  func nothing() {
    let count = 10_000
    let idle = normals("idle", count, seed: 4)
    let benefit = normals("z", count, seed: 4).map { 1 + $0 }
    let value = valueOfPerfectInformation(
      about: idle, benefits: [[Double](repeating: 0, count: count), benefit])
    #expect(abs(value.value.value) <= 4.5 * value.value.standardError + 1e-3)
    #expect(value.fitted < 0.02)
  }

  @Test("on an event", arguments: [1, 2] as [UInt64])
  func event(seed: UInt64) {
    let count = 10_000
    let happens = normals("e", count, seed: seed).map { $0 < -0.5244005127080407 ? 1.0 : 0.0 }
    let noise = normals("z", count, seed: seed)
    // Happening with 0.3 it costs 4, else 1 is gained: a mean of −0.5.
    let benefit = zip(happens, noise).map { ($0 == 1 ? -4 : 1) + $1 }
    let value = valueOfPerfectInformation(
      about: happens, isEvent: true,
      benefits: [benefit, [Double](repeating: 0, count: count)])
    #expect(agrees(value.value, 0.7))
  }

  @Test("before a promise: the loss falls as the spread does", arguments: [1, 2] as [UInt64])
  func promise(seed: UInt64) {
    let count = 8000
    let (x, z) = (normals("x", count, seed: seed), normals("z", count, seed: seed))
    let values = zip(x, z).map { 100 + 4 * $0 + 3 * $1 }
    let benefits = benefitsOfPromises(values, isFloor: true, confidence: 0.8)
    let best = benefits.map(mean).max()!
    // The mean loss of the best promise on a normal value, by its deviation.
    let loss = StandardNormal.density(at: StandardNormal.quantile(at: 0.8))
    #expect(abs(best + 5 * loss) < 0.08)
    let value = valueOfPerfectInformation(about: x, benefits: benefits)
    let truth = (5 - 3) * loss
    #expect(abs(value.value.value - truth) < 4.5 * value.value.standardError + 0.02)
    // A ceiling is the mirror image.
    let mirrored = benefitsOfPromises(values.map { -$0 }, isFloor: false, confidence: 0.8)
    #expect(abs(mirrored.map(mean).max()! - best) < 1e-9)
  }
}
