import Foundation
import Testing

@testable import Torreya

/// What random numbers decide is told in words of both languages.
@Suite("the words of streams") struct StreamWordTests {
  @Test("a number counts tries or places, and of several tries each fails by itself")
  func numbers() {
    #expect(streamWords("happens") == BilingualText(zh: "是否发生", en: "whether it happens"))
    #expect(streamWords("fails2") == BilingualText(zh: "是否失败（2）", en: "whether it fails (2)"))
    #expect(streamWords("retry.fails2") == streamWords("fails2"))
    #expect(
      streamWords("summer.groups") == BilingualText(zh: "夏季：团队数", en: "summer: how many groups"))
    // A name that has no word is a planner's own.
    #expect(streamWords("ticket") == BilingualText(zh: "ticket", en: "ticket"))
    #expect(streamWords("line2.daily") == BilingualText(zh: "line2：逐日", en: "line2: daily"))
  }

  @Test("every stream of the scenarios is told in Chinese, and in English not by its path")
  func scenarios() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for name in ["jidong-2024", "works-small", "fiscal-worked-example"] {
      let path = folder.appendingPathComponent("scenarios/\(name).json").path
      let bytes = try #require(FileManager.default.contents(atPath: path))
      let (model, mistakes) = load(
        SourceFile(name: "scenarios/\(name).json", bytes: Array(bytes)),
        files: DiskFiles(scenario: path), withVariants: false)
      let scenario = try #require(model, "\(mistakes.map(\.message.en))").scenario
      let objects = DeclaredObjects(of: scenario)
      let known = Set(scenario.assumptions.map(\.id))
      for stream in model!.model.draws.keys where !known.contains(stream) {
        let object = objects.object(of: stream)
        let rest = stream.dropFirst(object.count).drop { $0 == "." }
        let label = try #require(
          objects.label(of: object) ?? builtInObject(object), "\(stream): \(object)")
        #expect(!label.zh.isEmpty && !label.en.isEmpty)
        guard !rest.isEmpty, rest != "value" else { continue }
        let words = streamWords(rest)
        #expect(words.zh != words.en, "\(stream): \(words.en)")
      }
    }
  }
}
