import SourceText

/// What a planner may say of an import.
public struct ImportOptions: Sendable {
  /// The id that the project gets; nil makes one of its name.
  public var project: String?
  /// The fields of a task that hold a three-point estimate, by name (`Duration1`), alias or number.
  public var optimistic: String?
  public var likely: String?
  public var pessimistic: String?
  /// What one unit of the file's currency is in yuan; nil for a file in yuan.
  public var yuanPerUnit: Double?
  /// The language of the notes that it adds.
  public var language: Language = .en

  public init() {}
}

/// A project in the words of a scenario.
public struct ImportedProject: Sendable {
  /// A JSON fragment with `calendars` and `works`; nil when the file cannot be read.
  public let json: String?
  /// Errors, or what the fragment does not have that the file has.
  public let diagnostics: [Diagnostic]
  /// How many activities there are, spans over others not counted.
  public let activities: Int
}

/// Reads a plan of Microsoft Project as XML (MSPDI), as ProjectLibre and Primavera write it too.
///
/// Nothing is left out in silence: what the words of works cannot say, or say differently, is a
/// warning at its line with what becomes of it.
///
/// - Errors: nothing is thrown; without a result the diagnostics say why.
/// - Complexity: linear in the bytes, and in the ties after those of summary tasks are spread.
/// - Source: the Project XML Data Interchange Schema (mspdi_pj12.xsd), Microsoft (2007).
public func importProject(
  _ file: SourceFile, _ options: ImportOptions = ImportOptions()
) -> ImportedProject {
  let document: XMLDocument
  switch readXML(file, pruned: Set(ImportLog.pruned.keys)) {
  case .success(let read): document = read
  case .failure(let mistakes):
    return ImportedProject(json: nil, diagnostics: mistakes.all, activities: 0)
  }
  let log = ImportLog()
  guard let root = document.root, isProject(root, log) else {
    return ImportedProject(json: nil, diagnostics: log.diagnostics, activities: 0)
  }
  log.reportUnknownElements(root)
  log.reportPruned(document)
  let writing = WorksWriting(root, options, log)
  let json = writing.fragment()
  return ImportedProject(
    json: json.printed() + "\n", diagnostics: log.diagnostics,
    activities: writing.outline.tasks.count { !$0.isSummary })
}

/// Whether this is a project of the kind that is read.
private func isProject(_ root: XMLElement, _ log: ImportLog) -> Bool {
  guard root.name != "Project" else {
    guard root.child("Tasks")?.child("Task") != nil else {
      log.error(
        root, .missingKey, .init(zh: "计划里没有任务", en: "the project has no tasks"),
        expected: .init(zh: "Tasks 里有 Task", en: "Tasks with a Task"))
      return false
    }
    return true
  }
  let suggestion: BilingualText =
    root.name == "APIBusinessObjects"
    ? .init(
      zh: "这是 Primavera 自有的 XML：请导出为 Microsoft Project XML",
      en: "this is Primavera's own XML: export it again as Microsoft Project XML")
    : .init(
      zh: "把计划另存为 Microsoft Project XML（*.xml）",
      en: "save the plan as Microsoft Project XML (*.xml)")
  log.error(
    root, .wrongType,
    .init(
      zh: "文件不是计划：它以 <\(root.name)> 开头", en: "the file is no project: it begins with <\(root.name)>"
    ),
    expected: .same("<Project>"), suggestion: suggestion)
  return false
}
