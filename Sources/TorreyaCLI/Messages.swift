import ArgumentParser
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Torreya

/// Takes the numbers of the standard streams where whoever started us has closed them.
///
/// Else the next file that is opened would get such a number, and what is meant for the terminal
/// would be written into it. Writing to the stand-in fails, as to a closed stream.
func reserveStandardStreams() {
  for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
    _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}

/// Writes a line to standard error.
func say(_ text: String) {
  writeToStandardError(Array((text + "\n").utf8))
}

/// Writes text to standard output.
///
/// - Throws: the exit status for output that cannot be written, after saying why.
func show(_ text: String) throws {
  do {
    try writeToStandardOutput(Array((text + "\n").utf8))
  } catch {
    say("torreya: error: \(error)")
    throw ExitStatus.cannotWrite
  }
}

/// Says what is wrong with a scenario, and ends with the status for it.
func fail(_ diagnostics: [Diagnostic], in language: Language) -> ExitCode {
  say(printed(diagnostics, language: language))
  return ExitStatus.scenarioHasErrors
}

extension Language: ExpressibleByArgument {
  /// The language of the terminal: Chinese where its locale is, else English.
  static var ofTerminal: Language {
    let names: [String] = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap { name in getenv(name).map { String(cString: $0) } }
      .first { !$0.isEmpty }
    return locale?.hasPrefix("zh") == true ? .zh : .en
  }
}
