import Torreya

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a file that the command line names; `-` is standard input.
///
/// - Throws: the exit status for a file that cannot be read, after saying why.
func readNamedFile(_ path: String) throws -> SourceFile {
  do throws(ReadError) {
    return try path == "-" ? readStandardInput() : readFile(path)
  } catch {
    throw cannotRead(path, error)
  }
}

/// Writes a file that the command line names; one that is there is replaced by force only.
///
/// - Throws: the exit status for a file that cannot be written, after saying why.
func writeNamedFile(_ path: String, _ text: String, force: Bool) throws {
  if FileManager.default.fileExists(atPath: path), !force {
    say(
      error: .init(
        zh: "“\(path)”已经存在；--force 可替换它",
        en: "'\(path)' is already there; --force replaces it"))
    throw ExitStatus.cannotWrite
  }
  let url = URL(fileURLWithPath: path)
  let file = OutputFile(name: url.lastPathComponent, bytes: Array(text.utf8))
  do {
    try OutputFolder(url.deletingLastPathComponent().path).write([file])
  } catch {
    throw cannotWrite(error)
  }
}
