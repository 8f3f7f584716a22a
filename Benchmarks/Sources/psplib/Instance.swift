import Scheduling

/// A project of PSPLIB, read from a file of the format `.sm`.
struct Instance {
  /// Its file without the ending, such as `j301_1`.
  let name: String
  let project: WholeProject

  /// What is wrong with a file.
  struct Mistake: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: `Mistake` when a section is missing or has other numbers than it should.
  init(name: String, text: String) throws(Mistake) {
    self.name = name
    let reader = SectionReader(text)
    guard let count = reader.count(of: "jobs"), let resources = reader.count(of: "- renewable")
    else { throw Mistake(description: "\(name): no number of jobs or of resources") }
    let links = reader.rows(after: "PRECEDENCE RELATIONS", skipping: 1, count: count)
    let needs = reader.rows(after: "REQUESTS/DURATIONS", skipping: 2, count: count)
    let had = reader.rows(after: "RESOURCEAVAILABILITIES", skipping: 1, count: 1)
    guard links.count == count, needs.count == count, let capacities = had.first,
      capacities.count == resources,
      links.allSatisfy({ $0.count >= 3 && $0.count == 3 + $0[2] }),
      needs.allSatisfy({ $0.count == 3 + resources })
    else { throw Mistake(description: "\(name): a section has other numbers than it should") }
    project = WholeProject(
      durations: needs.map { $0[2] },
      successors: links.map { $0.dropFirst(3).map { $0 - 1 } },
      demands: needs.map { Array($0.dropFirst(3)) }, capacities: capacities)
    if let defect = project.defect { throw Mistake(description: "\(name): \(defect)") }
  }
}

/// Rows of numbers below headings.
private struct SectionReader {
  let lines: [Substring]

  init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  /// The first number behind the colon of a line that begins with a name.
  func count(of name: String) -> Int? {
    for line in lines where line.drop(while: { $0 == " " }).hasPrefix(name) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      return line[line.index(after: colon)...].split(separator: " ").first.flatMap { Int($0) }
    }
    return nil
  }

  /// The numbers of the lines below a heading, up to the first line that is none.
  func rows(after heading: String, skipping: Int, count: Int) -> [[Int]] {
    guard let first = lines.firstIndex(where: { $0.hasPrefix(heading) }) else { return [] }
    var rows: [[Int]] = []
    for line in lines.dropFirst(first + 1 + skipping).prefix(count) {
      let words = line.split { $0 == " " || $0 == "\t" }.filter { !$0.allSatisfy { $0 == "-" } }
      let numbers = words.compactMap { Int($0) }
      if numbers.isEmpty && !words.isEmpty { continue }
      guard numbers.count == words.count, !numbers.isEmpty else { break }
      rows.append(numbers)
    }
    return rows
  }
}
