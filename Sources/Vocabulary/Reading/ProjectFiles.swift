import SourceText

/// The files that a scenario may read: those below its project folder, and no others.
public protocol ProjectFiles {
  /// Reads a file by its path from the project folder.
  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem>
}

/// Why a file that a scenario names was not read.
public enum ProjectFileProblem: Error, Hashable, Sendable {
  case outsideFolder(folder: String)
  case unreadable(reason: String)

  func diagnostic(at range: SourceRange?, path: String?) -> Diagnostic {
    switch self {
    case .outsideFolder(let folder):
      Diagnostic(
        .includeOutsideFolder, "a scenario reads files below its own folder only", at: range,
        path: path, expected: "a path below \(folder)",
        suggestion: "copy the file there and name it without '..' or a leading '/'")
    case .unreadable(let reason):
      Diagnostic(
        .unreadableFile, "the file cannot be read: \(reason)", at: range, path: path,
        expected: "a readable file, named from the project folder")
    }
  }
}

/// No files at all: for scenarios that name none.
public struct NoFiles: ProjectFiles, Sendable {
  public init() {}

  public func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    .failure(.unreadable(reason: "this scenario has no folder"))
  }
}
