import Testing

/// The arrows between the targets, and the documents that name them.
@Suite struct ArchitectureTests {
  private static let manifest = PackageManifest(Repository.text("Package.swift") ?? "")

  @Test func theManifestIsUnderstood() {
    #expect(Self.manifest.targets.count >= 13)
    #expect(
      Self.manifest.dependencies(of: "Probability")
        == ["LinearAlgebra", "CKernels", "Languages"])
    #expect(Self.manifest.dependencies(of: "SourceText") == ["Languages"])
  }

  @Test func importsFollowTheArrows() {
    let own = Set(Self.manifest.targets.map(\.name))
    for file in Repository.swiftFiles {
      guard let target = file.target else { continue }
      let allowed = Set(Self.manifest.dependencies(of: target))
      for module in imports(of: file) where own.contains(module) && !allowed.contains(module) {
        Issue.record("\(file.path) imports \(module), which \(target) does not depend on")
      }
    }
  }

  /// Foundation is heavy, differs between systems, and is needed only where files and text leave
  /// the engine.
  @Test func foundationStaysAtTheEdge() {
    let edge: Set<String> = ["Reports", "Torreya", "TorreyaCLI"]
    for file in Repository.swiftFiles {
      guard let target = file.target, !edge.contains(target) else { continue }
      #expect(!imports(of: file).contains("Foundation"), "\(file.path)")
    }
  }

  @Test func theWordsKnowNoTrialAndTheNumbersNoText() {
    let words: Set<String> = ["SourceText", "Formulas", "Vocabulary"]
    let numbers: Set<String> = ["LinearAlgebra", "Probability", "ColumnPlan", "Simulation"]
    for word in words {
      #expect(!Self.manifest.reachable(from: word).contains("Simulation"), "\(word)")
    }
    for number in numbers {
      #expect(Self.manifest.reachable(from: number).isDisjoint(with: words), "\(number)")
    }
  }

  @Test func everyTargetHasAFolderAndEveryFolderATarget() {
    let folders = Set(Repository.swiftFiles.compactMap(\.target))
    let names = Set(Self.manifest.targets.filter { !$0.isTest }.map(\.name))
    #expect(folders.isSubset(of: names))
    #expect(names.subtracting(folders) == ["CBLAS", "CExpat", "CKernels"], "those hold no Swift")
  }

  @Test func theArchitectureShowsEveryTargetWithItsArrows() throws {
    let lines = try #require(Repository.text("ARCHITECTURE.md")).split(separator: "\n")
    for target in Self.manifest.targets where !target.isTest {
      let row = lines.first { line in
        line.hasPrefix("| ") && line.split(separator: "|")[0].contains("`\(target.name)`")
      }
      let arrows = try #require(row, "ARCHITECTURE.md has no row for \(target.name)")
      // The façade and what it needs are told in a word.
      guard !arrows.contains("all of the above") else { continue }
      for dependency in target.dependencies where !arrows.contains(dependency) {
        Issue.record("ARCHITECTURE.md: \(target.name) does not name \(dependency)")
      }
    }
  }

  private func imports(of file: Repository.TextFile) -> [String] {
    file.text.matches(of: #/(?m)^(?:@\w+ +)*import +(?:(?:func|struct|enum|class) +)?(\w+)/#)
      .map { String($0.1) }
  }
}

/// The targets of the package and what each depends on, read from Package.swift.
private struct PackageManifest {
  struct Target {
    let name: String
    /// A test bundle, or what several of them share.
    let isTest: Bool
    let dependencies: [String]
  }

  let targets: [Target]

  init(_ text: String) {
    let starts = text.matches(
      of: #/\.(systemLibrary|target|executableTarget|testTarget)\(\s*name:\s*"(\w+)"/#)
    targets = starts.enumerated().map { index, start in
      let end = index + 1 < starts.count ? starts[index + 1].range.lowerBound : text.endIndex
      let body = text[start.range.upperBound..<end]
      let list = body.firstMatch(of: #/dependencies:\s*\[([^\]]*)\]/#)?.1 ?? ""
      // A product of another package is no target of this one.
      let own = list.replacing(#/\.product\([^)]*\)/#, with: "")
      return Target(
        name: String(start.2),
        isTest: start.1 == "testTarget" || body.contains("path: \"Tests/"),
        dependencies: own.matches(of: #/"(\w+)"/#).map { String($0.1) })
    }
  }

  func dependencies(of name: String) -> [String] {
    targets.first { $0.name == name }?.dependencies ?? []
  }

  /// Everything that a target depends on, directly or through others.
  func reachable(from name: String) -> Set<String> {
    var found: Set<String> = []
    var open = dependencies(of: name)
    while let next = open.popLast() {
      if found.insert(next).inserted { open += dependencies(of: next) }
    }
    return found
  }
}
