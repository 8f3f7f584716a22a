import CKernels
import Testing

@testable import Probability

@Suite(.serialized)
struct SamplingKernelsTests {
  static let key = RandomStream(name: "fiscal.vat.annual").key(seed: 1)
  static let definition = DefinedNumbers(key: key.bits, period: -3)
  static let directions = SobolSequence.directions(ofDimension: 411)

  static func filled(_ count: Int, _ fill: (inout MutableSpan<Double>) -> Void) -> [Double] {
    var lanes = [Double](repeating: 0, count: count)
    var span = lanes.mutableSpan
    fill(&span)
    return lanes
  }

  static func numbers(_ scheme: SamplingScheme, from first: Int, count: Int) -> [Double] {
    filled(count) { span in
      if let randomisations = scheme.randomisations {
        key.fillSobol(
          &span, period: -3, firstTrial: first, randomisations: randomisations,
          directions: directions)
      } else {
        key.fillUniforms(&span, period: -3, firstTrial: first, scheme: scheme)
      }
    }
  }

  @Test(arguments: [0, 1008, 5 << 10, 1 << 40]) func antitheticIsAsDefined(first: Int) {
    let found = Self.numbers(.antithetic, from: first, count: 64)
    #expect(found == (0..<64).map { Self.definition.antithetic(first + $0) })
  }

  /// Also across the end of a hypercube.
  @Test(arguments: [0, 1008, 3 << 10, (1 << 40) + 2032]) func hypercubesAreAsDefined(first: Int) {
    let found = Self.numbers(.latinHypercube, from: first, count: 32)
    #expect(found == (0..<32).map { Self.definition.latinHypercube(first + $0) })
  }

  /// Also from one randomisation to the next, and where the sequence begins anew.
  @Test(arguments: [0, 16, 1008, 4 << 10, (1 << 36) - 16, (1 << 36) + 1008, 1 << 42])
  func sobolIsAsDefined(first: Int) {
    let found = Self.numbers(.sobol(randomisations: 3), from: first, count: 96)
    let expected = (first..<(first + 96)).map { trial in
      let run = trial / 1024
      return Self.definition.sobol(
        run / 3 * 1024 + trial % 1024, randomisation: run % 3, directions: Self.directions)
    }
    #expect(found == expected)
  }

  @Test func thePartsOfACycleMeet() {
    let first = UInt64((1 << 30) - 48)
    var found = [Double](repeating: 0, count: 96)
    torreya_sobol(&found, 96, Self.directions, first, Self.key.bits, 5, 2)
    let definition = DefinedNumbers(key: Self.key.bits, period: 5)
    #expect(
      found
        == (0..<96).map {
          definition.sobol(Int(first) + $0, randomisation: 2, directions: Self.directions)
        })
  }

  @Test func givesTheSameBitsAtEveryLevel() {
    let saved = torreya_active_level()
    defer { torreya_use_level(saved) }
    let schemes: [SamplingScheme] = [.antithetic, .latinHypercube, .sobol(randomisations: 2)]
    var results: [[[Double]]] = []
    for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512]
    where torreya_use_level(level) == level {
      results.append(schemes.map { Self.numbers($0, from: 1 << 12, count: 4096) })
    }
    #expect(results.count >= 1)
    for other in results.dropFirst() { #expect(other == results[0]) }
  }
}
