#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Torreya

/// Reads a file that the command line names; `-` is standard input.
///
/// - Throws: the exit status for a file that cannot be read, after saying why.
func readNamedFile(_ path: String) throws -> SourceFile {
  do throws(ReadError) {
    return try path == "-" ? readStandardInput() : readFile(path)
  } catch {
    say("torreya: error: cannot read '\(path)': \(error.reason)")
    throw ExitStatus.noInput
  }
}

/// Writes a file that the command line names; one that is there is replaced by force only.
///
/// - Throws: the exit status for a file that cannot be written, after saying why.
func writeNamedFile(_ path: String, _ text: String, force: Bool) throws {
  if FileManager.default.fileExists(atPath: path), !force {
    say("torreya: error: '\(path)' is already there; --force replaces it")
    throw ExitStatus.cannotWrite
  }
  let url = URL(fileURLWithPath: path)
  let file = OutputFile(name: url.lastPathComponent, bytes: Array(text.utf8))
  do {
    try OutputFolder(url.deletingLastPathComponent().path).write([file])
  } catch {
    say("torreya: error: \(error)")
    throw ExitStatus.cannotWrite
  }
}
