import SourceText

/// The files that a scenario may read: those below its project folder, and no others.
public protocol ProjectFiles {
  /// Reads a file by its path from the project folder.
  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem>
}

/// Why a file that a scenario names was not read.
public enum ProjectFileProblem: Error, Hashable, Sendable {
  case outsideFolder(folder: String)
  case unreadable(reason: BilingualText)

  func diagnostic(at range: SourceRange?, path: String?) -> Diagnostic {
    switch self {
    case .outsideFolder(let folder):
      Diagnostic(
        .includeOutsideFolder,
        BilingualText(
          zh: "情景只能读取自己所在文件夹内的文件",
          en: "a scenario reads files below its own folder only"), at: range, path: path,
        expected: BilingualText(
          zh: "\(folder) 之内的路径", en: "a path below \(folder)"),
        suggestion: BilingualText(
          zh: "把文件复制到那里，路径中不写“..”，也不以“/”开头",
          en: "copy the file there and name it without '..' or a leading '/'"))
    case .unreadable(let reason):
      Diagnostic(
        .unreadableFile,
        BilingualText(
          zh: "文件无法读取：\(reason.zh)", en: "the file cannot be read: \(reason.en)"),
        at: range, path: path,
        expected: BilingualText(
          zh: "一个可读取的文件，路径从项目文件夹写起",
          en: "a readable file, named from the project folder"))
    }
  }
}

/// No files at all: for scenarios that name none.
public struct NoFiles: ProjectFiles, Sendable {
  public init() {}

  public func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    .failure(
      .unreadable(
        reason: BilingualText(zh: "此情景没有文件夹", en: "this scenario has no folder")))
  }
}
