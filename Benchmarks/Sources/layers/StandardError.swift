#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints a line where it does not mix with the figures.
func print(toStandardError line: String) {
  fputs(line + "\n", stderr)
}
