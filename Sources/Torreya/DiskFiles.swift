import SourceText
import Vocabulary

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files below a scenario's project folder on disk.
///
/// The project folder is the scenario's own folder; where that is called `scenarios`, it is the
/// folder around it, so that the `seeds` beside it can be read.
public struct DiskFiles: ProjectFiles, Sendable {
  private let scenario: String?

  /// - Parameter scenario: the path of the scenario file; nil for standard input, whose project
  ///   folder is the current one.
  public init(scenario path: String?) { scenario = path }

  /// The project folder, with all symbolic links followed. Most scenarios read no other file, so
  /// it is found when one is read.
  var root: String {
    let path = scenario
    let url = URL(fileURLWithPath: path ?? "./-").resolvingSymlinksInPath()
    let folder = url.deletingLastPathComponent()
    let isShelf = folder.lastPathComponent == "scenarios"
    return (isShelf && path != nil ? folder.deletingLastPathComponent() : folder).path
  }

  public func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    let root = root
    let url = URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: root, isDirectory: true))
    // A link that leads out of the folder is refused like a path that does.
    let resolved = url.standardizedFileURL.resolvingSymlinksInPath().path
    guard !name.hasPrefix("/"), resolved.hasPrefix(root == "/" ? "/" : root + "/") else {
      return .failure(.outsideFolder(folder: root))
    }
    do {
      return .success(try readFile(resolved, name: name))
    } catch {
      return .failure(.unreadable(reason: error.reason))
    }
  }
}

/// Reads a whole file.
///
/// - Parameter name: how messages call it; the path when left out.
public func readFile(_ path: String, name: String? = nil) throws(ReadError) -> SourceFile {
  SourceFile(name: name ?? path, bytes: try ReadableFile(path).rest())
}

/// Reads standard input to its end.
public func readStandardInput() throws(ReadError) -> SourceFile {
  SourceFile(name: SourceFile.standardInputName, bytes: try readAllOfStandardInput())
}
