import Foundation

/// Python's jsonschema: a validator that knows nothing of our reader.
struct SchemaValidator {
  private let python: String

  /// - Errors: nil when neither `python3` nor the system's own has the package.
  init?() {
    let candidates = ["/usr/bin/env python3", "/usr/bin/python3"]
    guard let found = candidates.first(where: { Self.run($0, ["-c", "import jsonschema"]) != nil })
    else { return nil }
    python = found
  }

  /// For each document what is wrong with it by the schema, nil when nothing is.
  func verdicts(of documents: [String], under schema: String) throws -> [String?] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "torreya-schema-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "input.json")
    let text = "[\(schema),\n[\(documents.joined(separator: ",\n"))]]"
    try text.write(to: input, atomically: true, encoding: .utf8)
    guard
      let answer = Self.run(
        python, ["-c", Self.program, input.path(percentEncoded: false)]),
      let verdicts = try? JSONDecoder().decode([String?].self, from: answer),
      verdicts.count == documents.count
    else { throw SchemaValidatorError() }
    return verdicts
  }

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator as Validator
    with open(sys.argv[1], encoding="utf-8") as file:
        schema, documents = json.load(file)
    Validator.check_schema(schema)
    validator = Validator(schema)
    def verdict(document):
        error = next(validator.iter_errors(document), None)
        return None if error is None else error.json_path + ": " + error.message[:200]
    json.dump([verdict(document) for document in documents], sys.stdout)
    """

  /// What a command prints; nil when it fails or cannot be started.
  private static func run(_ command: String, _ arguments: [String]) -> Data? {
    let words = command.split(separator: " ").map(String.init)
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst()) + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data : nil
  }
}

/// The validator did not answer: the schema itself is wrong, or a document is no JSON.
struct SchemaValidatorError: Error {}
