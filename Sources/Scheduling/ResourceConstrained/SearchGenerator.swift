/// The random numbers of a search: the same for the same seed, on every machine.
///
/// A search is one long chain of decisions, so it has a generator that is advanced, unlike the
/// draws of trials. Only whole-number operations and one exact conversion are used.
///
/// - Source: SplitMix64, after Steele, Lea and Flood (2014), *Fast splittable pseudorandom number
///   generators*.
struct SearchGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to below 1, one of 2⁵³.
  mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number from 0 to below `count`, below 2³²; uneven by less than count/2³².
  mutating func below(_ count: Int) -> Int {
    Int(((next() >> 32) &* UInt64(count)) >> 32)
  }

  mutating func coin() -> Bool { next() >> 63 == 1 }
}
