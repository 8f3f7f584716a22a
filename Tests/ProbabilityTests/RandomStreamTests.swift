import CKernels
import Testing

@testable import Probability

struct RandomStreamTests {
  /// Source: the known-answer file `kat_vectors` that accompanies Salmon et al. (2011).
  @Test func philoxGivesThePublishedAnswers() {
    let answers: [(counter: [UInt32], key: [UInt32], words: [UInt32])] = [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], [.max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for answer in answers {
      var words = [UInt32](repeating: 0, count: 4)
      torreya_philox4x32(answer.counter, answer.key, &words)
      #expect(words == answer.words)
    }
  }

  /// Source: the FNV authors' test vectors.
  @Test func hashesNamesAsPublished() {
    #expect(fnv1a("".utf8) == 0xcbf2_9ce4_8422_2325)
    #expect(fnv1a("a".utf8) == 0xaf63_dc4c_8601_ec8c)
    #expect(fnv1a("foobar".utf8) == 0x8594_4171_f739_67e8)
  }

  @Test(arguments: [-1, 0, 12]) func blocksAgreeWithSingleTrials(period: Int) {
    let key = RandomStream(name: "visitors.rain").key(seed: 7)
    let first = (1 << 36) + 32
    var lanes = [Double](repeating: 0, count: 48)
    var span = lanes.mutableSpan
    key.fillUniforms(&span, period: period, firstTrial: first, lane: 2)
    for i in lanes.indices {
      #expect(lanes[i] == key.uniform(period: period, trial: first + i, lane: 2))
    }
  }

  @Test func aDrawDependsOnSeedNamePeriodTrialAndLaneOnly() {
    let stream = RandomStream(name: "fiscal.vat.annual")
    let same = RandomStream(name: "fiscal.vat.annual").key(seed: 1)
    let base = stream.key(seed: 1).uniform(period: 0, trial: 5)
    #expect(base == same.uniform(period: 0, trial: 5))
    #expect(base != stream.key(seed: 2).uniform(period: 0, trial: 5))
    let other = RandomStream(name: "fiscal.vat.annuaL").key(seed: 1)
    #expect(base != other.uniform(period: 0, trial: 5))
    #expect(base != same.uniform(period: 1, trial: 5))
    #expect(base != same.uniform(period: 0, trial: 6))
    #expect(base != same.uniform(period: 0, trial: 5, lane: 1))
  }

  @Test func numbersAreUniform() {
    var lanes = [Double](repeating: 0, count: 1 << 16)
    var span = lanes.mutableSpan
    RandomStream(name: "test").key(seed: 3).fillUniforms(&span, period: 0, firstTrial: 0)
    #expect(lanes.allSatisfy { $0 > 0 && $0 < 1 })
    // Kolmogorov's distance exceeds 1.95 / sqrt(n) by chance once in 1,000 seeds.
    lanes.sort()
    let count = Double(lanes.count)
    let distance =
      lanes.enumerated()
      .map { max(abs($1 - Double($0) / count), abs($1 - Double($0 + 1) / count)) }.max() ?? 1
    #expect(distance < 1.95 / count.squareRoot())
  }
}
