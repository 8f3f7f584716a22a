import Foundation
import Testing
import Torreya

/// Files that a scenario names, on a real disk: links and all.
@Suite struct IncludeOnDiskTests {
  /// A project folder beside a file that is none of its business.
  private struct Place {
    let outside = FileManager.default.temporaryDirectory
      .appending(path: "torreya-include-\(UUID().uuidString)", directoryHint: .isDirectory)
    var project: URL { outside.appending(path: "project", directoryHint: .isDirectory) }

    init() throws {
      let parts = project.appending(path: "parts", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
      try "{}".write(
        to: outside.appending(path: "secret.json"), atomically: true, encoding: .utf8)
      try "{}".write(
        to: parts.appending(path: "inside.json"), atomically: true, encoding: .utf8)
      try FileManager.default.createSymbolicLink(
        at: project.appending(path: "link.json"),
        withDestinationURL: outside.appending(path: "secret.json"))
    }

    func remove() { try? FileManager.default.removeItem(at: outside) }
  }

  @Test(arguments: [
    ("parts/inside.json", nil), ("parts/../parts/inside.json", nil),
    ("../secret.json", DiagnosticCode.includeOutsideFolder),
    ("link.json", .includeOutsideFolder), ("/etc/hosts", .includeOutsideFolder),
    ("parts/../../secret.json", .includeOutsideFolder), ("absent.json", .unreadableFile),
    ("parts", .unreadableFile),
  ])
  func onlyFilesOfTheProjectAreRead(_ name: String, _ code: DiagnosticCode?) throws {
    let place = try Place()
    defer { place.remove() }
    let path = place.project.appending(path: "town.json").path(percentEncoded: false)
    let text = #"{ "torreya": 1, "id": "a", "horizon": { "first": "2024", "periods": 1 }, "#
      + #""include": ["\#(name)"] }"#
    let (model, diagnostics) = load(
      SourceFile(name: "town.json", text: text), files: DiskFiles(scenario: path))
    #expect(diagnostics.map(\.code) == (code.map { [$0] } ?? []))
    #expect((model == nil) == (code != nil))
  }
}
