import ArgumentParser

/// How a command ends, as scripts see it; the numbers are those of BSD's sysexits.
enum ExitStatus {
  /// What was to be checked does not hold.
  static let checkFailed = ExitCode(1)
  /// The command line is wrong, or names what the scenario does not have.
  static let usage = ExitCode(64)
  static let scenarioHasErrors = ExitCode(65)
  static let noInput = ExitCode(66)
  /// Torreya itself is wrong.
  static let ourDefect = ExitCode(70)
  static let cannotWrite = ExitCode(73)
  /// Told to end (128 + SIGINT); what was finished by then is written.
  static let interrupted = ExitCode(130)
}
