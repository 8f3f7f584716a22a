import Foundation

/// The files of this repository that people write.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A text file and its path from the root.
  struct TextFile: Sendable {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var name: String { String(path.split(separator: "/").last ?? "") }
    /// The target of a source file; nil outside `Sources`.
    var target: String? {
      let parts = path.split(separator: "/")
      return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }
  }

  /// What is not ours or not written by hand.
  private static let ignoredFolders: Set<String> = [
    ".build", ".git", ".swiftpm", ".venv", "results",
  ]
  private static let textEndings: Set<String> = [
    "case", "cpp", "csv", "h", "json", "md", "modulemap", "py", "sh", "swift", "yml",
  ]

  /// Every text file, in alphabetical order.
  static let textFiles: [TextFile] = {
    let prefix = root.path(percentEncoded: false)
    guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    else { return [] }
    var files: [TextFile] = []
    for case let url as URL in walk {
      if ignoredFolders.contains(url.lastPathComponent) {
        walk.skipDescendants()
        continue
      }
      let isNamed = ["Makefile", "run"].contains(url.lastPathComponent)
      guard isNamed || textEndings.contains(url.pathExtension),
        let text = try? String(contentsOf: url, encoding: .utf8)
      else { continue }
      let path = String(url.path(percentEncoded: false).dropFirst(prefix.count))
      files.append(TextFile(path: path, text: text))
    }
    return files.sorted { $0.path < $1.path }
  }()

  static let swiftFiles = textFiles.filter(\.isSwift)

  static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
