import Formulas
import Testing

@Suite("name patterns")
struct NamePatternTests {
  @Test("a star is one segment, whatever stands in it", arguments: [
    ("a.*.c", "a.b.c", true), ("a.*.c", "a.b.d", false), ("a.*.c", "a.b.b.c", false),
    ("a.*.c", "a.c", false), ("*", "a", true), ("*", "a.b", false), ("a.*", "a.", true),
    ("a.b", "a.bc", false), ("a.bc", "a.b", false), ("*.b", "甲.b", true), ("a*.b", "ax.b", false),
    ("a*.b", "a*.b", true), ("a.b", "a.b.c", false),
  ])
  func matches(_ pattern: String, _ name: String, _ isMatch: Bool) {
    #expect(NamePattern(pattern).matches(name) == isMatch)
  }

  @Test("what stands for the stars is known")
  func freeSegments() {
    let pattern = NamePattern("town.*.revenue.*")
    #expect(pattern.freeSegments(of: "town.west.revenue.vat") == "west.vat")
    #expect(NamePattern("a.b").freeSegments(of: "a.b").isEmpty)
  }
}
