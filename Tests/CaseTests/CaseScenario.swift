import Torreya

/// The scenario of a case as the engine reads it.
extension CaseFile {
  /// What a fragment gets when it does not say it: one year, few trials.
  static let defaults = [
    "torreya": "1", "id": "\"case\"", "horizon": #"{ "first": "2024", "periods": 1 }"#,
    "simulation": #"{ "trials": 1000, "seed": 1 }"#,
  ]

  /// The scenario's file: a fragment is completed with the defaults before its last bracket, so
  /// that lines and columns stay those of the case. With `whole` nothing is added; with
  /// `generated` marks such as `<<FF>>` stand for a byte, and `<<[ * 100000>>` for a repetition.
  var source: SourceFile {
    let bytes = arguments("generated") == nil ? Array(scenario.utf8) : generatedBytes
    let source = SourceFile(name: "scenario.json", bytes: bytes)
    guard arguments("whole") == nil, let node = readJSON(source).node,
      case .object(let members) = node.value
    else { return source }
    let missing = Self.defaults.keys.sorted().filter { key in
      !members.contains { $0.key == key }
    }
    guard !missing.isEmpty else { return source }
    let added = missing.map { "\"\($0)\": \(Self.defaults[$0]!)" }.joined(separator: ", ")
    var completed = bytes
    var end = node.range.offsets.upperBound - 1
    while [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(bytes[end - 1]) { end -= 1 }
    // On a line of its own, so that no line that a message shows has it.
    completed.insert(contentsOf: "\n\(members.isEmpty ? "" : ", ")\(added)\n".utf8, at: end)
    return SourceFile(name: "scenario.json", bytes: completed)
  }

  private var generatedBytes: [UInt8] {
    var bytes: [UInt8] = []
    var rest = scenario[...]
    while let start = rest.firstRange(of: "<<"), let end = rest.firstRange(of: ">>") {
      bytes += Array(rest[..<start.lowerBound].utf8)
      let mark = rest[start.upperBound..<end.lowerBound]
      let parts = mark.split(separator: " * ")
      if parts.count == 2, let count = Int(parts[1]) {
        bytes += Array(String(repeating: String(parts[0]), count: count).utf8)
      } else if let byte = UInt8(mark, radix: 16) {
        bytes.append(byte)
      }
      rest = rest[end.upperBound...]
    }
    return bytes + Array(rest.utf8)
  }
}

/// The files of a case, as if they lay in its project folder.
struct CaseProject: ProjectFiles {
  let files: [(name: String, text: String)]

  func read(_ name: String) -> Result<SourceFile, ProjectFileProblem> {
    if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      return .failure(.outsideFolder(folder: "town"))
    }
    guard let file = files.first(where: { $0.name == name }) else {
      return .failure(.unreadable(reason: .init(zh: "没有这个文件", en: "there is no such file")))
    }
    return .success(SourceFile(name: name, text: file.text))
  }
}
