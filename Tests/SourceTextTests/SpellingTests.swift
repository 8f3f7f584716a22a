import Testing

import SourceText

@Suite("did you mean")
struct SpellingTests {
  private let names = ["beta", "lognormal", "normal", "pert", "poisson", "triangular", "uniform"]

  @Test(
    "near",
    arguments: [
      ("trianglar", "triangular"), ("Normal", "normal"), ("nromal", "normal"),
      ("lognromall", "lognormal"), ("UNIFROM", "uniform"), ("prt", "pert"), ("betta", "beta"),
    ])
  func near(word: String, meant: String) {
    #expect(nearest(to: word, among: names) == meant)
  }

  @Test("not near", arguments: ["", "x", "gamma", "per cent", "n", "poison ivy", "三角"])
  func far(word: String) {
    #expect(nearest(to: word, among: names) == nil)
  }

  @Test("short words are not guessed, capitals apart")
  func short() {
    #expect(nearest(to: "ab", among: ["ac"]) == nil)
    #expect(nearest(to: "AB", among: ["ac", "ab"]) == "ab")
    #expect(nearest(to: "税收", among: ["税率"]) == nil)
  }

  @Test("the nearest wins, and of equally near ones the first")
  func order() {
    #expect(nearest(to: "rate", among: ["raten", "ratio", "rates"]) == "raten")
    #expect(nearest(to: "visitors", among: ["visit", "visitor"]) == "visitor")
  }

  @Test("a word of a megabyte is passed over")
  func long() {
    let word = String(repeating: "a", count: 1_000_000)
    #expect(nearest(to: word, among: [word + "b"]) == nil)
  }
}
