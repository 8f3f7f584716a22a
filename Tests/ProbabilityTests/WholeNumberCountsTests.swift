import CKernels
import Probability
import SeededNumbers
import Testing

/// Counts of whole numbers against the numbers themselves.
@Suite("counts of whole numbers", .serialized)
struct WholeNumberCountsTests {
  private let probabilities = [0, 0.001, 0.1, 0.25, 0.5, 0.8, 0.9, 0.999, 1]

  private func numbers(_ seed: UInt64, _ count: Int) -> [Double] {
    var generator = SeededGenerator(seed)
    let spread = [1, 7, 90, 4000][Int(seed % 4)]
    let centre = [0, -700, 19_800][Int(seed % 3)]
    return (0..<count).map { _ in
      Double(centre + Int.random(in: -spread...spread, using: &generator))
    }
  }

  private func counts(of numbers: [Double], pieces: Int) -> WholeNumberCounts {
    var counts = WholeNumberCounts()
    let size = (numbers.count - 1) / pieces + 1
    for first in stride(from: 0, to: numbers.count, by: size) {
      let piece = Array(numbers[first..<min(first + size, numbers.count)])
      #expect(piece.withUnsafeBufferPointer { counts.add($0) })
    }
    return counts
  }

  @Test("quantiles and mean are those of the numbers, at every level")
  func sameAsNumbers() {
    let best = torreya_best_level()
    defer { _ = torreya_use_level(best) }
    for level in [torreya_level_baseline, torreya_level_avx2, torreya_level_avx512] {
      _ = torreya_use_level(level)
      for seed in 0..<24 as Range<UInt64> {
        let numbers = numbers(seed, 1 + Int(seed) * 61)
        let found = counts(of: numbers, pieces: 1 + Int(seed % 5))
        #expect(found.total == numbers.count)
        #expect(found.quantiles(at: probabilities) == quantiles(of: numbers, at: probabilities))
        #expect(found.mean == numbers.reduce(0, +) / Double(numbers.count))
        for number in Set(numbers) {
          #expect(found.count(of: Int(number)) == numbers.count { $0 == number })
        }
        #expect(found.count(of: 1_000_000) == 0 && found.count(of: -1_000_000) == 0)
      }
    }
  }

  @Test("merged in any order, and with nothing, they are those of all together")
  func merged() {
    let lists = (0..<6).map { numbers($0, 500) }
    let all = counts(of: Array(lists.joined()), pieces: 1)
    for order in [[0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4]] {
      var found = WholeNumberCounts()
      found.merge(WholeNumberCounts())
      for place in order { found.merge(counts(of: lists[place], pieces: 2)) }
      #expect(found.total == all.total && found.mean == all.mean)
      #expect(found.quantiles(at: probabilities) == all.quantiles(at: probabilities))
    }
  }

  @Test("what is not finite is refused as a whole; of nothing there is no mean")
  func refused() {
    for wrong in [Double.nan, .infinity, -.infinity] {
      var counts = WholeNumberCounts()
      #expect(![3, wrong, 4].withUnsafeBufferPointer { counts.add($0) })
      #expect(counts.total == 0 && counts.count(of: 3) == 0)
      #expect(counts.mean.isNaN && counts.quantiles(at: [0.5])[0].isNaN)
      // What was counted before it is met is taken back, odd places and even ones.
      #expect([3, 3, 4].withUnsafeBufferPointer { counts.add($0) })
      let many = (0..<21).map { Double(3 + $0 % 2) } + [wrong, 3]
      #expect(!many.withUnsafeBufferPointer { counts.add($0) })
      #expect(counts.total == 3 && counts.count(of: 3) == 2 && counts.count(of: 4) == 1)
    }
  }

  @Test("a piece that goes beyond the room there is, in either direction")
  func widening() {
    for far in [-5000.0, 5000, 40, -40] {
      let pieces = [[7, 8, 9], (0..<19).map { Double($0 % 3 + 7) } + [far, 7], [far, 8]]
      var found = WholeNumberCounts()
      for piece in pieces { #expect(piece.withUnsafeBufferPointer { found.add($0) }) }
      let numbers = Array(pieces.joined())
      #expect(found.total == numbers.count)
      for number in Set(numbers) {
        #expect(found.count(of: Int(number)) == numbers.count { $0 == number })
      }
    }
  }
}
