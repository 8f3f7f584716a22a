/// A task of the file in its place of the outline.
struct ProjectTask {
  let element: XMLElement
  let uid: String
  let name: String
  /// Its summary tasks from the outermost to the next.
  var summaries: [Int] = []
  /// The tasks without further parts below it; itself alone when it has none below.
  var leaves: [Int] = []
  var isSummary = false

  /// Whether it has begun, and therefore minds no predecessor any more.
  var hasBegun: Bool {
    element.text("ActualStart").flatMap(projectMoment) != nil
      || (element.number("PercentComplete") ?? 0) > 0
  }
}

/// The tasks of a project and how they contain each other.
struct TaskOutline {
  private(set) var tasks: [ProjectTask] = []
  private(set) var places: [String: Int] = [:]
  /// The task that stands for the whole project, where the file has it.
  private(set) var wholeProject: XMLElement?

  init(_ project: XMLElement, _ log: ImportLog) {
    var open: [(level: Int, place: Int)] = []
    for element in project.children("Task", in: "Tasks") {
      guard let uid = Self.uid(of: element, places, log) else { continue }
      let level = Self.level(of: element)
      if level <= 0 {
        wholeProject = wholeProject ?? element
        continue
      }
      while let last = open.last, last.level >= level { open.removeLast() }
      let place = tasks.count
      let summaries = open.map(\.place)
      if let parent = summaries.last { tasks[parent].isSummary = true }
      tasks.append(
        ProjectTask(
          element: element, uid: uid, name: element.text("Name") ?? "", summaries: summaries))
      places[uid] = place
      open.append((level, place))
    }
    for place in tasks.indices where !tasks[place].isSummary {
      tasks[place].leaves = [place]
      for summary in tasks[place].summaries { tasks[summary].leaves.append(place) }
    }
  }

  /// The number of a task that is taken over; nil for an empty row and for what is told here.
  private static func uid(
    of element: XMLElement, _ places: [String: Int], _ log: ImportLog
  ) -> String? {
    if element.flag("IsNull") { return nil }
    guard let uid = element.text("UID"), places[uid] == nil else {
      log.error(
        element, element.text("UID") == nil ? .missingKey : .duplicateID,
        .init(zh: "任务没有自己的 UID", en: "the task has no UID of its own"),
        expected: .init(zh: "与其他任务不同的编号", en: "a number that no other task has"),
        suggestion: .init(zh: "未采用：重新导出计划", en: "it is left out: export the project again"))
      return nil
    }
    if element.isDenied("Active") {
      log.lost(
        element, .init(zh: "任务已停用", en: "the task is inactive"),
        becomes: .init(zh: "未采用，与文件的日期一致", en: "it is left out, as in the file's dates"))
      return nil
    }
    return uid
  }

  /// How deep it stands; the project itself is 0.
  private static func level(of element: XMLElement) -> Int {
    if let level = element.integer("OutlineLevel") { return level }
    guard let number = element.text("OutlineNumber"), number != "0" else {
      return element.text("UID") == "0" && element.flag("Summary") ? 0 : 1
    }
    return number.count { $0 == "." } + 1
  }
}
