import CKernels

/// A named source of random numbers.
///
/// A draw is a function of (seed, stream name, period, trial) and of nothing else: not of how
/// many trials there are, of the order in which they are computed, or of the other streams. So
/// two variants of a scenario share every draw that has the same name.
public struct RandomStream: Hashable, Sendable {
  /// The id path of the value that is drawn, such as `fiscal.vat.annual`.
  public let name: String
  /// A hash of the name's UTF-8 bytes that is the same in every process and forever.
  ///
  /// - Source: Fowler, Noll, Vo: FNV-1a, 64 bits; then the finaliser of `mixed`, because FNV
  ///   spreads the last bytes of a name over few bits.
  public let nameHash: UInt64

  public init(name: String) {
    self.name = name
    nameHash = mixed(fnv1a(name.utf8))
  }

  /// The key from which this stream's numbers follow under a seed.
  public func key(seed: UInt64) -> StreamKey {
    StreamKey(bits: mixed(nameHash ^ mixed(seed &+ 0x9e37_79b9_7f4a_7c15)))
  }
}

/// A stream under a seed: gives the uniform number of any period and trial.
public struct StreamKey: Hashable, Sendable {
  /// The key of the generator Philox4x32-10, low word first.
  public let bits: UInt64

  public init(bits: UInt64) { self.bits = bits }

  /// Fills a block of lanes with standard normal numbers: the normal quantiles, to the bit, of
  /// what `fillUniforms` gives for the same arguments.
  ///
  /// - Precondition: `firstTrial` and the number of lanes are multiples of 16.
  /// - Source: `torreya_normals` in CKernels.h.
  public func fillNormals(
    _ lanes: inout MutableSpan<Double>, period: Int, firstTrial: Int, lane: Int = 0
  ) {
    precondition(firstTrial >= 0 && firstTrial % 16 == 0, "blocks begin at a multiple of 16")
    precondition(lanes.count % 16 == 0, "blocks hold a multiple of 16 trials")
    lanes.withUnsafeMutableBufferPointer { buffer in
      guard let out = buffer.baseAddress else { return }
      torreya_normals(
        out, buffer.count, bits, UInt64(firstTrial), UInt32(truncatingIfNeeded: period),
        UInt32(truncatingIfNeeded: lane))
    }
  }

  /// Fills a block of lanes with the uniform numbers, in (0, 1), of consecutive trials.
  ///
  /// - Parameter period: counts from the first period of the horizon, and may be negative.
  /// - Parameter lane: tells apart the numbers of a draw that needs more than one.
  /// - Precondition: `firstTrial` and the number of lanes are multiples of 16.
  /// - Complexity: about 2 ns per lane on one core with AVX2.
  /// - Source: `torreya_uniforms` in CKernels.h defines the numbers.
  public func fillUniforms(
    _ lanes: inout MutableSpan<Double>, period: Int, firstTrial: Int, lane: Int = 0
  ) {
    precondition(firstTrial >= 0 && firstTrial % 16 == 0, "blocks begin at a multiple of 16")
    precondition(lanes.count % 16 == 0, "blocks hold a multiple of 16 trials")
    lanes.withUnsafeMutableBufferPointer { buffer in
      guard let out = buffer.baseAddress else { return }
      torreya_uniforms(
        out, buffer.count, bits, UInt64(firstTrial),
        UInt32(truncatingIfNeeded: period), UInt32(truncatingIfNeeded: lane))
    }
  }

  /// The uniform number of one trial, the same as `fillUniforms` gives: to replay it alone.
  public func uniform(period: Int, trial: Int, lane: Int = 0) -> Double {
    precondition(trial >= 0, "trials count from 0")
    let call = UInt64(trial / 16) * 8 + UInt64(trial % 8)
    let counter = [
      UInt32(truncatingIfNeeded: call), UInt32(truncatingIfNeeded: call >> 32),
      UInt32(truncatingIfNeeded: period), UInt32(truncatingIfNeeded: lane),
    ]
    let key = [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
    var words = [UInt32](repeating: 0, count: 4)
    torreya_philox4x32(counter, key, &words)
    let first = trial / 8 % 2 == 0 ? 0 : 2
    let random = UInt64(words[first]) | UInt64(words[first + 1]) << 32
    return (Double(random >> 12) + 0.5) * 0x1p-52
  }
}

/// The 64-bit FNV-1a hash.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
  return hash
}

/// A permutation of the 64-bit numbers in which every input bit sways every output bit.
///
/// - Source: David Stafford, "Better bit mixing: improving on MurmurHash3's 64-bit finalizer"
///   (2011), variant 13.
func mixed(_ value: UInt64) -> UInt64 {
  var bits = value
  bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
  bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
  return bits ^ (bits >> 31)
}
