import ArgumentParser
import Torreya

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

/// Says what a command could not do.
func say(error text: BilingualText) { say("error", "错误", text) }

/// Says what is to be minded of what a command did.
func say(warning text: BilingualText) { say("warning", "警告", text) }

/// Says what would have been better.
func say(note text: BilingualText) { say("note", "提示", text) }

private func say(_ en: String, _ zh: String, _ text: BilingualText) {
  switch Language.ofCommandLine {
  case .en: say("torreya: \(en): \(text.en)")
  case .zh: say("torreya: \(zh)：\(text.zh)")
  }
}

/// Says why a file was not written, and ends with the status for it.
func cannotWrite(_ error: OutputError) -> ExitCode {
  say(error: error.text)
  return ExitStatus.cannotWrite
}

/// Says why a file or folder was not read, and ends with the status for it.
func cannotRead(_ path: String, _ error: ReadError) -> ExitCode {
  say(
    error: .init(
      zh: "无法读取“\(path)”：\(error.reason.zh)",
      en: "cannot read '\(path)': \(error.reason.en)"))
  return ExitStatus.noInput
}

/// Says what of a question does not fit the scenario, a line each, and ends with the status for it.
func refuse(_ error: QuestionError) -> ExitCode {
  for line in error.lines { say(error: line) }
  return ExitStatus.usage
}

/// Writes text to standard output.
///
/// - Throws: the exit status for output that cannot be written, after saying why.
func show(_ text: String) throws {
  do {
    try writeToStandardOutput(Array((text + "\n").utf8))
  } catch {
    throw cannotWrite(error)
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

extension Language {
  /// The language that the command line asks for; that of the terminal where it does not.
  ///
  /// What a command line says wrong is told before its options are read.
  static let ofCommandLine: Language = {
    let arguments = CommandLine.arguments
    var chosen = Language.ofTerminal
    for (place, argument) in arguments.enumerated() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.first == "--language" else { continue }
      let value = parts.count > 1 ? parts[1] : arguments.dropFirst(place + 1).first
      chosen = value.flatMap(Language.init(rawValue:)) ?? chosen
    }
    return chosen
  }()
}

extension ValidationError {
  /// A mistake in the form of the command line, in the language that it asks for.
  init(zh: String, en: String) {
    self.init(BilingualText(zh: zh, en: en)[.ofCommandLine])
  }
}
