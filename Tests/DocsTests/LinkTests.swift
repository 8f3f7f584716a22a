import Foundation
import Testing

/// Links lead to files and headings that exist.
struct LinkTests {
  @Test(arguments: MarkdownPage.all)
  func relativeLinksResolve(page: MarkdownPage) throws {
    let folder = repository.appending(path: page.name).deletingLastPathComponent()
    for (number, text) in page.prose {
      for match in text.matches(of: #/\]\((?<target>[^)\s]+)\)/#) {
        let target = String(match.target)
        guard !target.contains("://") else { continue }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].isEmpty ? page.name : String(parts[0])
        let file =
          parts[0].isEmpty
          ? repository.appending(path: path)
          : folder.appending(path: path).standardizedFileURL
        #expect(
          FileManager.default.fileExists(atPath: file.path), "\(page.name):\(number): \(target)")
        if parts.count == 2, file.pathExtension == "md" {
          let anchors = try headings(of: file).map(\.anchor)
          #expect(anchors.contains(String(parts[1])), "\(page.name):\(number): \(target)")
        }
      }
    }
  }

  private func headings(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix("#") }
      .map { $0.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces) }
  }
}
