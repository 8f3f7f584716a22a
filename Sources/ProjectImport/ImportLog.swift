import SourceText

/// Collects what is told of an import.
final class ImportLog {
  private(set) var diagnostics: [Diagnostic] = []

  /// Something that is not represented, or differently.
  ///
  /// - Parameter becomes: what becomes of it.
  func lost(_ element: XMLElement, _ what: String, becomes: String) {
    let found = element.children.isEmpty && !element.text.isEmpty ? element.text : nil
    diagnostics.append(
      Diagnostic(
        .notRepresented, what, at: element.range, path: element.path, found: found,
        suggestion: becomes, severity: .warning))
  }

  func error(
    _ element: XMLElement, _ code: DiagnosticCode, _ what: String, expected: String? = nil,
    suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code, what, at: element.range, path: element.path, expected: expected,
        suggestion: suggestion))
  }

  /// A value that cannot be read.
  func unreadable(_ element: XMLElement, expected: String, becomes: String) {
    diagnostics.append(
      Diagnostic(
        .invalidValue, "<\(element.name)> cannot be read", at: element.range, path: element.path,
        expected: expected, found: element.text, suggestion: becomes, severity: .warning))
  }

  /// The elements that are counted and not kept, with what is told of them.
  static let pruned = [
    "Baseline": (what: "baselines are not read", becomes: "the present plan alone is taken over"),
    "TimephasedData": (
      what: "the spread of work over single days is not read",
      becomes: "work is spread evenly from start to finish"
    ),
  ]

  /// Tells what was counted and not kept.
  func reportPruned(_ document: XMLDocument) {
    for (name, pruned) in document.pruned.sorted(by: { $0.key < $1.key }) {
      guard let (what, becomes) = Self.pruned[name] else { continue }
      diagnostics.append(
        Diagnostic(
          .notRepresented, what + times(pruned.count), at: pruned.first, path: pruned.path,
          suggestion: becomes, severity: .warning))
    }
  }

  /// Tells elements that are neither taken over nor known to say nothing, each kind once.
  func reportUnknownElements(_ root: XMLElement) {
    var kinds: [String: (first: XMLElement, count: Int, what: String, becomes: String)] = [:]
    var order: [String] = []
    var open = [root]
    while let element = open.popLast() {
      guard let known = KnownElements.of[element.name] else { continue }
      for child in element.children.reversed() {
        if known.read.contains(child.name) { open.append(child) }
      }
      for child in element.children {
        guard let (what, becomes) = known.remark(on: child) else { continue }
        let kind = element.name + "/" + child.name
        if kinds[kind] == nil { order.append(kind) }
        kinds[kind, default: (child, 0, what, becomes)].count += 1
      }
    }
    for kind in order {
      if let (first, count, what, becomes) = kinds[kind] {
        lost(first, what + times(count), becomes: becomes)
      }
    }
  }

  private func times(_ count: Int) -> String { count > 1 ? " (\(count) times)" : "" }
}
