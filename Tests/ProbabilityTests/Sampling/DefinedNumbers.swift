import CKernels

@testable import Probability

/// The numbers of the sampling schemes for one trial at a time, written from docs/randomness.md
/// with loops over digits and nothing in common with the kernels.
struct DefinedNumbers {
  let key: UInt64
  let period: Int

  func words(_ counter: (UInt64, UInt32)) -> [UInt32] {
    words([
      UInt32(truncatingIfNeeded: counter.0), UInt32(truncatingIfNeeded: counter.0 >> 32),
      UInt32(truncatingIfNeeded: period), counter.1,
    ])
  }

  private func words(_ counter: [UInt32]) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: 4)
    torreya_philox4x32(counter, [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)], &words)
    return words
  }

  private func bits(_ trial: Int) -> UInt64 {
    let words = words((UInt64(trial / 16 * 8 + trial % 8), 0))
    let first = trial / 8 % 2 == 0 ? 0 : 2
    return UInt64(words[first]) | UInt64(words[first + 1]) << 32
  }

  private func uniform(_ k: UInt64) -> Double { (Double(k) + 0.5) * 0x1p-52 }

  func antithetic(_ trial: Int) -> Double {
    trial / 8 % 2 == 0 ? uniform(bits(trial) >> 12) : 1 - uniform(bits(trial - 8) >> 12)
  }

  func latinHypercube(_ trial: Int) -> Double {
    let hypercube = UInt64(trial / 1024)
    var strata: [Int] = []
    for i in 0..<1024 {
      let word = words((256 * hypercube + UInt64(i % 256), 1))[i / 256]
      let j = Int((UInt64(word) * UInt64(i + 1)) >> 32)
      strata.append(j < i ? strata[j] : i)
      strata[j] = i
    }
    return uniform(UInt64(strata[trial % 1024]) << 42 | bits(trial) >> 22)
  }

  /// - Parameter directions: of the dimension, the first digit in bit 29.
  func sobol(_ point: Int, randomisation: Int, directions: [UInt32]) -> Double {
    let cycle = UInt32(point >> 30)
    let keys = (0..<4).flatMap {
      words([UInt32(4 * randomisation + $0), cycle, UInt32(truncatingIfNeeded: period), 2])
    }
    let x = SobolSequenceTests.point(point % (1 << 30), directions)
    var scrambled = x
    for digit in 0..<30 {
      let (group, place) = (digit / 5, digit % 5)
      let prefix = Int(x) >> (30 - 5 * group)
      let coins = hash(UInt32(prefix), keys[2 * group], keys[2 * group + 1])
      let within = Int(x) >> (30 - digit) & (1 << place - 1)
      scrambled ^= (coins >> UInt32(1 << place + within) & 1) << UInt32(29 - digit)
    }
    return uniform(UInt64(scrambled) << 22 | UInt64(hash(x, keys[12], keys[13]) >> 10))
  }

  private func hash(_ number: UInt32, _ first: UInt32, _ second: UInt32) -> UInt32 {
    var y = number ^ first
    y = (y ^ y >> 16) &* 0x7feb_352d &+ second
    y = (y ^ y >> 15) &* 0x846c_a68b
    return y ^ y >> 16
  }
}
