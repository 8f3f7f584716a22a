import Foundation
import Testing
import Torreya

@Suite("the pages of the reference are what the code says")
struct ReferencePagesTests {
  @Test(arguments: ReferenceTopic.allCases)
  func page(topic: ReferenceTopic) throws {
    let file = repository.appending(path: "docs/\(topic.rawValue).md")
    let wanted = reference(topic) + "\n"
    if updates { try Data(wanted.utf8).write(to: file) }
    let found = try String(contentsOf: file, encoding: .utf8)
    #expect(
      found == wanted,
      "docs/\(topic.rawValue).md is not in step: run the tests with TORREYA_UPDATE=1")
  }

  @Test(arguments: ReferenceTopic.allCases)
  func everyEntryIsFound(topic: ReferenceTopic) {
    let names = referenceEntries(topic)
    #expect(!names.isEmpty)
    // '-' is a sign and a difference.
    #expect(Set(names).count == names.count || topic == .functions)
    for name in names { #expect(reference(topic, entry: name) != nil, "\(name)") }
    #expect(reference(topic, entry: "noSuchEntry") == nil)
  }
}
