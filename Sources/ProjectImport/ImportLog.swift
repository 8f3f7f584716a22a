import SourceText

/// Collects what is told of an import.
final class ImportLog {
  private(set) var diagnostics: [Diagnostic] = []

  /// Something that is not represented, or differently.
  ///
  /// - Parameter becomes: what becomes of it.
  func lost(_ element: XMLElement, _ what: BilingualText, becomes: BilingualText) {
    let found = element.children.isEmpty && !element.text.isEmpty ? element.text : nil
    diagnostics.append(
      Diagnostic(
        .notRepresented, what, at: element.range, path: element.path,
        found: found.map(BilingualText.same),
        suggestion: becomes, severity: .warning))
  }

  func error(
    _ element: XMLElement, _ code: DiagnosticCode, _ what: BilingualText,
    expected: BilingualText? = nil,
    suggestion: BilingualText? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        code, what, at: element.range, path: element.path, expected: expected,
        suggestion: suggestion))
  }

  /// A value that cannot be read.
  func unreadable(_ element: XMLElement, expected: BilingualText, becomes: BilingualText) {
    diagnostics.append(
      Diagnostic(
        .invalidValue, .init(zh: "<\(element.name)> 无法读取", en: "<\(element.name)> cannot be read"),
        at: element.range, path: element.path,
        expected: expected, found: .same(element.text), suggestion: becomes, severity: .warning))
  }

  /// The elements that are counted and not kept, with what is told of them.
  static let pruned: [String: (what: BilingualText, becomes: BilingualText)] = [
    "Baseline": (
      what: .init(zh: "比较基准不读取", en: "baselines are not read"),
      becomes: .init(zh: "只采用当前计划", en: "the present plan alone is taken over")
    ),
    "TimephasedData": (
      what: .init(zh: "逐日工时不读取", en: "the spread of work over single days is not read"),
      becomes: .init(zh: "工作量从开始到完成平均分布", en: "work is spread evenly from start to finish")
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
    var kinds:
      [String: (first: XMLElement, count: Int, what: BilingualText, becomes: BilingualText)] = [:]
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

  private func times(_ count: Int) -> BilingualText {
    count > 1 ? BilingualText(zh: "（\(count) 处）", en: " (\(count) times)") : .same("")
  }
}

extension BilingualText {
  static let leftOut = BilingualText(zh: "未采用", en: "it is left out")
  static let linkLeftOut = BilingualText(zh: "链接未采用", en: "the link is left out")
  static let exportAgain = BilingualText(zh: "重新导出计划", en: "export the project again")
  static let wholeDays = BilingualText(
    zh: "只要上班就按一整天计", en: "a day that is worked at all counts as a whole one")
}
