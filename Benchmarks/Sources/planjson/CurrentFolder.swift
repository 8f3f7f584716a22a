import SourceText
import Vocabulary

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files below the current folder, read with C's own functions: what `DiskFiles` of the
/// library does, without its dependencies.
struct CurrentFolder: ProjectFiles {
  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    guard let file = fopen(name, "r") else {
      return .failure(.unreadable(reason: String(cString: strerror(errno))))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 {
      bytes += part[..<count]
    }
    return .success(SourceFile(name: name, bytes: bytes))
  }
}
