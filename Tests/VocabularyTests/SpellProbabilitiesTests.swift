import SeededNumbers
import Testing

@testable import Vocabulary

/// The probabilities of a chain give each day its share, and spells their length where they can.
@Suite struct SpellProbabilitiesTests {
  @Test(arguments: 0..<200)
  func everyDayHasItsShare(_ seed: Int) {
    var numbers = SeededGenerator(UInt64(seed))
    // Shares that jump, with none and all among them.
    let shares = (0..<60).map { _ in
      min(1, max(0, Double.random(in: -0.2...1.2, using: &numbers)))
    }
    let lengths = shares.map { _ in Double.random(in: 1...30, using: &numbers) }
    let chain = SpellProbabilities(shares: shares, meanSpells: lengths)
    var share = chain.start
    for day in shares.indices {
      let (goesOn, begins) = (chain.goesOn[day], chain.begins[day])
      #expect((0...1).contains(goesOn) && (0...1).contains(begins))
      share = share * goesOn + (1 - share) * begins
      #expect(abs(share - shares[day]) < 1e-14)
    }
  }

  @Test func spellsHaveTheirLengthWhereTheShareIsTheSame() {
    let chain = SpellProbabilities(
      shares: Array(repeating: 0.4, count: 30), meanSpells: Array(repeating: 2.5, count: 30))
    for day in 0..<30 {
      #expect(abs(chain.goesOn[day] - 0.6) < 1e-15)
      // As many begin as end: 0.6 b = 0.4 · 0.4.
      #expect(abs(chain.begins[day] - 0.16 / 0.6) < 1e-15)
    }
  }

  @Test func aSpellIsCutWhereTheStateEnds() {
    let chain = SpellProbabilities(shares: [0.5, 0, 0.5], meanSpells: [4, 4, 4])
    #expect(chain.goesOn[1] == 0 && chain.begins[1] == 0)
    #expect(chain.goesOn[2] == 0.75 && chain.begins[2] == 0.5)
  }

  @Test func theUsualLengthIsPossible() {
    for share in stride(from: 0.0, to: 0.99, by: 0.01) {
      let length = SpellProbabilities.usualLength(share: share)
      #expect(length >= SpellProbabilities.shortestLength(share: share))
    }
  }
}
