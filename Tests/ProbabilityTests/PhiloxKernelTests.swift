import CKernels
import Testing

extension KernelsTests {
  /// The line of the published answers that a trial reaches: counter and key 0.
  ///
  /// Source: `kat_vectors`, philox4x32 10, which accompanies Salmon et al. (2011).
  @Test func uniformsHoldThePublishedBits() {
    let words: [UInt64] = [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    let first = uniform(words[1] << 32 | words[0])
    let ninth = uniform(words[3] << 32 | words[2])
    forEachLevel { level in
      for count in [16, 64, 1024] {
        var found = [Double](repeating: 0, count: count)
        torreya_uniforms(&found, count, 0, 0, 0, 0)
        #expect([found[0], found[8]] == [first, ninth], "\(level), \(count) numbers")
      }
    }
  }

  /// Vectors against the function of single counters, which has all published answers.
  @Test func uniformsAgreeWithSingleCounters() {
    let keys: [UInt64] = [0, .max, 0xa409_3822_299f_31d0]
    let firsts: [UInt64] = [0, 16, 48, 1 << 33 - 32, .max / 16 * 16 - 208]
    let counters: [(period: UInt32, lane: UInt32)] = [(0, 0), (.max, .max), (0x1319_8a2e, 7)]
    for key in keys {
      for first in firsts {
        for (period, lane) in counters {
          let count = 208
          let expected = (0..<UInt64(count)).map { trial in
            single(key: key, trial: first + trial, period: period, lane: lane)
          }
          forEachLevel { level in
            var found = [Double](repeating: 0, count: count)
            torreya_uniforms(&found, count, key, first, period, lane)
            #expect(found == expected, "key \(key), from \(first), \(level)")
          }
        }
      }
    }
  }

  /// Every length from a number to several vectors gives a prefix of the same results.
  @Test func theLengthOfAColumnDoesNotMatter() {
    let arguments = Array(Self.arguments.suffix(70))
    forEachLevel { level in
      for (name, kernel) in Self.unaryKernels {
        let whole = Self.apply(kernel, arguments).map { $0.isNaN ? 0 : $0.bitPattern }
        for count in 1..<arguments.count {
          let part = Self.apply(kernel, Array(arguments.prefix(count)))
          #expect(
            part.map { $0.isNaN ? 0 : $0.bitPattern } == Array(whole.prefix(count)),
            "\(name), \(count) numbers, \(level)")
        }
      }
    }
  }

  private func forEachLevel(_ body: (torreya_level) -> Void) {
    let saved = torreya_active_level()
    for level in Self.levels {
      torreya_use_level(level)
      body(level)
    }
    torreya_use_level(saved)
  }

  private func uniform(_ bits: UInt64) -> Double { (Double(bits >> 12) + 0.5) / 0x1p52 }

  private func single(key: UInt64, trial: UInt64, period: UInt32, lane: UInt32) -> Double {
    let call = trial / 16 * 8 + trial % 8
    let counter = [UInt32(truncatingIfNeeded: call), UInt32(call >> 32), period, lane]
    var words = [UInt32](repeating: 0, count: 4)
    torreya_philox4x32(counter, [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)], &words)
    let at = trial / 8 % 2 == 0 ? 0 : 2
    return uniform(UInt64(words[at + 1]) << 32 | UInt64(words[at]))
  }
}
