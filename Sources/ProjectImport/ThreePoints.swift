import SourceText

/// Three-point estimates of durations in fields that a planner names.
///
/// Programs keep them in free fields (`Duration1` to `Duration3`, or under an alias of the
/// house), and nothing in the file says which is which: so the command is told.
struct ThreePoints {
  private struct Sought {
    let option: String
    let name: String
    let fields: Set<String>
  }

  private let sought: [Sought]
  private let log: ImportLog

  /// The numbers of the fields that the schema fixes, for files that list no names.
  private static let fixed = [
    "duration1": "188743783", "duration2": "188743784", "duration3": "188743785",
  ]

  init(
    _ project: XMLElement, _ outline: TaskOutline, _ options: ImportOptions, _ log: ImportLog
  ) {
    self.log = log
    let declared = project.children("ExtendedAttribute", in: "ExtendedAttributes")
    let wishes = [
      ("--optimistic", options.optimistic), ("--likely", options.likely),
      ("--pessimistic", options.pessimistic),
    ]
    sought = wishes.compactMap { option, name in
      guard let name else { return nil }
      var fields = Set(
        declared.filter { field in
          ["FieldID", "FieldName", "Alias"].contains {
            field.text($0)?.lowercased() == name.lowercased()
          }
        }.compactMap { $0.text("FieldID") })
      if fields.isEmpty, let number = Self.fixed[name.lowercased()] { fields = [number] }
      if fields.isEmpty, name.allSatisfy(\.isNumber) { fields = [name] }
      return Sought(option: option, name: name, fields: fields)
    }
    reportMissing(project, outline)
    reportOthers(declared, outline)
  }

  private func reportMissing(_ project: XMLElement, _ outline: TaskOutline) {
    for one in sought {
      let isUsed = outline.tasks.contains { task in
        task.element.children("ExtendedAttribute").contains {
          one.fields.contains($0.text("FieldID") ?? "")
        }
      }
      if !isUsed {
        log.lost(
          project.child("ExtendedAttributes") ?? project,
          .init(
            zh: "没有任务有 \(one.option) 所指的字段“\(one.name)”",
            en: "no task has the field '\(one.name)' of \(one.option)"),
          becomes: .init(
            zh: "工期仍是单个数：请写字段的名称、别名或 FieldID",
            en: "durations stay single numbers: give its name, alias or FieldID"))
      }
    }
  }

  /// Tells the free fields that are not asked for, each once.
  private func reportOthers(_ declared: [XMLElement], _ outline: TaskOutline) {
    let names = Dictionary(
      declared.map { ($0.text("FieldID") ?? "", $0.text("Alias") ?? $0.text("FieldName") ?? "") },
      uniquingKeysWith: { first, _ in first })
    let asked = sought.reduce(into: Set<String>()) { $0.formUnion($1.fields) }
    var first: [String: (element: XMLElement, count: Int)] = [:]
    var order: [String] = []
    for task in outline.tasks {
      for attribute in task.element.children("ExtendedAttribute") {
        guard let field = attribute.text("FieldID"), !asked.contains(field) else { continue }
        if first[field] == nil { order.append(field) }
        first[field, default: (attribute, 0)].count += 1
      }
    }
    for field in order {
      guard let (element, count) = first[field] else { continue }
      let name =
        (names[field] ?? Self.fixed.first { $0.value == field }?.key).map(BilingualText.same)
        ?? .init(zh: "编号 \(field)", en: "number \(field)")
      let isDuration = minutes(ofDuration: element.text("Value") ?? "") != nil
      log.lost(
        element,
        .init(
          zh: "字段“\(name.zh)”未采用（\(count) 个任务）",
          en: "the field '\(name.en)' is left out (\(count == 1 ? "1 task" : "\(count) tasks"))"),
        becomes: isDuration
          ? .init(
            zh: "如果是三点工期之一，请用 --optimistic、--likely、--pessimistic 指明",
            en: "if it is one of three points, name it: --optimistic, --likely, --pessimistic")
          : .init(zh: "重要内容请写进“note”", en: "write what matters into 'note'"))
    }
  }

  /// The distribution of a duration; nil for a task without three points that make sense.
  func json(_ task: XMLElement, days: Double, minutesPerDay: Double) -> JSONText? {
    guard !sought.isEmpty else { return nil }
    var values: [String: Double] = [:]
    for one in sought {
      for attribute in task.children("ExtendedAttribute")
      where one.fields.contains(attribute.text("FieldID") ?? "") {
        values[one.option] = attribute.text("Value").flatMap(minutes(ofDuration:))
      }
    }
    // Fields that nobody filled in are zero.
    guard let low = values["--optimistic"], let high = values["--pessimistic"], high > 0 else {
      return nil
    }
    let likely = values["--likely"].map { $0 / minutesPerDay } ?? days
    let (least, most) = (low / minutesPerDay, high / minutesPerDay)
    guard least <= likely, likely <= most, least >= 0 else {
      log.lost(
        task,
        .init(
          zh: "三点工期没有由小到大：\(shortNumber(least))、\(shortNumber(likely))、\(shortNumber(most)) 天",
          en: "the three points are not in order: \(shortNumber(least)), \(shortNumber(likely)), "
            + "\(shortNumber(most)) days"),
        becomes: .init(
          zh: "工期为 \(shortNumber(days)) 天", en: "the duration is \(shortNumber(days)) days"))
      return nil
    }
    guard least < most else { return .number(likely) }
    return .object([
      (
        "pert",
        .object([("low", .number(least)), ("likely", .number(likely)), ("high", .number(most))])
      )
    ])
  }
}
