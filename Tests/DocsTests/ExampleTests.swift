import Probability
import SourceText
import Testing
import Torreya

/// The examples of the pages: what a reader would copy must work.
struct ExampleTests {
  @Test(arguments: MarkdownPage.all)
  func jsonIsRead(page: MarkdownPage) throws {
    for block in page.blocks where block.language == "json" {
      let file = SourceFile(name: "\(page.name):\(block.line)", bytes: Array(block.text.utf8))
      let (node, mistakes) = readJSON(file)
      #expect(mistakes.isEmpty, "\(printed(mistakes, language: .en))")
      guard let node, case .object(let members) = node.value, mistakes.isEmpty else { continue }
      let keys = Set(members.map(\.key))
      if keys.contains("torreya") {
        expectLoads(file, files: projectFiles)
      } else if !keys.isEmpty, keys.isSubset(of: Self.sections) {
        expectLoads(Self.frame, files: Fragment(file: file))
      } else if let key = keys.first, keys.count == 1, Distributions.named(key) != nil {
        let text = #"{ "indicators": [{ "id": "x", "unit": "1", "value": \#(block.text) }] }"#
        let value = SourceFile(name: file.name, bytes: Array(text.utf8))
        expectLoads(Self.frame, files: Fragment(file: value))
      }
    }
  }

  /// The pages have examples at all: a changed fence would make the test above an empty one.
  @Test func thereAreExamples() throws {
    let language = try MarkdownPage("docs/scenario-language.md")
    #expect(language.blocks.count { $0.language == "json" } >= 7)
    let formulas = try MarkdownPage("docs/formulas.md")
    #expect(formulas.blocks.count { $0.language == "formula" } >= 8)
    for name in ["README.md", "README.zh-CN.md"] {
      #expect(try MarkdownPage(name).blocks.contains { $0.language == "json" }, "\(name)")
    }
  }

  private func expectLoads(_ source: SourceFile, files: any ProjectFiles & Sendable) {
    let (model, diagnostics) = load(source, files: files)
    // A precision is about targets and indicators, which stand in other parts.
    let mistakes = diagnostics.filter { $0.path?.hasPrefix("$.simulation.precision") != true }
    #expect(
      model != nil || (mistakes.isEmpty && !diagnostics.isEmpty),
      "\(printed(diagnostics, language: .en))")
  }

  /// The keys of a scenario that may stand in a part of one.
  private static let sections: Set<String> = Set(
    Catalog.all.first { $0.name == "scenario" }!.ownFields.map(\.key)
  ).subtracting(["torreya", "id", "label", "$schema"])

  /// A scenario that includes an example, which is a part of one.
  private static let frame = SourceFile(
    name: "example.json",
    bytes: Array(
      """
      { "torreya": 1, "id": "example", "source": "illustrative",
        "horizon": { "first": "2024-01", "periods": 12 }, "include": ["\(Fragment.name)"] }
      """.utf8))
}

/// The files of the repository, named from its folder.
private var projectFiles: DiskFiles {
  DiskFiles(scenario: repository.appending(path: "scenarios/example.json").path)
}

/// The files of the repository, and an example that the frame includes.
private struct Fragment: ProjectFiles {
  static let name = "fragment.json"
  let file: SourceFile

  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    name == Self.name ? .success(file) : projectFiles.read(name)
  }
}
