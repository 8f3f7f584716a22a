import Testing

/// What CONTRIBUTING.md says about the look of code, so far as a program can see it.
@Suite struct StyleTests {
  @Test func thereAreFiles() {
    #expect(Repository.swiftFiles.count > 100)
  }

  @Test func linesHaveAtMostAHundredColumns() {
    for file in Repository.swiftFiles {
      for (index, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(index + 1) has \(line.count) columns")
      }
    }
  }

  @Test func filesHaveAtMost400Lines() {
    for file in Repository.swiftFiles {
      #expect(file.lines.count <= 401, "\(file.path)")
    }
  }

  @Test func functionsHaveAtMost60Lines() {
    for file in Repository.swiftFiles {
      for function in functions(in: file.lines) where function.lines > 60 {
        Issue.record("\(file.path):\(function.line) has a function of \(function.lines) lines")
      }
    }
  }

  @Test func functionsAreFound() {
    let text = """
      struct S {
        func short() -> Int { 1 }
        func long(
          _ a: Int
        ) -> Int {
          a
        }
      }
      """
    let found = functions(in: text.split(separator: "\n", omittingEmptySubsequences: false))
    #expect(found.map(\.line) == [2, 3])
    #expect(found.map(\.lines) == [1, 5])
  }

  @Test func nothingIsLeftForLater() {
    // Put together here, so that this file does not find itself.
    let marks = ["FIX" + "ME", "TO" + "DO", "XX" + "X:", "try" + "!"]
    for file in Repository.swiftFiles {
      for (index, line) in file.lines.enumerated() {
        for mark in marks where line.contains(mark) {
          Issue.record("\(file.path):\(index + 1) says \(mark)")
        }
      }
    }
  }

  @Test func noFileIsNamedForNothing() {
    for file in Repository.swiftFiles {
      for word in ["Util", "Helper", "Manager", "Misc", "Common.", "Extensions."]
      where file.name.contains(word) {
        Issue.record("\(file.path): name it for what it holds")
      }
    }
  }

  @Test func noTypeIsNamedForNothing() {
    let pattern = #/\b(?:struct|class|enum|protocol|actor)\s+(\w*(?:Util|Helper|Manager)\w*)/#
    for file in Repository.swiftFiles {
      for match in file.text.matches(of: pattern) {
        Issue.record("\(file.path): \(match.1)")
      }
    }
  }

  @Test func noFileNamesAPlaceOnOneMachine() {
    let places = ["/wo" + "rk/", "/op" + "t/", "/ho" + "me/", "/Us" + "ers/"]
    for file in Repository.textFiles {
      for (index, line) in file.lines.enumerated() {
        for place in places where line.contains(place) {
          Issue.record("\(file.path):\(index + 1) names \(place)")
        }
      }
    }
  }

  @Test func filesEndWithOneLineBreak() {
    for file in Repository.swiftFiles {
      #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"), "\(file.path)")
      for (index, line) in file.lines.enumerated() {
        let isTidy = !line.hasSuffix(" ") && !line.contains("\t")
        #expect(isTidy, "\(file.path):\(index + 1) has a tab, or a blank at its end")
      }
    }
  }
}

/// Where a function begins and how many lines it has.
private struct FunctionExtent {
  let line: Int
  let lines: Int
}

/// The functions and initializers with a body, by indentation: each ends at the first line that
/// is indented like its first one and closes a brace.
private func functions(in lines: [Substring]) -> [FunctionExtent] {
  let opening = #/^\s*(?:[@\w()]+\s+)*(?:func\s|init[(<?!]|subscript[(<])/#
  var found: [FunctionExtent] = []
  for (start, line) in lines.enumerated() where line.prefixMatch(of: opening) != nil {
    let indent = line.prefix { $0 == " " }
    guard let body = lines[start...].firstIndex(where: { $0.contains("{") || $0.isEmpty }),
      lines[body].contains("{")
    else { continue }
    if lines[body].hasSuffix("}") {
      found.append(FunctionExtent(line: start + 1, lines: body - start + 1))
      continue
    }
    let end = lines[(body + 1)...].firstIndex { $0.hasPrefix(indent + "}") }
    found.append(FunctionExtent(line: start + 1, lines: (end ?? lines.count - 1) - start + 1))
  }
  return found
}
