import Testing

@testable import Vocabulary

@Suite("shares in decimal")
struct ExactShareTests {
  @Test("the value is the number that Swift reads from the same text")
  func values() {
    for text in ["0", "1", "0.4", "0.60", "0.333333333333333", "0.000000000000001", "1.000"] {
      #expect(ExactShare(text)?.value == Double(text), "\(text)")
    }
    for thousandth in 0...1000 {
      let digits = String(1000 + thousandth).dropFirst()
      let text = thousandth == 1000 ? "1" : "0.\(digits)"
      #expect(ExactShare(text)?.value == Double(text), "\(text)")
    }
  }

  @Test("what is no share from 0 to 1 in decimal is none")
  func refused() {
    for text in ["", ".5", "0.", "1.2", "-0.1", "2", "40%", "1e-1", "0.0000000000000001", "0.4 "] {
      #expect(ExactShare(text) == nil, "\(text)")
    }
  }

  @Test("sums that binary numbers miss are exact")
  func sums() throws {
    let tenth = try #require(ExactShare("0.1"))
    let sum = (0..<10).reduce(ExactShare.zero) { sum, _ in sum + tenth }
    #expect(sum == .whole)
    #expect((0..<10).reduce(0.0) { sum, _ in sum + 0.1 } != 1)
    let nearly = try #require(ExactShare("0.333333333333333"))
    #expect(nearly + nearly + nearly < .whole)
    #expect(tenth.rest.value == 0.9)
  }
}
